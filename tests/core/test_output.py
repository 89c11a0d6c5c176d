# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that output stays small in memory, and whole on disk."""

from __future__ import annotations

import os

import pytest

from aura_coding_agent.core import output, rendering
from aura_coding_agent.core.output import Capture


def captured(pieces, limit, folder=""):
    """Feed pieces, return what is left of them."""
    capture = Capture(limit, str(folder))
    for piece in pieces:
        assert capture.add(piece)
    return capture.finish()


def test_what_fits_is_kept_as_it_is(tmp_path):
    """Up to the limit nothing is left out and no file is made."""
    assert ("abcdef", 0, "") == captured([b"abc", b"def"], 6, tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_head_and_tail_are_whole_lines(tmp_path):
    """Beyond the limit the text is cut at ends of lines, and says how much is gone."""
    lines = [b"line %03d\n" % number for number in range(100)]
    text, omitted, path = captured(lines, 100, tmp_path)
    head = "".join(f"line {number:03}\n" for number in range(5))
    tail = "".join(f"line {number:03}\n" for number in range(95, 100))
    assert f"{head}[... 810 bytes left out ...]\n{tail}" == text
    assert 810 == omitted
    with open(path, "rb") as file:
        assert b"".join(lines) == file.read()
    assert [os.path.basename(path)] == os.listdir(tmp_path)


@pytest.mark.parametrize("offset", range(4))
def test_characters_are_not_cut_in_two(offset):
    """A long line is cut between characters."""
    data = b"x" * offset + "äöü€𝄞".encode() * 100 + b"x" * offset
    text, omitted, _ = captured([data], 60)
    assert "\ufffd" not in text
    assert omitted > 1_000


def test_small_pieces_add_up_to_the_same(tmp_path):
    """How the bytes arrive makes no difference, and neither does the file's name."""
    data = b"".join(b"%d\n" % number for number in range(5_000))
    whole = captured([data], 1_000, tmp_path)
    pieces = [data[at : at + 7] for at in range(0, len(data), 7)]
    assert whole == captured(pieces, 1_000, tmp_path)
    assert 1 == len(os.listdir(tmp_path))


def test_without_a_folder_there_is_no_file():
    """Output that is kept nowhere is still capped."""
    text, omitted, path = captured([b"1234567890\n" * 10], 50)
    assert ("", 66) == (path, omitted)
    assert "66 bytes left out" in text


def test_a_folder_that_cannot_be_written_costs_only_the_file(tmp_path):
    """The result says why the full output was not kept."""
    (tmp_path / "file").write_text("x")
    text, omitted, path = captured([b"1234567890\n" * 10], 50, tmp_path / "file")
    assert "" == path
    assert omitted
    assert "the full output could not be kept: File exists" in text


def test_a_full_disk_costs_only_the_file(tmp_path):
    """When writing fails half way, the file goes and the call goes on."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    capture = Capture(10, str(tmp_path))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        assert capture.add(b"x" * 900_000)
        assert capture.add(b"x" * 900_000)
        assert capture.add(b"x" * 900_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    text, _, path = capture.finish()
    assert "" == path
    assert "the full output could not be kept: File too large" in text
    assert [] == os.listdir(tmp_path)


def test_a_file_that_was_taken_away_is_not_named(tmp_path):
    """When somebody empties the folder meanwhile, no path is promised."""
    capture = Capture(10, str(tmp_path))
    capture.add(b"x" * 2 * rendering.HELD)  # what could still change is in no file
    for name in os.listdir(tmp_path):
        os.unlink(tmp_path / name)
    text, _, path = capture.finish()
    assert "" == path
    assert "could not be kept" in text


def test_the_file_is_bounded(tmp_path):
    """Beyond its bound the file has the start, and the text says so."""
    piece = b"x" * (16 * 1024 * 1024)
    text, omitted, path = captured([piece] * 5, 1_000, tmp_path)
    assert output.FILE_LIMIT == os.path.getsize(path)
    assert f"only the first {output.FILE_LIMIT} bytes were kept on disk" in text
    assert 5 * len(piece) - 1_000 == omitted


def test_nothing_is_taken_after_the_end():
    """What comes too late is refused, and does not change the result."""
    capture = Capture(10, "")
    assert capture.add(b"a")
    assert ("a", 0, "") == capture.finish()
    assert not capture.add(b"b")
    assert ("a", 0, "") == capture.finish()


def test_the_latest_is_what_came_since_the_last_look():
    """Pieces for people come once, whole characters only, and of a flood the end."""
    capture = Capture(100_000, "")
    capture.add("ä".encode()[:1])
    assert "" == capture.latest()
    capture.add("ä".encode()[1:])
    assert "ä" == capture.latest()
    capture.add(b"x" * 50_000 + b"end")
    assert output.LATEST == len(capture.latest())
    assert "" == capture.latest()
