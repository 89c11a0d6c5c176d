# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test what a rehearsal is made of; the rehearsal itself is ``make rehearse``."""

from __future__ import annotations

import http.client
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
from typing import Any, Dict, Iterator, List, Optional, Tuple

import pytest

from release.errors import ReleaseError
from release.rehearsal import scenes, tools
from release.rehearsal.docs_site import STATES, DocsSite
from release.rehearsal.servers import USER, Server, own_index
from release.rehearsal.stage import Stage
from release.rehearsal.webhook import Webhook
from release.rehearsal.wire import Wire

from ..support import needs

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture
def stage(tmp_path: pathlib.Path) -> Stage:
    """Give a stage without a clone."""
    made = Stage(ROOT, tmp_path / "stage", pathlib.Path(sys.executable))
    made.work.mkdir()
    return made


# -- the stage


def test_a_command_sees_nothing_of_the_user(stage: Stage) -> None:
    """Home, settings and temporary files of a command are the stage's own."""
    code = "import json, os; print(json.dumps(dict(os.environ)))"
    ran = stage.run(sys.executable, "-c", code)
    seen = json.loads(ran.output.replace("~", str(stage.folder)))
    assert {str(stage.folder / "home")} == {seen["HOME"]}
    assert str(stage.folder / "tmp") == seen["TMPDIR"]
    assert os.devnull == seen["PIP_CONFIG_FILE"]
    assert [] == [name for name in seen if name.startswith(("AWS_", "AURA_", "SSH_"))]


def test_evidence_is_kept_and_shown(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was shown stands in the minutes, with its scene."""
    stage.scene("A scene")
    stage.check(1, "one is true")
    stage.note("by the way")
    stage.show("first\n  second \nthird", "sec")
    assert [("A scene", "one is true")] == [step[:2] for step in stage.steps]
    shown = re.sub(r"\[\d+\.\d s\]", "[...]", capsys.readouterr().out)
    assert (
        "\n== A scene\n   ok  one is true  [...]\n   by the way\n   | second\n" == shown
    )


@pytest.mark.parametrize(
    "code, expected, said",
    [
        ("raise SystemExit(3)", {}, "it ends with 0 (it ended with 3)"),
        ("print('a', 'b')", {"shows": ["a b", "c"]}, "it says 'c'"),
        ("1/0", {"expect": 1}, "ends without a traceback"),
    ],
)
def test_what_does_not_hold_ends_the_rehearsal(
    stage: Stage, code: str, expected: Dict[str, Any], said: str
) -> None:
    """Another exit code, a missing text or a traceback is an error that says so."""
    stage.scene("A scene")
    with pytest.raises(ReleaseError) as caught:
        stage.run(sys.executable, "-c", code, **expected)
    assert "rehearsal-failed" == caught.value.code
    assert said in caught.value.message
    assert "'A scene'" in caught.value.message


@needs.program("ssh-keygen")
def test_clone_remote_and_identity(tmp_path: pathlib.Path) -> None:
    """The clone has the last commit, no tags, a remote and a key that signs."""
    source = repository(tmp_path / "source", tags=["v1"])
    stage = Stage(source, tmp_path / "stage", pathlib.Path(sys.executable))
    stage.prepare()
    stage.git("tag", "-s", "-m", "signed", "v2")
    assert "v2" == stage.git("tag", "--list")
    assert "Good" in stage.git("verify-tag", "v2")
    assert str(stage.remote) == stage.git("remote", "get-url", "origin").replace(
        "~", str(stage.folder)
    )
    heads = [stage.git("rev-parse", ref) for ref in ("HEAD", "origin/main")]
    assert heads[0] == heads[1]
    assert "v1" == git(source, "tag", "--list")


def git(folder: pathlib.Path, *words: str) -> str:
    """Run git, return what it prints."""
    named = ["-c", "user.name=T", "-c", "user.email=t@localhost"]
    command = ["git", "-c", "init.defaultBranch=main", *named, *words]
    ran = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, universal_newlines=True, check=True
    )
    return ran.stdout.strip()


def repository(folder: pathlib.Path, *, tags: List[str]) -> pathlib.Path:
    """Make a repository with one commit."""
    folder.mkdir()
    git(folder, "init", "-q")
    git(folder, "commit", "-q", "--allow-empty", "-m", "One")
    for tag in tags:
        git(folder, "tag", tag)
    return folder


# -- what is outside


class Answer:
    """An answer: status, and its JSON or text."""

    def __init__(self, address: Tuple[str, int], method: str, path: str):
        connection = http.client.HTTPConnection(*address, timeout=10)
        connection.request(method, path, b"{}" if method == "POST" else None)
        got = connection.getresponse()
        self.status, self.text = got.status, got.read().decode()
        connection.close()

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)


@pytest.fixture
def docs(tmp_path: pathlib.Path) -> Iterator[DocsSite]:
    """Run a docs site beside a repository with one tag."""
    site = DocsSite(repository(tmp_path / "source", tags=["v1.0"]), "my-project")
    yield site
    site.stop()


def test_a_tag_is_built_step_by_step(docs: DocsSite) -> None:
    """The build of a new tag moves on with each question, until it is finished."""
    base = "/api/v3/projects/my-project/"
    address = ("127.0.0.1", docs.server_port)
    commit = git(docs.repository, "rev-parse", "HEAD")
    seen = []
    for _ in STATES[1:]:
        (build,) = Answer(address, "GET", f"{base}versions/v1.0/builds/").json[
            "results"
        ]
        assert commit == build["commit"]
        seen.append((build["state"]["code"], build["success"]))
    assert [(state, None) for state in STATES[1:-1]] + [("finished", True)] == seen
    assert build == Answer(address, "GET", f"{base}builds/1/").json
    assert Answer(address, "GET", f"{base}versions/v1.0/").json["built"] is True
    page = Answer(address, "GET", "/en/v1.0/")
    assert (200, "Documentation of v1.0.") == (page.status, page.text)
    assert {"slug": "my-project"} == Answer(address, "GET", base).json


def test_a_build_fails_until_the_fault_is_mended(docs: DocsSite) -> None:
    """A build that is to fail does; the next one, asked for by POST, does not."""
    docs.failing.add("v1.0")
    ends = [docs.builds_of("v1.0")[0] for _ in STATES][-1]
    assert (True, False) == (ends.finished, ends.success)
    address = ("127.0.0.1", docs.server_port)
    assert 404 == Answer(address, "GET", "/en/v1.0/").status
    docs.failing.clear()
    path = "/api/v3/projects/my-project/versions/v1.0/builds/"
    answer = Answer(address, "POST", path)
    assert (202, 2) == (answer.status, answer.json["build"]["id"])
    assert [2, 1] == [build.number for build in docs.builds_of("v1.0")]


@pytest.mark.parametrize(
    "method, path",
    [
        ("GET", "/"),
        ("GET", "/en/v9/"),
        ("GET", "/api/v3/projects/other/"),
        ("GET", "/api/v3/projects/my-project/nothing/"),
        ("GET", "/api/v3/projects/my-project/builds/7/"),
        ("GET", "/api/v3/projects/my-project/versions/v9/"),
        ("POST", "/api/v3/projects/my-project/versions/v9/builds/"),
        ("POST", "/api/v3/projects/my-project/"),
    ],
)
def test_the_docs_site_has_nothing_else(docs: DocsSite, method: str, path: str) -> None:
    """What is not there is not found, as with the real one."""
    answer = Answer(("127.0.0.1", docs.server_port), method, path)
    assert (404, {"detail": "Not found."}) == (answer.status, answer.json)


def test_the_webhook_keeps_messages() -> None:
    """A message is kept as it came."""
    chat = Webhook()
    try:
        assert chat.url.endswith("/webhook")
        address = ("127.0.0.1", chat.server_port)
        assert 204 == Answer(address, "POST", "/webhook").status
        assert [{}] == chat.messages
    finally:
        chat.stop()


# -- a connection that breaks


class Counting(http.server.BaseHTTPRequestHandler):
    """Takes bodies, and counts those that came whole."""

    protocol_version = "HTTP/1.1"
    whole: List[int] = []

    def do_POST(self) -> None:
        """Take a body."""
        length = int(self.headers["Content-Length"])
        if len(self.rfile.read(length)) == length:
            self.whole.append(length)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def server() -> Iterator[http.server.ThreadingHTTPServer]:
    """Run a server that counts."""
    Counting.whole = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def send(wire: Wire, sizes: List[int]) -> List[Optional[int]]:
    """Send bodies over one connection; return each status, or None for no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", wire.port, timeout=10)
    got: List[Optional[int]] = []
    for size in sizes:
        try:
            connection.request("POST", "/", b"x" * size)
            answer = connection.getresponse()
            answer.read()
            got.append(answer.status)
        except (OSError, http.client.HTTPException):
            got.append(None)
            connection.close()
    connection.close()
    return got


def test_the_wire_breaks_in_the_upload_it_was_told(
    server: http.server.ThreadingHTTPServer,
) -> None:
    """The second upload breaks in its middle, and all before and after go through."""
    wire = Wire(("127.0.0.1", server.server_port))
    broken: List[int] = []
    wire.break_at(2, lambda: broken.append(wire.uploads))
    try:
        assert [200, None, 200, 200] == send(wire, [200_000, 300_000, 5, 400_000])
        assert ([2], [200_000, 5, 400_000]) == (broken, Counting.whole)
    finally:
        wire.close()


def test_the_wire_to_a_server_that_is_gone(
    server: http.server.ThreadingHTTPServer,
) -> None:
    """Without a server, and without a wire, there is no answer."""
    gone = Wire(("127.0.0.1", 9))
    gone.target = ("127.0.0.1", _closed_port())
    assert [None] == send(gone, [10])
    gone.close()
    assert [None] == send(gone, [10])


def _closed_port() -> int:
    with http.server.HTTPServer(("127.0.0.1", 0), Counting) as made:
        return int(made.server_port)


# -- servers and tools


def test_a_server_starts_dies_and_starts_again(stage: Stage) -> None:
    """A server answers once it is started, is gone when killed, and comes back."""
    stage.work.rmdir()
    stage.work.symlink_to(ROOT, target_is_directory=True)
    server = own_index(stage, password="secret")
    address = ("127.0.0.1", server.port)
    for _ in range(2):
        server.start()
        assert 200 == Answer(address, "GET", "/simple/").status
        server.kill()
        with pytest.raises(OSError):
            Answer(address, "GET", "/simple/")
    server.kill()
    assert "release" == USER


def test_a_server_that_does_not_start_is_told(stage: Stage) -> None:
    """A server that ends at once is an error that names its log."""
    words = [sys.executable, "-c", "raise SystemExit('no such thing')"]
    server = Server(stage, "broken", words=words, ready="")
    with pytest.raises(ReleaseError) as caught:
        server.start()
    assert "rehearsal-server" == caught.value.code
    log = stage.folder / "logs" / "broken.log"
    assert str(log) in caught.value.hint
    assert "no such thing" in log.read_text()


def checkout_with_pins(folder: pathlib.Path, pins: str) -> pathlib.Path:
    """Make a folder with pins and nothing else."""
    (folder / "requirements").mkdir(parents=True)
    (folder / tools.PINS).write_text(pins)
    return folder


@pytest.mark.skipif(sys.version_info < tools.OLDEST, reason="needs a newer Python")
def test_tools_that_are_as_pinned_stay(
    tmp_path: pathlib.Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """An environment made from these pins is used; for other pins it is made anew."""
    checkout = checkout_with_pins(tmp_path / "checkout", "# nothing\n")
    folder = tmp_path / "tools"
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    scripts.mkdir(parents=True)
    (scripts / "python").touch()
    (folder / ".pins").write_text(tools.fingerprint(checkout))
    assert scripts / "python" == tools.prepare(checkout, folder)
    assert "no network is needed" in capfd.readouterr().out
    # Where a file is in the way, no environment can be made.
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    with pytest.raises(ReleaseError) as caught:
        tools.prepare(checkout, in_the_way)
    assert "rehearsal-install" == caught.value.code
    assert "installing" in capfd.readouterr().out


@pytest.mark.skipif(sys.version_info >= tools.OLDEST, reason="needs an older Python")
def test_tools_need_a_newer_python(tmp_path: pathlib.Path) -> None:
    """The pinned servers do not run on the oldest Python, and that is said."""
    with pytest.raises(ReleaseError) as caught:
        tools.prepare(tmp_path, tmp_path / "tools")
    assert "rehearsal-python" == caught.value.code


def test_every_pin_has_a_hash_and_every_tool_a_pin() -> None:
    """The pins name all that rehearse.in asks for, each with hashes."""
    pins = (ROOT / tools.PINS).read_text(encoding="utf-8")
    asked = (ROOT / tools.PINS).with_suffix(".in").read_text(encoding="utf-8")
    wanted = {line for line in asked.splitlines() if line and line[0] != "#"}
    blocks = re.split(r"(?m)^(?=\S)", pins)[1:]
    named = {block.split("==")[0] for block in blocks}
    assert set() == wanted - named
    assert [] == [block for block in blocks if "--hash=sha256:" not in block]


def test_every_scene_says_what_it_shows() -> None:
    """The play has all the faults, then the bad release, the yank and the way back."""
    told = {scene.__name__: scene.__doc__ for scene in scenes.SCENES}
    assert [] == [name for name, doc in told.items() if not doc]
    assert ["bad_release", "yank", "roll_back"] == list(told)[-3:]
