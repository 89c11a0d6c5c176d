# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check what is read from the forms in which models write edits, and distort them.

``forms`` makes the cases; ``python -m tests.tools.editing.forms`` makes more of them.
"""

from __future__ import annotations

import json
import os
import pathlib
import random
import stat
from typing import Any, Dict

import pytest

from aura_coding_agent.core.workspace import Workspace
from aura_coding_agent.history import open_journal
from aura_coding_agent.tools.editjson import edit_from_json

from . import forms
from ..workbench import Bench

posix_only = pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")
KNOWN = forms.sources(forms.SOURCES)
CODE = "def a():\n    x = 1\n    return x\n"
SHOWN = "Layout:\n```\nsrc/app.c\n```\nEnd.\n"


@posix_only
@pytest.mark.parametrize("kind", list(forms.KINDS))
def test_a_distorted_edit_is_right_or_refused(
    kind: str, tmp_path: pathlib.Path
) -> None:
    """No edit lands wrong, and at most one of a kind that could be made is refused."""
    found: Dict[str, int] = {}
    chosen = random.Random(kind).sample(KNOWN, 6)
    for number, (_, _, made) in enumerate(forms.cases([kind], 7, chosen)):
        root = tmp_path / str(number)
        root.mkdir()
        verdict = forms.judge(made, root)
        assert forms.WRONG != verdict, made
        found[verdict] = found.get(verdict, 0) + 1
    assert found.get(forms.RIGHT, 0) > 0 or not found
    assert found.get(forms.REFUSED, 0) <= 1


def edited(root: pathlib.Path, files: Dict[str, str], edit: Dict[str, Any]) -> Any:
    """Make an edit in a new workspace; return the contents, or the code."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())
    journal = open_journal(str(root), None, "")
    result = edit_from_json(json.dumps(edit), Workspace(str(root)), journal)
    if not result["applied"]:
        assert files == {n: d.decode() for n, d in forms.contents(root).items()}
        return result["code"]
    after = {name: data.decode() for name, data in forms.contents(root).items()}
    return {name: text for name, text in after.items() if files.get(name) != text}


@pytest.mark.parametrize(
    "new, after",
    [
        ("x = 5</new_str>", "x = 5"),
        ("x = 5\n</parameter>\n</invoke>\n", "x = 5"),
        ("<new_str>\nx = 5\n</new_str>", "x = 5"),
        ("x = 5</new_str>\n<path>f.py</path>", "x = 5"),
        ("x = 5</new_str>\nI changed it.", None),
        ("x = 5\n```", "x = 5"),
        ("x = 5\n>>>>>>> REPLACE", None),
        ("x = 5\n*** End Patch", None),
        ("x = 1\\n    z = 2", "x = 1\n    z = 2"),
        ("x = 1 &lt; 2", "x = 1 < 2"),
        ('x = "a\\nb"', 'x = "a\\nb"'),
        ('x = "<b>&lt;</b>"', 'x = "<b>&lt;</b>"'),
        ("x = '</new_str>'", "x = '</new_str>'"),
    ],
)
def test_what_a_call_leaves_behind_is_not_written(
    new: str, after: Any, tmp_path: pathlib.Path
) -> None:
    """Tags, fences, marks and escapes of the form are no part of the text."""
    edit = {"path": "f.py", "old": "x = 1", "new": new}
    expected = {"f.py": CODE.replace("x = 1", after)} if after else "edit-markup"
    assert expected == edited(tmp_path, {"f.py": CODE}, edit)


@pytest.mark.parametrize(
    "before, text, after",
    [
        ("A\n=======\nB\n", "A\n=======\nB\n=======\nC\n=======\nB", "C\n=======\nB\n"),
        ("A\nB\n", "A\n=======\nA\n=======", "A\n=======\nB\n"),
        ("A\n=======\nB\n", "A\n=======\n=======\nC\n=======", "C\n=======\nB\n"),
        ("A\n=======\nB\n", "A\n=======\n=======\nA", "edit-markup"),
        ("X\n", "A\n=======\nB\n=======\nC", "edit-not-found"),
    ],
)
def test_the_file_tells_which_rule_divides(
    before: str, text: str, after: str, tmp_path: pathlib.Path
) -> None:
    """A line of equal signs divides a block, or it is a rule under a heading."""
    block = f"f.rst\n<<<<<<< SEARCH\n{text}\n>>>>>>> REPLACE"
    edit = {"format": "search_replace", "text": block}
    expected = after if after.startswith("edit-") else {"f.rst": after}
    assert expected == edited(tmp_path, {"f.rst": before}, edit)


@pytest.mark.parametrize(
    "files, text, after",
    [
        ({}, f"README.md\n```\n{SHOWN}```\n", "patch-malformed"),
        ({"README.md": SHOWN}, f"README.md\n```\n{SHOWN}More.\n```\n", "More.\n"),
        ({}, f"README.md\n````\n{SHOWN}````\n", ""),
        ({}, f"README.md\n~~~\n{SHOWN}~~~\n", ""),
    ],
)
def test_a_file_named_inside_of_a_document_is_not_written(
    files: Dict[str, str], text: str, after: str, tmp_path: pathlib.Path
) -> None:
    """Fences in fences have two readings; the real file must not be overwritten."""
    files = {**files, "src/app.c": "code\n"}
    result = edited(tmp_path, files, {"format": "whole_file", "text": text})
    refused = after == "patch-malformed"
    assert (after if refused else {"README.md": SHOWN + after}) == result


def test_fences_that_nest_belong_to_the_document(tmp_path: pathlib.Path) -> None:
    """A fence with a word opens another one inside of a document."""
    inner = "# T\n\nsrc/app.py\n```python\nx\n```\n\n```sh\nmake\n```\n"
    text = f"README.md\n```markdown\n{inner}```\n\nsrc/b.py\n```\ny\n```\n"
    files = {"src/app.py": "code\n"}
    result = edited(tmp_path, files, {"format": "whole_file", "text": text})
    assert {"README.md": inner, "src/b.py": "y\n"} == result


def test_a_tag_that_the_file_opens_is_its_own(tmp_path: pathlib.Path) -> None:
    """A missing tag of the document can be put in."""
    edit = {"path": "f.html", "old": "x", "new": "x</code>"}
    files = {"f.html": "<p><code>x</p>\n"}
    assert {"f.html": "<p><code>x</code></p>\n"} == edited(tmp_path, files, edit)


def test_a_whole_file_keeps_its_blank_lines(tmp_path: pathlib.Path) -> None:
    """All of the content is what is given, also at its edges."""
    edit = {"format": "whole_file", "text": "f\n```\nb\n```\n"}
    assert {"f": "b\n"} == edited(tmp_path, {"f": "\n\na\n\n"}, edit)


def test_what_is_not_there_is_not_called_done(tmp_path: pathlib.Path) -> None:
    """An edit that would change nothing is done already only if its text is there."""
    edit = {"path": "f", "old": '"q" b', "new": '"q"  b'}
    assert "edit-unclear" == edited(tmp_path, {"f": "a \u201cq\u201d b\n"}, edit)


@posix_only
def test_a_patch_makes_programs_and_links(tmp_path: pathlib.Path) -> None:
    """Modes and links of git are made, and a deleted link leaves its target."""
    bench = Bench(tmp_path)
    bench.put("f", b"x\n").chmod(0o640)
    head = "diff --git a/{0} b/{0}\n"
    made = head + "new file mode {1}\n--- /dev/null\n+++ b/{0}\n@@ -0,0 +1 @@\n+{2}\n"
    patch = made.format("bin/run", "100755", "#!/bin/sh") + made.format(
        "l", "120000", "f\n\\ No newline at end of file"
    )
    patch += head.format("f") + "old mode 100644\nnew mode 100755\n"
    assert "Edited f; it is a program now." in bench.text("apply_patch", patch=patch)
    modes = [
        stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("f", "bin/run")
    ]
    mask = os.umask(0)
    os.umask(mask)
    assert [0o750, 0o777 & ~mask] == modes
    assert "f" == os.readlink(tmp_path / "l")
    led = head.format("l") + "index 1..2 120000\n--- a/l\n+++ b/l\n@@ -1 +1 @@\n"
    bench.call("apply_patch", patch=led + "-f\n+bin/run\n")
    assert "bin/run" == os.readlink(tmp_path / "l")
    error = bench.refusal("apply_patch", patch=led + "-bin/run\n+../../x\n")
    assert "outside-workspace" == error.code
    bench.call(
        "apply_patch", patch="*** Begin Patch\n*** Delete File: l\n*** End Patch\n"
    )
    assert not os.path.lexists(tmp_path / "l")
    assert b"#!/bin/sh\n" == bench.data("bin/run")


@pytest.mark.parametrize(
    "arguments",
    [
        {"old": "x = 1", "new": "x = 5", "edits": [{"old": "x = 1", "new": "x = 5"}]},
        {"old": "", "new": "", "edits": '[{"old": "x = 1", "new": "x = 5"}]'},
        {"old": "x", "new": "x", "edits": {"old": "x = 1", "new": "x = 5"}},
        {"old": "x = 1", "new": "x = 5", "edits": [], "replace_all": False},
    ],
)
def test_all_arguments_may_be_filled_in(
    arguments: Dict[str, Any], tmp_path: pathlib.Path
) -> None:
    """What says nothing does not count, and what is said twice counts once."""
    edit = {"path": "f.py", **arguments}
    expected = {"f.py": CODE.replace("x = 1", "x = 5")}
    assert expected == edited(tmp_path, {"f.py": CODE}, edit)


def test_edits_that_are_cut_off_are_refused(tmp_path: pathlib.Path) -> None:
    """The one that is complete is not made alone."""
    bench = Bench(tmp_path)
    bench.put("f.py", CODE.encode())
    error = bench.refusal(
        "edit_file", path="f.py", old="x = 1", new="x = 5", edits='[{"old": "ret'
    )
    assert "arguments-invalid" == error.code
    assert CODE.encode() == bench.data("f.py")


@pytest.mark.parametrize(
    "path", ["a/src/x.py", "/src/x.py", "src\\x.py", "`src/x.py`", "src/x.py:1"]
)
def test_a_path_is_found_in_other_spellings(path: str, tmp_path: pathlib.Path) -> None:
    """Where nothing is at the path as it was written."""
    edit = {"path": path, "old": "a", "new": "b"}
    assert {"src/x.py": "b\n"} == edited(tmp_path, {"src/x.py": "a\n"}, edit)
    edit = {"path": "../x.py", "old": "a", "new": "b"}
    files = {"src/x.py": "b\n"}
    assert "outside-workspace" == edited(tmp_path, files, edit)
