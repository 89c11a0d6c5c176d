# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that output is shown as a terminal would have left it."""

from __future__ import annotations

import random
import sys
import unicodedata

import pytest

from aura_coding_agent.core import rendering
from aura_coding_agent.core.output import Capture
from aura_coding_agent.core.rendering import HEIGHT, Rendering


def rendered(*pieces):
    """Feed pieces, return all that comes out."""
    screen = Rendering()
    return b"".join([*map(screen.feed, pieces), screen.finish()])


@pytest.mark.parametrize(
    "data, expected",
    [
        ("plain\n  text\t.\n\n", "plain\n  text\t.\n\n"),
        ("no end of line", "no end of line"),
        ("one\r\ntwo\r\n", "one\ntwo\n"),
        ("50%\r100%\n", "100%\n"),
        ("100%\r50%\n", "50%%\n"),
        ("10%\r20%\r", "20%"),
        ("abc\r\nx\rabc\rz\n", "abc\nzbc\n"),
        ("long line\r\x1b[Kshort\n", "short\n"),
        ("long line\x1b[2K\rshort\n", "short\n"),
        ("\x1b[1;31merror\x1b[0m: \x1b[38;5;9mno\x1b[m\n", "error: no\n"),
        (
            "\x1b]0;title\x07text\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\\n",
            "textlink\n",
        ),
        ("N\bNA\bAM\bME\bE _\bx\n", "NAME x\n"),
        ("a\nb\nc\n\x1b[2A\x1b[2KB\x1b[2B\rd\n", "a\nB\nc\nd\n"),
        ("1: wait\n2: wait\n\x1b[2F1: done\x1b[K\n\x1b[1B3\n", "1: done\n2: wait\n3\n"),
        ("\x1b[?25lhid\x1b[?25hden\x1b(B\x1b=\n", "hidden\n"),
        ("\x1b[5Gindent\x1b[1Gx\n", "x   indent\n"),
        ("service\x1b[999C\x1b[6D[ ok ]\n", "service" + " " * 66 + "[ ok ]\n"),
        ("before\n\x1b[?1049h\x1b[Heditor\x1b[?1049lafter\n", "before\nafter\n"),
        ("old\nframe\n\x1b[H\x1b[2Jnew\n", "new\n"),
        ("cafe\u0301 \u4f60\u597d\rx\n", "xafe\u0301 \u4f60\u597d\n"),
        ("\u4f60\u597d\rx\n", "x \u597d\n"),
        ("a\tb\rxx\n", "xx\tb\n".replace("\t", "      ")),
        ("a\tb\r\tc\n", "a\tc\n"),
        ("ding\x07 dong\n", "ding dong\n"),
        ("page\x0cbreak\x00\n", "page\x0cbreak\x00\n"),
        ("cut off \x1b[3", "cut off "),
        (
            "[\u2588\u2588  ]\r[\u2588\u2588\u2588\u2588]\n",
            "[\u2588\u2588\u2588\u2588]\n",
        ),
    ],
)
def test_what_is_left_on_the_screen(data, expected):
    """Known cases: progress, colours, titles, overstriking, several lines, editors."""
    assert expected == rendered(data.encode()).decode()


def test_bytes_that_are_no_text_pass_unharmed():
    """What is no UTF-8 stays as it is, also in a line that is written over."""
    data = bytes(range(128, 256)) + b"\n"
    assert data == rendered(data)
    assert data == rendered(b"x\r" + data)


PLAIN = [
    "a",
    "word",
    "x" * 12,
    "  ",
    "\u00e9\u00fc",
    "\u2588\u2592",
    "[=>  ] 42%",
    "\n",
    "\n",
    "\r\n",
]
WIDE = ["\u4f60\u597d", "\U0001f600 ", "e\u0301"]
MOVES = ["\r", "\r", "\b", "\t"] + [
    f"\x1b[{number}{final}" for final in "ABCDEFGXP@" for number in ("", "1", "2", "7")
]
MOVES += [f"\x1b[{number}{final}" for final in "JK" for number in ("", "0", "1", "2")]
MOVES += ["\x1b[H", "\x1b[3;4H", "\x1b7", "\x1b8", "\x1bM", "\x1bE"]
LINES = [
    "\x1b[s",
    "\x1b[u",
    "\x1b[L",
    "\x1b[2M",
    "\x1b[S",
    "\x1b[2T",
    "\x1b[?1049h",
    "\x1b[?1049l",
]
IDLE = [
    "\x1b[31m",
    "\x1b[0;1;4m",
    "\x1b[m",
    "\x1b]0;t\x07",
    "\x1b[?25l",
    "\x1b(B",
    "\x07",
]


def sequence(chance, *kinds):
    """Return random output of some kinds of pieces."""
    choices = [kind for kind in kinds for _ in range(2)]
    return "".join(
        chance.choice(chance.choice(choices)) for _ in range(chance.randint(3, 25))
    )


def shown_by_terminal(pyte, text):
    """Return the lines that a terminal emulator shows, without blanks at their ends."""
    screen = pyte.Screen(320, HEIGHT)
    screen.set_mode(pyte.modes.LNM)
    pyte.Stream(screen).feed(text)
    return "\n".join(line.rstrip() for line in screen.display).rstrip("\n")


@pytest.mark.parametrize("seed", range(4))
def test_a_terminal_shows_the_same(seed):
    """A terminal emulator judges random sequences."""
    pyte = pytest.importorskip("pyte")
    chance = random.Random(seed)
    for _ in range(30):
        # What becomes of half a wide character differs between terminals.
        kinds = (
            [PLAIN, MOVES, IDLE] if seed % 2 else [PLAIN, WIDE, ["\r", "\x1b[K"], IDLE]
        )
        text = sequence(chance, *kinds)
        if text.count("\n") >= HEIGHT // 2:
            continue
        if not seed % 2:
            text = text.replace("\r", "\r\x1b[K")
        ours = rendered(text.encode()).decode().expandtabs(8)
        lines = "\n".join(line.rstrip() for line in ours.split("\n")).rstrip("\n")
        theirs = shown_by_terminal(pyte, text)
        assert unicodedata.normalize("NFC", theirs) == unicodedata.normalize(
            "NFC", lines
        ), repr(text)


def test_the_pieces_make_no_difference():
    """Cut anywhere, also within a character or a sequence, the same comes out."""
    chance = random.Random(7)
    for _ in range(40):
        data = sequence(
            chance, PLAIN, WIDE, MOVES, LINES, IDLE, ["\x1b", "\x1b[", "\ufffd"]
        ).encode()
        whole = rendered(data)
        for at in range(len(data)):
            assert whole == rendered(data[:at], data[at:]), (data, at)
        assert whole == rendered(*(data[at : at + 1] for at in range(len(data))))


def test_much_before_and_between_makes_no_difference():
    """Lines that have left the screen are out of reach, however they came."""
    plain = b"".join(b"line %06d\n" % number for number in range(60_000))
    data = plain + b"\x1b[3Aup\r\n" + plain + b"50%\r99%\n" + b"\x1b[500Atop\n"
    whole = rendered(data)
    for size in (1_000, 4_096, 65_536):
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        assert whole == rendered(*pieces)
    lines = whole.split(b"\n")
    assert b"upne 059997" == lines[59_997]
    assert b"top " == lines[-HEIGHT][:4] or b"topline"[:3] == lines[-HEIGHT][:3]


@pytest.mark.parametrize(
    "piece",
    [
        b"\rdownloading 42% [####      ] 12.3 MB/s",
        b"\r\x1b[K\x1b[32mdownloading\x1b[0m 42% [####      ]",
        b"\x1b[1A\x1b[2Klayer one 42%\n\x1b[Kstill going on",
        b"x" * 1000,
        b"\x1b]0;title",
        "\r\u2588\u2588\u2588 \u4f60\u597d".encode(),
    ],
)
def test_endless_progress_needs_little_memory(piece):
    """What can still change is bounded, whatever it is made of."""
    screen = Rendering()
    data = piece * (65_536 // len(piece))
    given = 0
    for _ in range(20):
        given += len(screen.feed(data))
    held = screen.finish()
    assert len(held) <= HEIGHT * rendering.LONG
    if b"\r" in piece or b"\x1b" in piece:
        assert given + len(held) < len(data)
    else:
        assert 20 * len(data) == given + len(held)


def test_a_result_has_no_progress_in_it(tmp_path):
    """Megabytes of progress are one line, before anything is capped."""
    capture = Capture(1_000, str(tmp_path))
    for number in range(2_000):
        capture.add(b"\r%d of 2000 " % number + b"." * 500)
    capture.add(b"\ndone\n")
    assert ("1999 of 2000 " + "." * 500 + "\ndone\n", 0, "") == capture.finish()


def test_plain_text_loads_nothing():
    """Tables of characters are for who writes over wide ones."""
    known = "unicodedata" in sys.modules
    assert b"\xe4\xbd\xa0\n" == rendered(b"\xe4\xbd\xa0\n")
    assert known == ("unicodedata" in sys.modules)
