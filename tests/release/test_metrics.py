# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the numbers about the project, with an index and a forge on loopback."""

from __future__ import annotations

import json
import pathlib
from typing import Any, Dict, List

import pytest

from release.__main__ import main

from .web_server import Answer, WebServer

PYPROJECT = """[project]
name = "sample_name"

[project.urls]
Source = "https://forge.example/owner/sample"
"""
PACKAGE = '''"""Have two public things."""
__version__ = "1.2.3"
_HOMES = {
    "one": ".a",
    "two": ".a",
}


class Thing:
    """Be one."""

    def method(self):
        pass

    def _hidden(self):
        pass


class _Hidden:
    pass
'''
NAMES = (
    "RELEASE_FORGE_API",
    "RELEASE_FORGE_TOKEN",
    "GITHUB_TOKEN",
    "GH_TOKEN",
    "METRICS_DOWNLOADS",
)


@pytest.fixture(autouse=True)
def checkout(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Stand in a checkout of a small project, without addresses."""
    for name in ("sample_name", "docs", "build"):
        (tmp_path / name).mkdir()
    (tmp_path / "sample_name" / "__init__.py").write_text(PACKAGE)
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    (tmp_path / "docs" / "api.rst").write_text(".. autofunction:: one\n")
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def shown(capsys: Any) -> Dict[str, str]:
    """Run the command; return the table by names."""
    assert 0 == main(["metrics"])
    rows = [line.split("  ", 1) for line in capsys.readouterr().out.splitlines()]
    return {name: value.strip() for name, value in rows}


def test_what_cannot_be_had_says_why(capsys: Any) -> None:
    """Without addresses and builds the table is there, and names what is missing."""
    rows = shown(capsys)
    assert "n/a (RELEASE_FORGE_API is not set)" == rows["stars"]
    assert "n/a (METRICS_DOWNLOADS is not set)" == rows["downloads"]
    assert "`make test`" in rows["test coverage"]
    assert "`make install-matrix`" in rows["install success"]


def test_numbers_of_the_checkout(checkout: pathlib.Path, capsys: Any) -> None:
    """Installs, coverage and documentation come from the files that are there."""
    totals = {
        "covered_lines": 90,
        "num_statements": 100,
        "covered_branches": 9,
        "num_branches": 10,
    }
    for name, value in (
        ("install-matrix.json", {"good": 2, "tried": 3}),
        ("coverage.json", {"totals": totals}),
    ):
        (checkout / "build" / name).write_text(json.dumps(value))
    rows = shown(capsys)
    assert "66.6 % (2 of 3 installs)" == rows["install success"]
    assert "90.0 % (99 of 110 lines and branches)" == rows["test coverage"]
    assert "66.6 % (2 of 3 public things)" == rows["documented code"]
    assert "50.0 % (1 of 2 names)" == rows["documented API"]


def issue(number: int, comments: int, **more: Any) -> Dict[str, Any]:
    """Return an issue as the forge gives it."""
    return {
        "user": {"login": "asker", "type": "User"},
        "comments": comments,
        "comments_url": f"ROOT/comments/{number}",
        "created_at": "2026-01-01T00:00:00Z",
        **more,
    }


def comment(hour: int, login: str, kind: str = "User") -> Dict[str, Any]:
    """Return a comment as the forge gives it."""
    who = {"login": login, "type": kind}
    return {"user": who, "created_at": f"2026-01-01T{hour:02d}:00:00Z"}


REPOSITORY = "/api/repos/owner/sample"
ISSUES = f"{REPOSITORY}/issues?state=all&per_page=50"
PEOPLE = f"{REPOSITORY}/contributors?per_page=100&anon=1"
NETWORK: Dict[str, List[Answer]] = {
    "/recent/sample-name": [
        Answer(body={"data": {"last_day": 1, "last_week": 20, "last_month": 300}})
    ],
    REPOSITORY: [Answer(body={"stargazers_count": 12})],
    PEOPLE: [Answer(body=[{}, {}], headers={"Link": '<ROOT/people2>; rel="next"'})],
    "/people2": [Answer(body=[{}])],
    ISSUES: [
        Answer(
            body=[
                issue(1, 3),
                issue(2, 1),
                issue(3, 1),
                issue(4, 0),
                issue(5, 1, pull_request={}),
            ]
        )
    ],
    "/comments/1?per_page=100": [
        Answer(
            body=[comment(1, "asker"), comment(2, "ci", "Bot"), comment(4, "helper")]
        )
    ],
    "/comments/2?per_page=100": [Answer(body=[comment(6, "helper")])],
    "/comments/3?per_page=100": [Answer(body=[comment(7, "asker")])],
}


def test_numbers_of_the_network(monkeypatch: Any, capsys: Any) -> None:
    """Downloads, stars, people over pages, and the median time to a first answer."""
    with WebServer({path: list(answers) for path, answers in NETWORK.items()}) as web:
        monkeypatch.setenv("RELEASE_FORGE_API", web.root + "/api/")
        monkeypatch.setenv("RELEASE_FORGE_TOKEN", "secret")
        monkeypatch.setenv(
            "METRICS_DOWNLOADS",
            web.root.replace("127.0.0.1", "localhost") + "/recent/{name}",
        )
        rows = shown(capsys)
    assert "1 last day, 20 last week, 300 last month" == rows["downloads"]
    assert ("12", "3") == (rows["stars"], rows["contributors"])
    assert "5.0 h median (2 of 4 issues answered)" == rows["time to first answer"]
    known = {asked.line: asked.headers.get("Authorization") for asked in web.asked}
    assert "Bearer secret" == known[f"GET {REPOSITORY}"]
    assert known["GET /recent/sample-name"] is None


FAULTS: Dict[str, Answer] = {
    "answered 403": Answer(403, "rate limit"),
    "another form": Answer(200, ["unexpected"]),
}


@pytest.mark.parametrize("said", FAULTS)
def test_a_server_that_refuses_is_a_row_of_the_table(
    monkeypatch: Any, capsys: Any, said: str
) -> None:
    """One bad answer costs one number, not the table."""
    with WebServer({REPOSITORY: [FAULTS[said]], ISSUES: [Answer(body=[])]}) as web:
        monkeypatch.setenv("RELEASE_FORGE_API", web.root + "/api")
        rows = shown(capsys)
    assert said in rows["stars"]
    assert "n/a (there are no issues)" == rows["time to first answer"]


def test_issues_that_nobody_answered(monkeypatch: Any, capsys: Any) -> None:
    """There is no time where there is no answer."""
    with WebServer({ISSUES: [Answer(body=[issue(1, 0)])]}) as web:
        monkeypatch.setenv("RELEASE_FORGE_API", web.root + "/api")
        rows = shown(capsys)
    assert "n/a (none of 1 issues is answered)" == rows["time to first answer"]


def test_a_project_without_a_repository(
    checkout: pathlib.Path, monkeypatch: Any, capsys: Any
) -> None:
    """Without an address of the source nothing is asked."""
    (checkout / "pyproject.toml").write_text('[project]\nname = "sample_name"\n')
    monkeypatch.setenv("RELEASE_FORGE_API", "http://127.0.0.1:9/api")
    rows = shown(capsys)
    assert "n/a (pyproject.toml names no repository as Source)" == rows["stars"]


def test_the_numbers_as_json(checkout: pathlib.Path, capsys: Any) -> None:
    """For programs there is one object; nothing to count is no number either."""
    (checkout / "sample_name" / "__init__.py").write_text('__version__ = "1"\n')
    assert 0 == main(["metrics", "--json"])
    rows = json.loads(capsys.readouterr().out)
    assert "there are no names" == rows["documented API"]["why"]
    assert rows["stars"]["value"] is None
