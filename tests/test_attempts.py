# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that of several attempts the smallest that passes is kept."""

from __future__ import annotations

import json
import os
import sys

import pytest

from aura_coding_agent.__main__ import main

from .support.model_server import ModelServer
from .support.steps import Call, Say

CHECK = f"\"{sys.executable}\" -c \"assert 'good' in open('a.txt').read()\""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a workspace with one file, and a home of its own."""
    monkeypatch.setenv("AURA_HOME", str(tmp_path / "home"))
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "a.txt").write_text("bad\n")
    (folder / "b.txt").write_text("other\n")
    monkeypatch.chdir(folder)
    return folder


def edits(new):
    """Return the steps of one attempt that writes these words."""
    return [Call("edit_file", {"path": "a.txt", "old": "bad", "new": new}), Say("ok")]


def run(capsys, server, *options):
    """Run a task with several attempts, return exit code and summary."""
    words = ["run", "make it good", "--base-url", server.url, "--model", "m"]
    code = main([*words, "--output", "json", *options])
    return code, json.loads(capsys.readouterr().out)


def test_the_smallest_that_passes_is_kept(folder, capsys):
    """One fails, one is large, one is small: the small one is in place, undoable."""
    steps = [*edits("worse"), Say("ok"), Say("ok"), Say("ok")]
    steps += edits("good\nand\nmuch\nmore") + edits("good")
    with ModelServer(steps) as server:
        code, shown = run(capsys, server, "--attempts", "3", "--check", CHECK)
        server.check()
    assert (0, "verified") == (code, shown["status"])
    assert "good\n" == (folder / "a.txt").read_text()
    assert "2 of 3 attempts" in shown["reason"]
    assert ["a.txt"] == shown["files"]
    assert 3 == sum(one["code"] == "attempt-ended" for one in shown["notices"])
    assert 100 * len(server.requests) == shown["usage"]["input"]
    assert 0 == main(["undo"])
    assert "bad\n" == (folder / "a.txt").read_text()
    assert ["a.txt", "b.txt"] == sorted(os.listdir(folder))


def test_when_none_passes_nothing_is_changed(folder, capsys):
    """The files stay as they were, and the status is that of the last attempt."""
    steps = [Say("no")] * 8
    with ModelServer(steps) as server:
        code, shown = run(capsys, server, "--attempts", "2", "--check", CHECK)
    assert (4, "failed") == (code, shown["status"])
    assert "None of 2 attempts" in shown["reason"]
    assert "bad\n" == (folder / "a.txt").read_text()


def test_a_file_changed_meanwhile_is_not_overwritten(folder, capsys):
    """The user's own change wins; the end says so."""

    def change(request):
        (folder / "a.txt").write_text("mine\n")
        return Say("ok")

    steps = [edits("good")[0], change, *edits("good\nlarge")]
    with ModelServer(steps) as server:
        code, shown = run(capsys, server, "--attempts", "2", "--check", CHECK)
    assert "mine\n" == (folder / "a.txt").read_text()
    assert (1, "error") == (code, shown["status"])
    assert "a.txt" in shown["reason"] and [] == shown["files"]


def test_attempts_need_a_check(folder, capsys):
    """Without a check nothing could judge them."""
    words = ["run", "x", "--attempts", "2", "--base-url", "http://127.0.0.1:9"]
    assert 2 == main([*words, "--model", "m"])
    assert "attempts-need-check" in capsys.readouterr().err
