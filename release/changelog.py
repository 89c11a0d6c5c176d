# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read and write the changelog: pure functions of its text.

The format is that of Keep a Changelog in reStructuredText: a title for each version
(``0.2.0 - 2026-01-31``) underlined with hyphens, below it kinds of change underlined
with tildes, below them a list.
"""

from __future__ import annotations

import re
from typing import Iterator, List, NamedTuple, Optional, Tuple

from .errors import ReleaseError

UNRELEASED = "Unreleased"
_TITLE = re.compile(r"^(?P<title>\S.*)\n-{3,}\n", re.M)
_RELEASED = re.compile(r"(?P<version>\d+\.\d+\.\d+\w*) - (?P<date>\d{4}-\d\d-\d\d)")


class Section(NamedTuple):
    """One version of the changelog.

    Attributes:
        title: as it stands there.
        version, date: of a release; empty for what is not released yet.
        body: the text below the title, without blank lines around it.
        start, end: offsets of title and body in the text.
    """

    title: str
    version: str
    date: str
    body: str
    start: int
    end: int


def sections(text: str) -> List[Section]:
    """Return the versions of a changelog, newest first, as they stand there."""
    heads = list(_TITLE.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    found = []
    for head, end in zip(heads, ends):
        title = head["title"].rstrip()
        names = _RELEASED.fullmatch(title)
        version, date = (names["version"], names["date"]) if names else ("", "")
        body = text[head.end() : end].strip("\n")
        found.append(Section(title, version, date, body, head.start(), end))
    return found


def section(text: str, version: str) -> Section:
    """Return the section of a version, or of ``Unreleased``.

    Raises:
        ReleaseError: ``changelog-missing``, there is none.
    """
    for found in sections(text):
        if version in (found.version, found.title):
            return found
    raise ReleaseError(
        "changelog-missing",
        f"CHANGELOG.rst has no section for {version}.",
        "Make it with: make bump PART=patch (or minor, major, or a number).",
    )


def newest(text: str) -> Optional[Section]:
    """Return the newest release; None before the first."""
    return next((found for found in sections(text) if found.version), None)


def titled(title: str, body: str) -> str:
    """Return a section as text."""
    return f"{title}\n{'-' * len(title)}\n\n{body}\n"


def released(text: str, version: str, date: str) -> str:
    """Turn what is unreleased into a release, and begin a new unreleased section.

    Raises:
        ReleaseError: ``changelog-empty``, nothing to release was written down;
            ``changelog-missing``, there is no such section.
    """
    coming = section(text, UNRELEASED)
    if not any(True for _ in entries(coming.body)):
        raise ReleaseError(
            "changelog-empty",
            "CHANGELOG.rst says nothing under Unreleased.",
            "Write there what users will notice, then run this again.",
        )
    made = titled(f"{version} - {date}", coming.body)
    rest = text[coming.end :]
    begin = text[: coming.start] + titled(UNRELEASED, "Nothing yet.")
    return begin + "\n" + made + ("\n" + rest if rest.strip() else "")


def with_release(text: str, version: str, date: str, body: str) -> str:
    """Put the section of a release above all other releases.

    Raises:
        ReleaseError: ``changelog-missing``, there is no section ``Unreleased``.
    """
    coming = section(text, UNRELEASED)
    before, rest = text[: coming.end].rstrip("\n"), text[coming.end :]
    made = titled(f"{version} - {date}", body)
    return f"{before}\n\n{made}" + (f"\n{rest}" if rest.strip() else "")


def entries(body: str) -> Iterator[Tuple[str, str]]:
    """Yield kind (Added, Fixed...) and text of each entry, on one line each."""
    kind, words = "", []  # type: str, List[str]
    lines = body.splitlines()
    for number, text in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        begins = text.startswith(("- ", "* "))
        if words and (begins or not text.startswith("  ")) and text.strip():
            yield kind, " ".join(words)
            words = []
        if begins:
            words = [text[2:].strip()]
        elif words and text.strip():
            words.append(text.strip())
        elif re.fullmatch(r"~{3,}", following):
            kind = text.strip()
    if words:
        yield kind, " ".join(words)
