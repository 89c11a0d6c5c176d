# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run the cases in ``tests/data/edits``: every rung, every refusal, every form."""

from __future__ import annotations

import json
import pathlib
from typing import Any, Dict

import pytest

from aura_coding_agent.core.errors import UsageError
from aura_coding_agent.core.workspace import Workspace
from aura_coding_agent.history import open_journal
from aura_coding_agent.tools.editjson import edit_from_json

DATA = pathlib.Path(__file__).parents[2] / "data" / "edits" / "cases.json"
CASES = json.loads(DATA.read_text(encoding="utf-8"))


def contents(root: pathlib.Path) -> Dict[str, str]:
    """Return all files of a folder, byte for byte."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8")
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_an_edit_lands_right_or_not_at_all(
    case: Dict[str, Any], tmp_path: pathlib.Path
) -> None:
    """An edit that is made gives the very bytes; a refused one changes nothing."""
    for name, text in case["files"].items():
        (tmp_path / name).write_bytes(text.encode("utf-8"))
    journal = open_journal(str(tmp_path), None, "")
    result = edit_from_json(json.dumps(case["edit"]), Workspace(str(tmp_path)), journal)
    if "code" in case:
        assert case["code"] == result.get("code"), result
        assert case["files"] == contents(tmp_path)
        return
    expected = {**case["files"], **case["after"]}
    assert result["applied"], result
    assert {n: t for n, t in expected.items() if t is not None} == contents(tmp_path)
    if "rung" in case:
        assert case["rung"] == result["rung"]
    assert result["diff"] or not any(case["after"].values())


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "[]",
        '{"path": 1, "old": "a", "new": "b"}',
        '{"old": "a", "new": "b"}',
        '{"path": "f", "old": 1, "new": "b"}',
        '{"path": "f", "edits": "x"}',
        '{"path": "f", "edits": [{"old": 1, "new": "b"}]}',
        '{"format": "sed", "text": "s/a/b/"}',
        '{"format": "unified_diff"}',
    ],
)
def test_input_that_is_no_edit_is_an_error_of_usage(
    text: str, tmp_path: pathlib.Path
) -> None:
    """It is not a refusal: whoever calls has to write something else."""
    journal = open_journal(str(tmp_path), None, "")
    with pytest.raises(UsageError) as caught:
        edit_from_json(text, Workspace(str(tmp_path)), journal)
    assert "edit-input" == caught.value.code


def test_a_broken_syntax_is_in_the_result(tmp_path: pathlib.Path) -> None:
    """The edit stands, and the file it broke says so."""
    (tmp_path / "f.py").write_bytes(b"x = 1\n")
    journal = open_journal(str(tmp_path), None, "")
    edit = json.dumps({"path": "f.py", "old": "1", "new": "("})
    result = edit_from_json(edit, Workspace(str(tmp_path)), journal)
    assert result["applied"]
    assert result["files"][0]["syntax"].startswith("line 1: ")
