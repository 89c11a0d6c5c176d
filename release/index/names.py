# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read the names of files that an index may hold: wheels and sdists; no I/O."""

from __future__ import annotations

import re
from typing import NamedTuple

from .refusal import bad_request

# PEP 508 with the end anchored: letters, digits, and separators between them.
_PROJECT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\Z")
# The public part of PEP 440 in its normal form; an index takes no local versions.
_VERSION = re.compile(
    r"(?:[1-9][0-9]*!)?(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*))*"
    r"(?:(?:a|b|rc)(?:0|[1-9][0-9]*))?(?:\.post(?:0|[1-9][0-9]*))?"
    r"(?:\.dev(?:0|[1-9][0-9]*))?\Z"
)
# Binary distribution format: name-version(-build)?-python-abi-platform.whl
_WHEEL = re.compile(
    r"(?P<name>[A-Za-z0-9_.]+)-(?P<version>[A-Za-z0-9_.!]+)"
    r"(?:-[0-9][A-Za-z0-9_.]*)?-[A-Za-z0-9_.]+-[A-Za-z0-9_.]+-[A-Za-z0-9_.]+\.whl\Z"
)
# PEP 625: the name is normalised with underscores, the version is in normal form.
_SDIST = re.compile(r"(?P<name>[a-z0-9_]+)-(?P<version>[a-z0-9.!]+)\.tar\.gz\Z")


class FileName(NamedTuple):
    """What the name of a file says: ``project`` is normalised (PEP 503)."""

    project: str
    version: str
    filetype: str


def normalise(name: str) -> str:
    """Return a project's name as it stands in addresses (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def is_project(name: str) -> bool:
    """Tell whether a text can be a project's name."""
    return _PROJECT.match(name) is not None


def is_version(version: str) -> bool:
    """Tell whether a text is a public version in normal form (PEP 440)."""
    return _VERSION.match(version) is not None


def parse(filename: str) -> FileName:
    """Return what a file's name says.

    Raises:
        Refusal: it is neither the name of a wheel nor that of an sdist (PEP 625).
    """
    wheel = _WHEEL.match(filename)
    found = wheel or _SDIST.match(filename)
    if not found:
        raise bad_request(
            f"{filename!r} is neither the name of a wheel (name-version-tags.whl) nor "
            "that of an sdist (name-version.tar.gz, the name with underscores)."
        )
    if not is_project(found["name"]):
        raise bad_request(f"{filename!r} does not begin with the name of a project.")
    if not is_version(found["version"]):
        raise bad_request(f"{filename!r} has no version in normal form (PEP 440).")
    filetype = "bdist_wheel" if wheel else "sdist"
    return FileName(normalise(found["name"]), found["version"], filetype)
