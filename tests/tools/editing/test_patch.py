# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that patches in all their forms are read for what they mean."""

from __future__ import annotations

import pytest

from aura_coding_agent.core.errors import ToolError
from aura_coding_agent.tools.editing.blocks import parse_blocks
from aura_coding_agent.tools.editing.documents import parse_whole_files
from aura_coding_agent.tools.editing.edits import FileEdit
from aura_coding_agent.tools.editing.patch import parse_patch


def test_git_headers_are_understood() -> None:
    """New, deleted and renamed files, quoted names and modes."""
    added, deleted, moved = parse_patch(
        'diff --git "a/f\\303\\274.txt" "b/f\\303\\274.txt"\nnew file mode 100644\n'
        "index 0..1\n--- /dev/null\n"
        '+++ "b/f\\303\\274.txt"\n@@ -0,0 +1 @@\n+one\n\\ No newline at end of file\n'
        "diff --git a/g b/g\ndeleted file mode 100644\n--- a/g\n+++ /dev/null\n"
        "@@ -1 +0,0 @@\n-gone\n"
        "diff --git a/h b/i\nold mode 100644\nnew mode 100755\nrename from h\n"
        "rename to i\n"
    )
    assert FileEdit("f\xfc.txt", "add", content="one") == added
    assert ("g", "delete", "gone\n") == (*deleted[:2], deleted.edits[0].old)
    assert ("h", "i", ()) == (moved.path, moved.move_to, moved.edits)


def test_removed_lines_may_look_like_headers() -> None:
    """The counts tell a removed line of dashes from the header of a file."""
    (only,) = parse_patch(
        "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n--- x\n+++ y\n keep\n", "unused"
    )
    assert ("-- x\nkeep\n", "++ y\nkeep\n") == only.edits[0][:2]


def test_the_last_line_end_can_be_what_changes() -> None:
    """A patch may add or take away the end of the last line."""
    text = "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n"
    assert parse_patch(text)[0].final_newline is True


def test_anchors_are_nested() -> None:
    """Each @@ line without lines after it is an outer anchor of the next."""
    (only,) = parse_patch(
        "*** Begin Patch\n*** Update File: f\n@@ class A:\n@@ def f():\n-x\n+y\n"
        "*** End of File\n*** End Patch"
    )
    assert ("class A:", "def f():") == only.edits[0].anchors
    assert only.edits[0].at_end


@pytest.mark.parametrize(
    "text",
    [
        "nothing",
        "*** Begin Patch\n*** End Patch",
        "*** Begin Patch\n*** Rename File: x\n*** Add File: y\n*** End Patch",
        "*** Begin Patch\n*** Add File: x\nno plus\n+plus\n*** End Patch",
        "*** Begin Patch\n*** Update File: x\n*** End Patch",
        "@@ -1 +1 @@\n-a\n+b",
        "--- a\n+++ a\n@@x\n-a\n+b",
        "diff --git a/x b/x\nGIT binary patch\n",
        "diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n++x\n",
        "diff --git a/m b/m\nnew file mode 160000\n--- /dev/null\n+++ b/m\n"
        "@@ -0,0 +1 @@\n+Subproject commit 1\n",
        "diff --git a/x b/x\nold mode 100644\nnew mode 120000\n",
        # What is cut off: without its last mark, its fence, the lines that it counts.
        "*** Begin Patch\n*** Update File: f\n@@\n-a\n+b",
        "*** Begin Patch\n*** Update File: f\n@@\n-a\n+b\n*** End Pat",
        "*** Begin Patch\n*** Add File: f\n+a\n",
        "*** Update File: f\n@@\n-a\n+b",
        "--- /dev/null\n+++ b/f\n@@ -0,0 +1,3 @@\n+a\n",
        "--- a/f\n+++ b/f\n@@ -1,3 +1,9 @@\n-a\n+b",
    ],
)
def test_what_is_no_patch_is_refused(text: str) -> None:
    """Each has an error that says what is wrong."""
    with pytest.raises(ToolError) as caught:
        parse_patch(text)
    assert "patch-malformed" == caught.value.code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE",
        "f.py\n<<<<<<< SEARCH\na\n=======\nb\n",
        "f.py\n<<<<<<< SEARCH\na\n>>>>>>> REPLACE",
        "f.py\n<<<<<<< SEARCH\na\n=======\n<<<<<<< SEARCH\nb\n>>>>>>> REPLACE",
        "```save f\nx\n",
        "f\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n\n<<<<<<< SEA",
        "f\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\nx\n>>>>>>> REPLACE",
    ],
)
def test_what_is_no_block_is_refused(text: str) -> None:
    """Blocks need a name, a dividing line and an end."""
    with pytest.raises(ToolError) as caught:
        parse_blocks(text)
    assert "patch-malformed" == caught.value.code


@pytest.mark.parametrize("name", ["f.py", "`f.py`", "**f.py**", "# f.py", "File: f.py"])
def test_the_file_is_named_above_the_block(name: str) -> None:
    """Whatever decorates the name; later blocks are about the same file."""
    block = "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n"
    (only,) = parse_blocks(
        f"Text.\n\n{name}\n```python\n{block}```\n\nMore:\n\n{block}"
    )
    assert ("f.py", 2) == (only.path, len(only.edits))


def test_headings_of_equal_signs_are_content() -> None:
    """Where both texts have such a line, the dividing line is the middle one."""
    (only,) = parse_blocks(
        "f.rst\n<<<<<<< SEARCH\nHeading\n=======\n=======\nHEADING\n=======\n"
        ">>>>>>> REPLACE"
    )
    assert ("Heading\n=======\n", "HEADING\n=======\n") == only.edits[0][:2]


def test_line_numbers_and_escapes_of_a_dialect_are_read() -> None:
    """A start line is a hint, and escaped markers are content."""
    (only,) = parse_blocks(
        "<<<<<<< SEARCH\n:start_line:7\n:end_line:8\n-------\n\\=======\n=======\nb\n"
        ">>>>>>> REPLACE",
        "f",
    )
    assert ("=======\n", "b\n", 7) == (*only.edits[0][:2], only.edits[0].line)


def test_an_empty_search_makes_a_file() -> None:
    """It is refused later, where the file exists."""
    (only,) = parse_blocks("n.py\n<<<<<<< SEARCH\n=======\nx\n>>>>>>> REPLACE")
    assert FileEdit("n.py", "create", content="x\n") == only


def test_whole_files_are_read() -> None:
    """A name and a fence; a longer fence may hold a shorter one."""
    text = "a.md\n````\n```\nx\n```\n````\n\n```save b.py\ny\n```\n"
    first, second = parse_whole_files(text)
    assert ("a.md", "```\nx\n```\n") == (first.path, first.content)
    assert ("b.py", "y\n") == (second.path, second.content)
    (plain,) = parse_whole_files("text", "f")
    assert "text" == plain.content
    for bad in ("text", "```\nx\n```", "f\n```\nx\n"):
        with pytest.raises(ToolError):
            parse_whole_files(bad)


@pytest.mark.parametrize(
    "text, paths",
    [
        ("--- x.c 2024-03-01 10:11:12.5 +0100\n+++ x.c\t2024\n", "x.c"),
        ("--- i/x.c\n+++ w/x.c\n", "x.c"),
        ("--- a/x.c\n+++ a/x.c\n", "a/x.c"),
        ("--- x.c\t(revision 3)\n+++ x.c\t(working copy)\n", "x.c"),
        ("diff --git a/a b b/a b\nindex 1..2\n--- a/a b\n+++ b/a b\n", "a b"),
        ('--- "a/gr\\303\\274n"\n+++ "b/gr\\303\\274n"\n', "gr\xfcn"),
    ],
)
def test_paths_are_read_from_all_kinds_of_headers(text: str, paths: str) -> None:
    """Times, prefixes of git and its quoting are no part of a path."""
    (only,) = parse_patch(text + "@@ -1 +1 @@\n-a\n+b\n")
    assert (paths, "") == (only.path, only.move_to)


def test_modes_links_and_copies_are_read() -> None:
    """What git says of a file beside its lines is part of the edit."""
    made, link, mode, copy, led = parse_patch(
        "diff --git a/run b/run\nnew file mode 100755\n--- /dev/null\n+++ b/run\n"
        "@@ -0,0 +1 @@\n+#!/bin/sh\n"
        "diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n"
        "@@ -0,0 +1 @@\n+run\n\\ No newline at end of file\n"
        "diff --git a/my tool b/my tool\nold mode 100755\nnew mode 100644\n"
        "diff --git a/x b/y\nsimilarity index 100%\ncopy from x\ncopy to y\n"
        "diff --git a/k b/k\nindex 1..2 120000\n--- a/k\n+++ b/k\n@@ -1 +1 @@\n-a\n+b\n"
    )
    assert (True, False, "add") == (made.executable, made.link, made.action)
    assert (True, "run", None) == (link.link, link.content, link.executable)
    assert ("my tool", False, ()) == (mode.path, mode.executable, mode.edits)
    assert ("copy", "x", "y") == (copy.action, copy.path, copy.move_to)
    assert (True, "a\n", "b\n") == (led.link, *led.edits[0][:2])


@pytest.mark.parametrize(
    "name",
    ["$Q.java", "src/[id].tsx", "src/(group)/page.tsx", "my notes.md", ".env.local"],
)
def test_odd_names_stand_above_a_block(name: str) -> None:
    """A name that is not seen would lead the block to the file before it."""
    block = "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n"
    first, second = parse_blocks(f"f.py\n{block}\n{name}\n{block}")
    assert ("f.py", name) == (first.path, second.path)
