# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Greet people; the example of a program that carries the agent with it."""

from __future__ import annotations


def greeting(name: str) -> str:
    """Return a greeting."""
    return f"Hello, {name}!"
