# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Stand in for the webhook of a chat: take messages, and keep them."""

from __future__ import annotations

import http
import http.server
import json
import threading
from typing import Any, List


class Webhook(http.server.ThreadingHTTPServer):
    """A chat room; ``messages`` has the JSON of all that was said, oldest first."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        """Listen, and serve from a thread."""
        self.messages: List[Any] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def url(self) -> str:
        """The address that messages are sent to."""
        return f"http://127.0.0.1:{self.server_address[1]}/webhook"

    def stop(self) -> None:
        """Stop listening."""
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    """Take one message after the other on a connection."""

    server: Webhook
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Keep a message."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.messages.append(json.loads(body))
        self.send_response(http.HTTPStatus.NO_CONTENT)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""
