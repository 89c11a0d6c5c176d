# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Give tests the file tools in a folder of their own, with a journal that writes."""

from __future__ import annotations

import pathlib
from typing import Any, Tuple

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import AuraError
from aura_coding_agent.core.interfaces import Tool, ToolContext, ToolOutput
from aura_coding_agent.core.workspace import Workspace
from aura_coding_agent.history import open_journal
from aura_coding_agent.tools.edit import edit_tools
from aura_coding_agent.tools.files import SeenFiles, file_tools
from aura_coding_agent.tools.search import search_tools
from aura_coding_agent.tools.todo import todo_tools


class Bench:
    """A workspace with all its file tools, called by name."""

    def __init__(self, root: pathlib.Path, *readable: str):
        self.root = root.resolve()
        self.cancel = Cancel()
        self.workspace = Workspace(str(root), readable=readable)
        self.seen = SeenFiles()
        journal = open_journal(str(root), None, "")
        tools: Tuple[Tool, ...] = (
            *file_tools(self.workspace, journal, self.seen),
            *edit_tools(self.workspace, journal, self.seen),
            *search_tools(self.workspace),
            *todo_tools(),
        )
        self.tools = {tool.spec.name: tool for tool in tools}

    def call(self, name: str, **arguments: Any) -> ToolOutput:
        """Run a tool."""
        context = ToolContext("1", 1, self.cancel, lambda text: None)
        return self.tools[name].run(arguments, context)

    def text(self, name: str, **arguments: Any) -> str:
        """Return the answer of a tool."""
        return self.call(name, **arguments).text

    def refusal(self, name: str, **arguments: Any) -> AuraError:
        """Return the error of a call that must fail and say what to do."""
        try:
            answer = self.call(name, **arguments)
        except AuraError as error:
            assert error.hint
            return error
        raise AssertionError(f"{name} did not refuse: {answer.text}")

    def put(self, name: str, data: bytes) -> pathlib.Path:
        """Make a file as a person would, past the tools."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def data(self, name: str) -> bytes:
        """Return the bytes of a file."""
        return (self.root / name).read_bytes()
