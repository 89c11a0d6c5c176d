# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read patches of any kind.

All are read leniently where the meaning is clear: counts in hunk headers may be wrong,
headers may be missing, blank context lines may have lost their blank.
"""

from __future__ import annotations

import re
from typing import List

from .edits import FileEdit
from .envelope import MARKS, parse_envelope
from .unified import parse_unified
from .wrapping import bare_text


def parse_patch(text: str, path: str = "") -> List[FileEdit]:
    """Read whichever kind of patch a text is.

    Args:
        path: the file that hunks without a header are about.

    Raises:
        ToolError: ``patch-malformed``.
    """
    plain = bare_text(text, MARKS)
    begins = re.search(rf"^(?:[ \t]*|.*[\s\"'`(]){MARKS}", plain, re.M)
    header = re.search(r"^[ \t]*(?:diff --git |--- \S.*\n[ \t]*\+\+\+ )", plain, re.M)
    if begins and not (header and header.start() < begins.start()):
        return parse_envelope(text)
    return parse_unified(text, path)
