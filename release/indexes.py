# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find the addresses of a package index from twine's settings and from variables.

No address stands in this project: twine knows the public ones, ``~/.pypirc`` has the
others.
"""

from __future__ import annotations

import urllib.parse
from typing import Dict, List, NamedTuple

from . import environment
from .errors import ReleaseError

USUAL = "~/.pypirc"


class Index(NamedTuple):
    """A package index.

    Attributes:
        name: as in ``~/.pypirc``.
        upload: address that takes files; it may hold no credentials.
        simple: address of its simple index, ending with a slash.
        overridden: whether a variable gave the upload address.
    """

    name: str
    upload: str
    simple: str
    overridden: bool

    def twine(self) -> List[str]:
        """Return the options that make twine upload here."""
        return (
            ["--repository-url", self.upload]
            if self.overridden
            else ["--repository", self.name]
        )

    def credentials(self) -> Dict[str, str]:
        """Return variables for twine; they may be none, then it asks its settings."""
        found = {}
        for word in ("USERNAME", "PASSWORD"):
            value = environment.get(variable(self.name, word))
            if value:
                found[f"TWINE_{word}"] = value
        return found

    def page(self, path: str) -> str:
        """Return the address of a page of the index for people."""
        return urllib.parse.urljoin(self.simple, "/" + path)


def variable(name: str, word: str) -> str:
    """Return the name of a variable about an index, such as ``RELEASE_PYPI_URL``."""
    return f"RELEASE_{name.upper().replace('-', '_')}_{word}"


def find(name: str) -> Index:
    """Return the addresses of an index.

    Raises:
        ReleaseError: ``index-unknown``, neither a variable nor twine's settings have
            it; ``twine-missing``; ``bad-variable``.
    """
    given = environment.get(variable(name, "URL"))
    upload = given or from_twine(name)
    simple = environment.get(variable(name, "SIMPLE")) or derived(upload)
    for address in (upload, simple):
        parts = urllib.parse.urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ReleaseError(
                "bad-variable",
                f"{address!r} is no address of the index {name}.",
                f"It begins with https://. Set {variable(name, 'URL')} and "
                f"{variable(name, 'SIMPLE')}, or mend {USUAL}.",
            )
    return Index(name, upload, simple.rstrip("/") + "/", bool(given))


def derived(upload: str) -> str:
    """Return the address of the simple index that belongs to an upload address."""
    parts = urllib.parse.urlsplit(upload)
    host = parts.netloc
    if host.startswith("upload."):
        host = host[len("upload.") :]
    path = parts.path.rstrip("/")
    if path.endswith("/legacy"):
        path = path[: -len("/legacy")]
    return urllib.parse.urlunsplit((parts.scheme, host, path + "/simple/", "", ""))


def from_twine(name: str) -> str:
    """Return the upload address that twine has for a name.

    Raises:
        ReleaseError: ``index-unknown``, ``twine-missing``.
    """
    try:
        # Here, for most commands have no use for it, and not every machine has it.
        import twine.exceptions
        import twine.utils
    except ImportError:
        raise ReleaseError(
            "twine-missing",
            "twine is not installed for this Python.",
            "Use the make target, which installs it; or: pip install twine",
        ) from None
    try:
        config = twine.utils.get_repository_from_config(USUAL, name)
    except twine.exceptions.TwineException as error:
        reason = str(error).splitlines()[0]
        raise ReleaseError(
            "index-unknown",
            f"twine knows no index {name!r}: {reason}",
            f"Name it in {USUAL}, or set {variable(name, 'URL')} to its address.",
        ) from None
    return str(config["repository"])
