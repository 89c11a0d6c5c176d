# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Measure what the program costs; ``python -m benchmarks`` prints the figures."""
