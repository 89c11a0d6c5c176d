# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the command line: options, exit codes, errors without tracebacks."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys

import pytest

from aura_coding_agent import __version__, app, cli, connect, options
from aura_coding_agent.__main__ import main
from aura_coding_agent.core.config import Settings, load_settings
from aura_coding_agent.core.errors import ConfigError
from aura_coding_agent.core.messages import Message, Reply, Text, ToolCall, Usage
from aura_coding_agent.providers.endpoints import Endpoint
from aura_coding_agent.providers.scripted import Scripted

from .providers.loopback import Server
from .support.model_server import ModelServer
from .support.steps import Call, Say, Status


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Give the test an own state folder and an empty workspace to stand in."""
    monkeypatch.setenv("AURA_HOME", str(tmp_path / "state"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("word", ["--version", "-V"])
def test_the_version_is_printed_at_once(capsys, word):
    """One line, exit code 0."""
    assert 0 == main([word])
    assert f"aura {__version__}\n" == capsys.readouterr().out


def test_the_version_among_other_words(capsys):
    """The parser knows the option too."""
    with pytest.raises(SystemExit) as caught:
        main(["--version", "doctor"])
    assert 0 == caught.value.code
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["fly"],
        ["run", "--max-turns"],
        ["run", "x", "--attempts", "0"],
        ["sessions"],
        ["sessions", "fork", "latest", "--upto", "0"],
        ["sessions", "fork", "latest", "--upto", "-1"],
        ["fix", "--jobs", "0"],
        ["fix", "--jobs", "two"],
        ["fix", "--test", " "],
        ["fix", "--budget", "soon"],
        ["fix", "--budget", "0"],
    ],
)
def test_a_command_line_that_makes_no_sense(capsys, words):
    """Usage goes to standard error, exit code 2."""
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert 2 == caught.value.code
    assert "usage:" in capsys.readouterr().err


def test_every_command_has_help(capsys):
    """The help of each command names its options."""
    for name in options.COMMANDS:
        with pytest.raises(SystemExit) as caught:
            main([name, "--help"])
        assert 0 == caught.value.code
        assert "--help" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words, code",
    [
        (["run", "x", "-C", "/no/such/folder"], "workspace-missing"),
        (["run", "x", "--set", "nonsense=1"], "setting-unknown"),
        (["run", "x", "--set", "stream"], "setting-unknown"),
        (["run", "x", "--max-turns", "many"], "config-bad-value"),
        (["run", "x", "--file", "y"], "task-ambiguous"),
        (["run", "--file", "/no/such/file"], "task-unreadable"),
        (["run", "x", "--api", "smoke", "--base-url", "http://h"], "api-unknown"),
        (["run", "x", "--base-url", "ftp://h", "--model", "m"], "url-invalid"),
        (["config", "--set", "max_time=-1"], "config-bad-value"),
        (["sessions", "show", "nothing"], "session-unknown"),
        (["undo"], "nothing-to-undo"),
        (["redo"], "nothing-to-redo"),
    ],
)
def test_errors_have_a_code_and_no_traceback(home, capsys, words, code):
    """Bad input of any kind gives one message on standard error."""
    exit_code = main(words)
    shown = capsys.readouterr()
    assert f"[{code}]" in shown.err
    assert "Traceback" not in shown.err
    assert exit_code in (1, 2)


def test_an_error_is_json_where_json_was_asked_for(home, capsys):
    """A program that reads the output finds the error there."""
    assert 2 == main(["run", "x", "--set", "a=b", "--output", "json"])
    shown = json.loads(capsys.readouterr().out)
    assert ("error", "setting-unknown") == (shown["type"], shown["code"])


def test_config_shows_values_and_sources(home, capsys):
    """Every setting, its value, and where it comes from."""
    (home / "aura.ini").write_text("[aura]\nmax_turns = 7\n")
    assert 0 == main(["config", "--model", "m", "--output", "json"])
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(Settings._fields) == set(rows)
    assert ("m", "option --model") == (rows["model"]["value"], rows["model"]["source"])
    assert rows["max_turns"]["source"].endswith("aura.ini:2")
    assert 0 == main(["config"])
    assert "SETTING" in capsys.readouterr().out


def test_doctor_says_one_line_each(home, capsys):
    """Every finding has a level, and the machine form agrees with the text."""
    assert 0 == main(["doctor"])
    text = capsys.readouterr().out
    assert 0 == main(["doctor", "--output", "json"])
    findings = json.loads(capsys.readouterr().out)
    assert len(findings) == len(text.splitlines())
    names = [one["name"] for one in findings]
    for name in ("python", "sqlite", "memory", "git", "endpoint", "proxies"):
        assert name in names
    assert {"ok", "warn"} >= {one["level"] for one in findings}


def test_doctor_names_what_is_wrong(home, capsys, monkeypatch):
    """A broken settings file, a misspelt variable, a proxy, no git, no disk."""
    (home / "aura.ini").write_text("[aura]\nzzz = 7\n")
    monkeypatch.setenv("AURA_MODLE", "x")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:3128")
    monkeypatch.setenv("PATH", str(home))
    monkeypatch.setenv("AURA_HOME", "/proc/nothing")
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    assert 1 == main(["doctor"])
    text = capsys.readouterr().out
    for word in ("AURA_MODLE", "zzz", "HTTPS_PROXY", "git was not found"):
        assert word in text
    assert "Nothing is kept" in text


def test_doctor_names_the_endpoint(home, capsys, monkeypatch):
    """The endpoint that a run would use is shown with its source, never the key."""
    monkeypatch.setenv("AURA_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("AURA_MODEL", "m")
    monkeypatch.setenv("AURA_API_KEY", "sk-secret")
    main(["doctor"])
    text = capsys.readouterr().out
    assert "m at http://127.0.0.1:9/v1" in text
    assert "sk-secret" not in text


@pytest.mark.parametrize("api", ["openai-chat", "anthropic"])
@pytest.mark.parametrize(
    "status, key, level, said",
    [
        ("200 OK", "k-e-y", "ok", "answers (status 200)"),
        ("404 Not Found", "", "ok", "answers (status 404)"),
        ("401 Unauthorized", "k-e-y", "warn", "refuses the key (status 401)"),
        ("403 Forbidden", "", "warn", "wants a key (status 403)"),
        ("503 Service Unavailable", "", "warn", "fails (status 503)"),
    ],
)
def test_doctor_tries_the_endpoint(
    home, capsys, monkeypatch, api, status, key, level, said
):
    """It asks once for the models, with the key that a run would send."""
    monkeypatch.setenv("AURA_MODEL", "m")
    monkeypatch.setenv("AURA_API", api)
    monkeypatch.setenv("AURA_API_KEY", key)
    with Server(lambda peer: peer.serve(b"{}", status=status)) as server:
        monkeypatch.setenv("AURA_BASE_URL", server.url)
        found = endpoint_finding(capsys)
    assert (level, True) == (found[0], said in found[1])
    (asked,) = server.results
    assert asked.startswith(b"GET /v1/models HTTP/1.1\r\n")
    assert (key.encode() in asked, b"k-e-y" in found[1].encode()) == (True, False)


def endpoint_finding(capsys, *words):
    """Run doctor; return what it found about the endpoint, and the level."""
    assert 0 == main(["doctor", "--output", "json", *words])
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    return found["endpoint"]["level"], found["endpoint"]["found"]


def test_doctor_waits_for_nobody(home, capsys, monkeypatch):
    """A server that is silent costs two seconds, one that is gone none."""
    monkeypatch.setenv("AURA_MODEL", "m")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        monkeypatch.setenv("AURA_BASE_URL", address)
        level, found = endpoint_finding(capsys)
        assert ("warn", True) == (level, found.endswith("no answer in 2 s"))
    level, found = endpoint_finding(capsys)
    assert "warn" == level and "refused" in found.lower()


def test_doctor_offline_makes_no_connection(home, capsys, monkeypatch):
    """Neither the endpoint is asked nor a local server looked for."""
    with ModelServer([]) as server:
        monkeypatch.setenv("AURA_BASE_URL", server.url)
        monkeypatch.setenv("AURA_MODEL", "m")
        level, found = endpoint_finding(capsys, "--offline")
        assert ("ok", True) == (level, found.endswith("not tried"))
        monkeypatch.delenv("AURA_MODEL")
        assert "warn" == endpoint_finding(capsys, "--offline")[0]
        assert [] == server.lookups
    monkeypatch.delenv("AURA_BASE_URL")
    assert "warn" == endpoint_finding(capsys, "--offline")[0]


# -- who reads what a person is told -------------------------------------------------


@pytest.mark.parametrize(
    "first, expected",
    [
        ("/usr/bin/aura", "aura"),
        ("C:\\Scripts\\aura.exe".replace("\\", os.sep), "aura"),
        ("/x/aura_coding_agent/__main__.py", "-m aura_coding_agent"),
        ("tools/aura.pyz", " tools/aura.pyz"),
        ("", "aura"),
    ],
)
def test_hints_call_the_program_as_it_was_called(first, expected):
    """What stands in a hint can be typed as it is."""
    shown = options.called(first.replace("/", os.sep))
    assert shown.endswith(expected.replace("/", os.sep))


@pytest.mark.parametrize(
    "folder, expected",
    [
        (os.curdir, "aura undo"),
        ("/x/y", "aura undo -C /x/y"),
        ("/x y", "aura undo -C DIR"),
        ("/x\x1b[2J", "aura undo -C DIR"),
    ],
)
def test_undo_is_named_as_it_can_be_typed(folder, expected):
    """Elsewhere the folder is named, where that needs no quotes."""
    assert expected == options.undo_words("aura", folder)


def started(home, *words, text="", **environ):
    """Run the program as a process of its own in the workspace."""
    return subprocess.run(
        [sys.executable, "-m", "aura_coding_agent", *words],
        cwd=home,
        env={**os.environ, **environ},
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=60,
    )


def test_a_run_says_what_became_of_files_and_how_to_go_back(home):
    """Created, changed and deleted files are told apart; undo is named in full."""
    (home / "a").write_text("old\n")
    (home / "b").write_text("old\n")
    steps = [
        Call("write_file", {"path": "c", "content": "new\n"}),
        Call("edit_file", {"path": "a", "old": "old", "new": "new"}),
        Call("apply_patch", {"patch": PATCH}),
        Say("Done."),
    ]
    with ModelServer(steps) as server:
        words = ["--base-url", server.url, "--model", "m"]
        done = started(home.parent, "run", "go", "-C", str(home), *words)
    lines = [line.split() for line in done.stdout.splitlines()]
    for kind, path in (("changed", "a"), ("created", "c"), ("deleted", "b")):
        assert [kind, path] in lines, done.stdout
    assert f"aura_coding_agent undo -C {home}" in done.stdout
    listed = started(home, "undo", "--list").stdout
    assert "c (created)" in listed and "b (deleted)" in listed


PATCH = "*** Begin Patch\n*** Delete File: b\n*** End Patch\n"


def test_a_misspelt_variable_is_told_once(home):
    """On standard error, beside whatever the command prints."""
    done = started(home, "run", "x", "--max-turns", "many", AURA_MODLE="m")
    assert 1 == done.stderr.count("AURA_MODLE is set")
    assert "did you mean AURA_MODEL?" in done.stderr
    assert "AURA_MODLE" not in started(home, "config", AURA_MODLE="m").stderr


def test_a_piped_chat_ends_with_the_code_of_its_last_run(home):
    """A script that pipes tasks into a chat learns how the last one ended."""
    with ModelServer([Say("One."), Say("Two.")]) as server:
        words = ["chat", "--base-url", server.url, "--model", "m"]
        done = started(home, *words, text="one\ntwo\nquit\nthree\n")
        assert 2 == len(server.requests)
    assert 3 == done.returncode, done.stdout + done.stderr
    assert 0 == started(home, *words, text="/help\n").returncode
    assert 1 == started(home, *words, text="/nonsense\n").returncode


def test_the_wrong_folder_names_the_right_one(home, capsys, tmp_path):
    """Where nothing was said or changed, folders that have something are named."""
    other = tmp_path / "other"
    other.mkdir()
    gone = tmp_path / "gone"
    gone.mkdir()
    for folder in (other, gone):
        steps = [Call("write_file", {"path": "n", "content": "x"}), Say("Done.")]
        with ModelServer(steps) as server:
            words = ["-C", str(folder), "--base-url", server.url, "--model", "m"]
            assert 3 == main(["run", "note", *words])
    shutil.rmtree(gone)
    capsys.readouterr()
    for words in (["sessions", "list"], ["undo", "--list"]):
        assert 0 == main(words)
        shown = capsys.readouterr().out
        assert str(other) in shown and str(gone) not in shown
    assert 1 == main(["undo"])
    assert f"undo -C {other}" in capsys.readouterr().err
    assert 1 == main(["undo", "some-file"])
    assert str(other) not in capsys.readouterr().err


def test_a_fork_that_is_cut_does_not_run(home, capsys):
    """A copy up to the middle of a run is listed without a status."""
    with ModelServer([Say("Done.")]) as server:
        assert 3 == main(["run", "x", "--base-url", server.url, "--model", "m"])
    assert 0 == main(["sessions", "fork", "latest", "--upto", "1"])
    capsys.readouterr()
    assert 0 == main(["sessions", "list"])
    assert "running" not in capsys.readouterr().out


def test_what_cannot_be_asked_of_the_ledger_is_changed(home, capsys, monkeypatch):
    """Without a database of what was done the files are told all the same."""
    monkeypatch.setenv("AURA_HOME", "/proc/nothing")
    steps = [Call("write_file", {"path": "n", "content": "x"}), Say("Done.")]
    with ModelServer(steps) as server:
        assert 3 == main(["run", "x", "--base-url", server.url, "--model", "m"])
    assert "changed n" in capsys.readouterr().out


def test_undo_lists_previews_and_takes_files(home, capsys):
    """What can be undone is listed; a preview changes nothing; files by name."""
    (home / "a").write_text("old a\n")
    steps = [
        Call("edit_file", {"path": "a", "old": "old a", "new": "new a"}),
        Call("write_file", {"path": "b", "content": "new b\n"}),
        Say("Done."),
    ]
    assert 0 == main(["undo", "--list"])
    assert "Nothing was changed" in capsys.readouterr().out
    with ModelServer(steps) as server:
        words = ["--base-url", server.url, "--model", "m"]
        assert 3 == main(["run", "change both", *words])
    capsys.readouterr()
    assert 0 == main(["undo", "--list"])
    listing = capsys.readouterr().out
    assert "change both" in listing and "a" in listing
    assert 0 == main(["undo", "--preview"])
    assert "-new a" in capsys.readouterr().out
    assert "new a\n" == (home / "a").read_text()
    assert 0 == main(["undo", "b"])
    assert not (home / "b").exists() and "new a\n" == (home / "a").read_text()
    (home / "a").write_text("mine\n")
    assert 3 == main(["undo"])
    assert "left alone" in capsys.readouterr().out
    assert "mine\n" == (home / "a").read_text()


def test_an_internal_error_is_one_message(home, capsys, monkeypatch):
    """A fault of the program itself shows no traceback unless asked for."""
    monkeypatch.setattr(cli, "HANDLERS", {"run": None})
    assert 1 == main(["run", "x"])
    assert "[internal-error]" in capsys.readouterr().err
    monkeypatch.setenv("AURA_DEBUG", "1")
    with pytest.raises(TypeError):
        main(["run", "x"])


# -- choosing an endpoint ------------------------------------------------------------


def chosen(home, environ, **options):
    """Return the endpoint that settings and variables lead to."""
    environ = {"AURA_HOME": str(home), **environ}
    return connect.choose_endpoint(
        load_settings(options, environ, workspace=str(home)), environ
    )


def test_options_beat_vendor_variables(home):
    """What the person says on the command line is used."""
    found = chosen(
        home, {"OPENAI_API_KEY": "k"}, base_url="http://127.0.0.1:9", model="m"
    )
    assert ("m", "") == (found.model, found.key)


def test_vendor_variables_beat_the_settings_file(home):
    """An endpoint in the file gives way as a whole."""
    (home / "config.ini").write_text(
        "[aura]\nbase_url = http://127.0.0.1:9/v1\nmodel = local\n"
    )
    assert "local" == chosen(home, {}).model
    found = chosen(home, {"ANTHROPIC_API_KEY": "k"})
    assert ("anthropic", "k") == (found.api, found.key)
    assert "local" != found.model


def test_a_model_in_the_file_without_address_is_kept(home):
    """A preferred model of a vendor is used with that vendor's key."""
    (home / "config.ini").write_text("[aura]\nmodel = claude-x\n")
    assert "claude-x" == chosen(home, {"ANTHROPIC_API_KEY": "k"}).model


def test_models_are_asked_for_when_none_is_named(home):
    """A server with one model needs no --model."""
    with ModelServer([Say("x")], models=("only-one",)) as server:
        assert "only-one" == chosen(home, {}, base_url=server.url).model
    with ModelServer([], models=("a", "b")) as server:
        with pytest.raises(ConfigError) as caught:
            chosen(home, {}, base_url=server.url)
    assert "model-needed" == caught.value.code


# -- the library ---------------------------------------------------------------------


def build(home, steps, **options):
    """Return an agent of the library with scripted answers."""
    environ = {**os.environ, "AURA_HOME": str(home / "state")}
    return app.build_agent(
        load_settings(options, environ, workspace=str(home)),
        workspace=str(home),
        environ=environ,
        provider=Scripted(steps),
    )


def said(text):
    """Return a scripted reply."""
    return Reply(Message("assistant", (Text(text),)), "end", Usage(1000, 0, 0, 1000))


def test_the_library_builds_an_agent_with_an_own_provider(home):
    """A program gives its own provider and reads the events."""
    agent = build(home, [said("hello")])
    events = list(agent.run("hi"))
    assert "hello" == events[-1].answer
    assert agent.session


def test_prices_of_the_settings_make_a_cost(home):
    """Given prices count every token; unknown ones make a cap impossible."""
    agent = build(home, [said("x")], price_input="1", price_output="3")
    assert 0.004 == pytest.approx(list(agent.run("hi"))[-1].cost)
    assert list(build(home, [said("x")]).run("hi"))[-1].cost is None
    with pytest.raises(ConfigError) as caught:
        build(home, [said("x")], max_cost="1")
    assert "price-unknown" == caught.value.code


def test_prices_of_the_catalogue_hold_for_the_vendor_only(home):
    """The same model name on this machine has no price."""
    settings = Settings()
    away = Endpoint("anthropic", "https://api.anthropic.com", "claude-opus-4-5", "", "")
    near = away._replace(base_url="http://127.0.0.1:8080")
    usage = Usage(1_000_000)
    assert (connect.price_of(settings, away)(usage) or 0) > 0
    assert connect.price_of(settings, near)(usage) is None


def test_checks_of_a_project_file_are_not_trusted(home):
    """A repository's aura.ini may name a check; it still needs leave."""
    (home / "aura.ini").write_text("[aura]\ncheck = touch owned\n")
    call = ToolCall("1", "write_file", {"path": "f", "content": "x"})
    change = Reply(Message("assistant", (call,)), "tool_calls", None)
    events = list(build(home, [change, said("x")]).run("hi"))
    assert "unverified" == events[-1].status
    assert not (home / "owned").exists()


def test_instructions_of_the_project_are_given_and_said(home):
    """AGENTS.md reaches the model and the log."""
    (home / "AGENTS.md").write_text("Always use tabs.")
    agent = build(home, [said("x")])
    events = list(agent.run("hi"))
    assert "Always use tabs." in agent._parts.system
    assert str(home / "AGENTS.md") in events[0].instructions


def test_a_refused_key_is_one_clear_message(home, capsys):
    """An endpoint's refusal ends the run as error, the key is not shown."""
    with ModelServer([Status(401)]) as server:
        code = main(
            ["run", "x", "--base-url", server.url, "--model", "m"]
            + ["--set", "api_key=sk-secret-key"]
        )
    shown = capsys.readouterr()
    assert 1 == code
    assert "auth-failed" in shown.out
    assert "sk-secret-key" not in shown.out + shown.err


@pytest.mark.skipif(sys.platform == "win32", reason="os.uname is a POSIX thing")
def test_the_platform_is_named():
    """The prompt says where the agent is."""
    assert os.uname().sysname in app._platform()


def test_the_package_names_what_is_public():
    """Public names are listed; others are not there."""
    package = sys.modules["aura_coding_agent"]
    assert set(package.__all__) == set(dir(package))
    assert app.build_agent is package.build_agent
    with pytest.raises(AttributeError, match="no_such_name"):
        package.no_such_name


# -- edits from outside --------------------------------------------------------------


@pytest.fixture
def edit(home):
    """Return a function that runs ``edit --json`` in the workspace."""

    def run(value, code=0):
        text = value if isinstance(value, bytes) else json.dumps(value).encode()
        done = subprocess.run(
            [sys.executable, "-m", "aura_coding_agent", "edit", "--json"],
            cwd=home,
            input=text,
            capture_output=True,
        )
        assert code == done.returncode, done.stdout + done.stderr
        return json.loads(done.stdout) if done.stdout else done.stderr.decode()

    return run


def test_an_edit_is_applied_and_can_be_undone(home, edit):
    """The JSON form of one edit, exit code 0, and undo."""
    (home / "a.py").write_bytes(b"x = 1\r\ny = 2\r\n")
    shown = edit({"path": "a.py", "old": "y = 2", "new": "y = 3"})
    assert shown["applied"] and "exact" == shown["rung"]
    assert b"x = 1\r\ny = 3\r\n" == (home / "a.py").read_bytes()
    assert 0 == main(["undo"])
    assert b"x = 1\r\ny = 2\r\n" == (home / "a.py").read_bytes()


def test_a_patch_in_each_form_is_applied(home, edit):
    """The text forms parse to the same thing."""
    (home / "a.py").write_text("one\ntwo\nthree\n")
    envelope = "*** Begin Patch\n*** Update File: a.py\n@@\n-two\n+2\n*** End Patch\n"
    edit({"format": "apply_patch", "text": envelope})
    unified = "--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n-one\n+1\n 2\n"
    edit({"format": "unified_diff", "text": unified})
    block = "a.py\n<<<<<<< SEARCH\nthree\n=======\n3\n>>>>>>> REPLACE\n"
    edit({"format": "search_replace", "text": block})
    assert "1\n2\n3\n" == (home / "a.py").read_text()


def test_a_refused_edit_leaves_the_files_alone(home, edit):
    """Two places that fit equally: exit code 3 and the line numbers."""
    (home / "a.py").write_text("x\ny\nx\n")
    shown = edit({"path": "a.py", "old": "x", "new": "z"}, code=3)
    assert not shown["applied"] and "edit-ambiguous" == shown["code"]
    assert "x\ny\nx\n" == (home / "a.py").read_text()


@pytest.mark.parametrize(
    "value, ignored",
    [
        ({"path": "a", "old": "x", "new": "y", "replaceall": True}, ["replaceall"]),
        ({"path": "a", "edits": [{"old": "x", "new": "y", "al": 1}]}, ["edits.al"]),
    ],
)
def test_unknown_keys_of_an_edit_are_told(home, edit, value, ignored):
    """What is left out is said, so that a misspelt key does not go unnoticed."""
    (home / "a").write_text("x\n")
    shown = edit(value)
    assert ignored == shown["ignored"]
    assert "y\n" == (home / "a").read_text()


@pytest.mark.parametrize(
    "value", [b"\xff\xfe", b"{", b"[]", b"{}", b'{"edits": 1}', b""]
)
def test_bad_input_of_an_edit_is_a_usage_error(home, edit, value):
    """Exit code 2 and one message."""
    assert "Traceback" not in str(edit(value, code=2))
