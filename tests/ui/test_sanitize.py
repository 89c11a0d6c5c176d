# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test that text in pieces cannot steer a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_coding_agent.ui.sanitize import Sanitizer, Tail, clean_lines

from .samples import HOSTILE, raw_in


def in_pieces(text, size):
    """Return what the pieces of a text come out as, joined."""
    sanitizer = Sanitizer()
    pieces = [sanitizer.feed(text[at : at + size]) for at in range(0, len(text), size)]
    return "".join(pieces) + sanitizer.finish()


@pytest.mark.parametrize(
    "text, expected",
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("a\x1b]0;title\x07b\x1b]52;c;eA==\x1b\\c\x9d0;t\x9cd", "abcd"),
        ("a\x1bPq#0\x1b\\b\x1b(0c\x1bMd", "abcd"),
        ("50%\r100%\r\nend\r", "50%\n100%\nend\n"),
        ("a\r\x9bPb\r\x1b[m\nc", "a\nb\n\nc"),
        ("\x1b]0;t\rx\x07", "\\u001b]0;t\nx\\u0007"),
        ("a\x08b", "a\\u0008b"),
        ("\x1b]0;no end\nshown", "\\u001b]0;no end\nshown"),
        ("\x1b]0;no end", "\\u001b]0;no end"),
        ("\x1b" + "\x1b[31m", "\\u001b"),
        ("\x1b", "\\u001b"),
        ("\x1b[31", "\\u001b[31"),
        ("\x1b[3\u00e91m", "\\u001b[3\u00e91m"),
        ("\u202eabc", "\\u202eabc"),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_pieces_come_out_as_the_whole(text, expected, size):
    """Sequences are dropped and controls spelled out, wherever the text is cut."""
    assert expected == in_pieces(text, size)


@pytest.mark.parametrize("size", [1, 2, 5, 10000])
def test_hostile_text_in_pieces(size):
    """Nothing hostile comes through raw, whatever the cuts."""
    assert [] == raw_in(in_pieces("".join(HOSTILE), size))


def test_an_endless_sequence_hides_nothing():
    """Text behind a sequence without end is held back only up to a limit."""
    sanitizer = Sanitizer()
    shown = sanitizer.feed("\x1b]52;c;" + "A" * 900)
    assert "" == shown
    shown += sanitizer.feed("B" * 900)
    assert shown.endswith("B" * 900)
    assert [] == raw_in(shown)


@settings(deadline=None)
@given(
    st.text(st.sampled_from("\x1b[]P;0m\x07\\\x9b\x9d\x9c\r\n\u202eab(")),
    st.integers(1, 5),
)
def test_any_cut_of_any_text(text, size):
    """Cutting a text changes nothing, and nothing raw comes through."""
    whole = in_pieces(text, max(len(text), 1))
    assert whole == in_pieces(text, size)
    assert [] == raw_in(whole)


def test_tail_keeps_the_last_lines():
    """The tail has the last lines that are not blank, and the count of all."""
    tail = Tail(2)
    for piece in ("one\ntw", "o\n\nthr", "ee\nfo", "ur"):
        tail.feed(piece)
    assert ["three", "four"] == tail.lines()
    assert ("four", 4) == (tail.last(), tail.total)
    tail.feed("\n")
    assert ("four", 5) == (tail.last(), tail.total)


def test_tail_of_nothing():
    """Without output there is nothing to show."""
    assert ([], "") == (Tail(2).lines(), Tail(2).last())


def test_tail_of_much():
    """Of megabytes in one piece only the end is looked at, and all lines counted."""
    tail = Tail(2)
    tail.feed("x\n" * 1_000_000)
    assert (["x", "x"], 1_000_000) == (tail.lines(), tail.total)


def test_clean_lines():
    """A complete text becomes its lines without blank ones."""
    assert ["a", " b"] == clean_lines("\x1b[1ma\x1b[0m\n\n \n b\r")
