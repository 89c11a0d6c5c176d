# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check reading and writing whole files, on every odd kind of file."""

from __future__ import annotations

import json
import os
import pathlib
import re
import stat
import sys
import tracemalloc
from typing import Dict

import pytest

from aura_coding_agent.core.errors import CancelledError, ToolError, WorkspaceError
from aura_coding_agent.tools import files

from .workbench import Bench

posix_only = pytest.mark.skipif(os.name == "nt", reason="names and modes of POSIX")


@pytest.fixture
def bench(tmp_path: pathlib.Path) -> Bench:
    """Make an empty workspace."""
    return Bench(tmp_path)


# -- read_file -----------------------------------------------------------------------


def test_lines_are_numbered(bench: Bench) -> None:
    """Each line comes with its number; a missing last line end does not matter."""
    bench.put("a b.txt", b"one\n\n  three")
    assert "1\tone\n2\t\n3\t  three\n" == bench.text("read_file", path="a b.txt")


@pytest.mark.parametrize(
    "offset, limit, expected",
    [
        (2, 2, "2\t2\n3\t3\n[lines 2-3 of 5; continue with offset=4]\n"),
        (4, 2, "4\t4\n5\t5\n"),
        (5, None, "5\t5\n"),
        (0, 1, "1\t1\n[lines 1-1 of 5; continue with offset=2]\n"),
        (-3, -1, "1\t1\n[lines 1-1 of 5; continue with offset=2]\n"),
    ],
)
@pytest.mark.parametrize("end", ["\n", ""])
def test_a_window_says_how_to_go_on(
    bench: Bench, offset: int, limit: object, expected: str, end: str
) -> None:
    """The answer tells which lines it shows and where the next ones begin."""
    bench.put("f", ("1\n2\n3\n4\n5" + end).encode())
    assert expected == bench.text("read_file", path="f", offset=offset, limit=limit)


def test_a_window_behind_the_end_is_refused(bench: Bench) -> None:
    """The error says how many lines there are."""
    bench.put("f", b"1\n2\n")
    error = bench.refusal("read_file", path="f", offset=3)
    assert "offset-too-large" == error.code
    assert "f has 2 lines; there is no line 3." == error.message
    for data in (b"1\n2", b"1\r2\r", "1\n2\n".encode("utf-16")):
        bench.put("f", data)
        error = bench.refusal("read_file", path="f", offset=9)
        assert "f has 2 lines; there is no line 9." == error.message


def test_an_empty_file_is_said_to_be_empty(bench: Bench) -> None:
    """Nothing is not shown as nothing."""
    bench.put("f", b"")
    assert "(f is empty)" == bench.text("read_file", path="f")


@pytest.mark.parametrize(
    "data, expected",
    [
        (b"caf\xe9\n", "1\tcafé\n[cp1252]\n"),
        ("é\n".encode("utf-16"), "1\té\n[utf-16-le with byte order mark]\n"),
        (b"\xef\xbb\xbfa\n", "1\ta\n[utf-8 with byte order mark]\n"),
        (b"a\r\nb\r\n", "1\ta\n2\tb\n[CRLF line ends]\n"),
        (b"a\rb\r", "1\ta\n2\tb\n[CR line ends]\n"),
        (b"a\r\nb\n", "1\ta\n2\tb\n[mixed line ends]\n"),
        (b"a\rb\nc\n", "1\ta\rb\n2\tc\n[mixed line ends]\n"),
        ("a\r\n".encode("utf-16-be"), "1\ta\n[utf-16-be, CRLF line ends]\n"),
    ],
)
def test_an_unusual_form_is_shown(bench: Bench, data: bytes, expected: str) -> None:
    """Encoding, byte order mark and line ends are told when they are not the usual."""
    bench.put("f", data)
    assert expected == bench.text("read_file", path="f")


@pytest.mark.parametrize(
    "data, kind",
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG image, 16 bytes"),
        (b"\0\1\2\3", "unknown kind, 4 bytes"),
    ],
)
def test_binary_files_are_refused(bench: Bench, data: bytes, kind: str) -> None:
    """A binary file is named with its kind and size."""
    bench.put("f", data)
    error = bench.refusal("read_file", path="f")
    assert ("file-binary", f"f is binary ({kind}).") == (error.code, error.message)


def test_a_long_answer_is_cut_at_a_line(bench: Bench) -> None:
    """The answer stays below the limit of results and goes on where it stopped."""
    bench.put("f", "".join(f"line {n} é\n" for n in range(1, 10_001)).encode())
    text = bench.text("read_file", path="f")
    assert len(text.encode()) < 29_000
    more = re.search(r"\[lines 1-(\d+) of 10000; continue with offset=(\d+)\]", text)
    assert more
    assert int(more.group(1)) + 1 == int(more.group(2))
    following = bench.text("read_file", path="f", offset=int(more.group(2)))
    assert following.startswith(f"{more.group(2)}\tline {more.group(2)} é\n")


@pytest.mark.parametrize("length", [2_000, 2_001, 65_536, 65_537, 200_000])
def test_a_long_line_is_cut(bench: Bench, length: int) -> None:
    """Of a very long line its start is shown, and how much is missing."""
    bench.put("f", b"x" * length + b"\nnext\n" + b"y" * length)
    over = f"[... {length - 2000} more characters]" if length > 2000 else ""
    lines = [f"1\t{'x' * 2000}{over}", "2\tnext", f"3\t{'y' * 2000}{over}"]
    assert "\n".join(lines) + "\n" == bench.text("read_file", path="f")


def test_a_folder_is_listed(bench: Bench) -> None:
    """Reading a folder gives its entries, folders with a slash."""
    bench.put("d/b", b"")
    bench.put("d/a/x", b"")
    assert "a/\nb\n" == bench.text("read_file", path="d")
    (bench.root / "empty").mkdir()
    assert "(empty folder)" == bench.text("read_file", path="empty")


def test_a_long_listing_is_capped(bench: Bench) -> None:
    """A folder with many entries says how many are left out."""
    for number in range(302):
        bench.put(f"d/{number:03}", b"")
    assert bench.text("read_file", path="d").endswith(
        "299\n[2 more; find files with glob]\n"
    )


def test_a_missing_file_suggests_others(bench: Bench) -> None:
    """Files with a similar name are named, wherever they are."""
    bench.put("src/parser.py", b"")
    bench.put("other.txt", b"")
    error = bench.refusal("read_file", path="lib/Parsers.py")
    assert "file-missing" == error.code
    assert "Did you mean: src/parser.py?" == error.hint
    bench.put("plain", b"")
    assert "file-missing" == bench.refusal("read_file", path="plain/x").code
    assert "Find files with glob." == bench.refusal("read_file", path="zzzz").hint


@posix_only
def test_pipes_are_refused(bench: Bench) -> None:
    """Reading a pipe would wait for ever."""
    os.mkfifo(bench.root / "pipe")
    assert "special-file" == bench.refusal("read_file", path="pipe").code


@posix_only
def test_a_path_the_system_refuses_is_unreadable(bench: Bench) -> None:
    """A loop of links and a name that is too long give the system's reason."""
    (bench.root / "loop").symlink_to("loop")
    for name in ("loop", "x" * 300):
        assert "file-unreadable" == bench.refusal("read_file", path=name).code


@posix_only
@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything"
)
def test_files_without_permission_are_unreadable(bench: Bench) -> None:
    """A file and a folder that may not be read say so."""
    bench.put("f", b"x").chmod(0)
    (bench.root / "d").mkdir(mode=0)
    for name in ("f", "d"):
        assert "file-unreadable" == bench.refusal("read_file", path=name).code


@pytest.mark.parametrize("path", ["../x", "/etc/passwd"])
def test_nothing_outside_is_read_or_written(bench: Bench, path: str) -> None:
    """Paths out of the workspace are refused by every tool with a path."""
    calls = [
        bench.refusal("read_file", path=path),
        bench.refusal("write_file", path=path, content="x"),
        bench.refusal("edit_file", path=path, old="a", new="b"),
        bench.refusal("grep", pattern="x", path=path),
        bench.refusal("glob", pattern="*", path=path),
    ]
    assert ["outside-workspace"] * 5 == [error.code for error in calls]


@posix_only
def test_links_out_of_the_workspace_are_refused(
    tmp_path: pathlib.Path,
) -> None:
    """A link does not open a way out, in either direction."""
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "work").mkdir()
    bench = Bench(tmp_path / "work")
    (bench.root / "link").symlink_to(tmp_path / "secret")
    errors = [
        bench.refusal("read_file", path="link"),
        bench.refusal("write_file", path="link", content="x"),
        bench.refusal("edit_file", path="link", old="secret", new="b"),
    ]
    assert ["outside-workspace"] * 3 == [error.code for error in errors]
    assert "secret" == (tmp_path / "secret").read_text()


def test_readable_folders_can_be_read(tmp_path: pathlib.Path) -> None:
    """A file in an extra folder is read by its absolute path."""
    (tmp_path / "work").mkdir()
    bench = Bench(tmp_path / "work", str(tmp_path / "other"))
    other = tmp_path / "other" / "f.txt"
    other.parent.mkdir()
    other.write_text("hello\n")
    assert "1\thello\n" == bench.text("read_file", path=str(other))
    assert f"{other}\n1:hello\n" == bench.text("grep", pattern="h", path=str(other))


@posix_only
@pytest.mark.skipif(sys.platform == "darwin", reason="APFS refuses such names")
@pytest.mark.parametrize(
    "name", [b"a b", b"a\nb", "ü 日本".encode(), b"caf\xe9", b"\x1b"]
)
def test_odd_names_can_be_written_back(bench: Bench, name: bytes) -> None:
    """A name as it is shown, put into a JSON string, opens the file."""
    (bench.root / os.fsdecode(name)).write_bytes(b"hello\n")
    shown = bench.text("glob", pattern="*").rstrip("\n")
    shown.encode("utf-8")
    path = json.loads(f'"{shown}"')
    assert "1\thello\n" == bench.text("read_file", path=path)
    assert f"read {shown}" == bench.tools["read_file"].summary({"path": path})


def test_a_huge_file_is_read_in_bounded_memory(bench: Bench) -> None:
    """A file over the limit is streamed: the last window costs no more memory."""
    line = "é" + "x" * 97 + "\n"
    count = files.WHOLE_LIMIT // len(line) + 1000
    path = bench.put("f", line.encode() * 1000)
    with path.open("ab") as file:
        for _ in range(count // 1000):
            file.write(line.encode() * 1000)
    bench.text("read_file", path="f", limit=1)
    tracemalloc.start()
    text = bench.text("read_file", path="f", offset=count, limit=2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    numbers = f"lines {count}-{count + 1}; continue with offset={count + 2}"
    shown = f"{count}\t{line}{count + 1}\t{line}[{numbers}]\n"
    assert shown == text
    assert peak < 2_000_000
    error = bench.refusal("edit_file", path="f", old="a", new="b")
    assert "file-too-large" == error.code


def test_a_huge_file_in_another_encoding_is_read(bench: Bench) -> None:
    """The first bytes tell the encoding of a file that is not read whole."""
    text = "é" * 99 + "\n"
    bench.put("f", text.encode("cp1252") * (files.WHOLE_LIMIT // 100 + 1))
    assert f"1\t{text}" == bench.text("read_file", path="f", limit=1).split("[")[0]


def test_a_long_file_is_read_at_its_end(bench: Bench) -> None:
    """Two hundred thousand lines are no trouble."""
    bench.put("f", b"".join(b"line %d\n" % n for n in range(1, 200_001)))
    text = bench.text("read_file", path="f", offset=199_999)
    assert "199999\tline 199999\n200000\tline 200000\n" == text


@pytest.mark.parametrize("offset", [1, 2])
def test_reading_can_be_cancelled(bench: Bench, offset: int) -> None:
    """A cancel ends the reading of a file."""
    bench.put("f", b"a\nb\n")
    bench.cancel.set()
    with pytest.raises(CancelledError):
        bench.call("read_file", path="f", offset=offset)


# -- write_file ----------------------------------------------------------------------


@pytest.mark.parametrize("content, lines", [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2)])
def test_a_new_file_is_created(bench: Bench, content: str, lines: int) -> None:
    """Parent folders are made; the answer says how long the file is."""
    output = bench.call("write_file", path="new/deep/f.py", content=content)
    assert f"Created new/deep/f.py, {lines} lines." == output.text
    assert (str(bench.root / "new" / "deep" / "f.py"),) == output.changed
    assert content.encode() == bench.data("new/deep/f.py")


def test_what_was_read_can_be_replaced(bench: Bench) -> None:
    """After a read, and after each write, the file may be written again."""
    bench.put("f", b"a\nb\n")
    bench.call("read_file", path="f")
    output = bench.call("write_file", path="f", content="a\nc\n")
    diff = "--- f\n+++ f\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"
    assert f"Replaced f.\n{diff}" == output.text
    bench.call("write_file", path="f", content="d")
    assert b"d" == bench.data("f")


def test_what_was_not_read_is_not_replaced(bench: Bench) -> None:
    """An unknown file is refused; an empty one has nothing to lose."""
    bench.put("f", b"a\n")
    assert "file-not-read" == bench.refusal("write_file", path="f", content="x").code
    assert b"a\n" == bench.data("f")
    bench.put("empty", b"")
    bench.call("write_file", path="empty", content="x")
    assert b"x" == bench.data("empty")


def test_what_changed_since_it_was_read_is_not_replaced(bench: Bench) -> None:
    """The work of others is not overwritten, until it has been read."""
    bench.put("f", b"a\n")
    bench.call("read_file", path="f")
    bench.put("f", b"b\n")
    assert "file-changed" == bench.refusal("write_file", path="f", content="x").code
    assert b"b\n" == bench.data("f")
    bench.call("read_file", path="f")
    bench.call("write_file", path="f", content="x")
    assert b"x" == bench.data("f")


@pytest.mark.parametrize(
    "before, content, after",
    [
        (b"\xef\xbb\xbfa\r\n", "b\nc\n", b"\xef\xbb\xbfb\r\nc\r\n"),
        (b"\xef\xbb\xbfa\n", "\ufeffb\n", b"\xef\xbb\xbfb\n"),
        (b"a\r", "b\nc", b"b\rc"),
        (b"a\r\n", "b\r\nc\n", b"b\r\nc\n"),
        (b"caf\xe9", "thé", b"th\xe9"),
        ("a\n".encode("utf-16"), "é\n", "é\n".encode("utf-16")),
        (b"a\r\nb\n", "c\n", b"c\n"),
    ],
)
def test_the_form_of_a_file_is_kept(
    bench: Bench, before: bytes, content: str, after: bytes
) -> None:
    """Encoding, byte order mark and line ends stay when the content is replaced."""
    bench.put("f", before)
    bench.call("read_file", path="f")
    bench.call("write_file", path="f", content=content)
    assert after == bench.data("f")


def test_the_same_content_changes_nothing(bench: Bench) -> None:
    """A write that makes no difference is not a change."""
    bench.put("f", b"a\r\n")
    bench.call("read_file", path="f")
    output = bench.call("write_file", path="f", content="a\n")
    assert () == output.changed
    assert "f has this content already; nothing was changed." == output.text


@posix_only
def test_mode_and_link_are_kept(bench: Bench) -> None:
    """An executable stays one, and a link stays a link."""
    bench.put("tool.sh", b"a\n").chmod(0o750)
    (bench.root / "link").symlink_to("tool.sh")
    bench.call("read_file", path="link")
    bench.call("write_file", path="link", content="b\n")
    assert b"b\n" == bench.data("tool.sh")
    assert 0o750 == stat.S_IMODE((bench.root / "tool.sh").stat().st_mode)
    assert (bench.root / "link").is_symlink()


def test_a_character_that_does_not_fit_changes_nothing(bench: Bench) -> None:
    """A file in an old encoding cannot take every character."""
    bench.put("f", b"caf\xe9")
    bench.call("read_file", path="f")
    error = bench.refusal("write_file", path="f", content="→")
    assert "encoding-mismatch" == error.code
    assert (
        "encoding-mismatch"
        == bench.refusal("write_file", path="new", content="\ud800").code
    )
    assert (b"caf\xe9", False) == (bench.data("f"), (bench.root / "new").exists())


def test_what_is_no_text_file_is_not_written(bench: Bench) -> None:
    """Folders, binary files, git's data and paths below files are refused."""
    bench.put("d/f", b"x")
    bench.put("image", b"\x89PNG\r\n\x1a\n\0")
    codes = [
        bench.refusal("write_file", path=path, content="x").code
        for path in ("d", "image", ".git/config", "d/f/x/y")
    ]
    expected = ["is-a-folder", "file-binary", "protected-path", "not-a-folder"]
    assert expected == codes


@posix_only
def test_a_read_only_file_is_refused_by_the_journal(bench: Bench) -> None:
    """Without permission to write, nothing is changed, and it may be tried again."""
    path = bench.put("f", b"a\n")
    path.chmod(0o444)
    bench.call("read_file", path="f")
    first = bench.refusal("write_file", path="f", content="b\n")
    second = bench.refusal("edit_file", path="f", old="a", new="b")
    assert ["file-readonly"] * 2 == [first.code, second.code]
    path.chmod(0o644)
    bench.call("write_file", path="f", content="b\n")
    assert b"b\n" == bench.data("f")


def test_summaries_are_one_line(bench: Bench) -> None:
    """A call is told in a few words."""
    shown = [
        bench.tools[name].summary({"path": "src/a\nb.py"})
        for name in ("read_file", "write_file", "edit_file")
    ]
    assert [f"{verb} src/a\\nb.py" for verb in ("read", "write", "edit")] == shown


def test_effects_and_size_of_the_specs(bench: Bench) -> None:
    """Only three tools write, and all of them are told in 2,300 bytes."""
    writing = [n for n, tool in bench.tools.items() if {"write"} == tool.effects]
    reading = [n for n, tool in bench.tools.items() if {"read"} == tool.effects]
    assert ["write_file", "edit_file", "apply_patch"] == writing
    assert ["read_file", "glob", "grep", "todo"] == reading
    size = sum(
        len(json.dumps(tool.spec._asdict(), separators=(",", ":")))
        for tool in bench.tools.values()
    )
    assert size <= 2_300


# -- what somebody else does meanwhile -----------------------------------------------

_ADD = "*** Begin Patch\n*** Add File: f\n+new\n*** End Patch\n"
_DELETE = "*** Begin Patch\n*** Delete File: {}\n*** End Patch\n"
_MOVE = (
    "*** Begin Patch\n*** Update File: link\n*** Move to: g\n@@\n-a\n+b\n*** End Patch"
)


@pytest.mark.parametrize(
    "tool, arguments",
    [
        ("write_file", {"path": "f", "content": "new\n"}),
        ("apply_patch", {"patch": _ADD}),
        ("edit_file", {"path": "f", "old": "", "new": "new\n"}),
        ("edit_file", {"path": "f", "old": "a", "new": "b"}),
        ("apply_patch", {"patch": _DELETE.format("f")}),
    ],
)
def test_what_was_deleted_since_it_was_read_is_told(
    bench: Bench, tool: str, arguments: Dict[str, str]
) -> None:
    """The user's deletion is not taken back in silence; told of it, a model may."""
    bench.put("f", b"a\n")
    bench.call("read_file", path="f")
    (bench.root / "f").unlink()
    error = bench.refusal(tool, **arguments)
    assert "file-deleted" == error.code
    assert "f was deleted since you read it; nothing was changed." == error.message
    assert not (bench.root / "f").exists()
    bench.call("write_file", path="f", content="new\n")
    assert b"new\n" == bench.data("f")


def test_what_the_model_deleted_itself_may_come_again(bench: Bench) -> None:
    """A file that a patch or a command of the model removed is no surprise."""
    bench.call("write_file", path="f", content="a\n")
    bench.call("apply_patch", patch=_DELETE.format("f"))
    bench.call("write_file", path="f", content="b\n")
    (bench.root / "f").unlink()
    bench.seen.forget_removed([str(bench.root / "f")])
    assert "Created f" in bench.text("write_file", path="f", content="c\n")
    bench.seen.forget_removed([str(bench.root / "f")])
    bench.put("f", b"d\n")
    assert "file-changed" == bench.refusal("write_file", path="f", content="e").code


@posix_only
@pytest.mark.parametrize("target", ["sub/f", "nowhere", "../outside"])
def test_deleting_a_link_deletes_the_link(tmp_path: pathlib.Path, target: str) -> None:
    """Wherever it leads, and if it leads nowhere: its target is not touched."""
    (tmp_path / "work").mkdir()
    bench = Bench(tmp_path / "work")
    (tmp_path / "outside").write_bytes(b"outside\n")
    bench.put("sub/f", b"a\n")
    (bench.root / "link").symlink_to(target)
    output = bench.call("apply_patch", patch=_DELETE.format("link"))
    assert ((str(bench.root / "link"),), "Deleted link.\n") == (
        output.changed,
        output.text,
    )
    assert not (bench.root / "link").is_symlink()
    assert b"a\n" == bench.data("sub/f")
    assert b"outside\n" == (tmp_path / "outside").read_bytes()


@posix_only
def test_moving_a_link_moves_its_name(bench: Bench) -> None:
    """The new file has the content; what the link named keeps its own."""
    bench.put("f", b"a\n")
    (bench.root / "link").symlink_to("f")
    bench.call("apply_patch", patch=_MOVE)
    assert (b"a\n", b"b\n") == (bench.data("f"), bench.data("g"))
    assert ["f", "g"] == sorted(os.listdir(bench.root))


@posix_only
def test_a_folder_that_becomes_a_link_shows_nothing(tmp_path: pathlib.Path) -> None:
    """A path that was resolved before is walked without following what came then."""
    (tmp_path / "work").mkdir()
    bench = Bench(tmp_path / "work")
    bench.put("sub/f", b"inside\n")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "f").write_bytes(b"secret\n")
    real = bench.workspace.resolve("sub/f")
    (bench.root / "sub").rename(bench.root / "kept")
    (bench.root / "sub").symlink_to(tmp_path / "outside")
    with pytest.raises(ToolError) as caught:
        files.read_whole(bench.workspace, real)
    assert "file-missing" == caught.value.code
    with bench.workspace.folders() as folders:
        with pytest.raises(WorkspaceError):
            bench.workspace.open(folders, "sub/f")
    assert ["kept/f"] == list(bench.workspace.walk())
