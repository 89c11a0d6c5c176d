# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read what an index has of the project: PEP 503 (HTML) and PEP 691 (JSON)."""

from __future__ import annotations

import hashlib
import html.parser
import json
import re
import urllib.parse
from typing import Dict, List, NamedTuple, Optional, Tuple

from . import web
from .errors import ReleaseError
from .indexes import Index
from .project import Project

JSON = "application/vnd.pypi.simple.v1+json"
ACCEPT = f"{JSON}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"


class Listed(NamedTuple):
    """A file on an index.

    Attributes:
        name, url: of the file.
        sha256: empty when the index does not tell it.
        yanked: the reason, perhaps empty; None when it is not yanked (PEP 592).
    """

    name: str
    url: str
    sha256: str
    yanked: Optional[str]


def listing(here: Project, index: Index) -> List[Listed]:
    """Return all files of the project; an index that does not know it has none.

    Raises:
        ReleaseError: ``server-unreachable``, ``server-refused``, ``server-failed``,
            ``index-strange``.
    """
    url = urllib.parse.urljoin(index.simple, here.slug + "/")
    answer = web.request("GET", url, what=index.name, headers={"Accept": ACCEPT})
    if answer.status == 404:
        return []
    web.require(answer, index.name)
    try:
        if "json" in answer.headers.get("content-type", ""):
            return from_json(answer.text, answer.url)
        return from_html(answer.text, answer.url)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(
            "index-strange",
            f"{url} is no simple index: {error!r}",
            f"Set the right address of the simple index of {index.name}.",
        ) from None


def of_version(here: Project, version: str, found: List[Listed]) -> List[Listed]:
    """Return the files of one version."""
    name = re.sub(r"[-_.]+", "[-_.]+", here.name)
    pattern = re.compile(rf"{name}-{re.escape(version)}(-.*\.whl|\.tar\.gz)", re.I)
    return [file for file in found if pattern.fullmatch(file.name)]


def versions(here: Project, found: List[Listed]) -> Dict[str, List[Listed]]:
    """Return the files of each version that has some."""
    pattern = re.compile(r"^.*?-(?P<version>\d[^-]*?)(-.*\.whl|\.tar\.gz)$")
    known: Dict[str, List[Listed]] = {}
    for file in found:
        match = pattern.match(file.name)
        if match and of_version(here, match["version"], [file]):
            known.setdefault(match["version"], []).append(file)
    return known


def from_json(text: str, base: str) -> List[Listed]:
    """Read the JSON form of PEP 691.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it is none.
    """
    found = []
    for file in json.loads(text)["files"]:
        yanked = file.get("yanked", False)
        reason = None if yanked is False else ("" if yanked is True else str(yanked))
        url = urllib.parse.urljoin(base, file["url"])
        digest = str(file["hashes"].get("sha256", ""))
        found.append(Listed(file["filename"], url, digest, reason))
    return found


class _Anchors(html.parser.HTMLParser):
    """Gathers the links of a page."""

    def __init__(self) -> None:
        """Begin with no link found."""
        super().__init__()
        self.found: List[Dict[str, Optional[str]]] = []

    def handle_starttag(self, tag: str, attrs: List[Tuple[str, Optional[str]]]) -> None:
        """Take a link."""
        if tag == "a":
            self.found.append(dict(attrs))


def from_html(text: str, base: str) -> List[Listed]:
    """Read the HTML form of PEP 503, with the mark of PEP 592."""
    parser = _Anchors()
    parser.feed(text)
    found = []
    for attributes in parser.found:
        url = urllib.parse.urljoin(base, attributes.get("href") or "")
        parts = urllib.parse.urlsplit(url)
        name = urllib.parse.unquote(parts.path.rpartition("/")[2])
        algorithm, _, digest = parts.fragment.partition("=")
        sha256 = digest if algorithm == "sha256" else ""
        yanked = attributes.get("data-yanked") or ""
        reason = yanked if "data-yanked" in attributes else None
        if name:
            found.append(Listed(name, url.partition("#")[0], sha256, reason))
    return found


def hash_of(file: Listed) -> str:
    """Return the SHA-256 of a file, downloaded where the index does not tell it.

    Raises:
        ReleaseError: ``server-unreachable``, ``server-refused``, ``server-failed``.
    """
    if file.sha256:
        return file.sha256
    answer = web.require(web.request("GET", file.url, what=file.name), file.name)
    return hashlib.sha256(answer.content).hexdigest()
