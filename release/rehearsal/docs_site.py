# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Stand in for the part of Read the Docs' API v3 that a release asks.

Like the real one it looks at the git repository: a tag there becomes a version, and
its first build starts by itself. A build moves on by one state each time that somebody
asks, so that nobody has to wait; whether it succeeds is said beforehand.

======================================================= ==== =========================
``/api/v3/projects/<slug>/``                            GET  the project
``/api/v3/projects/<slug>/versions/<version>/``         GET  a version
``/api/v3/projects/<slug>/versions/<version>/builds/``  GET  its builds, newest first
``/api/v3/projects/<slug>/versions/<version>/builds/``  POST build again
``/api/v3/projects/<slug>/builds/<id>/``                GET  one build
``/en/<version>/``                                      GET  a page, once it is built
======================================================= ==== =========================
"""

from __future__ import annotations

import http
import http.server
import json
import pathlib
import re
import subprocess  # nosec B404 - git, never a shell
import threading
from typing import Any, Dict, List, NamedTuple, Optional, Set, Tuple

STATES = ("triggered", "cloning", "installing", "building", "uploading", "finished")


class Build(NamedTuple):
    """A build: ``state`` counts in STATES, ``success`` holds once it is finished."""

    number: int
    version: str
    commit: str
    state: int
    success: bool

    @property
    def finished(self) -> bool:
        """Whether it has come to its end."""
        return self.state == len(STATES) - 1


class DocsSite(http.server.ThreadingHTTPServer):
    """The stand-in; ``url`` says where it is.

    Args:
        repository: the git repository whose tags are built.
        slug: the name of the project on the site.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, repository: pathlib.Path, slug: str):
        """Listen, and serve from a thread."""
        self.repository = repository
        self.slug = slug
        self.failing: Set[str] = set()
        self.builds: List[Build] = []
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def url(self) -> str:
        """The address of the site, with a slash at the end."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def stop(self) -> None:
        """Stop serving."""
        self.shutdown()
        self._thread.join()
        self.server_close()

    def builds_of(self, version: str) -> List[Build]:
        """Return the builds of a version, newest first, each moved on by one state."""
        commit = self._commit(version)
        if not commit:
            return []
        with self._lock:
            if not any(build.version == version for build in self.builds):
                self._start(version, commit)
            self.builds = [
                _moved(b) if b.version == version else b for b in self.builds
            ]
            return [b for b in reversed(self.builds) if b.version == version]

    def start(self, version: str) -> Optional[Build]:
        """Start a build of a version, or return None when there is no such tag."""
        commit = self._commit(version)
        with self._lock:
            return self._start(version, commit) if commit else None

    def _start(self, version: str, commit: str) -> Build:
        """Add a build; the lock is held."""
        number, success = len(self.builds) + 1, version not in self.failing
        build = Build(number, version, commit, 0, success)
        self.builds.append(build)
        return build

    def _commit(self, version: str) -> str:
        """Return the commit of a tag in the repository, or an empty text."""
        command = ["git", "rev-parse", "--verify", "--quiet"]
        ran = subprocess.run(  # nosec B603, B607 - the user's own git
            [*command, f"refs/tags/{version}^{{commit}}"],
            cwd=self.repository,
            stdout=subprocess.PIPE,
            check=False,
            universal_newlines=True,
        )
        return ran.stdout.strip()


def _moved(build: Build) -> Build:
    """Return a build one state further."""
    return build if build.finished else build._replace(state=build.state + 1)


class _Handler(http.server.BaseHTTPRequestHandler):
    """Answer one request after the other on a connection."""

    server: DocsSite
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer what the API or a page says."""
        path = self.path.split("?")[0]
        found = re.fullmatch(r"/api/v3/projects/([^/]+)/(.*)", path)
        page = re.fullmatch(r"/en/([^/]+)/", path)
        if found and found[1] == self.server.slug:
            self._answer(*self._api(found[2]))
        elif page and any(b.finished and b.success for b in self._builds(page[1])):
            self._text(http.HTTPStatus.OK, f"Documentation of {page[1]}.")
        else:
            self._answer(*_not_found())

    def do_POST(self) -> None:
        """Start a build."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        prefix = f"/api/v3/projects/{self.server.slug}/versions/"
        found = re.fullmatch(re.escape(prefix) + "([^/]+)/builds/", self.path)
        build = self.server.start(found[1]) if found else None
        if build is None:
            self._answer(*_not_found())
        else:
            body = {"triggered": True, "build": self._described(build)}
            self._answer(http.HTTPStatus.ACCEPTED, body)

    def _api(self, rest: str) -> Tuple[http.HTTPStatus, Any]:
        """Answer what is asked below the project."""
        if not rest:
            return http.HTTPStatus.OK, {"slug": self.server.slug}
        single = re.fullmatch(r"builds/(\d+)/", rest)
        if single:
            known = [b for b in self.server.builds if b.number == int(single[1])]
            return _found([self._described(build) for build in known[:1]])
        version = re.fullmatch(r"versions/([^/]+)/(builds/)?", rest)
        builds = self._builds(version[1]) if version else []
        if version is None or not builds:
            return _not_found()
        if not version[2]:
            return _found([_version(builds)])
        listed = [self._described(build) for build in builds]
        page = {"count": len(listed), "next": None, "previous": None}
        return http.HTTPStatus.OK, {**page, "results": listed}

    def _builds(self, version: str) -> List[Build]:
        """Return the builds of a version."""
        return self.server.builds_of(version)

    def _described(self, build: Build) -> Dict[str, Any]:
        """Return the JSON of a build."""
        state = STATES[build.state]
        api = f"{self.server.url}api/v3/projects/{self.server.slug}/"
        return {
            "id": build.number,
            "version": build.version,
            "project": self.server.slug,
            "commit": build.commit,
            "state": {"code": state, "name": state.capitalize()},
            "success": build.success if build.finished else None,
            "error": "",
            "_links": {"_self": f"{api}builds/{build.number}/"},
            "urls": {"build": f"{self.server.url}builds/{build.number}/"},
        }

    def _answer(self, status: http.HTTPStatus, body: Any) -> None:
        """Send JSON."""
        self._text(status, json.dumps(body), content_type="application/json")

    def _text(
        self, status: http.HTTPStatus, text: str, *, content_type: str = "text/html"
    ) -> None:
        """Send a text."""
        content = text.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet; the release tool says what it asked."""


def _version(builds: List[Build]) -> Dict[str, Any]:
    """Return the JSON of a version that has these builds."""
    built = any(build.finished and build.success for build in builds)
    newest = builds[0]
    return {
        "slug": newest.version,
        "verbose_name": newest.version,
        "identifier": newest.commit,
        "type": "tag",
        "active": True,
        "built": built,
        "hidden": False,
    }


def _found(bodies: List[Dict[str, Any]]) -> Tuple[http.HTTPStatus, Any]:
    """Return the answer that has the only body, or that there is nothing."""
    return (http.HTTPStatus.OK, bodies[0]) if bodies else _not_found()


def _not_found() -> Tuple[http.HTTPStatus, Any]:
    """Return the answer that there is nothing."""
    return http.HTTPStatus.NOT_FOUND, {"detail": "Not found."}
