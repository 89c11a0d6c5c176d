# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Be a model on loopback: answer from a script, and judge every request.

It speaks chat completions and messages over real HTTP/1.1 with keep-alive, streamed
or whole as the request asks. A request that breaks the protocol is refused with
status 400 and kept in ``violations``; :meth:`ModelServer.check` raises for them::

    with ModelServer([Call("read_file", {"path": "a"}), Say("Done.")]) as server:
        ...  # talk to server.url
        server.check()

As a command, for benchmarks and by hand, with steps as JSON (see
:func:`~tests.support.steps.step_from_json`)::

    python -m tests.support.model_server script.json --wire anthropic
"""

from __future__ import annotations

import argparse
import json
import socket
import sys
import threading
from typing import Any, Callable, List, Mapping, NoReturn, Optional, Sequence, Set
from typing import TextIO, Tuple

from .answers import Answer, Request, refusal, render
from .listener import PATHS, Listener, handler_for, hang_up
from .protocol import judge
from .rules import nothing_sent
from .steps import Call, Calls, Cut, Drop, Empty, Hang, KINDS, Raw, Say, Slow, Status
from .steps import Think, Tokens, step_from_json
from .wires import ANTHROPIC, OPENAI

__all__ = ["ANTHROPIC", "OPENAI", "ModelServer", "Request", "Call", "Calls", "Cut"]
__all__ += ["Drop", "Empty", "Hang", "Raw", "Say", "Slow", "Status", "Think", "Tokens"]


class ModelServer:
    """A scripted model server; a context manager that serves while it is entered.

    Args:
        steps: what to do, request by request; a function takes the
            :class:`Request` and returns the step.
        wire: ``openai-chat`` or ``anthropic``.
        models: ids listed at ``/v1/models``.
        key: when given, other keys are refused with status 401.
        port: 0 takes a free one.
        judged: False answers requests that break the protocol as if they were right;
            they are violations all the same.
    """

    def __init__(
        self,
        steps: Sequence[Any] = (),
        wire: str = OPENAI,
        *,
        models: Sequence[str] = ("scripted-model",),
        key: Optional[str] = None,
        port: int = 0,
        judged: bool = True,
    ):
        self.steps = list(steps)
        self.wire = wire
        self.models = tuple(models)
        self.key = key
        self.judged = judged
        self.requests: List[Request] = []
        self.lookups: List[str] = []
        self.violations: List[str] = []
        self.finished_at: List[Optional[float]] = []
        self.abandoned: List[int] = []
        self.connections = 0
        self.closing = threading.Event()
        self._sent = nothing_sent()
        self._changed = threading.Condition()
        self._step = 0
        self._open: Set[socket.socket] = set()
        self._http = Listener(("127.0.0.1", port), handler_for(self))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def root(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def url(self) -> str:
        """The base URL that clients of this wire are given."""
        return self.root if self.wire == ANTHROPIC else f"{self.root}/v1"

    def __enter__(self) -> ModelServer:
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _serve(self) -> None:
        self._http.serve_forever(poll_interval=0.01)

    def close(self) -> None:
        """Stop serving, let go of what hangs, close every connection."""
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        with self._changed:
            for connection in self._open:
                hang_up(connection)

    def check(self) -> None:
        """Raise AssertionError when a request broke the protocol."""
        if self.violations:
            raise AssertionError("\n".join(["protocol broken:", *self.violations]))

    def gaps(self) -> List[float]:
        """Return the seconds from the end of each reply to the next request."""
        later = [request.at for request in self.requests[1:]]
        pairs = zip(self.finished_at, later)
        return [at - end for end, at in pairs if end is not None]

    def wait_for(self, ready: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait until ``ready()``; it is asked again after everything that happens.

        Raises:
            AssertionError: it was not ready in time.
        """
        with self._changed:
            if not self._changed.wait_for(ready, seconds):
                raise AssertionError("the model server did not get there in time")

    # -- what the handler calls, from the thread of its connection

    def opened(self, connection: socket.socket) -> int:
        """Note a new connection, return its number."""
        with self._changed:
            self._open.add(connection)
            self.connections += 1
            return self.connections

    def closed(self, connection: socket.socket) -> None:
        """Forget a connection."""
        with self._changed:
            self._open.discard(connection)
            self._changed.notify_all()

    def violated(self, *faults: str) -> None:
        """Keep what a client did wrong."""
        with self._changed:
            self.violations.extend(faults)
            self._changed.notify_all()

    def asked(self, request: Request) -> int:
        """Keep a request, return its number."""
        with self._changed:
            self.requests.append(request)
            self.finished_at.append(None)
            self._changed.notify_all()
            return len(self.requests) - 1

    def answered(self, number: int, finished: float) -> None:
        """Note when the reply to a request was out."""
        with self._changed:
            self.finished_at[number] = finished
            self._changed.notify_all()

    def left(self, number: int) -> None:
        """Note that the client left before the reply to a request was out."""
        with self._changed:
            self.abandoned.append(number)
            self._changed.notify_all()

    def answer(self, request: Request, number: int) -> Answer:
        """Return the answer to a request: the next step, or a refusal."""
        if self.key is not None and self.key not in _keys(request.headers):
            return self._refusal(401, "invalid api key")
        with self._changed:
            faults = judge(self.wire, request.headers, request.body, self._sent)
        if faults:
            self.violated(*(f"request {number}: {fault}" for fault in faults))
            if self.judged:
                return self._refusal(400, "; ".join(faults))
        step, at = self._next()
        if step is None:
            self.violated(f"request {number}: the script has run out after {at} steps")
            return self._refusal(500, f"the script has run out after {at} steps")
        try:
            step = step if isinstance(step, KINDS) else step(request)
        except Exception as error:  # Whatever is wrong in a test's own function.
            self.violated(f"request {number}: step {at} failed: {error!r}")
            return self._refusal(500, f"step {at} of the script failed: {error!r}")
        with self._changed:
            return render(step, request, at, self._sent)

    def _next(self) -> Tuple[Any, int]:
        with self._changed:
            at, self._step = self._step, self._step + 1
        return (self.steps[at], at) if at < len(self.steps) else (None, len(self.steps))

    def _refusal(self, status: int, message: str) -> Answer:
        return refusal(self.wire, status, message)


def _keys(headers: Mapping[str, str]) -> Tuple[str, str]:
    bearer = headers.get("authorization", "")
    return headers.get("x-api-key", ""), bearer[len("Bearer ") :]


# -- as a command --------------------------------------------------------------------


def main(arguments: Optional[Sequence[str]] = None, out: TextIO = sys.stdout) -> int:
    """Serve a script until killed; the first line printed is the base URL."""
    options = _options().parse_args(arguments)
    with open(options.script, encoding="utf-8") as file:
        steps = [step_from_json(shown) for shown in json.load(file)]
    server = ModelServer(steps, options.wire, port=options.port, key=options.key)
    with server:
        print(server.url, file=out, flush=True)
        try:
            _report(server, options.record)
        except KeyboardInterrupt:
            pass
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="A scripted model server.")
    parser.add_argument("script", help="file with a JSON list of steps")
    parser.add_argument("--wire", choices=sorted(PATHS), default=OPENAI)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--key", help="refuse other keys")
    parser.add_argument("--record", help="append requests to this file, JSON lines")
    return parser


def _report(server: ModelServer, record: Optional[str]) -> NoReturn:
    """Write down each request when its reply is out, and print violations."""
    requests = violations = 0
    while True:
        server.wait_for(
            lambda: len(server.violations) > violations
            or (requests < len(server.requests) and bool(server.finished_at[requests])),
            threading.TIMEOUT_MAX,
        )
        for fault in server.violations[violations:]:
            print(fault, file=sys.stderr, flush=True)
            violations += 1
        while requests < len(server.requests) and server.finished_at[requests]:
            if record:
                _append(record, server, requests)
            requests += 1


def _append(record: str, server: ModelServer, number: int) -> None:
    request = server.requests[number]
    shown = {
        "at": request.at,
        "finished_at": server.finished_at[number],
        "path": request.path,
        "headers": dict(request.headers),
        "bytes": len(request.raw),
        "body": request.body,
    }
    with open(record, "a", encoding="utf-8") as file:
        file.write(json.dumps(shown) + "\n")


if __name__ == "__main__":
    sys.exit(main())
