# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check what is allowed, denied and asked, with the ways to fool a pattern."""

from __future__ import annotations

import pytest

from aura_coding_agent.core.interfaces import (
    EXECUTE,
    NETWORK,
    READ,
    WRITE,
    PermissionRequest,
    PreparedCall,
    Tool,
    ToolOutput,
    ToolSpec,
)
from aura_coding_agent.core.messages import ToolCall
from aura_coding_agent.tools.permissions import (
    WRAPPERS,
    Rules,
    covered,
    decide,
    question,
    unattended,
)


def request(what, *effects):
    """Return a request of a tool with these effects."""
    return PermissionRequest("tool", what, frozenset(effects), "")


def prepared(arguments, *effects):
    """Return a call that is ready to run."""
    tool = Tool(
        ToolSpec("tool", "", {}),
        frozenset(effects),
        lambda arguments, context: ToolOutput(""),
        str,
    )
    return PreparedCall(ToolCall("1", "tool", arguments), tool, arguments, "")


@pytest.mark.parametrize("effects", [(), (READ,), (WRITE,), (READ, WRITE)])
@pytest.mark.parametrize("interactive", [True, False])
def test_reading_and_writing_are_free(effects, interactive):
    """The tools that write refuse by themselves what is outside the workspace."""
    decision = decide(request("x", *effects), Rules(interactive=interactive))
    assert decision is not None and decision.allowed


@pytest.mark.parametrize("effects", [(EXECUTE,), (NETWORK,), (READ, EXECUTE), ("?",)])
def test_the_rest_is_asked_on_a_terminal(effects):
    """Commands, the network and what nobody knows are asked about."""
    assert decide(request("make", *effects), Rules(interactive=True)) is None


@pytest.mark.parametrize("effects", [(EXECUTE,), (NETWORK,), ("?",)])
def test_the_rest_is_denied_unattended_and_allowed_by_auto(effects):
    """Without a terminal the answer is no, unless everything is allowed."""
    denied = decide(request("make", *effects), Rules())
    assert denied is not None and not denied.allowed
    allowed = decide(request("make", *effects), Rules(auto=True))
    assert allowed is not None and allowed.allowed


def test_a_pattern_allows_a_command_but_no_network():
    """Patterns speak of commands; a tool that also uses the network is asked about."""
    rules = Rules(allow=("make*",))
    decision = decide(request("make test", EXECUTE), rules)
    assert decision is not None and decision.allowed
    decision = decide(request("make test", EXECUTE, NETWORK), rules)
    assert decision is not None and not decision.allowed


@pytest.mark.parametrize(
    "what, expected",
    [
        ("make test", "--allow 'make test' or with --auto"),
        ("echo 'a'", "--allow 'echo '\\''a'\\''' or with --auto"),
        ("x" * 100, "--allow 'PATTERN' or with --auto"),
        ("a\nb", "--allow 'PATTERN' or with --auto"),
    ],
)
def test_the_denial_says_how_to_allow_it(what, expected):
    """The reason can be copied to the next command line."""
    assert expected in unattended(request(what, EXECUTE)).reason


@pytest.mark.parametrize(
    "arguments, effects, expected",
    [
        ({"command": "make", "timeout": 5}, (EXECUTE,), "make"),
        (
            {"command": "make", "cwd": "/"},
            (EXECUTE,),
            'tool {"command": "make", "cwd": "/"}',
        ),
        ({"command": ["make"]}, (EXECUTE,), 'tool {"command": ["make"]}'),
        ({"url": "ü"}, (NETWORK,), 'tool {"url": "ü"}'),
        ({"command": "x"}, (WRITE,), 'tool {"command": "x"}'),
    ],
)
def test_the_question_shows_exactly_what_would_be_done(arguments, effects, expected):
    """A command is shown as it is, anything else with all its arguments."""
    asked = question(prepared(arguments, *effects))
    assert (expected, frozenset(effects)) == (asked.what, asked.effects)
    assert asked.reason


@pytest.mark.parametrize(
    "pattern, command",
    [
        # the very text
        ("make test", "make test"),
        ("make test", "  make test\n"),
        ("echo $(date) > x", "echo $(date) > x"),
        ("a && b", "a && b"),
        # the same words
        ("make test", "make   test"),
        ("make test", "make 'test'"),
        ("make test", "make test 2>&1"),
        ("make test", "make test >/dev/null 2>&1"),
        ("git commit -m 'a b'", 'git commit -m "a b"'),
        # a star at the end
        ("pytest*", "pytest"),
        ("pytest*", "pytest -q tests/test_x.py::test_y"),
        ("pytest*", "pytest -k 'a and not b'"),
        ("pytest*", "pytest tests/*.py"),
        ("pytest*", "pytest ~/x"),
        ("pytest *", "pytest"),
        ("pytest *", "pytest -q"),
        ("git diff*", "git diff"),
        ("git diff*", "git diff --stat HEAD~1"),
        ("git * --stat", "git diff --stat"),
        ("npm run ?int", "npm run lint"),
        ("npm run [lm]int*", "npm run lint -- --fix"),
        ("python -m pytest*", "python -m pytest -q"),
        ("*", "ls -l"),
        # every part
        ("pytest*", "pytest -q && pytest -x"),
        ("pytest*", "pytest -q; pytest\npytest"),
        ("pytest*", "pytest &"),
        # spelled out
        ("FOO=1 pytest*", "FOO=1 pytest -q"),
        ("env FOO=1 pytest*", "env FOO=1 pytest -q"),
        ("timeout 10 pytest*", "timeout 10 pytest -q"),
        ("nice -n 5 make*", "nice -n 5 make test"),
        ("bash run.sh*", "bash run.sh all"),
        ("sh -c 'make test'", "sh -c 'make test'"),
        ("time make", "time make"),
        ("xargs grep *", "xargs grep x"),
        ("sudo env A=1 make*", "sudo env A=1 make x"),
    ],
)
def test_a_pattern_covers(pattern, command):
    """What a pattern plainly says is covered."""
    assert covered(command, [pattern])


@pytest.mark.parametrize(
    "pattern, command",
    [
        ("", ""),
        ("*", ""),
        ("*", " ; "),
        # other words
        ("make test", "make"),
        ("make test", "make test all"),
        ("make test", "make testing"),
        ("pytest*", "pytest-evil"),
        ("pytest*", "./pytest"),
        ("pytest*", "xpytest"),
        ("git diff*", "git difftool -x evil"),
        ("git diff*", "git -c core.pager=evil diff"),
        ("git diff*", "git"),
        ("git * --stat", "git diff x --stat"),
        ("Make*", "make"),
        # another part
        ("pytest*", "pytest; evil"),
        ("pytest*", "pytest && evil"),
        ("pytest*", "pytest || evil"),
        ("pytest*", "pytest | evil"),
        ("pytest*", "pytest |& evil"),
        ("pytest*", "pytest & evil"),
        ("pytest*", "pytest\nevil"),
        ("pytest*", "evil; pytest"),
        ("pytest*", "pytest 2>&1 | tee x"),
        ("a && b", "a && b && evil"),
        ("a && b", "a"),
        # what the shell works out later
        ("pytest*", "pytest $(evil)"),
        ("pytest*", 'pytest "$(evil)"'),
        ("pytest*", "pytest `evil`"),
        ("pytest*", "pytest <(evil)"),
        ("pytest*", "pytest $X"),
        ("pytest*", "pytest ${X:-`evil`}"),
        ("pytest*", "pytest $'a'"),
        ("pytest*", "pytest > file"),
        ("pytest*", "pytest >>file"),
        ("pytest*", "pytest 2>file"),
        ("pytest*", "pytest &>file"),
        ("pytest*", "pytest </etc/passwd"),
        ("pytest*", "pytest <<E\n$(evil)\nE"),
        ("pytest*", "pytest <<<x"),
        ("pytest*", "(pytest)"),
        ("pytest*", "{ pytest; }"),
        ("pytest*", "pytest() { evil; }; pytest"),
        ("pytest*", "if pytest; then evil; fi"),
        ("pytest*", "! pytest"),
        ("pytest*", "pytest 'unclosed"),
        ("pytest*", "pytest \\"),
        ("pytest*", "pytest # comment"),
        ("pytest*", "pytest\revil"),
        ("pytest*", "pytest\u2028evil"),
        ("pyt?st", "pyt?st"[:3] + "*st"),
        ("pytest*", "pytes?"),
        ("*", "./ev*"),
        ("*", "~/evil"),
        ("npm run ?int", "npm run *int"),
        # assignments and wrappers
        ("pytest*", "LD_PRELOAD=x pytest"),
        ("*", "LD_PRELOAD=x pytest"),
        ("*", "A[0]+=x pytest"),
        ("FOO=1 pytest*", "FOO=2 pytest"),
        ("FOO=* pytest", "FOO=2 pytest"),
        ("*", "env evil"),
        ("env*", "env evil"),
        ("env *", "env FOO=1 evil"),
        ("env FOO=1*", "env FOO=1 evil"),
        ("env FOO=1 *", "env FOO=1 evil"),
        ("xargs*", "xargs evil"),
        ("eval*", "eval evil"),
        ("sh*", "sh -c evil"),
        ("sh -c*", "sh -c evil"),
        ("sh -c *", "sh -c evil"),
        ("bash *", "bash evil.sh"),
        ("/bin/bash *", "/bin/bash -c evil"),
        ("*", "\\bash -c evil"),
        ("*", "'b'ash -c evil"),
        ("BASH.exe *", "BASH.exe -c evil"),
        ("timeout 10 *", "timeout 10 evil"),
        ("nohup*", "nohup evil"),
        ("sudo env A=1 *", "sudo env A=1 evil"),
        ("sudo *", "sudo make"),
        (". *", ". ./evil"),
        ("exec *", "exec evil"),
        ("bash -c *test", "bash -c 'evil; test'"),
        ("bash -c ?vil*", "bash -c ';vil'"),
        ("git diff '*'", "git diff x"),
        # patterns that are no single command allow only their own text
        ("pytest*; make*", "pytest"),
        ("pytest $X*", "pytest x"),
    ],
)
def test_a_pattern_is_not_fooled(pattern, command):
    """What goes beyond a pattern, or cannot be read surely, is not covered."""
    assert not covered(command, [pattern])


@pytest.mark.parametrize("name", sorted(WRAPPERS))
def test_a_star_behind_a_wrapper_covers_nothing(name):
    """What runs other programs is covered only when the program is spelled out."""
    patterns = ["*", f"{name}*", f"{name} *", f"{name} -x *", f"{name} 10 *"]
    for line in (f"{name} evil", f"{name} -x evil", f"/x/{name} 10 evil"):
        assert not covered(line, patterns)
    assert name == "time" or covered(f"{name} good evil", [f"{name} good*"])


def test_several_patterns_work_together():
    """Each part of a line may be covered by another pattern."""
    patterns = ["cd src", "make*", "tail*"]
    assert covered("cd src && make -j4 test 2>&1 | tail -n 20", patterns)
    assert not covered("cd src && make | head", patterns)
    assert not covered("make", [])


@pytest.mark.parametrize(
    "command, expected",
    [
        ("pytest -q tests/test_x.py", True),
        ("pytest 'a & evil'", False),
        ("pytest ^& evil", False),
        ("pytest %X%", False),
        ("pytest \\x", False),
        ("pytest && pytest", False),
    ],
)
def test_on_windows_only_plain_words_are_sure(command, expected):
    """There ``cmd`` reads the line, whose quotes and escapes are others."""
    assert expected is covered(command, ["pytest*"], posix=False)
    assert covered(command, [command], posix=False)
