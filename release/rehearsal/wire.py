# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Carry bytes to a server over a connection that can break in the middle.

A server that fails between two files, or within one, is what a release fears most; to
rehearse it the moment must be exact, and a clock cannot tell it. The wire can: it
counts the uploads that go through.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Callable, Iterator, Optional, Tuple

Address = Tuple[str, int]

CHUNK = 1 << 16


class Wire:
    """Forward connections to a server.

    Args:
        target: where the server is.
    """

    def __init__(self, target: Address):
        """Listen on a port of its own."""
        self.target = target
        self.uploads = 0
        self._breaks_at = 0
        self._on_break: Callable[[], None] = _nothing
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def break_at(self, upload: int, on_break: Callable[[], None]) -> None:
        """Break in the middle of an upload, counted from now; call ``on_break`` first.

        Later connections are forwarded again, to a server that may be gone.
        """
        self.uploads, self._breaks_at, self._on_break = 0, upload, on_break

    def close(self) -> None:
        """Take no more connections."""
        # Closing alone does not wake the thread that waits in accept().
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        """Serve each connection in a thread."""
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """Forward a connection until one side hangs up, or it breaks."""
        try:
            server = socket.create_connection(self.target, timeout=10)
        except OSError:
            # To the client it looks as if nobody listened.
            client.close()
            return
        server.settimeout(None)
        answers = threading.Thread(target=_pour, args=(server, client), daemon=True)
        answers.start()
        for chunk in _chunks(client):
            if self._breaks(chunk):
                # Half of what came goes through: a server is rarely spared the start.
                _send(server, chunk[: len(chunk) // 2])
                self._on_break()
                _hang_up(client)
                break
            if not _send(server, chunk):
                break
        _hang_up(server)
        answers.join()
        client.close()
        server.close()

    def _breaks(self, chunk: bytes) -> bool:
        """Count the upload that begins here, and tell whether it breaks."""
        # A client sends the head of a request by itself, after the answer to the one
        # before: so a new request is always at the start of a chunk.
        if not chunk.startswith(b"POST "):
            return False
        self.uploads += 1
        if self.uploads != self._breaks_at:
            return False
        self._breaks_at = 0
        return True


def _nothing() -> None:
    """Do nothing when no break is wanted."""


def _chunks(source: socket.socket) -> Iterator[bytes]:
    """Yield what comes, until the other side hangs up."""
    while True:
        chunk = _receive(source)
        if not chunk:
            return
        yield chunk


def _receive(source: socket.socket) -> Optional[bytes]:
    """Return what comes next; None when the connection is gone."""
    try:
        return source.recv(CHUNK)
    except OSError:
        return None


def _send(target: socket.socket, chunk: bytes) -> bool:
    """Send something; return whether the connection is still there."""
    try:
        target.sendall(chunk)
    except OSError:
        return False
    return True


def _pour(source: socket.socket, target: socket.socket) -> None:
    """Send on what comes from one connection to another."""
    for chunk in _chunks(source):
        if not _send(target, chunk):
            break
    _hang_up(target)


def _hang_up(connection: socket.socket) -> None:
    """End a connection in both directions."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
