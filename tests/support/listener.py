# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Speak HTTP/1.1 for the scripted model server: read requests, write answers."""

from __future__ import annotations

import json
import select
import socket
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Optional, Sequence, Type

from .answers import Answer, Request, refusal, split_writes
from .steps import Hang
from .wires import ANTHROPIC, OPENAI, models_body

if TYPE_CHECKING:
    from .model_server import ModelServer

PATHS = {OPENAI: "/v1/chat/completions", ANTHROPIC: "/v1/messages"}
BODY_TIMEOUT = 5.0
"""Seconds to wait for the rest of a body that is shorter than announced."""


def hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # The client was faster.


class Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent about clients that went away; show everything else."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def handler_for(model: ModelServer) -> Type[BaseHTTPRequestHandler]:
    return type("_Bound", (_Handler,), {"model": model})


class _Handler(BaseHTTPRequestHandler):
    model: ModelServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "scripted"
    arrived = 0.0

    def setup(self) -> None:
        super().setup()
        self.number = self.model.opened(self.connection)

    def finish(self) -> None:
        self.model.closed(self.connection)
        super().finish()

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""

    def parse_request(self) -> bool:
        self.arrived = time.perf_counter()
        return super().parse_request()

    def send_error(self, code: int, message: Any = None, explain: Any = None) -> None:
        """Keep that something came that is not a request."""
        self.model.violated(f"not an HTTP request: {self.requestline!r}: {message}")
        super().send_error(code, message, explain)

    def do_GET(self) -> None:
        model = self.model
        model.lookups.append(self.path)
        if self.path.split("?")[0] == "/v1/models":
            body = models_body(model.wire, model.models)
            self._send(Answer(200, {"content-type": "application/json"}, [body]))
        else:
            self._not_found("models are at /v1/models")

    def do_POST(self) -> None:
        raw = self._read()
        if raw is None:
            return
        path = PATHS[self.model.wire]
        if self.path.split("?")[0] != path:
            self._not_found(f"{self.model.wire} is at {path}")
            return
        request = self._request(raw)
        number = self.model.asked(request)
        try:
            finished = self._send(self.model.answer(request, number))
        except OSError:
            self.close_connection = True
            self.model.left(number)
        else:
            self.model.answered(number, finished)

    def _not_found(self, known: str) -> None:
        self.model.violated(f"{self.command} {self.path}: not found; {known}")
        self._send(refusal(self.model.wire, 404, f"{self.path} is not found"))

    def _read(self) -> Optional[bytes]:
        """Return the body; None, and the connection is given up, when it is wrong."""
        said = self.headers.get_all("content-length") or []
        if len(said) != 1 or not said[0].isdigit() or "host" not in self.headers:
            self.model.violated(
                f"POST {self.path}: one content-length and host needed, not {said}"
            )
            self.close_connection = True
            self._send(Answer(411, {}, [b""]))
            return None
        wanted = int(said[0])
        raw = self._read_up_to(wanted)
        if len(raw) < wanted:
            self.model.violated(
                f"POST {self.path}: content-length is {wanted}, {len(raw)} bytes came"
            )
            self.close_connection = True
            return None
        return raw

    def _read_up_to(self, wanted: int) -> bytes:
        self.connection.settimeout(BODY_TIMEOUT)
        raw = b""
        try:
            while len(raw) < wanted:
                piece = self.rfile.read1(wanted - len(raw))
                if not piece:
                    break
                raw += piece
        except OSError:
            pass  # Too late; what is missing is missed below.
        self.connection.settimeout(None)
        return raw

    def _request(self, raw: bytes) -> Request:
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            body = json.loads(raw.decode("utf-8"))
        except ValueError as error:
            self.model.violated(f"POST {self.path}: the body is not JSON: {error}")
            body = {}
        if not isinstance(body, dict):
            self.model.violated(f"POST {self.path}: the body is not a JSON object")
            body = {}
        wire = self.model.wire
        return Request(wire, self.path, headers, body, raw, self.arrived, self.number)

    def _send(self, answer: Answer) -> float:
        """Send an answer; return the moment just before its last bytes went out."""
        if answer.drop:
            return self._end(b"", broken=True)
        writes = list(answer.writes)
        if answer.cut is not None:
            writes = split_writes(writes, answer.cut)[0]
        hold = answer.hold
        if hold is not None and hold.after_bytes is None:
            self._hold(hold)
        self._head(answer, sum(map(len, answer.writes)))
        if hold is not None and hold.after_bytes is not None:
            early, writes = split_writes(writes, hold.after_bytes)
            self._body(answer, early)
            self._hold(hold)
        self._body(answer, writes[:-1])
        last = self._framed(answer, writes[-1]) if writes else b""
        if answer.pause:
            self.model.closing.wait(answer.pause)
        if answer.cut is not None and not answer.clean:
            return self._end(last, broken=True)
        return self._end(last + (b"0\r\n\r\n" if answer.chunked else b""))

    def _head(self, answer: Answer, length: int) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.chunked:
            self.send_header("transfer-encoding", "chunked")
        else:
            whole = answer.cut if answer.clean and answer.cut is not None else length
            self.send_header("content-length", str(min(whole, length)))
        self.end_headers()

    def _framed(self, answer: Answer, data: bytes) -> bytes:
        if data and answer.chunked:
            return b"%x\r\n%b\r\n" % (len(data), data)
        return data

    def _body(self, answer: Answer, writes: Sequence[bytes]) -> None:
        for data in writes:
            if answer.pause:
                self.model.closing.wait(answer.pause)
            self.wfile.write(self._framed(answer, data))

    def _end(self, last: bytes, broken: bool = False) -> float:
        now = time.perf_counter()
        if last:
            self.wfile.write(last)
        if broken:
            self.close_connection = True
            hang_up(self.connection)
        return now

    def _hold(self, hold: Hang) -> None:
        """Wait as the step says.

        Raises:
            ConnectionError: the client has left.
        """
        end = None if hold.seconds is None else time.monotonic() + hold.seconds
        released = hold.event or self.model.closing
        while not released.wait(0.01) and not self.model.closing.is_set():
            if end is not None and time.monotonic() >= end:
                return
            if select.select([self.connection], [], [], 0)[0]:
                if not self.connection.recv(1, socket.MSG_PEEK):
                    raise ConnectionResetError("the client has left")
