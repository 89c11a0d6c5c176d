# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""See which paths the processes of a command touch, and no others do (Linux).

A thread puts a seccomp filter on itself and starts the command; whatever the command
starts inherits the filter, in any session. The filter passes every call but those that
change what a path names or open it for writing. Such a call waits while a second
thread reads its path from the memory of the process, notes it, and lets it go on: see
``seccomp_unotify(2)``. What was noted is therefore complete, and nobody else's.

This is for telling who did what, not for keeping anybody out: a process that wants to
fool it can. Where it cannot be had (another system, an old kernel, no ``ctypes``) or
has a gap (calls of another architecture, io_uring, mounts, memory that is not ours to
read), :attr:`Witness.unsure` says why, and what was noted may not be all.
"""

from __future__ import annotations

import atexit
import os
import stat
import struct
import sys
import threading
import time
from typing import (
    Any,
    Callable,
    Dict,
    Generic,
    Iterable,
    List,
    Optional,
    Sequence,
    Set,
    Tuple,
    TypeVar,
    Union,
)

from . import process
from .values import NamedTuple, Protocol

if sys.platform == "win32":  # pragma: no cover
    fcntl: Any = None
    select: Any = None
else:
    import select

    try:
        import fcntl
    except ImportError:  # a build without it watches nothing
        pass

_posix: Any = os  # what only some systems have of it

_Started = TypeVar("_Started")


class _Call(NamedTuple):
    """How a system call names what it touches.

    Attributes:
        paths: index of the folder's descriptor (-1: the working folder) and of the
            path (-1: the descriptor itself) among the arguments.
        tree: all below the path is touched with it.
        flags: index of the flags of ``open`` that tell whether it writes; -1 for none.
        opens: it opens a file for writing, which is closed some time.
        gap: why what happens afterwards is not seen.
    """

    paths: Tuple[Tuple[int, int], ...] = ()
    tree: bool = False
    flags: int = -1
    opens: bool = False
    gap: str = ""


_CALLS = {
    "open": _Call(((-1, 0),), flags=1, opens=True),
    "openat": _Call(((0, 1),), flags=2, opens=True),
    "openat2": _Call(((0, 1),), opens=True),
    "creat": _Call(((-1, 0),), opens=True),
    "truncate": _Call(((-1, 0),)),
    "rename": _Call(((-1, 0), (-1, 1)), tree=True),
    "renameat": _Call(((0, 1), (2, 3)), tree=True),
    "renameat2": _Call(((0, 1), (2, 3)), tree=True),
    "mkdir": _Call(((-1, 0),)),
    "mkdirat": _Call(((0, 1),)),
    "rmdir": _Call(((-1, 0),)),
    "unlink": _Call(((-1, 0),)),
    "unlinkat": _Call(((0, 1),)),
    "link": _Call(((-1, 1),)),
    "linkat": _Call(((2, 3),)),
    "symlink": _Call(((-1, 1),)),
    "symlinkat": _Call(((1, 2),)),
    "mknod": _Call(((-1, 0),)),
    "mknodat": _Call(((0, 1),)),
    "chmod": _Call(((-1, 0),)),
    "fchmod": _Call(((0, -1),)),
    "fchmodat": _Call(((0, 1),)),
    "fchmodat2": _Call(((0, 1),)),
    # Access lists change permissions; a new owner takes some away.
    "setxattr": _Call(((-1, 0),)),
    "fsetxattr": _Call(((0, -1),)),
    "chown": _Call(((-1, 0),)),
    "fchown": _Call(((0, -1),)),
    "fchownat": _Call(((0, 1),)),
    "io_uring_setup": _Call(gap="it used io_uring, whose work is not seen"),
    "open_by_handle_at": _Call(gap="it opened files without a path"),
    "mount": _Call(gap="it mounted file systems"),
    "move_mount": _Call(gap="it mounted file systems"),
    "setns": _Call(gap="it entered another namespace"),
}
# Numbers from the kernel's syscall_64.tbl and asm-generic/unistd.h.
_X86_64 = dict(
    zip(
        "open openat openat2 creat truncate rename renameat renameat2 mkdir mkdirat"
        " rmdir unlink unlinkat link linkat symlink symlinkat mknod mknodat chmod"
        " fchmod fchmodat fchmodat2 setxattr fsetxattr chown fchown fchownat"
        " io_uring_setup open_by_handle_at mount move_mount setns execve execveat"
        " seccomp".split(),
        (
            *(2, 257, 437, 85, 76, 82, 264, 316, 83, 258, 84, 87, 263, 86, 265),
            *(88, 266, 133, 259, 90, 91, 268, 452, 188, 190, 92, 93, 260, 425),
            *(304, 165, 429, 308, 59, 322, 317),
        ),
    )
)
_GENERIC = dict(
    zip(
        "openat openat2 truncate renameat renameat2 mkdirat unlinkat linkat"
        " symlinkat mknodat fchmod fchmodat fchmodat2 setxattr fsetxattr fchown"
        " fchownat io_uring_setup open_by_handle_at mount move_mount setns execve"
        " execveat seccomp".split(),
        (
            *(56, 437, 45, 38, 276, 34, 35, 37, 36, 33, 52, 53, 452, 5, 7, 55, 54),
            *(425, 265, 40, 429, 268, 221, 281, 277),
        ),
    )
)


class _Machine(NamedTuple):
    """An architecture: its mark in the filter, its calls, and ``open`` of its elder.

    Attributes:
        elder: numbers of the calls ``open`` and ``openat`` of 32-bit programs.
    """

    audit: int
    numbers: Dict[str, int]
    elder: Tuple[int, int]


_MACHINES = {
    "x86_64": _Machine(0xC000003E, _X86_64, (5, 295)),
    "aarch64": _Machine(0xC00000B7, _GENERIC, (5, 322)),
}

# prctl.h, seccomp.h, bpf_common.h
_SET_NO_NEW_PRIVILEGES = 38
_SET_MODE_FILTER = 1
_SPEC_ALLOW, _NEW_LISTENER, _WAIT_KILLABLE = 4, 8, 32
_RECEIVE, _SEND, _SET_FLAGS = 0xC0502100, 0xC0182101, 0x40082104
_SYNC_WAKE_UP = 1
_LOAD, _EQUAL, _ANY_OF, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _NOTIFY = 0x7FFF0000, 0x7FC00000
_CONTINUE = 1
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_NOTICE = struct.Struct("=QIIiIQ6Q")
_ANSWER = struct.Struct("=QqiI")
_VECTOR = struct.Struct("@PL")
_HERE = 0xFFFFFF9C  # AT_FDCWD, in 32 bits
_POINTER = (1 << 56) - 1  # arm64 may carry a tag above
_PAGE = 4096
_PATH_ONLY = getattr(os, "O_PATH", 0o10000000) | getattr(os, "O_DIRECTORY", 0)
# inotify.h
_MODIFIED, _CLOSED, _MOVED_HERE, _OVERFLOW, _ONLY_FOLDERS = 2, 8, 0x80, 0x4000, 1 << 24
# Equal events in a row are made one, so what lies between two closings is heard, too.
_EVENTS = _MODIFIED | _CLOSED | _MOVED_HERE | _ONLY_FOLDERS
_EVENT = struct.Struct("@iIII")
_FOLDERS = 500  # that are watched for rivals; users may have 8192 watches in all
_OLDEST = (5, 5)  # kernel that lets a call go on


class Notes(Protocol):
    """Takes what is seen, from another thread, while the call still waits."""

    def watched(self) -> None:
        """Note that a process is started that will be seen."""
        ...

    def touched(self, path: str, tree: bool, at: float) -> None:
        """Note that a path is touched.

        Args:
            path: relative to the root, which is ``.``.
            tree: all below it is touched with it.
            at: seconds since the epoch.
        """
        ...

    def gap(self, reason: str) -> None:
        """Note, once for each reason, that something may not be seen."""
        ...


class Witness:
    """See what is started through it.

    Args:
        root: real path of the folder whose paths are noted.
        notes: takes them.
    """

    def __init__(self, root: str, notes: Notes) -> None:
        """Take what to look at and whom to tell."""
        self._root = os.fsencode(root)
        self._inside = os.path.join(self._root, b"")
        self._notes = notes
        self._gaps: Set[str] = set()
        self._lock = threading.Lock()
        self._listening = 0
        self._rivals: Optional[_Rivals] = None

    def overwritten(self) -> List[str]:
        """Return touched paths that something else wrote since, relative to the root.

        That is told by counting: a file that was closed after writing, or put in its
        place, more often than what is watched has done. It is found as far as
        the system's queue reaches, and in the first folders that are touched.
        """
        rivals = self._rivals
        return rivals.found() if rivals else []

    @property
    def alive(self) -> bool:
        """Whether anything that was started through it may still be running."""
        return self._listening > 0

    def launch(self, start: Callable[[], _Started], argv: Sequence[str]) -> _Started:
        """Start a process so that it is watched, when that is possible.

        Args:
            start: starts the process; called in another thread.
            argv: what it runs, to keep programs out that need more privileges.

        Raises:
            Whatever ``start`` raises.
        """
        machine = _machine()
        if isinstance(machine, str):
            self._gap(machine)
            return start()
        gains = _posix.geteuid() != 0 and _gains_privileges(argv)
        if gains:
            self._gap(f"{gains} gains privileges, which a watched command cannot")
            return start()
        starter = _Starter(start, machine)
        starter.begin()
        if starter.listener < 0:
            self._gap(f"the system does not let it be watched ({starter.refusal})")
        else:
            with self._lock:
                self._listening += 1
            self._notes.watched()
            self._rivals = self._rivals or _Rivals.begin(self._root)
            _Listener(starter.listener, machine, self).start()
        return starter.result()

    def ended(self) -> None:
        """Count one listener less; called when nothing is left to listen to."""
        with self._lock:
            self._listening -= 1

    # -- called while a call waits ---------------------------------------------------

    def touched(
        self, memory: _Memory, call: _Call, pid: int, arguments: Sequence[int]
    ) -> None:
        """Note what a call is about to touch."""
        if call.gap:
            self._gap(call.gap)
        for number, (folder, path) in enumerate(call.paths):
            try:
                name = b"" if path < 0 else memory.text(pid, arguments[path])
                at = _HERE if folder < 0 else arguments[folder] & 0xFFFFFFFF
                real = _place(pid, at, name)
                if self._rivals and (call.opens or number) and self._is_inside(real):
                    self._rivals.expect(real, opened=call.opens)
                self._touch(call, real)
            except FileNotFoundError:
                pass  # its folder is not there, so the call will fail
            except OSError as error:
                self._gap(f"what it did could not be read ({error.strerror})")

    def _is_inside(self, real: bytes) -> bool:
        """Return whether a path lies in the folder."""
        return real.startswith(self._inside)

    def _touch(self, call: _Call, real: bytes) -> None:
        """Note one path of a call, when it lies in the folder."""
        if self._is_inside(real):
            path = os.fsdecode(real[len(self._inside) :])
            self._notes.touched(path, call.tree, time.time())
        elif real == self._root or call.tree and self._root.startswith(real + b"/"):
            self._notes.touched(".", call.tree, time.time())  # or what is above

    def unknown(self) -> None:
        """Note a call of another architecture."""
        self._gap("it ran programs of another architecture")

    def _gap(self, reason: str) -> None:
        """Note once why not all is seen."""
        if reason not in self._gaps:
            self._gaps.add(reason)
            self._notes.gap(reason)


# -- starting ------------------------------------------------------------------------


class _Starter(Generic[_Started]):
    """Start one process in a thread that has put the filter on itself.

    The filter cannot be taken off again, so the thread ends with this.
    """

    def __init__(self, start: Callable[[], _Started], machine: _Machine) -> None:
        """Take what starts the process."""
        self._start = start
        self._machine = machine
        self._decided = threading.Event()
        self._done: List[_Started] = []
        self._failure: Optional[BaseException] = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.listener = -1
        self.refusal = ""

    def begin(self) -> None:
        """Begin; return when it is known whether the process will be watched."""
        self._thread.start()
        self._decided.wait()

    def result(self) -> _Started:
        """Return what was started, or raise what went wrong."""
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        return self._done[0]

    def _run(self) -> None:
        """Put on the filter, then start."""
        try:
            self.listener = _install(self._machine)
        except (OSError, ImportError, AttributeError, ValueError) as error:
            self.refusal = str(error)
        self._decided.set()
        try:
            self._done.append(self._start())
        except BaseException as error:
            self._failure = error


def _machine() -> Union[_Machine, str]:
    """Return this machine, or why nothing can be watched on it."""
    if "fcntl" not in globals():
        return "this Python was built without fcntl"
    if not sys.platform.startswith("linux"):
        return "only Linux shows what a process does"
    system = os.uname()
    machine = _MACHINES.get(system.machine)
    if machine is None or sys.maxsize < 1 << 32:
        return f"nobody has taught it the calls of {system.machine}"
    numbers = system.release.split("-")[0].split(".")[:2]
    if not all(each.isdigit() for each in numbers):
        return f"the kernel {system.release} is not known"
    if tuple(int(each) for each in numbers) < _OLDEST:
        return f"the kernel {system.release} is too old"
    return machine


def _install(machine: _Machine) -> int:
    """Put the filter on the calling thread; return the descriptor of its listener.

    Raises:
        OSError: the system does not allow it.
        ImportError: this Python has no ``ctypes``.
    """
    # Here, since it takes long to load and few processes need it.
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    number = ctypes.c_long(machine.numbers["seccomp"])
    # The superuser may do without: programs then still gain privileges (sudo).
    for bound in (False, True):
        if bound and libc.prctl(_SET_NO_NEW_PRIVILEGES, *map(ctypes.c_ulong, _ONE)):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        code = _program(machine)
        text = ctypes.create_string_buffer(code, len(code))
        head = struct.pack("@HP", len(code) // 8, ctypes.addressof(text))
        flags = _SPEC_ALLOW | _NEW_LISTENER
        for more in (_WAIT_KILLABLE, 0):
            listener = libc.syscall(
                number,
                ctypes.c_ulong(_SET_MODE_FILTER),
                ctypes.c_ulong(flags | more),
                ctypes.c_char_p(head),
            )
            if listener >= 0:
                _wake_at_once(int(listener))
                return int(listener)
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


_ONE = (1, 0, 0, 0)


def _wake_at_once(listener: int) -> None:
    """Let a call and its answer wake each other on one processor (Linux 6.6)."""
    try:
        fcntl.ioctl(listener, _SET_FLAGS, _SYNC_WAKE_UP)
    except OSError:
        pass  # it is slower then


def _program(machine: _Machine) -> bytes:
    """Return the filter in the kernel's language (classic BPF).

    It must not stop what a child does before it executes its program (``execve`` itself
    among it): Python waits for that with its interpreter locked, and none could answer.
    """
    steps: List[Tuple[int, int, str, str]] = [(_LOAD, 0, "", "")]
    for name, call in _CALLS.items():
        number = machine.numbers.get(name)
        if number is None:
            continue
        if call.flags < 0:
            steps.append((_EQUAL, number, "notify", ""))
        else:
            steps.append((_EQUAL, number, "", "+2"))
            steps.append((_LOAD, 16 + 8 * call.flags, "", ""))
            steps.append((_ANY_OF, _WRITING, "notify", "allow"))
    steps.append((_RETURN, _ALLOW, "", ""))
    native = [(_LOAD, 4, "", ""), (_EQUAL, machine.audit, "", "elder")]
    # Of 32-bit programs it is enough to know that there are any.
    elder = [(_LOAD, 0, "", "")]
    elder += [(_EQUAL, number, "notify", "") for number in machine.elder]
    elder.append((_RETURN, _ALLOW, "", ""))
    every = [*native, *steps, *elder, (_RETURN, _NOTIFY, "", "")]
    labels = {
        "allow": len(native) + len(steps) - 1,
        "elder": len(native) + len(steps),
        "notify": len(every) - 1,
    }
    packed = []
    for at, (code, value, yes, no) in enumerate(every):
        hops = [
            int(to) if to.startswith("+") else labels[to] - at - 1 if to else 0
            for to in (yes, no)
        ]
        packed.append(struct.pack("=HBBI", code, *hops, value))
    return b"".join(packed)


# -- what gains privileges -----------------------------------------------------------


def _gains_privileges(argv: Sequence[str]) -> str:
    """Return a program that gains privileges and is named in a command; mostly empty.

    A program that is watched cannot (``no_new_privs``): for a command that names
    ``sudo`` or the like, working as ever matters more than being watched.
    """
    words: Set[str] = set()
    for word in argv:
        words.update(_words(word))
    folders = os.get_exec_path()
    for word in sorted(words):
        for path in [word] if "/" in word else [f"{each}/{word}" for each in folders]:
            if _is_privileged(path):
                return os.path.basename(word)
    return ""


def _words(text: str) -> Iterable[str]:
    """Return what may be the name of a program in a command line."""
    plain = "".join(c if c.isalnum() or c in "_-+./" else " " for c in text)
    return [word for word in plain.split() if not word.startswith("-")]


def _is_privileged(path: str) -> bool:
    """Return whether a program has more privileges than who starts it."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return False
    if not stat.S_ISREG(status.st_mode) or not status.st_mode & 0o111:
        return False
    if status.st_mode & stat.S_ISUID and status.st_uid != _posix.geteuid():
        return True
    if status.st_mode & stat.S_ISGID and status.st_gid != _posix.getegid():
        return True
    if os.path.realpath(path) == "/usr/bin/snap":
        return True  # every program of a snap is started by one that has them
    try:
        return bool(_posix.getxattr(path, "security.capability"))
    except OSError:
        return False


# -- listening -----------------------------------------------------------------------


class _Listener:
    """Answer the calls of one command as long as any of its processes lives."""

    def __init__(self, descriptor: int, machine: _Machine, witness: Witness) -> None:
        """Take the descriptor of the filter and whom to tell."""
        self._descriptor = descriptor
        self._audit = machine.audit
        self._witness = witness
        self._memory = _Memory()
        self._calls = {
            machine.numbers[name]: call
            for name, call in _CALLS.items()
            if name in machine.numbers
        }

    def start(self) -> None:
        """Begin to listen, in a thread that is not under the filter itself."""
        _keeper.know(self._descriptor)
        threading.Thread(target=self._listen, daemon=True).start()

    def _hear(
        self, pid: int, number: int, audit: int, arguments: Sequence[int]
    ) -> None:
        """Tell what a call is about to do."""
        call = self._calls.get(number)
        if audit != self._audit or call is None:
            self._witness.unknown()
        else:
            self._witness.touched(self._memory, call, pid, arguments)

    def _listen(self) -> None:
        """Let call after call go on, noting what it touches."""
        try:
            for id, pid, number, audit, arguments in _notices(self._descriptor):
                try:
                    self._hear(pid, number, audit, arguments)
                finally:
                    _let_go_on(self._descriptor, id)
        finally:
            _keeper.forget(self._descriptor)
            self._witness.ended()


def _notices(
    descriptor: int,
) -> Iterable[Tuple[int, int, int, int, Tuple[int, ...]]]:
    """Yield the calls that wait: id, process, number, architecture and arguments."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    empty = bytes(_NOTICE.size)
    while True:
        ((_, events),) = poll.poll()
        if not events & select.POLLIN:
            return  # nobody is left
        notice = bytearray(empty)
        try:
            fcntl.ioctl(descriptor, _RECEIVE, notice)
        except OSError:
            continue  # it was killed meanwhile
        id, pid, _, number, audit, _, *arguments = _NOTICE.unpack(notice)
        yield id, pid, number, audit, tuple(arguments)


def _let_go_on(descriptor: int, id: int) -> None:
    """Let a call that waits go on."""
    try:
        fcntl.ioctl(descriptor, _SEND, bytearray(_ANSWER.pack(id, 0, 0, _CONTINUE)))
    except OSError:
        pass  # it was killed meanwhile


class _Rivals:
    """Notice that something else writes what a command has touched (``inotify(7)``).

    The folder of a touched path is watched before the call goes on. Then what happens
    there is counted against what was seen of the command.
    """

    def __init__(self, root: bytes, libc: Any, queue: int) -> None:
        """Take the root, the functions of the system, and the queue of events."""
        self._root = root
        self._libc = libc
        self._queue = queue
        self._folders: Dict[bytes, int] = {}
        self._names: Dict[int, bytes] = {}
        self._seen: Dict[Tuple[bytes, bool], int] = {}
        self._expected: Dict[Tuple[bytes, bool], int] = {}
        self._is_whole = True

    @classmethod
    def begin(cls, root: bytes) -> Optional[_Rivals]:
        """Return a new one; None where the system gives no queue."""
        # Here, since it takes long to load and few processes need it.
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        queue = libc.inotify_init1(_posix.O_NONBLOCK | _posix.O_CLOEXEC)
        return cls(root, libc, queue) if queue >= 0 else None

    def __del__(self) -> None:
        """Close the queue, and all that it watches with it."""
        os.close(self._queue)

    def expect(self, path: bytes, *, opened: bool) -> None:
        """Count that a path is about to be opened for writing, or to be replaced."""
        folder = os.path.dirname(path)
        if folder not in self._folders and len(self._folders) < _FOLDERS:
            watch = self._libc.inotify_add_watch(self._queue, folder, _EVENTS)
            self._folders[folder] = watch
            self._names[watch] = folder
        if self._folders.get(folder, -1) >= 0:
            key = (path, opened)
            self._expected[key] = self._expected.get(key, 0) + 1

    def found(self) -> List[str]:
        """Return the paths that were written or replaced more often than expected."""
        self._read()
        if not self._is_whole:
            return []
        more = {
            path
            for (path, opened), count in self._seen.items()
            if count > self._expected.get((path, opened), 0)
            and ((path, True) in self._expected or (path, False) in self._expected)
        }
        return sorted(os.fsdecode(path[len(self._root) + 1 :]) for path in more)

    def _read(self) -> None:
        """Count the events that came."""
        while True:
            try:
                data = os.read(self._queue, 1 << 16)
            except OSError:
                return  # no more
            at = 0
            while at < len(data):
                watch, mask, _, size = _EVENT.unpack_from(data, at)
                name = data[at + _EVENT.size : at + _EVENT.size + size].rstrip(b"\0")
                at += _EVENT.size + size
                if mask & _OVERFLOW:
                    self._is_whole = False
                if mask & (_CLOSED | _MOVED_HERE) and watch in self._names:
                    path = os.path.join(self._names[watch], name)
                    key = (path, bool(mask & _CLOSED))
                    self._seen[key] = self._seen.get(key, 0) + 1


class _Keeper:
    """Keep what was left running able to work beyond the end of this process.

    A call that nobody listens to any more fails, so a server in the background could
    not write a file once the agent has ended. At the end a small process takes over,
    which lets every call go on, and ends with the last of them.
    """

    def __init__(self) -> None:
        """Begin with nothing that runs."""
        self._listeners: Set[int] = set()
        self._registered = False
        self._lock = threading.Lock()

    def know(self, listener: int) -> None:
        """Add a listener."""
        with self._lock:
            self._listeners.add(listener)
            if not self._registered:
                self._registered = True
                atexit.register(self._hand_over)

    def forget(self, listener: int) -> None:
        """Close a listener that nobody needs any more."""
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)
                os.close(listener)

    def _hand_over(self) -> None:
        """Hand over what is still listened to, at the end of this process."""
        with self._lock:
            left = sorted(self._listeners)
            self._listeners.clear()  # they stay open until all ends
        if left:
            process.detach(_KEEP, left)


_keeper = _Keeper()


# A program of its own: what it lets go on is no longer noted by anybody.
_KEEP = f"""
import fcntl, select, struct, sys
poll = select.poll()
for word in sys.argv[1:]:
    poll.register(int(word), select.POLLIN)
left = len(sys.argv) - 1
while left:
    for each, events in poll.poll():
        if not events & select.POLLIN:
            poll.unregister(each)
            left -= 1
            continue
        try:
            notice = bytearray({_NOTICE.size})
            fcntl.ioctl(each, {_RECEIVE}, notice)
            id = struct.unpack_from("=Q", notice)[0]
            answer = struct.pack("=QqiI", id, 0, 0, {_CONTINUE})
            fcntl.ioctl(each, {_SEND}, bytearray(answer))
        except OSError:
            pass
"""


# -- paths ---------------------------------------------------------------------------


class _Memory:
    """Read texts from the memory of processes: one call of the system each."""

    def __init__(self) -> None:
        """Prepare what the call needs (``process_vm_readv(2)``)."""
        # Here, since it takes long to load and few processes need it.
        import ctypes

        self._read = ctypes.CDLL(None, use_errno=True).process_vm_readv
        number, address = ctypes.c_ulong, ctypes.c_void_p
        self._read.argtypes = [ctypes.c_int, address, number, address, number, number]
        self._error = ctypes.get_errno
        self._text = ctypes.create_string_buffer(_PAGE + 1)
        self._from = ctypes.create_string_buffer(_VECTOR.size)
        self._to = ctypes.create_string_buffer(
            _VECTOR.pack(ctypes.addressof(self._text), _PAGE), _VECTOR.size
        )
        self._places = [ctypes.addressof(each) for each in (self._to, self._from)]

    def text(self, pid: int, address: int) -> bytes:
        """Return the text at an address of a process.

        Raises:
            OSError: its memory cannot be read.
        """
        to, come_from = self._places
        text, address = b"", address & _POINTER
        while len(text) < _PAGE:
            size = _PAGE - address % _PAGE  # the next page may not be there
            _VECTOR.pack_into(self._from, 0, address, size)
            if self._read(pid, to, 1, come_from, 1, 0) != size:
                raise OSError(self._error(), os.strerror(self._error()))
            piece = self._text.raw[:size]
            end = piece.find(b"\0")
            if end >= 0:
                return text + piece[:end]
            text += piece
            address += size
        return text


def _place(pid: int, at: int, name: bytes) -> bytes:
    """Return the real path of what a process names; a link at its end is not followed.

    The kernel itself resolves it, as it does for the process: through ``/proc``.

    Raises:
        OSError: there is no such folder.
    """
    own = b"/proc/%d/" % pid
    start = own + (b"cwd" if at == _HERE else b"fd/%d" % at)
    if not name:
        return os.readlink(start)
    if name.startswith(b"/"):
        start = own + b"root"
    parent, last = os.path.split(name.rstrip(b"/"))
    if last in (b"", b".", b".."):
        return _real(b"%b/%b" % (start, name))
    folder = _real(b"%b/%b" % (start, parent)) if parent else os.readlink(start)
    return os.path.join(folder, last)


def _real(path: bytes) -> bytes:
    """Return the real path of a folder."""
    descriptor = os.open(path, _PATH_ONLY)
    try:
        return os.fsencode(os.readlink(f"/proc/self/fd/{descriptor}"))
    finally:
        os.close(descriptor)
