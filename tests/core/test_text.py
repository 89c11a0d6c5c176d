# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that bytes survive decoding, and that text is shortened and compared well."""

from __future__ import annotations

import pathlib
import random
import shutil
import subprocess
from typing import Tuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_coding_agent.core.errors import ToolError
from aura_coding_agent.core.text import (
    DecodedText,
    clip,
    decode,
    encode,
    is_binary,
    newline_of,
    one_line,
    printable,
    unified_diff,
)


@pytest.mark.parametrize(
    "data, expected",
    [
        (b"", ("", "utf-8", b"", "\n")),
        (b"a\nb", ("a\nb", "utf-8", b"", "\n")),
        ("é\r\n".encode(), ("é\r\n", "utf-8", b"", "\r\n")),
        (b"\xef\xbb\xbfa", ("a", "utf-8", b"\xef\xbb\xbf", "\n")),
        (b"a\rb\r", ("a\rb\r", "utf-8", b"", "\r")),
        (b"a\rb\n", ("a\rb\n", "utf-8", b"", "mixed")),
        (b"a\r\nb\n", ("a\r\nb\n", "utf-8", b"", "mixed")),
        (b"caf\xe9", ("café", "cp1252", b"", "\n")),
        (b"\x93a\x94", ("“a”", "cp1252", b"", "\n")),
        (b"\x81\xe9", ("\x81é", "latin-1", b"", "\n")),
        (b"\xff\xfea\0\n\0", ("a\n", "utf-16-le", b"\xff\xfe", "\n")),
        (b"\xfe\xff\0a", ("a", "utf-16-be", b"\xfe\xff", "\n")),
        (b"\xff\xfe\0\0a\0\0\0", ("a", "utf-32-le", b"\xff\xfe\0\0", "\n")),
        (b"\0\0\xfe\xff\0\0\0a", ("a", "utf-32-be", b"\0\0\xfe\xff", "\n")),
        ("hello, wörld".encode("utf-16-le"), ("hello, wörld", "utf-16-le", b"", "\n")),
        ("hello, wörld".encode("utf-16-be"), ("hello, wörld", "utf-16-be", b"", "\n")),
        (b"\xff\xfea", ("ÿþa", "cp1252", b"", "\n")),
        (b"a\0b\0c", ("a\0b\0c", "utf-8", b"", "\n")),
        (b"\1\0\2\0\3\0", ("\1\0\2\0\3\0", "utf-8", b"", "\n")),
        (b"a\0b", ("a\0b", "utf-8", b"", "\n")),
        (b"ab\0c", ("ab\0c", "utf-8", b"", "\n")),
    ],
)
def test_the_form_of_a_file_is_recognized(
    data: bytes, expected: Tuple[str, str, bytes, str]
) -> None:
    """Mark, then NUL bytes, then UTF-8, then a code page that has every byte."""
    decoded = decode(data)
    assert expected == tuple(decoded)
    assert data == encode(decoded.text, decoded)


@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(max_size=30).map(lambda text: text.encode("utf-16-le", "replace")),
        st.text(max_size=30).map(lambda text: text.encode("utf-8", "replace")),
        st.binary(max_size=20).map(lambda data: b"\xff\xfe" + data),
        st.binary(max_size=20).map(lambda data: b"\xff\xfe\0\0" + data),
        st.binary(max_size=20).map(lambda data: b"\xef\xbb\xbf" + data),
    )
)
def test_any_bytes_come_back(data: bytes) -> None:
    """Decoding loses nothing, whatever the bytes are."""
    decoded = decode(data)
    assert data == encode(decoded.text, decoded)


@pytest.mark.parametrize(
    "text, encoding",
    [("ok\n€\n→", "cp1252"), ("a\n\nĀ", "latin-1"), ("\ud800", "utf-8")],
)
def test_a_character_that_does_not_fit_is_an_error(text: str, encoding: str) -> None:
    """The error names the character and its line."""
    with pytest.raises(ToolError) as caught:
        encode(text, DecodedText("", encoding, b"", "\n"))
    assert "encoding-mismatch" == caught.value.code
    assert f"U+{ord(text[-1]):04X} (line {text.count(chr(10)) + 1})" in str(
        caught.value
    )


@pytest.mark.parametrize(
    "data, expected",
    [
        (b"", False),
        (b"plain\n", False),
        (b"caf\xe9\n", False),
        ("日本語".encode(), False),
        ("hello".encode("utf-16"), False),
        ("hello".encode("utf-16-le"), False),
        ("hello".encode("utf-32"), False),
        (b"\x1b[31mred\x1b[0m\n", False),
        (b"a\0b", True),
        (b"x\0", True),
        (b"x\0x\n", True),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", True),
        (bytes(range(1, 32)), True),
        (b"\xff\xfe\0\0", False),
        (b"\xff\xfea\0\0\0b\0", True),
        (b"a" * 9000 + b"\0", False),
        (b"\1\0\2\0\3\0\4\0", True),
        ("ab€".encode() * 4000, False),
        (("é" * 5000).encode("utf-16"), False),
        (("é" * 5000).encode("utf-32"), False),
        (("é" + "😀" * 5000).encode("utf-16-be"), True),
        (b"\xfe\xff" + ("é" + "😀" * 5000).encode("utf-16-be"), False),
    ],
)
def test_binary_data_is_told_from_text(data: bytes, expected: bool) -> None:
    """NUL bytes and many control characters mean binary, but not in UTF-16."""
    assert expected is is_binary(data)


@pytest.mark.parametrize(
    "text, expected",
    [("", "\n"), ("a\r\n", "\r\n"), ("\n", "\n"), ("\r", "\r"), ("\r\r\n", "mixed")],
)
def test_the_line_end_of_a_text_is_found(text: str, expected: str) -> None:
    """A text without lines has the usual end."""
    assert expected == newline_of(text)


# -- shorter text --------------------------------------------------------------------


def test_short_text_is_not_clipped() -> None:
    """What fits stays as it is, to the last byte."""
    assert "ééé" == clip("ééé", 6)


def test_clipped_text_keeps_head_and_tail_at_line_ends() -> None:
    """The middle is replaced by one line that says how much is missing."""
    text = "".join(f"line {number}\n" for number in range(1000))
    clipped = clip(text, 400)
    lines = clipped.splitlines()
    mark = next(line for line in lines if line.startswith("[..."))
    kept = [line for line in lines if line != mark]
    missing = len(text) - sum(len(line) + 1 for line in kept)
    assert f"[... {1000 - len(kept)} lines, {missing} bytes left out ...]" == mark
    assert ("line 0", "line 999") == (lines[0], lines[-1])
    assert len(clipped) <= 400


def test_a_single_long_line_is_cut() -> None:
    """Without line ends the cut is made between characters."""
    clipped = clip("é" * 5000, 1000)
    head, mark, tail = clipped.split("\n")
    assert "é" * len(head) == head and "é" * len(tail) == tail
    assert f"[... {10000 - 2 * len(head + tail)} bytes left out ...]" == mark
    assert 900 < len(clipped.encode()) <= 1000


@given(
    st.text(st.sampled_from("ab\né€😀"), max_size=400),
    st.integers(min_value=0, max_value=400),
)
def test_clipped_text_fits_and_has_both_ends(text: str, limit: int) -> None:
    """Whatever the text, the limit holds once it has room for the mark."""
    clipped = clip(text, limit)
    assert len(clipped.encode()) <= max(limit, 80)
    assert clipped == text or "left out" in clipped
    head, mark, tail = clipped.rpartition("bytes left out ...]\n")
    assert not mark or text.endswith(tail)


def test_a_huge_text_that_is_not_ascii_is_measured() -> None:
    """The number of missing bytes is right for text of many megabytes."""
    text = "é\n" * 200_000
    clipped = clip(text, 300)
    kept = [line for line in clipped.splitlines() if line == "é"]
    assert f"{600_000 - 3 * len(kept)} bytes left out" in clipped


# -- differences ---------------------------------------------------------------------


def test_equal_texts_have_no_difference() -> None:
    """The diff of equal texts is empty."""
    assert "" == unified_diff("a\n", "a\n", "f")


@pytest.mark.parametrize(
    "before, after, expected",
    [
        ("a\n", "b\n", "@@ -1 +1 @@\n-a\n+b\n"),
        ("", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n"),
        ("a\n", "", "@@ -1 +0,0 @@\n-a\n"),
        ("a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"),
        ("a\r\nb\r\n", "a\r\nc\r\n", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n"),
        ("a\rb\r", "a\rc\r", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n"),
        ("a\r\n", "a\n", "(only line ends differ)\n"),
        ("a\na\n", "a\na\na\n", "@@ -1,2 +1,3 @@\n a\n a\n+a\n"),
    ],
)
def test_small_differences(before: str, after: str, expected: str) -> None:
    """Hunks have the form of ``diff -u``."""
    assert f"--- f\n+++ f\n{expected}" == unified_diff(before, after, "f")


def test_a_change_in_a_huge_file_is_found_at_once() -> None:
    """Only the lines around a change are compared."""
    before = "".join(f"line {number}\n" for number in range(200_000))
    after = before.replace("line 100000\n", "changed\n")
    diff = unified_diff(before, after, "f", context=1)
    hunk = "@@ -100000,3 +100000,3 @@\n line 99999\n-line 100000\n+changed\n"
    assert f"--- f\n+++ f\n{hunk} line 100001\n" == diff


def test_texts_too_big_to_compare_are_shown_as_replaced() -> None:
    """A rewritten huge file is answered without a quadratic comparison, clipped."""
    before = "".join(f"old {number}\n" for number in range(30_000))
    after = "".join(f"new {number}\n" for number in range(30_000))
    diff = unified_diff(before, after, "f", limit=500)
    assert diff.startswith("--- f\n+++ f\n@@ -1,30000 +1,30000 @@\n-old 0\n")
    assert len(diff) <= 500


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
@pytest.mark.parametrize("seed", range(12))
def test_the_patch_program_understands_a_diff(
    seed: int, tmp_path: pathlib.Path
) -> None:
    """Applying the diff of random texts to the first gives the second."""
    rng = random.Random(seed)
    old = [f"{rng.choice('abcde')}\n" for _ in range(rng.randint(1, 60))]
    new = [line for line in old if rng.random() > 0.1]
    for _ in range(rng.randint(1, 5)):
        new.insert(rng.randint(0, len(new)), "inserted\n")
    before, after = "".join(old), "".join(new)[: None if seed % 2 else -1]
    (tmp_path / "f").write_bytes(before.encode())
    diff = unified_diff(before, after, "f", context=rng.randint(0, 3), limit=10**6)
    command = ["patch", "-s", "-u", "f"]
    subprocess.run(command, input=diff.encode(), cwd=str(tmp_path), check=True)
    assert after.encode() == (tmp_path / "f").read_bytes()


# -- text for people -----------------------------------------------------------------


@pytest.mark.parametrize(
    "text, expected",
    [
        ("plain é 日本 😀\n\tx", "plain é 日本 😀\n\tx"),
        ("\x1b[31mred\x1b[0m", "\\u001b[31mred\\u001b[0m"),
        ("\x1b]0;title\x07", "\\u001b]0;title\\u0007"),
        ("a\rb", "a\\rb"),
        ("\x9b2J", "\\u009b2J"),
        ("\x7f\x00", "\\u007f\\u0000"),
        ("\u202eabc\u2066", "\\u202eabc\\u2066"),
        ("\u2028", "\\u2028"),
        ("\U000e0041", "\\U000e0041"),
        ("\udcff", "\\udcff"),
    ],
)
def test_nothing_raw_reaches_a_terminal(text: str, expected: str) -> None:
    """Controls and deceiving characters are spelled out, the rest is untouched."""
    assert expected == printable(text)


def test_one_line_is_one_line() -> None:
    """Newlines and tabs are spelled out as well."""
    assert "a\\nb\\tc\\u001b" == one_line("a\nb\tc\x1b")
