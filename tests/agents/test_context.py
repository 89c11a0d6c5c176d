# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check what the model is told: instructions, prompt, and the project's own check."""

from __future__ import annotations

import pytest

from aura_coding_agent.agents.checks import find_check
from aura_coding_agent.agents.context import (
    find_instructions,
    instruction_notes,
    system_prompt,
)


def test_instructions_of_parents_come_first(tmp_path):
    """AGENTS.md of every folder up counts; CLAUDE.md only where there is none."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "AGENTS.md").write_text("outer")
    (tmp_path / "a" / "CLAUDE.md").write_text("middle")
    (inner / "AGENTS.md").write_text("inner")
    (inner / "CLAUDE.md").write_text("unused")
    found = find_instructions(str(inner), 1000)
    assert ["outer", "middle", "inner"] == [one.text for one in found][-3:]
    assert str(inner / "AGENTS.md") == instruction_notes(found)[-1]


def test_instructions_are_capped_and_the_nearest_are_kept(tmp_path):
    """The cap counts bytes, cuts no character, and is said."""
    inner = tmp_path / "a"
    inner.mkdir()
    (tmp_path / "AGENTS.md").write_text("far away " * 10)
    (inner / "AGENTS.md").write_text("näher", encoding="utf-8")
    found = find_instructions(str(inner), 8)
    assert "näher" == found[-1].text
    assert "fa" == found[-2].text
    assert 88 == found[-2].left_out
    assert instruction_notes(found)[-2].endswith("(cut by 88 bytes)")
    prompt = system_prompt(
        workspace="/w", platform="P", shell="sh", date="D", instructions=found
    )
    assert "[88 bytes left out]" in prompt
    assert f"Instructions from {inner / 'AGENTS.md'}:\nnäher" in prompt


def test_the_prompt_names_place_platform_and_checks():
    """What the model must know stands in the prompt, in less than 2,000 bytes."""
    prompt = system_prompt(
        workspace="/w", platform="Linux", shell="bash", date="today", checks=("make t",)
    )
    for word in ("/w", "Linux", "bash", "today", "make t"):
        assert word in prompt
    assert len(prompt.encode()) < 2000


@pytest.mark.parametrize(
    "name, text, expected",
    [
        ("Makefile", "all:\n\ttrue\ntest: all\n\ttrue\n", "make test"),
        ("Makefile", "check:\n\ttrue\n", "make check"),
        ("Makefile", "test := 1\n", None),
        ("pyproject.toml", "[tool.pytest.ini_options]\n", "-m pytest -q"),
        ("pyproject.toml", "[project]\n", None),
        ("pytest.ini", "[pytest]\n", "-m pytest -q"),
        ("setup.cfg", "[tool:pytest]\n", "-m pytest -q"),
        ("setup.cfg", "[flake8]\n", None),
        ("setup.cfg", "not ini", None),
        ("tox.ini", "[pytest]\n", "-m pytest -q"),
        ("package.json", '{"scripts": {"test": "jest"}}', "npm test"),
        ("package.json", '{"scripts": {"test": "no test specified"}}', None),
        ("package.json", "{", None),
        ("Cargo.toml", "[package]\n", "cargo test"),
        ("go.mod", "module x\n", "go test ./..."),
        ("README", "make test", None),
    ],
)
def test_the_test_command_a_project_names(tmp_path, name, text, expected):
    """Only files that name a command count."""
    (tmp_path / name).write_text(text)
    found = find_check(str(tmp_path))
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert name == found.source
        assert found.command.endswith(expected)
