# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the package index with real twine, real pip and raw requests."""

from __future__ import annotations

import base64
import hashlib
import http.client
import io
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tarfile
import threading
import zipfile
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

import pytest

from release.errors import ReleaseError
from release.index import form as forms
from release.index import names, pages
from release.index.command import PASSWORD, main
from release.index.refusal import Refusal
from release.index.server import LARGEST, Account, IndexServer
from release.index.store import Store

from .distributions import metadata, sdist, wheel

ACCOUNT = Account("__token__", "a secret: with colon")
JSON = "application/vnd.pypi.simple.v1+json"
BOUNDARY = "--a-boundary"
ROOT = pathlib.Path(__file__).resolve().parents[2]


class Answer(NamedTuple):
    """An answer of the index."""

    status: int
    reason: str
    headers: Dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


class Client:
    """Send raw requests to an index."""

    def __init__(self, server: IndexServer):
        self.server = server
        self.address = server.server_address[:2]

    def send(
        self, method: str, path: str, *, body: bytes = b"", **headers: str
    ) -> Answer:
        """Send one request."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(*self.address, timeout=10)
        try:
            connection.request(method, path, body or None, named)
            got = connection.getresponse()
            return Answer(got.status, got.reason, dict(got.headers), got.read())
        finally:
            connection.close()

    def get(self, path: str, *, accept: str = "text/html") -> Answer:
        """Get a page."""
        return self.send("GET", path, Accept=accept)

    def post(
        self, path: str, fields: Dict[str, str], *, password: str = ACCOUNT.password
    ) -> Answer:
        """Send a form without a file."""
        pairs = "&".join(f"{k}={v.replace(' ', '+')}" for k, v in fields.items())
        return self.send(
            "POST",
            path,
            body=pairs.encode(),
            Content_Type="application/x-www-form-urlencoded",
            Authorization=basic(password),
        )

    def upload(self, path: pathlib.Path, **changed: Optional[str]) -> Answer:
        """Send a file as twine does, with some fields changed or, by None, left out."""
        content = path.read_bytes()
        stem = path.name.split("-")
        fields: Dict[str, Optional[str]] = {
            ":action": "file_upload",
            "protocol_version": "1",
            "name": stem[0],
            "version": stem[1].replace(".tar.gz", ""),
            "filetype": "bdist_wheel" if path.suffix == ".whl" else "sdist",
            "sha256_digest": hashlib.sha256(content).hexdigest(),
            **{name.replace("action", ":action"): v for name, v in changed.items()},
        }
        sent = {name: value for name, value in fields.items() if value is not None}
        return self.send_form(multipart(sent, {"content": (path.name, content)}))

    def send_form(self, body: bytes) -> Answer:
        """Send a form that is given as bytes."""
        return self.send(
            "POST",
            "/legacy/",
            body=body,
            Content_Type=f"multipart/form-data; boundary={BOUNDARY}",
            Authorization=basic(ACCOUNT.password),
        )

    def files(self, project: str) -> List[Dict[str, Any]]:
        """Return what the JSON page says about a project's files."""
        page = self.get(f"/simple/{project}/", accept=JSON)
        return list(json.loads(page.body)["files"])


def basic(password: str) -> str:
    """Return the header of HTTP's basic authentication."""
    pair = f"{ACCOUNT.user}:{password}".encode()
    return "Basic " + base64.b64encode(pair).decode()


def multipart(fields: Dict[str, str], files: Dict[str, Tuple[str, bytes]]) -> bytes:
    """Return a form as it goes over the wire."""
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    lines = [f'{head}"{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    for name, (filename, content) in files.items():
        lines.append(f'{head}"{name}"; filename="{filename}"\r\n'.encode())
        lines.append(b"Content-Type: application/octet-stream\r\n\r\n")
        lines.append(content + b"\r\n")
    return b"".join([*lines, f"--{BOUNDARY}--\r\n".encode()])


@pytest.fixture
def server(tmp_path: pathlib.Path) -> Iterator[IndexServer]:
    """Run an index over an empty folder."""
    store = Store(tmp_path / "index")
    with IndexServer(("127.0.0.1", 0), store, account=ACCOUNT) as index:
        thread = threading.Thread(target=index.serve_forever, args=(0.01,))
        thread.start()
        yield index
        index.shutdown()
        thread.join()


@pytest.fixture
def client(server: IndexServer) -> Client:
    """Return a client of the index."""
    return Client(server)


def plain_environment(folder: pathlib.Path, **more: str) -> Dict[str, str]:
    """Return variables under which no settings of this machine count."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "TEMP")}
    named = {"HOME": str(folder), "PIP_CONFIG_FILE": os.devnull, "LC_ALL": "C.UTF-8"}
    return {**kept, **named, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **more}


def pip(folder: pathlib.Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run pip with nothing but these arguments."""
    return subprocess.run(
        [sys.executable, "-m", "pip", *arguments],
        env=plain_environment(folder),
        capture_output=True,
        text=True,
        timeout=60,
    )


# -- twine and pip


def test_twine_uploads_and_pip_installs(
    server: IndexServer, client: Client, tmp_path: pathlib.Path
) -> None:
    """What twine uploads, pip installs, with the metadata beside the wheel."""
    pytest.importorskip("twine", reason="twine is not installed")
    files = [wheel(tmp_path, "Tiny_One", "1.0"), sdist(tmp_path, "tiny-one", "1.0")]
    sent = subprocess.run(
        [sys.executable, "-m", "twine", "upload", "--non-interactive"]
        + ["--disable-progress-bar", "--repository-url", f"{server.url}legacy/"]
        + [str(path) for path in files],
        env=plain_environment(
            tmp_path, TWINE_USERNAME=ACCOUNT.user, TWINE_PASSWORD=ACCOUNT.password
        ),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert 0 == sent.returncode, sent.stdout + sent.stderr
    assert sorted(path.name for path in files) == sorted(
        record["filename"] for record in client.files("tiny-one")
    )
    target = tmp_path / "target"
    got = pip(
        tmp_path,
        *("install", "-v", "--no-cache-dir", "--target", str(target)),
        *("--index-url", f"{server.url}simple/", "tiny.one"),
    )
    assert 0 == got.returncode, got.stdout + got.stderr
    assert "VERSION = '1.0'\n" == (target / "Tiny_One.py").read_text()


def test_twine_shows_why_it_was_refused(
    server: IndexServer, tmp_path: pathlib.Path
) -> None:
    """A wrong password and a used file name are named in twine's output."""
    pytest.importorskip("twine", reason="twine is not installed")
    path = wheel(tmp_path, "tiny", "1.0")
    assert 200 == Client(server).upload(path).status
    wheel(tmp_path, "tiny", "1.0", body="CHANGED = True\n")
    said = []
    for password in ("wrong", ACCOUNT.password):
        sent = subprocess.run(
            [sys.executable, "-m", "twine", "upload", "--non-interactive"]
            + ["--repository-url", f"{server.url}legacy/", str(path)],
            env=plain_environment(
                tmp_path, TWINE_USERNAME=ACCOUNT.user, TWINE_PASSWORD=password
            ),
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert 1 == sent.returncode
        said.append(" ".join((sent.stdout + sent.stderr).split()))
    assert "403" in said[0] and "Invalid or non-existent authentication" in said[0]
    assert "400" in said[1] and "File already exists" in said[1]


def test_pip_leaves_a_yanked_version_unless_it_is_pinned(
    server: IndexServer, client: Client, tmp_path: pathlib.Path
) -> None:
    """After a yank, a bare name gets the version before; a pin still works, warned."""
    for version in ("1.0", "1.1"):
        assert 200 == client.upload(wheel(tmp_path, "tiny", version)).status
    fields = {"name": "Tiny", "version": "1.1", "reason": "it loses data"}
    assert "tiny-1.1-py3-none-any.whl\n" == client.post("/yank/", fields).text
    outputs = {}
    for wanted in ("tiny", "tiny==1.1"):
        folder = tmp_path / wanted
        outputs[wanted] = pip(
            tmp_path,
            *("install", "--no-cache-dir", "--target", str(folder)),
            *("--index-url", f"{server.url}simple/", wanted),
        )
        assert 0 == outputs[wanted].returncode, outputs[wanted].stderr
    assert "VERSION = '1.0'\n" == (tmp_path / "tiny" / "tiny.py").read_text()
    assert "VERSION = '1.1'\n" == (tmp_path / "tiny==1.1" / "tiny.py").read_text()
    assert "yanked" not in outputs["tiny"].stderr
    assert "it loses data" in outputs["tiny==1.1"].stderr
    client.post("/unyank/", {"name": "tiny", "version": "1.1"})
    assert [False, False] == [record["yanked"] for record in client.files("tiny")]


# -- uploads


def test_same_bytes_again_are_welcome(client: Client, tmp_path: pathlib.Path) -> None:
    """Half an upload can be repeated: what is there with the same bytes stays."""
    path = sdist(tmp_path, "tiny", "1.0")
    assert ["Kept.\n", "It was here already.\n"] == [
        client.upload(path).text,
        client.upload(path).text,
    ]


def test_a_file_name_can_be_used_once(client: Client, tmp_path: pathlib.Path) -> None:
    """Other bytes under a used name are refused, and the first ones stay."""
    path = wheel(tmp_path, "tiny", "1.0")
    first = path.read_bytes()
    client.upload(path)
    answer = client.upload(wheel(tmp_path, "tiny", "1.0", body="CHANGED = 1\n"))
    assert 400 == answer.status
    assert "File already exists" in answer.reason
    kept = client.get("/files/tiny/tiny-1.0-py3-none-any.whl")
    assert first == kept.body


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"action": "submit"}, "only action here is file_upload"),
        ({"protocol_version": "2"}, "version of the upload protocol is 1"),
        ({"attestations": "[]"}, "cannot check attestations"),
        ({"name": "other"}, "comes other 1.0"),
        ({"version": "1.1"}, "comes tiny 1.1"),
        ({"filetype": "sdist"}, "comes tiny 1.0 (sdist)"),
        ({"sha256_digest": None}, "no digest"),
        ({"sha256_digest": "0" * 64}, "does not match its sha256_digest"),
        ({"md5_digest": "0" * 32}, "does not match its md5_digest"),
        ({"blake2_256_digest": "0" * 64}, "does not match its blake2_256_digest"),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(
    client: Client,
    tmp_path: pathlib.Path,
    changed: Dict[str, Optional[str]],
    said: str,
) -> None:
    """An upload whose parts do not agree is refused with the reason, and not kept."""
    answer = client.upload(wheel(tmp_path, "tiny", "1.0"), **changed)
    assert 400 == answer.status
    assert said in answer.reason
    assert said in answer.text
    assert 404 == client.get("/simple/tiny/").status


def tar_of(member: str, content: bytes, kind: bytes = tarfile.REGTYPE) -> bytes:
    """Return a compressed archive with one member."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo(member)
        entry.size, entry.type = len(content), kind
        archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def zip_of(member: str, content: bytes) -> bytes:
    """Return a zip with one member."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(member, content)
    return packed.getvalue()


SDIST = "tiny-1.0.tar.gz"
WHEEL = "tiny-1.0-py3-none-any.whl"


@pytest.mark.parametrize(
    "filename, content, said",
    [
        (WHEEL, b"no zip", "cannot be read"),
        (SDIST, b"no gzip", "cannot be read"),
        (SDIST, tar_of("tiny-1.0/PKG-INFO", b"x" * 9000)[:60], "cannot be read"),
        (WHEEL, zip_of("tiny.py", b""), "has no metadata"),
        (SDIST, tar_of("tiny-1.0/tiny.py", b""), "has no metadata"),
        (SDIST, tar_of("a/PKG-INFO", b"", tarfile.DIRTYPE), "has no metadata"),
        (SDIST, tar_of("a/PKG-INFO", metadata("tiny", "2")), "comes tiny 2"),
        (WHEEL, zip_of("tiny-1.0.dist-info/METADATA", b""), "comes   (bdist_wheel)"),
    ],
    ids=range(8),
)
def test_a_file_that_is_not_what_it_says_is_refused(
    client: Client, tmp_path: pathlib.Path, filename: str, content: bytes, said: str
) -> None:
    """A file without readable metadata, or with that of another version, is refused."""
    path = tmp_path / filename
    path.write_bytes(content)
    answer = client.upload(path)
    assert 400 == answer.status
    assert said in answer.reason


@pytest.mark.parametrize(
    "body, said",
    [
        (b"nothing of a form", "cut short"),
        (multipart({"name": "tiny"}, {})[:-6], "cut short"),
        (multipart({"": "no name"}, {}), "has no name"),
        (f"--{BOUNDARY}\r\n\r\nno head\r\n--{BOUNDARY}--".encode(), "has no name"),
        (f"--{BOUNDARY}\r\nX: y\r\n\r\na\r\n--{BOUNDARY}--".encode(), "has no name"),
        (
            multipart({"name": "\0"}, {}).replace(b"\0", b"\xff"),
            "field name of the form is not UTF-8",
        ),
        (
            multipart({":action": "file_upload", "protocol_version": "1"}, {}),
            "no file in its field content",
        ),
    ],
)
def test_a_broken_form_is_refused(client: Client, body: bytes, said: str) -> None:
    """A form that cannot be read is refused with the reason."""
    answer = client.send_form(body)
    assert (400, True) == (answer.status, said in answer.reason)


def test_a_form_keeps_line_breaks_and_boundaries_in_files() -> None:
    """Bytes that look like a form's own are part of the file as they are."""
    content = f"\r\n\r\n--{BOUNDARY[:-1]}\r\n".encode() + b"\xff\0\r\n"
    body = multipart({"a": "1\r\n2"}, {"content": ('x"y', content)})
    body = body.replace(b'"x"y"', b'"x\\"y"')
    form = forms.parse(f'multipart/form-data; boundary="{BOUNDARY}"', body)
    assert ("1\r\n2", "") == (form.get("a"), form.get("b"))
    assert forms.Upload('x"y', content) == form.files["content"]


@pytest.mark.parametrize(
    "content_type, said",
    [
        ("", "untyped"),
        ("application/json", "not application/json"),
        ("multipart/form-data", "no usable boundary"),
        ("multipart/form-data; boundary=" + "x" * 71, "no usable boundary"),
    ],
)
def test_a_body_that_is_no_form_is_refused(content_type: str, said: str) -> None:
    """A body of another type is refused by the name of its type."""
    with pytest.raises(Refusal, match=said):
        forms.parse(content_type, b"")


def test_nobody_uploads_without_the_password(
    client: Client, tmp_path: pathlib.Path
) -> None:
    """Without credentials, or with wrong ones, nothing changes: 403."""
    body = multipart({}, {})
    kinds = ["", "Basic", "Basic !", "Bearer abc", basic("wrong"), "Basic YQ="]
    headers = {"Content_Type": f"multipart/form-data; boundary={BOUNDARY}"}
    for kind in kinds:
        answer = client.send(
            "POST", "/legacy/", body=body, Authorization=kind, **headers
        )
        assert 403 == answer.status, kind
    assert 403 == client.post("/yank/", {"name": "tiny"}, password="x").status


def test_limits_of_a_body(client: Client) -> None:
    """A body of unknown or immense length is not read."""
    unknown = client.send("POST", "/legacy/", Content_Length="many")
    immense = client.send("POST", "/legacy/", Content_Length=str(LARGEST + 1))
    assert (411, 413) == (unknown.status, immense.status)
    assert "close" == immense.headers["Connection"]


def test_a_client_that_hangs_up_changes_nothing(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half a request is dropped without a word."""
    connection = http.client.HTTPConnection(*client.address, timeout=10)
    connection.putrequest("POST", "/legacy/")
    connection.putheader("Content-Length", "1000")
    connection.endheaders(b"half")
    connection.sock.close()
    connection.close()
    assert 200 == client.get("/simple/").status
    assert "" == capsys.readouterr().err


@pytest.mark.parametrize(
    "fields, status",
    [
        ({"name": "tiny", "version": "9"}, 404),
        ({"name": "../tiny", "version": "1"}, 400),
        ({}, 400),
    ],
)
def test_yanking_what_is_not_there(
    client: Client, fields: Dict[str, str], status: int
) -> None:
    """A yank of a version that is not there says so."""
    assert status == client.post("/yank/", fields or {"x": "y"}).status
    assert 404 == client.post("/elsewhere/", fields or {"x": "y"}).status


# -- pages


def test_html_page(client: Client, tmp_path: pathlib.Path) -> None:
    """The page of a project has links with hash, Python, metadata and yank."""
    client.upload(wheel(tmp_path, "tiny", "1.0"))
    client.upload(sdist(tmp_path, "tiny", "1.1"))
    client.post("/yank/", {"name": "tiny", "version": "1.1", "reason": "a %3C b"})
    page = client.get("/simple/tiny/")
    assert "text/html" == page.headers["Content-Type"]
    assert '<meta name="pypi:repository-version" content="1.1">' in page.text
    links = re.findall(r"<a (.*)>(.*)</a>", page.text)
    assert [WHEEL, "tiny-1.1.tar.gz"] == [text for _, text in links]
    whl = hashlib.sha256((tmp_path / WHEEL).read_bytes()).hexdigest()
    core = hashlib.sha256(metadata("tiny", "1.0")).hexdigest()
    assert links[0][0] == (
        f'href="../../files/tiny/{WHEEL}#sha256={whl}" '
        'data-requires-python="&gt;=3.9" '
        f'data-dist-info-metadata="sha256={core}" data-core-metadata="sha256={core}"'
    )
    assert links[1][0].endswith(
        'data-requires-python="&gt;=3.9" data-yanked="a &lt; b"'
    )


def test_json_page(client: Client, tmp_path: pathlib.Path) -> None:
    """The JSON page says the same, with versions, sizes and times (PEP 700)."""
    path = wheel(tmp_path, "tiny", "1.0")
    client.upload(path)
    client.upload(sdist(tmp_path, "tiny", "1.1"))
    client.post("/yank/", {"name": "tiny", "version": "1.1", "reason": ""})
    page = client.get("/simple/tiny/", accept=JSON)
    assert JSON == page.headers["Content-Type"]
    body = json.loads(page.body)
    assert [{"api-version": "1.1"}, "tiny", ["1.0", "1.1"]] == [
        body[key] for key in ("meta", "name", "versions")
    ]
    first, second = body["files"]
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"
    assert re.fullmatch(stamp, first.pop("upload-time"))
    core = {"sha256": hashlib.sha256(metadata("tiny", "1.0")).hexdigest()}
    assert first == {
        "filename": WHEEL,
        "url": f"../../files/tiny/{WHEEL}",
        "hashes": {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()},
        "size": path.stat().st_size,
        "requires-python": ">=3.9",
        "core-metadata": core,
        "yanked": False,
    }
    assert (True, False) == (second["yanked"], second["core-metadata"])


def test_a_file_for_every_python(client: Client, tmp_path: pathlib.Path) -> None:
    """A file that names no Python has no such mark on either page."""
    client.upload(wheel(tmp_path, "tiny", "1.0", requires_python=""))
    assert "requires-python" not in client.files("tiny")[0]
    assert "data-requires-python" not in client.get("/simple/tiny/").text


def test_project_list(client: Client, tmp_path: pathlib.Path) -> None:
    """The list of projects comes as HTML and as JSON."""
    for name in ("b_one", "a_two"):
        client.upload(wheel(tmp_path, name, "1.0"))
    listed = json.loads(client.get("/simple/", accept=JSON).body)
    assert [{"name": "a-two"}, {"name": "b-one"}] == listed["projects"]
    page = client.get("/simple/").text
    assert '<a href="a-two/">a-two</a><br>\n<a href="b-one/">b-one</a>' in page


def test_files_and_their_metadata(client: Client, tmp_path: pathlib.Path) -> None:
    """A file, and the metadata of a wheel beside it, come byte for byte."""
    for path in (wheel(tmp_path, "tiny", "1.0"), sdist(tmp_path, "tiny", "1.0")):
        client.upload(path)
        assert path.read_bytes() == client.get(f"/files/tiny/{path.name}").body
    beside = client.get(f"/files/tiny/{WHEEL}.metadata")
    assert metadata("tiny", "1.0") == beside.body
    head = client.send("HEAD", f"/files/tiny/{WHEEL}.metadata")
    assert (b"", str(len(beside.body))) == (head.body, head.headers["Content-Length"])


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/simple/unknown/",
        "/simple/bad..name../",
        "/simple/tiny/more/",
        "/files/tiny/unknown.whl",
        f"/files/tiny/{SDIST}.metadata",
        f"/files/tiny/{SDIST}.json",
        "/files/../tiny-1.0.tar.gz",
        "/files/%2e%2e%2ftiny/tiny-1.0.tar.gz",
        "/files/tiny/..%2f..%2fsecret",
        "/legacy/",
    ],
)
def test_nothing_else_is_there(
    client: Client, tmp_path: pathlib.Path, path: str
) -> None:
    """Other paths are not found; none leads out of the folder."""
    client.upload(sdist(tmp_path, "tiny", "1.0"))
    assert 404 == client.get(path).status


@pytest.mark.parametrize(
    "path, location",
    [
        ("/", "/simple/"),
        ("/simple", "/simple/"),
        ("/simple/tiny", "/simple/tiny/"),
        ("/simple/Tiny_One/", "/simple/tiny-one/"),
    ],
)
def test_one_address_for_a_page(client: Client, path: str, location: str) -> None:
    """Other spellings are redirected to the normal one (PEP 503)."""
    answer = client.get(path)
    assert (301, location) == (answer.status, answer.headers["Location"])


@pytest.mark.parametrize(
    "accept, chosen",
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/*", "text/html"),
        ("application/vnd.pypi.simple.latest+json", JSON),
        (f"{JSON}, text/html;q=0.1", JSON),
        (f"{JSON};q=0.1, text/html", "text/html"),
        (f"{JSON};q=x, text/html;level=1;q=0.1", "text/html"),
        ("application/vnd.pypi.simple.v1+html", "application/vnd.pypi.simple.v1+html"),
        ("text/html;q=0", None),
        ("application/vnd.pypi.simple.v9+json", None),
    ],
)
def test_the_client_chooses_the_form(accept: str, chosen: Optional[str]) -> None:
    """The best form that both sides know is served (PEP 691)."""
    assert chosen == pages.choose(accept)


def test_no_form_fits(client: Client) -> None:
    """A client that wants another form is told so: 406."""
    assert 406 == client.get("/simple/", accept="application/xml").status


@pytest.mark.parametrize(
    "filename, expected",
    [
        ("tiny-1.0.tar.gz", ("tiny", "1.0", "sdist")),
        ("a_b-1.0rc1.post2.dev3.tar.gz", ("a-b", "1.0rc1.post2.dev3", "sdist")),
        ("A_b-1!2-py3-none-any.whl", ("a-b", "1!2", "bdist_wheel")),
        ("a.b-2-1build-cp39-abi3-linux_x86_64.whl", ("a-b", "2", "bdist_wheel")),
        ("Tiny-1.0.tar.gz", None),
        ("tiny-1.0.zip", None),
        ("tiny-01.tar.gz", None),
        ("tiny-1.0-py3-none.whl", None),
        ("tiny-1.0+local-py3-none-any.whl", None),
        ("tiny-1.0-py3-none-any.whl\n", None),
        (".._-1.0-py3-none-any.whl", None),
        ("../tiny-1.0.tar.gz", None),
    ],
)
def test_names_of_files(
    filename: str, expected: Optional[Tuple[str, str, str]]
) -> None:
    """A wheel's or an sdist's name says project, version, type; no other is taken."""
    if expected is None:
        with pytest.raises(Refusal):
            names.parse(filename)
    else:
        assert expected == tuple(names.parse(filename))


# -- the command


def test_serve_says_where_it_is_and_stops_when_interrupted(
    tmp_path: pathlib.Path,
) -> None:
    """The command prints its two addresses, serves, logs, and ends by SIGINT."""
    command = [sys.executable, "-m", "release", "index", "serve", str(tmp_path / "new")]
    variables = plain_environment(tmp_path, **{PASSWORD: "x"})
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=variables,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(
            r"upload http://127\.0\.0\.1:(\d+)/legacy/ simple \S+/simple/\n", line
        )
        assert found, line
        connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=10)
        connection.request("GET", "/simple/")
        assert 200 == connection.getresponse().status
        connection.close()
        process.send_signal(signal.SIGINT)
        try:
            _, errors = process.communicate(timeout=10)
        finally:
            process.kill()
    assert 0 == process.returncode
    assert '"GET /simple/ HTTP/1.1" 200' in errors
    assert "stopped" in errors


def test_serve_wants_a_password(tmp_path: pathlib.Path) -> None:
    """Without a password nothing is served."""
    assert PASSWORD not in os.environ
    with pytest.raises(ReleaseError) as caught:
        main(["serve", str(tmp_path)])
    assert "index-password" == caught.value.code


def test_serve_names_a_port_that_is_taken(
    server: IndexServer, tmp_path: pathlib.Path
) -> None:
    """A port that is in use is an error with a way out."""
    port = str(server.server_address[1])
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "release",
            "index",
            "serve",
            str(tmp_path),
            "--port",
            port,
        ],
        cwd=ROOT,
        env=plain_environment(tmp_path, **{PASSWORD: "x"}),
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert 1 == ended.returncode
    assert "release: index-start:" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_yank_in_the_folder(
    server: IndexServer,
    client: Client,
    tmp_path: pathlib.Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A version can be yanked in the folder while the index runs, and back."""
    client.upload(wheel(tmp_path, "tiny", "1.0"))
    folder = str(server.store.root)
    assert 0 == main(["yank", folder, "tiny", "1.0", "--reason", "broken"])
    assert "broken" == client.files("tiny")[0]["yanked"]
    assert 0 == main(["unyank", folder, "tiny", "1.0"])
    assert client.files("tiny")[0]["yanked"] is False
    assert f"yanked {WHEEL}\nunyanked {WHEEL}\n" == capsys.readouterr().out


@pytest.mark.parametrize("project", ["other", "../x", "tiny"])
def test_yank_of_what_is_not_there(tmp_path: pathlib.Path, project: str) -> None:
    """A version that is not there cannot be yanked."""
    folder = tmp_path / ("missing" if project == "tiny" else "")
    with pytest.raises(ReleaseError) as caught:
        main(["yank", str(folder), project, "1.0"])
    assert "index-no-such-version" == caught.value.code
