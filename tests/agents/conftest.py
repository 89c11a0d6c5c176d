# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Give the agent's tests a working agent: scripted answers, real tools, real files."""

from __future__ import annotations

import itertools
import os

import pytest

from aura_coding_agent.agents.agent import Agent, Parts
from aura_coding_agent.agents.limits import Limits
from aura_coding_agent.core import process
from aura_coding_agent.core.interfaces import (
    EXECUTE,
    READ,
    WRITE,
    Decision,
    Tool,
    ToolOutput,
    ToolSpec,
)
from aura_coding_agent.core.messages import Message, Reply, Text, ToolCall, Usage
from aura_coding_agent.memory.sessions import MemorySessions
from aura_coding_agent.providers.scripted import Scripted
from aura_coding_agent.tools.permissions import Rules
from aura_coding_agent.tools.toolset import ToolKit

_IDS = itertools.count()


def say(text, stop="end", usage=Usage(10, 0, 0, 5, 0)):
    """Return a reply of words."""
    return Reply(Message("assistant", (Text(text),) if text else ()), stop, usage)


def call(name, text="", **arguments):
    """Return a reply with one tool call."""
    return calls((name, arguments), text=text)


def calls(*wanted, text=""):
    """Return a reply with several tool calls."""
    parts = [Text(text)] if text else []
    for name, arguments in wanted:
        parts.append(ToolCall(f"call-{next(_IDS)}", name, arguments))
    return Reply(Message("assistant", tuple(parts)), "tool_calls", Usage(10, 0, 0, 5))


def tool(name, run, *effects):
    """Return a tool that takes any arguments."""
    spec = ToolSpec(name, "", {"type": "object"})
    return Tool(spec, frozenset(effects), run, lambda arguments: name)


class Bench:
    """An agent on a folder, with what it wrote down."""

    def __init__(self, root, script, **changes):
        self.root = str(root)
        self.sessions = MemorySessions()
        self.provider = Scripted(script)
        self.written = []
        extra = changes.pop("tools", [])
        rules = changes.pop("rules", Rules(True, (), False))
        kit = ToolKit([*self.tools(), *extra], rules=rules)
        parts = dict(
            provider=self.provider,
            toolset=kit,
            sessions=self.sessions,
            model="scripted",
            endpoint="none",
            workspace=self.root,
            version="0",
            system="be good",
            instructions=(),
            checks=(),
            check_rounds=2,
            limits=Limits(turns=20),
            max_output=None,
            stream=True,
            price=lambda usage: 0.5,
            permit=lambda command: Decision(True, "allowed"),
            run_check=self.run_check,
            begin_run=lambda session, number, title: None,
            changed=lambda session, number: tuple(self.written),
            relative=lambda path: os.path.relpath(path, self.root),
        )
        parts.update(changes)
        self.parts = Parts(**parts)
        self.agent = Agent(self.parts)

    def run_check(self, command, cancel):
        """Run a check for real."""
        return process.run(process.shell_argv(command), cwd=self.root, cancel=cancel)

    def tools(self):
        """Return a tool that reads, one that writes and one that executes."""

        def look(arguments, context):
            return ToolOutput(f"looked at {arguments.get('at', 'nothing')}")

        def put(arguments, context):
            path = os.path.join(self.root, arguments["name"])
            with open(path, "w", encoding="utf-8") as handle:
                handle.write(arguments["text"])
            self.written.append(arguments["name"])
            return ToolOutput("written", (path,))

        def execute(arguments, context):
            return ToolOutput("executed")

        return [
            tool("look", look, READ),
            tool("put", put, WRITE),
            tool("execute", execute, EXECUTE),
        ]

    def run(self, text="do it"):
        """Run one request to its end, return its events."""
        return list(self.agent.run(text))

    def logged(self):
        """Return the messages of the log, rebuilt from its records."""
        session = self.agent.session
        return [
            record.data["message"]
            for record in self.sessions.records(session)
            if record.data["type"] == "message_added"
        ]


@pytest.fixture
def bench(tmp_path):
    """Return a maker of benches on a fresh folder."""
    return lambda *script, **changes: Bench(tmp_path, script, **changes)


def of(kind, events):
    """Return the events of one kind."""
    return [event for event in events if isinstance(event, kind)]
