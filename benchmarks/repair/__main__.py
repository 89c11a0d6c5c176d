# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run ``python -m benchmarks.repair``."""

from __future__ import annotations

import signal
import sys

from .runner import main

if __name__ == "__main__":
    # As Ctrl-C does, so that what was started is ended too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    sys.exit(main(sys.argv[1:]))
