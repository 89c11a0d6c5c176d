# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold the pages for contributors to what is true, and to inventing nobody."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
from typing import List, Set

import pytest

import aura_coding_agent

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGES = [
    *(
        f"{name}.rst"
        for name in (
            "CODE_OF_CONDUCT CONTRIBUTING GOVERNANCE MAINTAINERS SECURITY SUPPORT"
        ).split()
    ),
    "docs/owner-checklist.rst",
    "docs/quality.rst",
    "docs/roadmap.rst",
]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))


def read(name: str) -> str:
    """Return the text of a file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def labels() -> Set[str]:
    """Return the names of the labels."""
    return {label["name"] for label in json.loads(read(".github/labels.json"))}


@pytest.mark.parametrize("name", PAGES)
def test_every_command_of_a_page_exists(name: str) -> None:
    """What a page says to run by make is a target of the Makefile."""
    targets = set(re.findall(r"(?m)^([a-z-]+):(?!=)", read("Makefile")))
    commands = re.findall(r"``make ([a-z -]+)", read(name))
    commands += re.findall(r"(?m)^    make ([a-z -]+)", read(name))
    named = {word for command in commands for word in command.split()}
    assert set() == {word for word in named if not word.startswith("-")} - targets


@pytest.mark.parametrize("name", PAGES)
def test_every_file_of_a_page_exists(name: str) -> None:
    """A path in a page leads somewhere, now or after a build."""
    made = ("build/", "release/allowed_signers")
    paths = re.findall(r"``([\w./-]+/[\w./-]*|[\w-]+\.(?:rst|toml|cff))``", read(name))
    missing = [
        path
        for path in paths
        if not path.startswith(made)
        and not any(
            (ROOT / folder / path).exists()
            for folder in ("", "aura_coding_agent", "docs")
        )
    ]
    assert [] == missing


@pytest.mark.parametrize("name", PAGES)
def test_a_page_invents_no_person_and_no_address(name: str) -> None:
    """No mail address but the example of a sign-off, no host but the Covenant's."""
    text = read(name)
    assert set() == set(re.findall(r"\S+@[\w.-]+\.\w+", text)) - {"your@address"}
    hosts = set(re.findall(r"https?://([\w.-]+)", text))
    assert hosts <= {"www.contributor-covenant.org"}


def test_the_code_of_conduct_is_the_covenant_by_version() -> None:
    """The text that holds is named exactly, and not a copy that could drift."""
    text = " ".join(read("CODE_OF_CONDUCT.rst").split())
    assert "Contributor Covenant, version 2.1" in text
    assert "/version/2/1/" in text


def test_the_citation_says_the_version_of_the_package() -> None:
    """Who cites the program cites what is here."""
    text = read("CITATION.cff")
    assert f"\nversion: {aura_coding_agent.__version__}\n" in text
    assert "\nlicense: MIT\n" in text
    described = re.findall(r'(?m)^description = "(.*)"$', read("pyproject.toml"))
    assert described[0] in text


def test_whatever_sets_a_label_sets_one_that_exists() -> None:
    """Forms, dependabot and the stale workflow name only labels of labels.json."""
    used: List[str] = []
    for path in [*FORMS, ROOT / ".github" / "dependabot.yml"]:
        for listed in re.findall(r"(?m)^ *labels: \[(.*)\]$", path.read_text("utf-8")):
            used += listed.split(", ")
    stale = read(".github/workflows/stale.yml")
    for listed in re.findall(
        r"(?m)^ *(?:any-of|exempt-\w+|stale-\w+)-labels?: (.*)$", stale
    ):
        used += listed.split(",")
    assert len(FORMS) + 3 + 3 < len(used)
    assert set() == set(used) - labels()


def test_a_bug_comes_with_what_doctor_says() -> None:
    """The form of a bug requires the output that is always asked for."""
    text = read(".github/ISSUE_TEMPLATE/bug.yml")
    doctor = text.partition("id: doctor")[2].partition("- type:")[0]
    assert "required: true" in doctor


def test_the_checklist_names_every_place_of_an_address() -> None:
    """Where the home that does not exist yet is named, the owner is told."""
    listed = subprocess.run(
        ["git", "grep", "-lI", "--untracked", "-e", "aura-coding-agent/"]
        + ["-e", "aura-coding-agent[.]readthedocs", "--", ":!tests", ":!docs/conf.py"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    if listed.returncode > 1:
        pytest.skip("this is no checkout of git")
    checklist = read("docs/owner-checklist.rst")
    places = set(listed.stdout.split()) - {"docs/owner-checklist.rst"}
    assert "pyproject.toml" in places
    assert set() == {place for place in places if f"``{place}``" not in checklist}


def test_everything_that_is_expected_of_a_community_is_there() -> None:
    """Nobody has to ask where to report, who decides and what to write."""
    expected = [
        *(name for name in PAGES if "/" not in name),
        ".github/CODEOWNERS",
        ".github/PULL_REQUEST_TEMPLATE.md",
        ".github/dependabot.yml",
        "CITATION.cff",
        "LICENSES/MIT.txt",
    ]
    assert [] == [name for name in expected if not (ROOT / name).is_file()]
    assert {"bug.yml", "docs.yml", "feature.yml", "question.yml"} == {
        path.name for path in FORMS
    }
    assert read("LICENSE") == read("LICENSES/MIT.txt")
