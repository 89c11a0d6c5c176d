# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that an edit changes its place and no other byte."""

from __future__ import annotations

import json
import os
import pathlib
from typing import Any, Dict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_coding_agent.core.text import newline_of
from aura_coding_agent.tools.editing.exact import find_exact, splice_exact
from aura_coding_agent.tools.editing.explain import nearest

from .workbench import Bench

posix_only = pytest.mark.skipif(os.name == "nt", reason="links of POSIX")


@pytest.fixture
def bench(tmp_path: pathlib.Path) -> Bench:
    """Make an empty workspace."""
    return Bench(tmp_path)


def test_an_edit_is_shown_as_a_diff(bench: Bench) -> None:
    """The answer shows what was changed, and names the file."""
    bench.put("f.py", b"a = 1\nb = 2\nc = 3\n")
    output = bench.call("edit_file", path="f.py", old="b = 2", new="b = 4")
    diff = "--- f.py\n+++ f.py\n@@ -1,3 +1,3 @@\n a = 1\n-b = 2\n+b = 4\n c = 3\n"
    assert f"Edited f.py.\n{diff}" == output.text
    assert (str(bench.root / "f.py"),) == output.changed
    assert b"a = 1\nb = 4\nc = 3\n" == bench.data("f.py")


@pytest.mark.parametrize(
    "before, old, new, after",
    [
        (b"a\nb", "b", "c", b"a\nc"),
        (b"a\nb\n", "a\nb\n", "", b""),
        (b"a caf\xe9 a\x80", "a", "b", None),
        (b"caf\xe9 x", "x", "\xe8", b"caf\xe9 \xe8"),
        (b"\xef\xbb\xbfa\r\n", "a", "b", b"\xef\xbb\xbfb\r\n"),
        ("a\nb\n".encode("utf-16"), "b", "ü", "a\nü\n".encode("utf-16")),
        ("aa\nb\n".encode("utf-16-be"), "b", "c", "aa\nc\n".encode("utf-16-be")),
        (b"a\r\nb\r\nc", "a\nb\n", "x\ny\nz\n", b"x\r\ny\r\nz\r\nc"),
        (b"a\r\nb\r\n", "a\r\nb", "a\r\nc", b"a\r\nc\r\n"),
        (b"a\r\nb\r\n", "a", "a\nx", b"a\r\nx\r\nb\r\n"),
        (b"a\rb\rc", "a\nb", "a\nx\ny", b"a\rx\ry\rc"),
        (b"a\r\nb\nc\r\n", "a\nb\nc", "a\nx\nc", b"a\r\nx\nc\r\n"),
        (b"a\r\nb\nc\r\n", "a\nb\nc", "x\ny\nz", b"x\r\ny\nz\r\n"),
        (b"a\r\nb\nc\n", "a", "x\ny", b"x\r\ny\r\nb\nc\n"),
        (b"a\nb\r\nc", "c", "x\ny", b"a\nb\r\nx\r\ny"),
        (b"a\r\nb\nc", "c", "x\ny", b"a\r\nb\nx\ny"),
        (b"x\ry\nz\n", "y", "1\n2", b"x\r1\n2\nz\n"),
        (b"a\n\nb\n", "\n\n", "\n", b"a\nb\n"),
    ],
)
def test_bytes_outside_the_span_stay(
    bench: Bench, before: bytes, old: str, new: str, after: Any
) -> None:
    """Encoding, mark, line ends and a missing last one are as before."""
    bench.put("f", before)
    if after is None:
        assert (
            "edit-ambiguous"
            == bench.refusal("edit_file", path="f", old=old, new=new).code
        )
        return
    bench.call("edit_file", path="f", old=old, new=new)
    assert after == bench.data("f")


def test_all_places_can_be_replaced(bench: Bench) -> None:
    """With ``replace_all`` every place is changed, without overlaps."""
    bench.put("f", b"x\r\nx\nxaaaa\n")
    output = bench.call("edit_file", path="f", old="x", new="y", replace_all=True)
    assert output.text.startswith("Edited f, 3 places.\n")
    bench.call("edit_file", path="f", old="aa", new="b", replace_all=True)
    assert b"y\r\ny\nybb\n" == bench.data("f")


def test_several_places_are_refused(bench: Bench) -> None:
    """The error names the lines, also of places that overlap."""
    bench.put("f", b"x\ny\nx\n")
    error = bench.refusal("edit_file", path="f", old="x", new="z")
    assert "edit-ambiguous" == error.code
    assert error.message.startswith("`old` stands 2 times in f: lines 1, 3.")
    bench.put("g", b"---" + b"\n--" * 20)
    error = bench.refusal("edit_file", path="g", old="--", new="z")
    shown = "`old` stands 22 times in g: lines 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...."
    assert error.message.startswith(shown)
    assert b"x\ny\nx\n" == bench.data("f")


@pytest.mark.parametrize(
    "old, new, code",
    [("", "x", "edit-empty"), ("x", "x", "edit-no-change"), ("\r\n", "\n", None)],
)
def test_edits_without_sense_are_refused(
    bench: Bench, old: str, new: str, code: Any
) -> None:
    """Nothing to replace, and nothing to change, are errors of their own."""
    bench.put("f", b"x\n")
    expected = code or "edit-no-change"
    assert expected == bench.refusal("edit_file", path="f", old=old, new=new).code


@pytest.mark.parametrize(
    "old, hint, shown",
    [
        ("def add(a, b):\n    return a+b", "Copy it exactly", "1\tdef add(a, b):\n"),
        (
            "de f add(a, b):\n    return a - b",
            "Only blanks differ",
            "2\t    return a - b\n",
        ),
        ("9\tdef mul(a, b):", "Leave out the line numbers", "\tdef "),
        ("zzz", "read_file shows it", ""),
    ],
)
def test_what_was_not_found_is_shown_with_its_like(
    bench: Bench, old: str, hint: str, shown: str
) -> None:
    """The error shows the nearest lines with their numbers, and a hint."""
    bench.put(
        "f.py",
        b"def add(a, b):\n    return a - b\n\n\ndef sub(a, b):\n    return a - b - 1\n",
    )
    error = bench.refusal("edit_file", path="f.py", old=old, new="new")
    assert "edit-not-found" == error.code
    assert hint in error.hint
    assert shown in error.message
    assert bool(shown) is ("Most like it" in error.message)


def test_of_a_long_text_the_differing_lines_are_shown(bench: Bench) -> None:
    """When forty lines are given and one is wrong, that one is shown."""
    lines = [f"value_{n} = compute({n})" for n in range(200)]
    bench.put("f.py", "\n".join(lines).encode())
    wrong = lines[50:90]
    wrong[25] = "value_75 = wrong(75)"
    error = bench.refusal("edit_file", path="f.py", old="\n".join(wrong), new="x")
    assert "\n74\tvalue_73 = compute(73)\n75\t" in error.message
    assert "76\tvalue_75 = compute(75)\n" in error.message
    assert 12 == error.message.count("\tvalue_")


def test_the_nearest_lines_of_a_huge_file_are_found() -> None:
    """Similar lines are found in tens of thousands, and none in an empty text."""
    lines = [f"line number {n} of many;" for n in range(20_000)]
    lines[12_345] = "    connection = open_database(path, timeout=30)"
    assert 12_345 == nearest(lines, ["connection = open_database(path, timeout=3)"])
    assert -1 == nearest([""], ["x"])


def test_a_missing_file_cannot_be_edited(bench: Bench) -> None:
    """Files that do not exist, folders and binary files have their own errors."""
    bench.put("d/f", b"\0")
    codes = [
        bench.refusal("edit_file", path=path, old="a", new="b").code
        for path in ("none", "d", "d/f", ".git/config")
    ]
    expected = ["file-missing", "is-a-folder", "file-binary", "protected-path"]
    assert expected == codes


def test_an_edit_keeps_what_the_model_knows(bench: Bench) -> None:
    """After an edit of a known file it may be written; else it must be read."""
    bench.put("known", b"a\nb\n")
    bench.put("unknown", b"a\nb\n")
    bench.call("read_file", path="known")
    for name in ("known", "unknown"):
        bench.call("edit_file", path=name, old="a", new="x")
    bench.call("write_file", path="known", content="y")
    assert b"y" == bench.data("known")
    error = bench.refusal("write_file", path="unknown", content="y")
    assert "file-not-read" == error.code


@posix_only
def test_a_link_stays_a_link(bench: Bench) -> None:
    """An edit by way of a link changes the file it leads to."""
    bench.put("src/f", b"a\n")
    (bench.root / "link").symlink_to("src/f")
    output = bench.call("edit_file", path="link", old="a", new="b")
    assert b"b\n" == bench.data("src/f")
    assert (bench.root / "link").is_symlink()
    assert output.text.startswith("Edited src/f.\n")


def test_a_line_of_a_very_long_file_is_edited(bench: Bench) -> None:
    """Two hundred thousand lines are no trouble."""
    data = b"".join(b"line %d\r\n" % n for n in range(200_000))
    bench.put("f", data)
    arguments: Dict[str, Any] = {"path": "f", "old": "line 150000\n", "new": "x\ny\n"}
    output = bench.call("edit_file", **arguments)
    assert "@@ -149998,7 +149998,8 @@\n" in output.text
    assert data.replace(b"line 150000\r\n", b"x\r\ny\r\n") == bench.data("f")


@given(
    st.text(st.sampled_from("ab\n\r"), max_size=30),
    st.integers(0, 30),
    st.integers(1, 10),
    st.text(st.sampled_from("abc\n"), max_size=10),
)
def test_any_piece_is_found_and_replaced(
    text: str, start: int, length: int, new: str
) -> None:
    """A piece with plain line feeds is found where it was cut out."""
    end = start + length
    inside = text[start - 1 : start + 1] == "\r\n" or text[end - 1 : end + 1] == "\r\n"
    piece = text[start:end]
    if not piece or inside:
        return
    # A pair in `old` means a line end, so a bare return before it must stay one.
    old = piece if "\r\r\n" in piece else piece.replace("\r\n", "\n")
    spans = find_exact(text, old, overlapping=True)
    assert (start, start + len(piece)) in spans
    assert spans[:1] == find_exact(text, old, overlapping=False)[:1]
    one = [span for span in spans if span.start == start][:1]
    splice = splice_exact(text, one[0], old, new, newline_of(text))
    changed = text[: splice.start] + splice.text + text[splice.end :]
    head, tail = text[:start], text[start + len(piece) :]
    assert changed.startswith(head) and changed.endswith(tail)
    middle = changed[len(head) : len(changed) - len(tail)]
    assert new == middle.replace("\r\n", "\n").replace("\r", "\n")


def test_several_edits_are_made_together(bench: Bench) -> None:
    """Edits of one call are all made, also when one builds on another."""
    bench.put("f", b"a\nb\nc\n")
    edits = [{"old": "a", "new": "x"}, {"old": "c", "new": "z"}]
    output = bench.call("edit_file", path="f", edits=edits)
    assert output.text.startswith("Edited f, 2 places.\n")
    assert b"x\nb\nz\n" == bench.data("f")
    chain = [{"old": "x", "new": "new"}, {"old": "new\nb", "new": "newer"}]
    bench.call("edit_file", path="f", edits=chain)
    assert b"newer\nz\n" == bench.data("f")


def test_of_several_edits_none_is_made_when_one_does_not_fit(bench: Bench) -> None:
    """The error names the edit that does not fit, and those that do."""
    bench.put("f", b"a\nb\nc\n")
    edits = [
        {"old": "a", "new": "x"},
        {"old": "q", "new": "z"},
        {"old": "c", "new": ""},
    ]
    error = bench.refusal("edit_file", path="f", edits=edits)
    assert "edit-not-found" == error.code
    assert error.message.startswith("Edit 2 of 3: `old` was not found in f.")
    assert error.message.endswith("Edits that fit as they are: 1, 3.")
    assert b"a\nb\nc\n" == bench.data("f")
    overlap = [{"old": "a\nb", "new": "x"}, {"old": "b\nc", "new": "y"}]
    error = bench.refusal("edit_file", path="f", edits=overlap)
    assert "edit-overlap" == error.code
    assert "edit-empty" == bench.refusal("edit_file", path="f").code


def test_a_patch_is_applied_to_all_files_or_none(bench: Bench) -> None:
    """When one file does not fit, no other is touched, and the error says which do."""
    bench.put("f", b"a\n")
    bench.put("g", b"b\n")
    patch = "--- a/{}\n+++ b/{}\n@@ -1 +1 @@\n-{}\n+new\n"
    both = patch.format("f", "f", "a") + patch.format("g", "g", "gone")
    error = bench.refusal("apply_patch", patch=both)
    assert error.message.endswith("Nothing was written. Files that fit: f.")
    assert b"a\n" == bench.data("f")
    both = patch.format("f", "f", "a") + patch.format("g", "g", "b")
    output = bench.call("apply_patch", patch=both)
    assert 2 == len(output.changed)
    assert (b"new\n", b"new\n") == (bench.data("f"), bench.data("g"))


@pytest.mark.parametrize(
    "name, before, old, new, broken",
    [
        ("f.py", b"x = 1\n", "1", "(", "This broke the syntax of f.py: line 1"),
        ("f.py", b"x = (\n", "x", "y", ""),
        ("f.json", b'{"a": 1}', "1", "}", "This broke the syntax of f.json"),
        ("f.txt", b"x = 1\n", "1", "(", ""),
    ],
)
def test_a_syntax_error_is_reported(
    bench: Bench, name: str, before: bytes, old: str, new: str, broken: str
) -> None:
    """What the edit breaks is told in the same answer; the edit stands."""
    bench.put(name, before)
    text = bench.text("edit_file", path=name, old=old, new=new)
    assert broken in text
    assert bool(broken) is ("broke" in text)
    assert before != bench.data(name)


def test_the_tools_cost_few_tokens(bench: Bench) -> None:
    """Both tools together are described in at most 900 bytes."""
    specs = [bench.tools[name].spec._asdict() for name in ("edit_file", "apply_patch")]
    assert 900 >= len(json.dumps(specs, separators=(",", ":")))


def test_the_summary_names_the_patched_files(bench: Bench) -> None:
    """People see which files a patch is about."""
    summary = bench.tools["apply_patch"].summary
    assert "patch a, b" == summary(
        {"patch": "*** Update File: a\n--- x\n+++ b/b\n+++ /dev/null"}
    )
    assert "patch" == summary({})
