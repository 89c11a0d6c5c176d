# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check how an endpoint is asked for its models."""

from __future__ import annotations

import http.server
import threading

import pytest

from aura_coding_agent.core.errors import ProviderError
from aura_coding_agent.providers.models import list_models
from aura_coding_agent.providers.transport import SocketTransport

from ..support.model_server import ModelServer


class Answer(http.server.BaseHTTPRequestHandler):
    """Answer every GET with what the server holds."""

    def do_GET(self):
        """Send status and body, after the server lets go."""
        status, body, wait = self.server.answer
        wait.wait(30)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        """Say nothing."""


@pytest.fixture
def server():
    """Return a server and a way to set its answer."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        let_go = threading.Event()
        let_go.set()
        server.answer = (200, b"", let_go)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.answer[2].set()
        server.shutdown()
        thread.join()


def ask(server, seconds=20.0):
    """Ask the server for its models."""
    url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    return list_models(SocketTransport(environ={}), url, seconds)


def test_the_ids_are_returned():
    """A list as the OpenAI API gives it."""
    with ModelServer([], models=("a", "b")) as server:
        found = list_models(SocketTransport(environ={}), server.url, 20.0)
    assert ["a", "b"] == found


@pytest.mark.parametrize(
    "status, body",
    [
        (404, b"{}"),
        (200, b"no json"),
        (200, b"[]"),
        (200, b'{"data": [{"name": "x"}]}'),
        (200, b" " * (2 << 20)),
    ],
)
def test_no_such_list_is_an_error(server, status, body):
    """Whatever else answers there is said to list no models."""
    server.answer = (status, body, server.answer[2])
    with pytest.raises(ProviderError) as caught:
        ask(server)
    assert "models-unlisted" == caught.value.code


def test_a_slow_server_is_given_up_in_time(server):
    """The time is kept although the server says nothing."""
    server.answer = (200, b"{}", threading.Event())
    with pytest.raises(ProviderError, match="not within"):
        ask(server, 0.1)
