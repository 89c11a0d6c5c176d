# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Calculate with numbers that are typed as words."""

from __future__ import annotations

import re


def tokens(text):
    """Return the numbers and signs of a formula."""
    return re.findall(r"\d+|[-+*/()]", text)


def calculate(text):
    """Return the value of a formula with + - * / and parentheses."""
    return _sum(tokens(text))


def _sum(rest):
    value = _product(rest)
    while rest and rest[0] in "+-":
        if rest.pop(0) == "+":
            value += _product(rest)
        else:
            value += _product(rest)
    return value


def _product(rest):
    value = _atom(rest)
    while rest and rest[0] in "*/":
        if rest.pop(0) == "*":
            value *= _atom(rest)
        else:
            value /= _atom(rest)
    return value


def _atom(rest):
    token = rest.pop(0)
    if token == "-":
        return -_atom(rest)
    if token == "(":
        value = _sum(rest)
        rest.pop(0)
        return value
    return int(token)
