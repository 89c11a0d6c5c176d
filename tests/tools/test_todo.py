# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the plan of the model."""

from __future__ import annotations

import pathlib

import pytest

from .workbench import Bench

PLAN = [
    {"text": "read", "status": "done"},
    {"text": "change\nit", "status": "active"},
    {"text": "test", "status": "pending"},
]


@pytest.fixture
def bench(tmp_path: pathlib.Path) -> Bench:
    """Make an empty workspace."""
    return Bench(tmp_path)


def test_a_plan_is_kept_and_shown(bench: Bench) -> None:
    """The plan is shown when it is set, and later without items."""
    shown = "[x] read\n[>] change\\nit\n[ ] test"
    assert shown == bench.text("todo", items=PLAN)
    assert shown == bench.text("todo")
    assert "The plan is empty." == bench.text("todo", items=[])
    assert "The plan is empty." == bench.text("todo")


def test_an_unknown_status_is_refused(bench: Bench) -> None:
    """A wrong item leaves the plan as it was."""
    bench.call("todo", items=PLAN[:1])
    error = bench.refusal("todo", items=[{"text": "x", "status": "later"}])
    assert "todo-invalid" == error.code
    assert "[x] read" == bench.text("todo")


def test_the_summary_counts(bench: Bench) -> None:
    """A call is told by how much is done."""
    summary = bench.tools["todo"].summary
    assert ["plan 1/3", "plan"] == [summary({"items": PLAN}), summary({})]
