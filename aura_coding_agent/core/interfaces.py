# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Name the seams between the parts, and the values that cross them.

A part knows the others only through what stands here, so each can be replaced by
another that keeps the same promises.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import (
    Callable,
    ContextManager,
    FrozenSet,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Tuple,
    Union,
)

from .cancel import Cancel
from .errors import AuraError
from .events import Retrying, TextDelta, ThinkingDelta
from .messages import JsonObject, Message, Reply, ToolCall, ToolResult
from .values import NamedTuple, Protocol

# -- asking a model ------------------------------------------------------------------


class ToolSpec(NamedTuple):
    """What a model is told of a tool; ``parameters`` is a JSON Schema object."""

    name: str
    description: str
    parameters: JsonObject


class ModelRequest(NamedTuple):
    """All that one model call needs.

    Attributes:
        model: model id as the endpoint knows it.
        system: the system prompt.
        messages: the conversation; every tool call in it is answered.
        tools: what the model may call.
        max_output: cap on tokens of the answer; None leaves it to the provider.
        stream: ask for the answer piece by piece.
    """

    model: str
    system: str
    messages: Sequence[Message]
    tools: Sequence[ToolSpec] = ()
    max_output: Optional[int] = None
    stream: bool = True


class HttpRequest(NamedTuple):
    """One HTTP request; ``headers`` without Host, Content-Length and Connection."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


class HttpResponse(Protocol):
    """An answer whose head has arrived; its body comes in chunks.

    ``headers`` has lower-case names. Iterating ``chunks`` raises
    :class:`~.errors.ProviderError` when the body ends before it is complete.
    """

    status: int
    headers: Mapping[str, str]

    def chunks(self) -> Iterator[bytes]:
        """Yield pieces of the body as they arrive."""
        ...

    def close(self) -> None:
        """Release the connection; safe to call twice."""
        ...


class Transport(Protocol):
    """The only way bytes leave or enter over a network."""

    def send(self, request: HttpRequest, cancel: Cancel) -> HttpResponse:
        """Send a request, return when the head of the answer has arrived.

        Raises:
            ProviderError: no connection, TLS failure, timeout, broken HTTP.
            CancelledError: ``cancel`` was thrown.
        """
        ...


Delta = Union[TextDelta, ThinkingDelta]
StreamItem = Union[TextDelta, ThinkingDelta, Retrying, Reply]


class Decoder(Protocol):
    """Turns one answer's bytes into deltas and at last a reply; no I/O."""

    def feed(self, chunk: bytes) -> Iterable[Delta]:
        """Take the next bytes of the body, return what they add.

        Raises:
            ProviderError: the bytes are not what the wire format allows, or carry
                an error of the provider.
        """
        ...

    def finish(self) -> Reply:
        """Return the complete answer after the last byte.

        Raises:
            ProviderError: ``stream-cut`` when the answer has no proper end.
        """
        ...


class OptionalPart(NamedTuple):
    """A part of a request that it can do without.

    Attributes:
        name: how :meth:`Codec.encode` is told to leave it out.
        what: its name for people.
        refusal: regular expression for the words with which servers refuse it.
    """

    name: str
    what: str
    refusal: str


class Codec(Protocol):
    """One wire format.

    Attributes:
        name: of the wire format.
        optional: what a request can do without, the likeliest to be refused first.
    """

    name: str
    optional: Sequence[OptionalPart]

    def encode(
        self,
        request: ModelRequest,
        base_url: str,
        key: str,
        without: FrozenSet[str] = frozenset(),
    ) -> HttpRequest:
        """Return the HTTP request for a model request.

        ``without`` names those of the ``optional`` parts that are to be left out.
        """
        ...

    def decoder(self, content_type: str) -> Decoder:
        """Return a decoder for an answer with this ``Content-Type``."""
        ...


class Provider(Protocol):
    """Something that answers model requests."""

    def stream(self, request: ModelRequest, cancel: Cancel) -> Iterator[StreamItem]:
        """Yield deltas, notices of retries, and last exactly one Reply.

        Raises:
            ProviderError: there is no answer and trying again will not help.
            CancelledError: ``cancel`` was thrown.
        """
        ...


# -- the user's files ----------------------------------------------------------------


class FileChange(NamedTuple):
    """The one shape of an edit.

    Attributes:
        path: absolute path inside the workspace.
        before: the bytes that are there now; None when there is no file. To remove a
            link, where it leads, as the link has it, or the bytes of the file there.
        after: the bytes to be there; None removes the file, or the link.
        executable: whether the file is to be a program; None leaves that as it is.
        link: what is or will be at the path is a link; ``before`` and ``after`` are
            where it leads to, as it says, and it is not followed.
    """

    path: str
    before: Optional[bytes]
    after: Optional[bytes]
    executable: Optional[bool] = None
    link: bool = False


class Journal(Protocol):
    """The only writer of the user's files."""

    def apply(self, changes: Sequence[FileChange], *, turn: int) -> None:
        """Make all changes or none, and keep what is needed to take them back.

        Raises:
            JournalError: a file is not as ``before`` says (``file-changed``), is
                read-only, or cannot be written; nothing was changed.
        """
        ...


class Captured:
    """What is known of one command for undo.

    Attributes:
        notice: what undo will not cover, for people, before the command runs; told
            once, so mostly empty.
        refused: why the command should not run: undo would not cover it, and nobody
            was asked whether that is all right; mostly empty.
        changed: absolute paths that the command changed; known after the block.
        others: absolute paths that changed meanwhile, and that nothing shows to be the
            doing of the command; known after the block.
        trouble: why that is not known; mostly empty.
    """

    def __init__(self) -> None:
        """Begin with nothing to tell."""
        self.notice = ""
        self.refused = ""
        self.changed: Tuple[str, ...] = ()
        self.others: Tuple[str, ...] = ()
        self.trouble = ""


class Capture(Protocol):
    """Makes what a command does to the workspace undoable."""

    def command(self, turn: int = 0) -> ContextManager[Captured]:
        """Return what is put around running a command; it raises nothing itself.

        Args:
            turn: number of the turn within the run; 0 for the last one.
        """
        ...

    def uncovered(self, path: str) -> str:
        """Return why undo would not bring back a path; empty when it would."""
        ...

    def why_not(self) -> str:
        """Return why the next command would not be covered; empty when it would.

        To be asked before permission is: a command that then cannot be covered although
        this was empty is refused (``Captured.refused``).
        """
        ...


class NoCapture:
    """Captures nothing: for places where nothing can be kept, and for tests."""

    @contextmanager
    def command(self, turn: int = 0) -> Iterator[Captured]:
        """Run the block."""
        yield Captured()

    def uncovered(self, path: str) -> str:
        """Return nothing: what is not captured here is nobody's promise."""
        return ""

    def why_not(self) -> str:
        """Return nothing, as above."""
        return ""


# -- tools ---------------------------------------------------------------------------

READ = "read"
WRITE = "write"
EXECUTE = "execute"
NETWORK = "network"


class ToolContext(NamedTuple):
    """What a running tool may use.

    Attributes:
        call_id: the call being answered.
        turn: number of the turn within the run.
        cancel: thrown when the call should stop.
        progress: takes output for people while the tool runs.
    """

    call_id: str
    turn: int
    cancel: Cancel
    progress: Callable[[str], None]


class ToolOutput(NamedTuple):
    """What a tool returns: text for the model, and files it changed (absolute)."""

    text: str
    changed: Tuple[str, ...] = ()
    is_error: bool = False


class Tool(NamedTuple):
    """Something a model can do.

    Attributes:
        spec: name, description and input schema.
        effects: of ``read``, ``write``, ``execute``, ``network``.
        run: does it; raises AuraError when it cannot, and the error's text and
            hint tell the model what to try next.
        summary: one line for people about a call with these arguments.
    """

    spec: ToolSpec
    effects: FrozenSet[str]
    run: Callable[[JsonObject, ToolContext], ToolOutput]
    summary: Callable[[JsonObject], str]


class PreparedCall(NamedTuple):
    """A call whose tool exists and whose arguments are valid."""

    call: ToolCall
    tool: Tool
    arguments: JsonObject
    summary: str


class PermissionRequest(NamedTuple):
    """A question to the user; ``what`` is the exact command or path."""

    tool: str
    what: str
    effects: FrozenSet[str]
    reason: str


class Decision(NamedTuple):
    """The answer to a permission request."""

    allowed: bool
    reason: str
    asked: bool = False


Ask = Callable[[PermissionRequest], Decision]


class Toolset(Protocol):
    """The life of one call, from raw arguments to its result."""

    specs: Tuple[ToolSpec, ...]

    def prepare(self, call: ToolCall) -> Union[PreparedCall, ToolResult]:
        """Find the tool and validate the arguments, or answer with an error."""
        ...

    def authorize(self, prepared: PreparedCall) -> Decision:
        """Decide whether the call may run; may ask the user."""
        ...

    def run(
        self, prepared: PreparedCall, context: ToolContext
    ) -> Tuple[ToolResult, Tuple[str, ...]]:
        """Run the call; return its result, capped, and the files it changed.

        Never raises an :class:`~.errors.AuraError`: failures are results.
        """
        ...


# -- memory --------------------------------------------------------------------------


class SessionInfo(NamedTuple):
    """One line about a session; times are seconds since the epoch."""

    id: str
    workspace: str
    title: str
    created: float
    updated: float
    records: int
    parent: str
    status: str


class Record(NamedTuple):
    """One entry of a session log; ``data`` is the JSON form of an event."""

    seq: int
    at: float
    data: JsonObject


class Unkept(NamedTuple):
    """Records that the store did not take.

    Attributes:
        session, workspace, title: of the session.
        after: how many records of it are stored.
        records: those that follow.
    """

    session: str
    workspace: str
    title: str
    after: int
    records: Sequence[JsonObject]


class Sessions(Protocol):
    """Append-only logs of sessions."""

    def new_id(self) -> str:
        """Return an id for a session that is to begin; nothing is stored yet."""
        ...

    def away(self) -> Optional[AuraError]:
        """Return why the store cannot be opened for now; None when it can."""
        ...

    def create(
        self,
        workspace: str,
        title: str,
        *records: JsonObject,
        session: str = "",
        durable: bool = False,
        patience: Optional[float] = None,
    ) -> str:
        """Begin a session with its first records, all or nothing; return its id.

        Args:
            session: its id, from :meth:`new_id`; a new one unless given.
            durable, patience: see :meth:`append`.
        """
        ...

    def append(
        self,
        session: str,
        *records: JsonObject,
        durable: bool = False,
        patience: Optional[float] = None,
    ) -> None:
        """Add records, all or none; they are there after a kill of the process.

        Args:
            durable: they, and all before them, are there after a loss of power too.
            patience: seconds to wait for other processes; the usual time unless given.
        """
        ...

    def records(self, session: str) -> List[Record]:
        """Return all records in order."""
        ...

    def info(self, session: str) -> SessionInfo:
        """Return the line about one session.

        Raises:
            StorageError: there is no such session (``session-unknown``).
        """
        ...

    def listing(self, workspace: Optional[str] = None) -> List[SessionInfo]:
        """Return sessions, newest first, of one workspace or of all."""
        ...

    def export(self, session: str) -> JsonObject:
        """Return a whole session as one JSON-ready mapping."""
        ...

    def fork(self, session: str, upto: Optional[int] = None) -> str:
        """Copy a session's records up to ``upto`` into a new one, return its id."""
        ...


# -- processes -----------------------------------------------------------------------


class ProcessResult(NamedTuple):
    """How a command ended.

    Attributes:
        exit_code: None when it was killed by us; negative signal number on POSIX.
        output: stdout and stderr in the order they came, capped head and tail.
        omitted: bytes left out of ``output``.
        full_output: path of a file with all of it when something was left out.
        timed_out: it was killed because its time was over.
        cancelled: it was killed because the work was cancelled.
        seconds: wall time.
        left: processes it has started that still run, as far as the system tells:
            in the background, or such as we may not kill.
    """

    exit_code: Optional[int]
    output: str
    omitted: int
    full_output: str
    timed_out: bool
    cancelled: bool
    seconds: float
    left: Tuple[str, ...] = ()
