# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Serve prepared answers on loopback, and keep what was asked."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List, Mapping, NamedTuple


class Asked(NamedTuple):
    """A request: its method and path, fields of its head, its body."""

    line: str
    headers: Mapping[str, str]
    body: bytes


class Answer(NamedTuple):
    """What is answered: status, a body that becomes JSON, fields of the head."""

    status: int = 200
    body: Any = ""
    headers: Mapping[str, str] = {}


class WebServer:
    """Answers each path with the answers prepared for it, the last one for good."""

    def __init__(self, answers: Dict[str, List[Answer]]) -> None:
        self.asked: List[Asked] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(length)
                line = f"{self.command} {self.path}"
                outer.asked.append(Asked(line, dict(self.headers.items()), body))
                left = answers.get(self.path) or [Answer(404, "nothing here")]
                answer = left.pop(0) if len(left) > 1 else left[0]
                data = json.dumps(answer.body).replace("ROOT", outer.root).encode()
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value.replace("ROOT", outer.root))
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_POST = do_GET

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(
            target=lambda: self._http.serve_forever(poll_interval=0.01), daemon=True
        )

    @property
    def root(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> WebServer:
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
