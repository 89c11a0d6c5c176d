# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Answer the requests of twine, pip and the release tool over HTTP.

====================== ==== ==========================================================
``/simple/``           GET  all projects, HTML or JSON as the client accepts
``/simple/<project>/`` GET  the files of one project
``/files/...``         GET  a file; with ``.metadata`` behind its name, its metadata
``/legacy/``           POST an upload, as twine sends it
``/yank/``             POST the fields ``name``, ``version`` and ``reason``
``/unyank/``           POST the fields ``name`` and ``version``
====================== ==== ==========================================================

There is no standard for yanking from outside; ``/yank/`` and ``/unyank/`` are this
server's own. What changes something needs the user's password, all else nothing.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import http
import http.server
import socket
import sys
import urllib.parse
from typing import Any, NamedTuple, Optional, Tuple

from . import form as forms
from . import names, pages, upload
from .refusal import Refusal, bad_request
from .store import Store

LARGEST = 100 * 1024 * 1024
"""The size in bytes above which a request is refused unread."""


class Account(NamedTuple):
    """Who may change something."""

    user: str
    password: str


class IndexServer(http.server.ThreadingHTTPServer):
    """An index on an address; ``url`` says which.

    Args:
        address: host and port; port 0 lets the system choose one.
        store: where the files are.
        account: who may upload and yank.
        log: whether each request is written to standard error.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(
        self,
        address: Tuple[str, int],
        store: Store,
        *,
        account: Account,
        log: bool = False,
    ):
        """Listen, and keep what the handlers need."""
        self.store = store
        self.account = account
        self.log = log
        super().__init__(address, _Handler)

    @property
    def url(self) -> str:
        """The address of the server, with a slash at the end."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent about clients that went away; show everything else."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, socket.timeout)):
            super().handle_error(request, client_address)


class _Handler(http.server.BaseHTTPRequestHandler):
    """Answer one request after the other on a connection."""

    server: IndexServer
    protocol_version = "HTTP/1.1"
    server_version = "index"
    sys_version = ""
    timeout = 60  # Seconds; a client that sends nothing does not keep a thread.

    def do_GET(self) -> None:
        """Answer with a page or a file."""
        self._guarded(self._get)

    def do_HEAD(self) -> None:
        """Answer as to GET, without the body."""
        self._guarded(self._get)

    def do_POST(self) -> None:
        """Take an upload or a yank."""
        self._guarded(self._post)

    def _guarded(self, handle: Any) -> None:
        """Do something, and answer with its refusal if there is one."""
        try:
            handle()
        except Refusal as refusal:
            self._say(refusal.status, refusal.message, reason=refusal.message)

    def _get(self) -> None:
        """Find out what is asked for, and answer."""
        parts = urllib.parse.unquote(self.path.split("?")[0]).split("/")[1:]
        if parts in (["simple"], [""]):
            self._redirect("/simple/")
        elif parts == ["simple", ""]:
            self._simple(None)
        elif (
            parts[0] == "simple" and len(parts) in (2, 3) and names.is_project(parts[1])
        ):
            wanted = f"/simple/{names.normalise(parts[1])}/"
            # PEP 503: one address for a project, with a slash at its end.
            if "/" + "/".join(parts) != wanted:
                self._redirect(wanted)
            else:
                self._simple(names.normalise(parts[1]))
        elif parts[0] == "files" and len(parts) == 3 and names.is_project(parts[1]):
            self._file(parts[1], parts[2])
        else:
            raise _not_found(self.path)

    def _simple(self, project: Optional[str]) -> None:
        """Answer with the page of a project, or with the list of all."""
        content_type = pages.choose(",".join(self.headers.get_all("Accept", [])))
        if content_type is None:
            raise Refusal(
                http.HTTPStatus.NOT_ACCEPTABLE, "There are only HTML and JSON pages."
            )
        if project is None:
            listed = self.server.store.projects()
            text = pages.projects(listed, content_type=content_type)
        else:
            files = self.server.store.files(project)
            if not files:
                raise _not_found(self.path)
            text = pages.project(project, files, content_type=content_type)
        self._send(http.HTTPStatus.OK, text.encode("utf-8"), content_type=content_type)

    def _file(self, project: str, filename: str) -> None:
        """Answer with a file, or with the metadata beside it."""
        stem = (
            filename[: -len(".metadata")]
            if filename.endswith(".metadata")
            else filename
        )
        record = self.server.store.find(project, stem)
        if record is None or (stem != filename and not record.metadata_sha256):
            raise _not_found(self.path)
        content = self.server.store.path(project, filename).read_bytes()
        self._send(http.HTTPStatus.OK, content, content_type="application/octet-stream")

    def _post(self) -> None:
        """Check who asks, then do it."""
        body = self._body()
        user = self._user()
        form = forms.parse(self.headers.get("Content-Type", ""), body)
        path = self.path.rstrip("/")
        if path == "/legacy":
            new = upload.accept(self.server.store, form, user=user)
            self._say(http.HTTPStatus.OK, "Kept." if new else "It was here already.")
        elif path in ("/yank", "/unyank"):
            reason = form.get("reason") if path == "/yank" else None
            self._yank(form.get("name"), form.get("version"), reason)
        else:
            raise _not_found(self.path)

    def _yank(self, project: str, version: str, reason: Optional[str]) -> None:
        """Yank a version for a reason, or with None take that back."""
        if not names.is_project(project):
            raise bad_request("The form names no project in its field name.")
        yanked = self.server.store.yank(project, version, reason=reason)
        if not yanked:
            raise Refusal(
                http.HTTPStatus.NOT_FOUND, f"There is no {project} {version} here."
            )
        self._say(http.HTTPStatus.OK, " ".join(yanked))

    def _body(self) -> bytes:
        """Return the whole body of the request."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            self.close_connection = True
            raise Refusal(
                http.HTTPStatus.LENGTH_REQUIRED, "Say the length of the body."
            )
        if int(length) > LARGEST:
            self.close_connection = True
            raise Refusal(
                http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"The limit for one request is {LARGEST} bytes.",
            )
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise ConnectionResetError("the client hung up in its request")
        return body

    def _user(self) -> str:
        """Return who asks, when the password is right (RFC 7617)."""
        scheme, _, encoded = self.headers.get("Authorization", "").partition(" ")
        try:
            given = base64.b64decode(encoded) if scheme.lower() == "basic" else b""
        except binascii.Error:
            given = b""
        account = self.server.account
        wanted = f"{account.user}:{account.password}".encode("utf-8")
        if not hmac.compare_digest(given, wanted):
            raise Refusal(
                http.HTTPStatus.FORBIDDEN,
                "Invalid or non-existent authentication information.",
            )
        return account.user

    def _redirect(self, location: str) -> None:
        """Send the client elsewhere for good."""
        self.send_response(http.HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say(
        self, status: http.HTTPStatus, text: str, *, reason: Optional[str] = None
    ) -> None:
        """Answer with a line of text."""
        self._send(
            status,
            (text + "\n").encode("utf-8"),
            content_type="text/plain; charset=utf-8",
            reason=reason,
        )

    def _send(
        self,
        status: http.HTTPStatus,
        body: bytes,
        *,
        content_type: str,
        reason: Optional[str] = None,
    ) -> None:
        """Send an answer."""
        # twine shows the reason of a status line and nothing else of an answer.
        self.send_response(status, _printable(reason) if reason else None)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Vary", "Accept")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Write a line of the log, if one is wanted."""
        if self.server.log:
            super().log_message(format, *args)


def _printable(text: str) -> str:
    """Return a text that can stand in a status line: one line of ASCII."""
    ascii_text = text.encode("ascii", "backslashreplace").decode("ascii")
    return "".join(c if c.isprintable() else " " for c in ascii_text)


def _not_found(path: str) -> Refusal:
    """Return the refusal of a path that leads nowhere."""
    return Refusal(http.HTTPStatus.NOT_FOUND, f"There is nothing at {path}.")
