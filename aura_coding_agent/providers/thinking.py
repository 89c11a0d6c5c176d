# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Tell reasoning from text where a server leaves both in one stream.

Local servers without a reasoning parser pass on what the model wrote:
``<think>...</think>`` and then the answer. Only at the very start does the tag mean
that; later it may be the very text that was asked for.
"""

from __future__ import annotations

import re
from typing import List, Tuple

TAGS = ("think", "thinking")
_OPENING = tuple(f"<{tag}>" for tag in TAGS)
_LONE = r"(?s)(.*?)</(?:think|thinking)>[ \t]*(?:\r?\n\s*|\Z)(.*)"

Piece = Tuple[str, str]
"""Reasoning and text, at most one of them not empty."""


class ThinkingSplitter:
    """Split the text of an answer into reasoning and text, piece by piece."""

    def __init__(self) -> None:
        """Begin where a tag may open."""
        self._held = ""
        self._closing = ""
        self._state = "start"

    def feed(self, text: str) -> Piece:
        """Take the next piece of text; return what is reasoning and what is text."""
        self._held += text
        thinking = ""
        if self._state == "start":
            self._open()
        if self._state == "thinking":
            thinking = self._think()
        if self._state == "after":  # blank lines between reasoning and answer
            self._held = self._held.lstrip()
            self._state = "text" if self._held else "after"
        if self._state != "text":
            return thinking, ""
        text, self._held = self._held, ""
        return thinking, text

    def end(self) -> Piece:
        """Return what is left at the end of the answer."""
        left, self._held = self._held, ""
        return (left, "") if self._state == "thinking" else ("", left)

    def _open(self) -> None:
        """Look for an opening tag at the start."""
        begun = self._held.lstrip()
        for tag in _OPENING:
            if begun.startswith(tag):
                self._state, self._closing = "thinking", "</" + tag[1:]
                self._held = begun[len(tag) :]
                return
        if not any(tag.startswith(begun) for tag in _OPENING):
            self._state = "text"

    def _think(self) -> str:
        """Return the reasoning up to the closing tag, or what cannot belong to it."""
        thinking, tag, rest = self._held.partition(self._closing)
        if tag:
            self._held, self._state = rest, "after"
            return thinking
        kept = _overlap(self._held, self._closing)
        thinking = self._held[: len(self._held) - kept]
        self._held = self._held[len(self._held) - kept :]
        return thinking


def _overlap(text: str, tag: str) -> int:
    """Return how many of the last characters may be the begin of a tag."""
    for size in range(min(len(text), len(tag) - 1), 0, -1):
        if tag.startswith(text[-size:]):
            return size
    return 0


def lone_end(text: str) -> Piece:
    """Split a text at its one closing tag that no opening tag precedes.

    Some chat templates put the opening tag into the prompt, so that the answer only
    has the closing one. It has to end its line; two of them are a text about tags.
    """
    tags: List[str] = [f"</{tag}>" for tag in TAGS]
    found = re.fullmatch(_LONE, text)
    once = sum(text.count(tag) for tag in tags) == 1
    opened = any(tag in text for tag in _OPENING)
    return (found[1], found[2]) if found and once and not opened else ("", text)
