# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find dates in texts and sort them."""

from __future__ import annotations

import re

DATE = re.compile(r"(\d{4})-(\d{2})-(\d)")


def find_dates(text):
    """Return the dates of a text, as (year, month, day), in their order there."""
    return [tuple(map(int, found)) for found in DATE.findall(text)]


def earliest(text):
    """Return the earliest date of a text, None without one."""
    return min(find_dates(text), default=None)


def days_in(text, year, month):
    """Return the days of a month that a text names, each once, in order."""
    return sorted({d for y, m, d in find_dates(text) if (y, m) == (year, month)})
