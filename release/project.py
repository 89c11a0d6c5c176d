# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Know the project in a folder: its name, its version, and where they stand."""

from __future__ import annotations

import pathlib
import re
from typing import NamedTuple, Pattern

from .errors import USAGE, ReleaseError

_NAME = re.compile(r'^\[project\]\n(?:(?!\[).*\n)*?name = "(?P<name>[^"]+)"', re.M)
_URL = r'^\[project\.urls\]\n(?:(?!\[).*\n)*?"?%s"? = "(?P<url>[^"]+)"'
_LITERAL = re.compile(r'^(?P<head>__version__ = )"(?P<version>[^"]*)"', re.M)
_CITED = re.compile(
    r"^(?P<head>version: [\"']?)(?P<version>[^\"'\s]+)(?P<quote>[\"']?)$", re.M
)
_CITED_DATE = re.compile(r"^(?P<head>date-released: [\"']?)[^\"'\s]*", re.M)


class Project(NamedTuple):
    """A checkout.

    Attributes:
        root: its folder.
        name: the name it is published under, which is also its package folder.
        version: the literal in the package.
    """

    root: pathlib.Path
    name: str
    version: str

    @property
    def tag(self) -> str:
        """The tag of this version."""
        return f"v{self.version}"

    @property
    def slug(self) -> str:
        """The name as PEP 503 writes it in addresses."""
        return re.sub(r"[-_.]+", "-", self.name).lower()

    @property
    def literal(self) -> pathlib.Path:
        """The file with the one version."""
        return self.root / self.name / "__init__.py"

    @property
    def changelog(self) -> pathlib.Path:
        """The changelog."""
        return self.root / "CHANGELOG.rst"

    @property
    def citation(self) -> pathlib.Path:
        """How to cite the project; not every project has it."""
        return self.root / "CITATION.cff"

    @property
    def state(self) -> pathlib.Path:
        """The file that remembers which steps of the release are done."""
        return self.root / "build" / "release" / f"{self.version}.json"

    def url(self, label: str) -> str:
        """Return an address of ``[project.urls]``; empty when there is none."""
        found = re.search(_URL % re.escape(label), read(self, "pyproject.toml"), re.M)
        return found["url"] if found else ""


def load(root: pathlib.Path) -> Project:
    """Return the project in a folder.

    Raises:
        ReleaseError: ``no-project``, there is none, or its version is not where it
            should be.
    """
    try:
        name = _NAME.search((root / "pyproject.toml").read_text(encoding="utf-8"))
        if not name:
            raise no_project(f"{root / 'pyproject.toml'} names no project.")
        bare = Project(root, name["name"], "")
        version = _LITERAL.search(bare.literal.read_text(encoding="utf-8"))
    except OSError as error:
        raise no_project(f"{error.filename}: {error.strerror}.") from None
    if not version:
        raise no_project(f"{bare.literal} has no literal __version__.")
    return bare._replace(version=version["version"])


def here() -> Project:
    """Return the project in the present folder.

    Raises:
        ReleaseError: ``no-project``.
    """
    return load(pathlib.Path.cwd())


def no_project(message: str) -> ReleaseError:
    """Return the error for a folder that is not a checkout."""
    hint = "Run this in the top folder of a checkout."
    return ReleaseError("no-project", message, hint, status=USAGE)


def read(project: Project, name: str) -> str:
    """Return the text of a file of the project; empty when there is none."""
    path = project.root / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def cited(project: Project) -> str:
    """Return the version in ``CITATION.cff``; empty when there is none."""
    found = _CITED.search(read(project, project.citation.name))
    return found["version"] if found else ""


def write_version(project: Project, version: str, date: str) -> Project:
    """Write a version into the package and into ``CITATION.cff``.

    Returns:
        The project with its new version.
    """
    replace(project.literal, _LITERAL, rf'\g<head>"{version}"')
    if project.citation.exists():
        dated = _CITED_DATE.search(read(project, project.citation.name))
        line = "" if dated else f"\ndate-released: {date}"
        replace(project.citation, _CITED, rf"\g<head>{version}\g<quote>{line}")
        replace(project.citation, _CITED_DATE, rf"\g<head>{date}")
    return project._replace(version=version)


def replace(path: pathlib.Path, pattern: Pattern[str], text: str) -> None:
    """Replace the first place in a file where a pattern matches."""
    before = path.read_bytes().decode("utf-8")
    path.write_bytes(pattern.sub(text, before, count=1).encode("utf-8"))
