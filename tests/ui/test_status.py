# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the one line that changes, and the question with two answers."""

from __future__ import annotations

import io
import os
import textwrap

import pytest

from aura_coding_agent.ui.status import status_line

from .pty_child import PtyChild


def test_the_line_is_redrawn_and_gone_at_the_end():
    """Each text replaces the one before; nothing of it stays."""
    out = io.StringIO()
    with status_line(out, True) as draw:
        draw("one\x1b[2J")
        draw("x" * 500)
    lines = out.getvalue().split("\r")
    assert lines[1].startswith("one") and "\x1b[2J" not in lines[1]
    assert len(lines[2]) < 100
    assert "\x1b[K" == lines[-1]


def test_nothing_is_drawn_where_there_is_no_terminal():
    """An output that is kept in a file gets no such line."""
    out = io.StringIO()
    with status_line(out, False) as draw:
        draw("one")
    assert "" == out.getvalue()


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    "typed, said", [("y\n", "True"), ("\n", "False"), ("x\n", "False")]
)
def test_only_yes_is_yes(typed, said):
    """Everything else, an empty line too, is no."""
    program = textwrap.dedent("""
        from aura_coding_agent.ui.status import confirm
        print("said", confirm("Apply?"), flush=True)
        """)
    with PtyChild(program) as child:
        child.until(b"[y/N]")
        child.send(typed.encode())
        assert child.until(f"said {said}".encode())
