# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test uploads by real twine to real indexes on loopback, and looking after them."""

from __future__ import annotations

import re
import sys
from typing import Dict, List

import pytest

from release import indexes as addresses
from release import manifest, project, upload, verify_upload
from release.errors import ReleaseError
from release.index import names

from .checkout import Checkout
from .conftest import Indexes, Tool
from .web_server import Answer, WebServer

pytest.importorskip("twine", reason="twine is not installed")
pytest.importorskip("requests", reason="requests is not installed")

WHEEL = "small_thing-0.2.0-py3-none-any.whl"
SDIST = "small_thing-0.2.0.tar.gz"


def put(indexes: Indexes, name: str, content: bytes) -> None:
    """Put a file on the index for tests, past twine."""
    indexes.stores["testpypi"].add(
        names.parse(name),
        name,
        content=content,
        metadata=b"",
        requires_python="",
        uploaded_by="somebody",
    )


def send(ready: Checkout, indexes: Indexes, **extra: str) -> str:
    """Upload to the index for tests, without the check of twine before it."""
    here = project.load(ready.root)
    with pytest.MonkeyPatch.context() as now:
        for name, value in {**ready.environ, **indexes.environ, **extra}.items():
            now.setenv(name, value)
        return upload.upload(here, addresses.find("testpypi"), ready.dist)


def test_what_is_uploaded_is_what_everyone_gets(
    ready: Checkout, tool: Tool, indexes: Indexes
) -> None:
    """twine uploads; pip downloads, builds the same wheel, and installs."""
    ran = tool("upload", "testpypi", **indexes.environ)
    assert (0, "") == (ran.code, ran.err)
    assert f"upload: uploaded to testpypi: {WHEEL}, {SDIST}.\n" == ran.out
    again = send(ready, indexes)
    assert "testpypi has all 2 files already, with these hashes." == again
    ran = tool("verify-upload", "testpypi", **indexes.environ)
    assert (0, "") == (ran.code, ran.err)
    for words in (
        "testpypi lists 2 files of 0.2.0, hashes agree.",
        "pip downloaded 2 files, their bytes are those.",
        f"{WHEEL} built from the downloaded sdist has the same bytes.",
        f"installed by hash with {sys.executable}; it says 'small 0.2.0'.",
    ):
        assert f"verify-upload: {words}\n" in ran.out
    assert ready.dist.is_dir()


def test_half_an_upload_is_completed(ready: Checkout, indexes: Indexes) -> None:
    """What is there already is not uploaded twice."""
    put(indexes, SDIST, (ready.dist / SDIST).read_bytes())
    assert f"uploaded to testpypi: {WHEEL}." == send(ready, indexes)


def test_a_file_name_with_other_bytes_is_a_conflict(
    tool: Tool, ready: Checkout, indexes: Indexes
) -> None:
    """It is found before anything is uploaded."""
    put(indexes, SDIST, b"other bytes")
    with pytest.raises(ReleaseError) as caught:
        send(ready, indexes)
    assert "upload-conflict" == caught.value.code
    assert f"testpypi has {SDIST} with other bytes." == caught.value.message
    assert "make bump" in caught.value.hint
    ran = tool("verify-upload", "testpypi", **indexes.environ)
    assert "release: not-on-index: " in ran.err
    put(indexes, WHEEL, (ready.dist / WHEEL).read_bytes())
    ran = tool("verify-upload", "testpypi", **indexes.environ)
    assert f"release: index-differs: testpypi has {SDIST} with " in ran.err


def test_a_file_that_is_not_ours_is_found(
    ready: Checkout, tool: Tool, indexes: Indexes
) -> None:
    """Somebody with a stolen token might add a wheel that pip prefers."""
    for name in (SDIST, WHEEL):
        put(indexes, name, (ready.dist / name).read_bytes())
    put(indexes, "small_thing-0.2.0-cp39-none-any.whl", b"evil")
    ran = tool("verify-upload", "testpypi", **indexes.environ)
    expected = "testpypi has small_thing-0.2.0-cp39-none-any.whl, which is not of this"
    assert f"release: index-differs: {expected}" in ran.err


def test_a_wrong_password_is_told(ready: Checkout, indexes: Indexes) -> None:
    """The message has what twine said, the hint the variables."""
    with pytest.raises(ReleaseError) as caught:
        # pragma: allowlist nextline secret (made up)
        send(ready, indexes, RELEASE_TESTPYPI_PASSWORD="a wrong one")
    assert "upload-refused" == caught.value.code
    assert "HTTPError: 403 Forbidden" in caught.value.message
    assert "RELEASE_TESTPYPI_PASSWORD" in caught.value.hint
    assert "a wrong one" not in str(caught.value)


def test_a_server_that_is_down_is_found_before_twine_tries(
    ready: Checkout, indexes: Indexes
) -> None:
    """Nobody waits through the attempts of twine."""
    with WebServer({}) as server:
        url = f"{server.root}/legacy/"
    with pytest.raises(ReleaseError) as caught:
        send(ready, indexes, RELEASE_TESTPYPI_URL=url)
    assert "server-unreachable" == caught.value.code
    assert "testpypi does not answer at" in caught.value.message
    assert "goes on from here" in caught.value.hint


def test_a_tampered_file_is_not_uploaded(ready: Checkout, indexes: Indexes) -> None:
    """The files must be those of the list of hashes."""
    content = (ready.dist / SDIST).read_bytes()
    (ready.dist / SDIST).write_bytes(content + b"\0")
    with pytest.raises(ReleaseError) as caught:
        send(ready, indexes)
    assert "files-changed" == caught.value.code
    assert [] == indexes.stores["testpypi"].projects()


def test_metadata_that_an_index_would_refuse_is_found(
    ready: Checkout, tool: Tool, indexes: Indexes
) -> None:
    """twine check --strict stands before every upload, without its traceback."""
    (ready.dist / WHEEL).write_bytes(b"no archive")
    ran = tool("upload", "testpypi", **indexes.environ)
    assert "release: metadata-wrong: " in ran.err
    assert "Traceback" not in ran.err


def test_a_dry_run_uploads_nothing(
    ready: Checkout, indexes: Indexes, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what twine would be given."""
    assert "dry run" == send(ready, indexes, DRY_RUN="1")
    assert f"legacy/ {WHEEL} {SDIST}\n" in capsys.readouterr().out
    assert [] == indexes.stores["testpypi"].projects()


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("HTTPError: 403 Forbidden from x\nInvalid credentials", "upload-refused"),
        ("HTTPError: 401 Unauthorized from x", "upload-refused"),
        ("InvalidConfiguration: no password", "upload-refused"),
        ("HTTPError: 409 Conflict from x", "upload-conflict"),
        ("HTTPError: 400 Bad Request from x\nFile already exists", "upload-conflict"),
        ("HTTPError: 400 Bad Request from x\nInvalid metadata", "upload-failed"),
        ("HTTPError: 503 Service Unavailable from x", "upload-failed"),
        ("", "upload-failed"),
    ],
)
def test_what_twine_prints_is_understood(output: str, code: str) -> None:
    """Each kind of refusal has its own code and next step."""
    index = addresses.Index("pypi", "", "", False)
    assert code == upload.refused(index, output).code


def test_attestations_go_along_when_all_files_have_one(ready: Checkout) -> None:
    """twine is told to send them only then."""
    wanted = [WHEEL, SDIST]
    files = [str(ready.dist / name) for name in wanted]
    proofs = [f"{name}.publish.attestation" for name in files]
    (ready.dist / f"{WHEEL}.publish.attestation").write_text("{}")
    assert files == upload.attested(ready.dist, wanted)
    (ready.dist / f"{SDIST}.publish.attestation").write_text("{}")
    expected = ["--attestations", *files, *proofs]
    assert expected == upload.attested(ready.dist, wanted)


def test_only_a_job_with_an_identity_attests(ready: Checkout, tool: Tool) -> None:
    """On a person's machine one is told to sign instead."""
    assert "release: no-identity: " in tool("attest").err
    identity = {"ACTIONS_ID_TOKEN_REQUEST_URL": "http://127.0.0.1:9/"}
    ran = tool("attest", DRY_RUN="1", **identity)
    assert re.search(r"would: .*-m pypi_attestations sign .*\.whl .*\.tar\.gz", ran.out)
    (ready.root / "pypi_attestations.py").write_text("raise SystemExit('no luck')")
    ran = tool("attest", **identity)
    assert "release: attest-failed: " in ran.err and "no luck" in ran.err
    # A stand-in that writes what the real program would write, without its servers.
    (ready.root / "pypi_attestations.py").write_text(
        "import sys\nfor name in sys.argv[2:]:\n"
        "    open(name + '.publish.attestation', 'w').write('{}')\n"
    )
    assert "attest: attested 2 files.\n" == tool("attest", **identity).out
    ran = tool("attest", **identity)
    assert "attest: 2 files have attestations already.\n" == ran.out


def environ_of(server: WebServer) -> Dict[str, str]:
    """Return variables that name a server as an index."""
    return {"RELEASE_MINE_URL": f"{server.root}/legacy/"}


def broken_index(hashes: Dict[str, str]) -> Dict[str, List[Answer]]:
    """Return an index that lists the right hashes and hands out something else."""
    files = [
        {"filename": name, "url": f"/{name}", "hashes": {"sha256": digest}}
        for name, digest in hashes.items()
    ]
    kind = {"Content-Type": "application/vnd.pypi.simple.v1+json"}
    listing = {"meta": {"api-version": "1.0"}, "name": "small-thing", "files": files}
    return {"/simple/small-thing/": [Answer(200, listing, kind)]}


def test_files_that_cannot_be_downloaded_are_told(ready: Checkout, tool: Tool) -> None:
    """An index may list what it does not have."""
    here = project.load(ready.root)
    hashes = manifest.check(here, ready.dist)
    with WebServer(broken_index(hashes)) as server:
        ran = tool("verify-upload", "mine", **environ_of(server))
    assert "release: download-failed: " in ran.err
    assert "404" in ran.err


def test_a_wheel_that_is_not_of_the_sdist_is_found(ready: Checkout) -> None:
    """The wheel is built again from the sdist and compared."""
    here = project.load(ready.root)
    hashes = manifest.check(here, ready.dist)
    got = {SDIST: ready.dist / SDIST}
    with pytest.raises(ReleaseError) as caught:
        verify_upload.rebuild(here, {**hashes, WHEEL: "00"}, got, ready.home / "made")
    assert "rebuild-differs" == caught.value.code


def test_an_sdist_that_does_not_build_is_told(ready: Checkout) -> None:
    """What pip says is passed on, without its traceback."""
    here = project.load(ready.root)
    (ready.home / SDIST).write_bytes(b"nothing")
    got = {SDIST: ready.home / SDIST}
    with pytest.raises(ReleaseError) as caught:
        verify_upload.rebuild(here, {}, got, ready.home / "made")
    assert "rebuild-failed" == caught.value.code


def test_an_interpreter_that_is_not_there_is_told(ready: Checkout) -> None:
    """Clean environments are made with the interpreters that were named."""
    here = project.load(ready.root)
    index = addresses.Index("mine", "", "http://127.0.0.1:9/", True)
    with pytest.raises(ReleaseError) as caught:
        verify_upload.install(here, index, {}, "python0.1", ready.home / "clean")
    assert "program-missing" == caught.value.code


@pytest.mark.parametrize(
    ("version", "without"), [("21.2.4", False), ("22.3", True), ("25.1", True)]
)
def test_an_old_pip_installs_from_inside(version: str, without: bool) -> None:
    """A pip that cannot reach into another environment is put into it."""
    options, start = verify_upload.installer("/clean/python", version)
    assert (["--without-pip"] if without else []) == options
    assert ["/clean/python", "-m", "pip"] == start or start[-1] == "/clean/python"
    assert without == ("--python" in start)
