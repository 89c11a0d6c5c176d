# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test what is known of an index: its addresses, and the files it lists."""

from __future__ import annotations

import hashlib
import pathlib

import pytest

from release import indexes, simple
from release.errors import ReleaseError
from release.indexes import Index
from release.project import Project
from release.simple import Listed

from .web_server import Answer, WebServer

HERE = Project(pathlib.Path(), "small_thing", "0.2.0")
BASE = "https://index.invalid/simple/small-thing/"
PAGE = """<html><body><a name="top"></a>
<a href="../../f/small_thing-0.1.0.tar.gz#sha256=ab">small_thing-0.1.0.tar.gz</a>
<a href="x/small_thing-0.2.0-py3-none-any.whl" data-yanked="bad &amp; old">w</a>
<a href="/y/small_thing-0.3.0.tar.gz#md5=cd" data-yanked>s</a>
</body></html>"""


@pytest.mark.parametrize(
    ("upload", "expected"),
    [
        ("https://upload.host.invalid/legacy/", "https://host.invalid/simple/"),
        ("https://test.host.invalid/legacy/", "https://test.host.invalid/simple/"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/simple/"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/simple/"),
        ("https://host.invalid/team/legacy", "https://host.invalid/team/simple/"),
    ],
)
def test_the_simple_index_is_found_from_the_upload_address(
    upload: str, expected: str
) -> None:
    """The forms that are usual are known; for others there is a variable."""
    assert expected == indexes.derived(upload)


def test_variables_name_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses and credentials come from variables with its name."""
    monkeypatch.setenv("RELEASE_MY_OWN_URL", "http://host.invalid/up/")
    monkeypatch.setenv("RELEASE_MY_OWN_SIMPLE", "http://host.invalid/+simple")
    monkeypatch.setenv("RELEASE_MY_OWN_PASSWORD", "secret")
    found = indexes.find("my-own")
    expected = Index(
        "my-own", "http://host.invalid/up/", "http://host.invalid/+simple/", True
    )
    assert expected == found
    assert ["--repository-url", "http://host.invalid/up/"] == found.twine()
    assert {"TWINE_PASSWORD": "secret"} == found.credentials()
    assert "http://host.invalid/manage/" == found.page("manage/")


def test_the_settings_of_twine_name_an_index(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    """A section of ~/.pypirc is enough, and the public indexes need none."""
    pytest.importorskip("twine", reason="twine is not installed")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / ".pypirc").write_text(
        "[distutils]\nindex-servers = mine\n\n[mine]\n"
        "repository = https://upload.mine.invalid/legacy/\n"
    )
    found = indexes.find("mine")
    assert "https://mine.invalid/simple/" == found.simple
    assert ["--repository", "mine"] == found.twine()
    assert indexes.find("pypi").simple.endswith("/simple/")
    with pytest.raises(ReleaseError) as caught:
        indexes.find("another")
    assert "index-unknown" == caught.value.code
    assert "RELEASE_ANOTHER_URL" in caught.value.hint


@pytest.mark.parametrize("word", ["URL", "SIMPLE"])
def test_an_address_that_is_none_is_told(
    monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    """The message has the address, the hint the variable."""
    monkeypatch.setenv("RELEASE_PYPI_URL", "https://host.invalid/legacy/")
    monkeypatch.setenv(f"RELEASE_PYPI_{word}", "host.invalid")
    with pytest.raises(ReleaseError) as caught:
        indexes.find("pypi")
    assert "bad-variable" == caught.value.code
    assert f"RELEASE_PYPI_{word}" in caught.value.hint


def test_a_page_is_read_with_hashes_and_marks() -> None:
    """Addresses are resolved; only SHA-256 counts; an empty reason is one."""
    root = "https://index.invalid"
    assert [
        Listed(
            "small_thing-0.1.0.tar.gz", f"{root}/f/small_thing-0.1.0.tar.gz", "ab", None
        ),
        Listed(
            "small_thing-0.2.0-py3-none-any.whl",
            f"{BASE}x/small_thing-0.2.0-py3-none-any.whl",
            "",
            "bad & old",
        ),
        Listed(
            "small_thing-0.3.0.tar.gz", f"{root}/y/small_thing-0.3.0.tar.gz", "", ""
        ),
    ] == simple.from_html(PAGE, BASE)


def index_of(server: WebServer) -> Index:
    """Return an index at a server."""
    return Index("mine", f"{server.root}/legacy/", f"{server.root}/simple/", True)


def test_the_json_form_is_read_as_well() -> None:
    """All forms of a yank are known, and a hash may be missing."""
    files = [
        {"filename": "a", "url": "/a", "hashes": {"sha256": "ab"}, "yanked": False},
        {"filename": "b", "url": "/b", "hashes": {}, "yanked": True},
        {"filename": "c", "url": "/c", "hashes": {}, "yanked": "bad"},
        {"filename": "d", "url": "/d", "hashes": {}},
    ]
    answer = Answer(200, {"files": files}, {"Content-Type": simple.JSON})
    with WebServer({"/simple/small-thing/": [answer]}) as server:
        found = simple.listing(HERE, index_of(server))
        assert simple.JSON in server.asked[0].headers["Accept"]
        assert [
            Listed("a", f"{server.root}/a", "ab", None),
            Listed("b", f"{server.root}/b", "", ""),
            Listed("c", f"{server.root}/c", "", "bad"),
            Listed("d", f"{server.root}/d", "", None),
        ] == found


def test_an_index_that_does_not_know_the_project_has_no_files() -> None:
    """Before the first upload, 404 is the right answer."""
    with WebServer({}) as server:
        assert [] == simple.listing(HERE, index_of(server))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(200, {"no": "files"}, {"Content-Type": simple.JSON}), "index-strange"),
        (Answer(200, [1], {"Content-Type": simple.JSON}), "index-strange"),
        (Answer(403, "no"), "server-refused"),
        (Answer(503, "later"), "server-failed"),
    ],
)
def test_an_answer_of_another_kind_is_told(answer: Answer, code: str) -> None:
    """Each has its own code and none is a traceback."""
    with WebServer({"/simple/small-thing/": [answer]}) as server:
        with pytest.raises(ReleaseError) as caught:
            simple.listing(HERE, index_of(server))
    assert code == caught.value.code


def test_a_server_that_is_down_is_told_in_one_line() -> None:
    """The message has address and reason, without layers of a library."""
    with WebServer({}) as server:
        index = index_of(server)
    with pytest.raises(ReleaseError) as caught:
        simple.listing(HERE, index)
    assert "server-unreachable" == caught.value.code
    assert "refused" in caught.value.message
    assert "HTTPConnectionPool" not in caught.value.message


def test_files_are_told_apart_by_version() -> None:
    """A version is matched whole, whatever way the name is written."""
    names = [
        "small_thing-0.2.0-py3-none-any.whl",
        "Small.Thing-0.2.0.tar.gz",
        "small-thing-0.2.0.tar.gz",
        "small_thing-0.2.01.tar.gz",
        "small_thing-0.1.0.tar.gz",
        "small_thing_more-0.2.0.tar.gz",
        "README",
    ]
    found = [Listed(name, "", "", None) for name in names]
    mine = [file.name for file in simple.of_version(HERE, "0.2.0", found)]
    assert names[:3] == mine
    assert {"0.2.0": 3, "0.2.01": 1, "0.1.0": 1} == {
        version: len(files) for version, files in simple.versions(HERE, found).items()
    }


def test_a_hash_that_is_not_told_is_made() -> None:
    """The file is downloaded for it."""
    with WebServer({"/a": [Answer(200, "bytes")]}) as server:
        file = Listed("a", f"{server.root}/a", "", None)
        assert hashlib.sha256(b'"bytes"').hexdigest() == simple.hash_of(file)
    assert "ab" == simple.hash_of(file._replace(sha256="ab"))
