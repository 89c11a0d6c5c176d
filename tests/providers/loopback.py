# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Play the other end of a connection on loopback, byte by byte as a test wants it."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from typing import Any, Callable, List, Optional

PATIENCE = 10.0
"""Seconds after which a wait in a test has failed."""


class Peer:
    """The server's end of one connection."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock

    def request(self) -> bytes:
        """Read one request with its body."""
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head = data.partition(b"\r\n\r\n")[0]
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        while length and len(data) < len(head) + 4 + int(length[1]):
            data += self._more()
        return data

    def _more(self) -> bytes:
        data = self.sock.recv(65536)
        if not data:
            raise ConnectionError("the client closed within a request")
        return data

    def send(self, *parts: bytes) -> None:
        """Send parts one by one."""
        for part in parts:
            self.sock.sendall(part)

    def answer(self, body: bytes, *headers: str, status: str = "200 OK") -> None:
        """Send a whole answer that leaves the connection open."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
        self.send("\r\n".join([*lines, "", ""]).encode() + body)

    def serve(self, body: bytes, *headers: str, status: str = "200 OK") -> bytes:
        """Read a request, answer it, return it."""
        request = self.request()
        self.answer(body, *headers, status=status)
        return request

    def gone(self) -> bool:
        """Wait until the client has closed; false when it sent more instead."""
        try:
            return self.sock.recv(1) == b""
        except ConnectionError:
            return True

    def reset(self) -> None:
        """Close with a reset instead of an end."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.sock.close()


Script = Callable[[Peer], Any]


class Server:
    """Give each connection to the next script, in a thread of its own.

    What the scripts return is in ``results``, in order; an error of one fails the
    test at the end of the ``with`` block. ``connections`` counts those accepted.
    """

    def __init__(
        self,
        *scripts: Script,
        context: Optional[ssl.SSLContext] = None,
        family: int = socket.AF_INET,
    ) -> None:
        self.scripts = scripts
        self.context = context
        self.results: List[Any] = [None] * len(scripts)
        self.errors: List[BaseException] = []
        self.connections = 0
        self.listener = socket.socket(family, socket.SOCK_STREAM)
        self.listener.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0))
        self.listener.listen(16)
        self.listener.settimeout(PATIENCE)
        self.host, self.port = self.listener.getsockname()[:2]
        self.threads: List[threading.Thread] = []
        self.acceptor = threading.Thread(target=self._accept, daemon=True)

    @property
    def url(self) -> str:
        """The address of the server, without a path."""
        scheme = "https" if self.context else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"

    def _accept(self) -> None:
        for number, script in enumerate(self.scripts):
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(
                target=self._play, args=(number, script, sock), daemon=True
            )
            self.threads.append(thread)
            thread.start()

    def _play(self, number: int, script: Script, sock: socket.socket) -> None:
        sock.settimeout(PATIENCE)
        try:
            if self.context:
                sock = self.context.wrap_socket(sock, server_side=True)
            with sock:
                self.results[number] = script(Peer(sock))
        except ssl.SSLError:
            pass  # the client refused the certificate
        except Exception as error:
            self.errors.append(error)

    def __enter__(self) -> Server:
        self.acceptor.start()
        return self

    def __exit__(self, *_: object) -> None:
        # A closed listener does not wake accept(): a shutdown does.
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.acceptor.join(PATIENCE)
        self.listener.close()
        for thread in self.threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "a script of the server does not end"
        if self.errors:
            raise self.errors[0]


def free_port() -> int:
    """Return a port of loopback at which nothing listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
