# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check processes with real processes: output, timeouts, cancels, whole groups."""

from __future__ import annotations

import os
import pathlib
import shlex
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from aura_coding_agent.core import process
from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import ProcessError

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def sh(command, tmp_path, *, cancel=None, **options):
    """Run a command line in ``tmp_path``."""
    return process.run(
        process.shell_argv(command),
        cwd=str(tmp_path),
        cancel=cancel or Cancel(),
        **options,
    )


def python(code, tmp_path, *, cancel=None, **options):
    """Run a Python program in ``tmp_path``."""
    argv = [sys.executable, "-S", "-c", textwrap.dedent(code)]
    return process.run(argv, cwd=str(tmp_path), cancel=cancel or Cancel(), **options)


def eventually(condition):
    """Wait until a condition holds; the last answer after ten seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until and not condition():
        time.sleep(0.01)
    return condition()


def alive(pid):
    """Return whether a process runs; zombies do not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return os.path.isdir("/proc/self") is False and _signalled(pid)


def _signalled(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def pid_in(path):
    """Return the process id that a command wrote to a file, when it did."""
    assert eventually(lambda: path.exists() and path.read_text().strip())
    return int(path.read_text())


def test_stdout_and_stderr_come_in_order(tmp_path):
    """Both streams are one text, in the order in which they were written."""
    result = sh("echo one; echo two >&2; echo three; exit 3", tmp_path)
    assert "one\ntwo\nthree\n" == result.output
    assert (3, False, False) == (result.exit_code, result.timed_out, result.cancelled)
    assert (0, "") == (result.omitted, result.full_output)
    assert 0 < result.seconds < 60


def test_a_signal_is_a_negative_exit_code(tmp_path):
    """A process that a signal ends has the negative number as its exit code."""
    assert -signal.SIGSEGV == sh("kill -SEGV $$", tmp_path).exit_code


def test_stdin_is_at_its_end(tmp_path):
    """A command that reads its input ends at once."""
    assert "[]\n" == sh('read line; echo "[$line]"', tmp_path).output


def test_given_bytes_are_the_standard_input(tmp_path):
    """Input larger than a pipe reaches the command whole."""
    data = b"x" * 300_000
    assert "300000" == sh("wc -c", tmp_path, stdin=data).output.strip()


def test_a_command_may_ignore_its_input(tmp_path):
    """Input that nobody reads is no failure."""
    result = sh("exec 0<&-; echo done", tmp_path, stdin=b"x" * 300_000)
    assert (0, "done\n") == (result.exit_code, result.output)


def test_the_environment_is_kept_and_added_to(tmp_path):
    """The caller's variables are there, and those that were given."""
    os.environ["PROCESS_TEST_KEPT"] = "kept"
    try:
        command = 'echo "$PROCESS_TEST_KEPT $MORE $PATH"'
        result = sh(command, tmp_path, env={"MORE": "more"})
        plain = sh(command, tmp_path)
    finally:
        del os.environ["PROCESS_TEST_KEPT"]
    assert f"kept more {os.environ['PATH']}\n" == result.output
    assert f"kept  {os.environ['PATH']}\n" == plain.output


def test_the_command_has_a_session_of_its_own(tmp_path):
    """The child leads a session, so no prompt finds a terminal."""
    code = "import os; print(os.getsid(0) == os.getpid() == os.getpgrp())"
    assert "True\n" == python(code, tmp_path).output


def test_bytes_that_are_no_text_are_replaced(tmp_path):
    """Invalid UTF-8 becomes replacement characters."""
    assert "a\ufffdb" == sh(r"printf 'a\377b'", tmp_path).output


@pytest.mark.parametrize("name", ["with space", "-dash", "Ünï", "a;b", "new\nline"])
def test_programs_with_unusual_names_run(tmp_path, name):
    """The name of a program is never read by a shell."""
    program = tmp_path / name
    program.write_text('#!/bin/sh\necho ran "$1"\n')
    program.chmod(0o755)
    argv = [str(program), "$(x)"]
    result = process.run(argv, cwd=str(tmp_path), cancel=Cancel())
    assert "ran $(x)\n" == result.output


@pytest.mark.parametrize("command", ["-x; echo", "-c", "--version"])
def test_a_command_line_is_never_an_option_of_the_shell(tmp_path, command):
    """A command line that begins with a dash is still a command line."""
    result = sh(command, tmp_path)
    assert "not found" in result.output
    assert "version" not in result.output.replace(command, "")


def test_bash_is_preferred_and_sh_does(tmp_path):
    """The shell is bash when PATH has it, else sh; both take the command."""
    before = os.environ["PATH"]
    bash = tmp_path / "bash"
    bash.write_text("#!/bin/sh\n")
    try:
        os.environ["PATH"] = str(tmp_path)
        plain = process.shell_argv("echo hi")
        bash.chmod(0o755)
        preferred = process.shell_argv("echo hi")
    finally:
        os.environ["PATH"] = before
    assert ["/bin/sh", "-c", "--", "echo hi"] == plain
    assert [str(bash), "-c", "--", "echo hi"] == preferred
    result = process.run(plain, cwd=str(tmp_path), cancel=Cancel())
    assert "hi\n" == result.output


def test_cmd_gets_its_command_line_verbatim():
    """On Windows the shell's line is quoted once, as ``cmd /s`` takes it apart."""
    argv = ["cmd.exe", "/d", "/s", "/c", 'echo "a b"']
    assert '"cmd.exe" /d /s /c "echo "a b""' == process.windows_command(argv)
    assert ["git", "status"] == process.windows_command(("git", "status"))


@pytest.mark.parametrize(
    "code, argv, folder",
    [
        ("folder-missing", ["true"], "gone"),
        ("folder-missing", ["true"], "plain"),
        ("command-not-found", ["no-such-command-here"], ""),
        ("command-not-found", ["./no-such-command-here"], ""),
        ("command-not-runnable", ["./plain"], ""),
        ("command-not-runnable", ["./empty"], ""),
        ("command-not-runnable", ["./"], ""),
        ("command-not-runnable", ["true", "nul\0"], ""),
        ("command-not-runnable", ["true", "x" * 5_000_000], ""),
    ],
)
def test_what_cannot_start_is_an_error(tmp_path, code, argv, folder):
    """Each reason why a command cannot start has its code."""
    (tmp_path / "plain").write_text("x")
    (tmp_path / "empty").write_text("no program")
    (tmp_path / "empty").chmod(0o755)
    with pytest.raises(ProcessError) as caught:
        process.run(argv, cwd=str(tmp_path / folder), cancel=Cancel())
    assert code == caught.value.code
    assert caught.value.hint


def test_a_timeout_ends_the_whole_group(tmp_path):
    """After a timeout neither the command nor its children are left."""
    result = sh("sleep 300 & echo $! >pid; echo begun; wait", tmp_path, timeout=0.5)
    assert (None, True, False) == (
        result.exit_code,
        result.timed_out,
        result.cancelled,
    )
    assert "begun\n" == result.output
    assert not alive(pid_in(tmp_path / "pid"))


def test_who_ignores_the_request_to_end_is_killed(tmp_path):
    """A child and a grandchild that ignore SIGTERM end all the same."""
    command = "trap '' TERM; sleep 300 & echo $! >pid; echo $$ >own; wait; sleep 300"
    assert sh(command, tmp_path, timeout=0.3).timed_out
    pids = [pid_in(tmp_path / name) for name in ("pid", "own")]
    assert eventually(lambda: not any(map(alive, pids)))


def test_a_grandchild_alone_gets_its_time_to_end(tmp_path):
    """When the command obeys and its child tidies up first, the child may finish."""
    tidy = "sleep 0.2; touch tidy; exit"
    child = f"trap '{tidy}' TERM; touch up; while :; do sleep 0.05; done"
    command = f"sh -c {shlex.quote(child)} & wait"
    cancel = Cancel()
    thread = threading.Thread(
        target=lambda: eventually((tmp_path / "up").exists) and cancel.set()
    )
    thread.start()
    assert sh(command, tmp_path, cancel=cancel).cancelled
    thread.join()
    assert (tmp_path / "tidy").exists()


def test_a_cancel_from_another_thread_ends_the_group(tmp_path):
    """A cancel wakes the call and ends the command with its children."""
    cancel = Cancel()
    thread = threading.Thread(
        target=lambda: pid_in(tmp_path / "pid") and cancel.set(), daemon=True
    )
    thread.start()
    command = "sleep 300 & echo $! >pid.new; mv pid.new pid; wait"
    result = sh(command, tmp_path, cancel=cancel, timeout=60)
    thread.join()
    assert (None, False, True) == (
        result.exit_code,
        result.timed_out,
        result.cancelled,
    )
    assert not alive(pid_in(tmp_path / "pid"))


def test_a_cancel_while_others_hold_the_pipe_ends_them(tmp_path):
    """A cancel after the command has ended still ends what it left behind."""
    cancel = Cancel()
    seen = []

    def progress(text):
        seen.append(text)
        if "own" in text:
            cancel.set()

    command = "sleep 300 & echo $! >pid; echo own"
    result = sh(command, tmp_path, cancel=cancel, progress=progress)
    assert result.cancelled
    assert not alive(pid_in(tmp_path / "pid"))


def test_a_cancel_before_the_start_starts_nothing(tmp_path):
    """A call that is cancelled already has no effect."""
    cancel = Cancel()
    cancel.set()
    result = sh("touch file", tmp_path, cancel=cancel)
    assert (None, True) == (result.exit_code, result.cancelled)
    assert not (tmp_path / "file").exists()


def test_a_process_in_the_background_goes_on(tmp_path):
    """A background child that holds the pipe neither hangs the call nor dies of it."""
    child = "while [ ! -e stop ]; do echo noise; sleep 0.02; done"
    child += "; head -c 200000 /dev/zero; touch survived"  # more than a pipe holds
    result = sh(f"({child}) & echo $! >pid; echo done", tmp_path, timeout=60)
    assert 0 == result.exit_code
    assert "done" in result.output
    assert result.output.endswith(process.BACKGROUND)
    assert alive(pid_in(tmp_path / "pid"))
    (tmp_path / "stop").touch()
    assert eventually((tmp_path / "survived").exists)


def test_a_silent_process_in_the_background_is_told_of(tmp_path):
    """The note stands alone when nothing was written."""
    result = sh("sleep 300 & echo $! >pid", tmp_path, timeout=60)
    os.kill(pid_in(tmp_path / "pid"), signal.SIGKILL)
    assert process.BACKGROUND == result.output


def test_progress_tells_all_of_a_small_output(tmp_path):
    """Pieces for people arrive while the command runs, and add up."""
    pieces = []

    def progress(text):
        pieces.append(text)
        (tmp_path / "heard").touch()

    command = "echo one; while [ ! -e heard ]; do sleep 0.01; done; printf 'zw\\303'"
    result = sh(f"{command}; sleep 0.3; printf '\\266lf'", tmp_path, progress=progress)
    assert "one\nzwölf" == result.output == "".join(pieces)
    assert len(pieces) > 1


def test_progress_of_a_flood_is_bounded(tmp_path):
    """Of very much output people get the latest, not all of it."""
    pieces = []
    result = sh("head -c 20000000 /dev/zero", tmp_path, progress=pieces.append)
    assert 0 == result.exit_code
    assert all(len(piece) <= 8_192 for piece in pieces)


def test_a_failing_progress_ends_the_command(tmp_path):
    """An error of the caller's own function is not swallowed, and leaves nothing."""

    def progress(text):
        raise RuntimeError(text)

    with pytest.raises(RuntimeError):
        sh("echo $$ >pid; echo x; sleep 300", tmp_path, progress=progress)
    assert eventually(lambda: not alive(pid_in(tmp_path / "pid")))


def test_a_huge_output_needs_little_memory(tmp_path):
    """50 MB of output pass through a process that stays small; the file has all."""
    code = f"""
        import resource, sys
        sys.path.insert(0, {ROOT!r})
        from aura_coding_agent.core import process
        from aura_coding_agent.core.cancel import Cancel
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        argv = process.shell_argv("yes 0123456789 | head -c 50000000")
        result = process.run(argv, cwd=".", cancel=Cancel(), keep_in="kept")
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(result.full_output, len(result.output), after - before)
    """
    shown = python(code, tmp_path).output
    path, length, grown = shown.split()
    assert 50_000_000 == (tmp_path / path).stat().st_size
    assert int(length) <= 30_200
    assert int(grown) < 8_000 * (1024 if sys.platform == "darwin" else 1)


def test_an_endless_output_is_ended_by_the_timeout(tmp_path):
    """A command that writes without end is capped and ended."""
    result = sh("yes", tmp_path, timeout=0.3, keep_in=str(tmp_path / "kept"))
    assert result.timed_out
    assert result.omitted > 0
    mode = os.stat(result.full_output).st_mode
    assert 0o600 == stat.S_IMODE(mode)


def test_an_interrupt_ends_the_group_and_passes_on(tmp_path):
    """Ctrl-C in the main thread kills what was started, then goes its way."""
    code = f"""
        import sys
        sys.path.insert(0, {ROOT!r})
        from aura_coding_agent.core import process
        from aura_coding_agent.core.cancel import Cancel
        argv = process.shell_argv("sleep 300 & echo $! >n; mv n pid; wait")
        try:
            process.run(argv, cwd=".", cancel=Cancel(), timeout=60)
        except KeyboardInterrupt:
            print("interrupted")
    """
    argv = [sys.executable, "-c", textwrap.dedent(code)]
    child = subprocess.Popen(argv, cwd=tmp_path, stdout=subprocess.PIPE)
    pid = pid_in(tmp_path / "pid")
    child.send_signal(signal.SIGINT)
    assert b"interrupted\n" == child.communicate(timeout=30)[0]
    assert not alive(pid)


def test_many_commands_at_once_do_not_mix(tmp_path):
    """Calls in several threads keep their output apart, and leave nothing open."""
    results = {}

    def one(number):
        results[number] = sh(f"echo {number}; echo {number}", tmp_path).output

    before = len(os.listdir("/dev/fd"))
    threads = [threading.Thread(target=one, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {n: f"{n}\n{n}\n" for n in range(12)} == results
    assert eventually(lambda: len(os.listdir("/dev/fd")) <= before)


# -- what leaves the session ---------------------------------------------------------

DAEMON = """
import os, signal, subprocess, sys, time
if os.fork():
    os._exit(0)
os.setsid()
if os.fork():
    os._exit(0)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.closerange(0, 3)
with open("pid.new", "w") as file:
    file.write(str(os.getpid()))
os.rename("pid.new", "pid")
time.sleep(300)
"""
CHILD = """
import subprocess, sys
child = subprocess.Popen(
    ["sleep", "300"], env={}, start_new_session=True, stdout=subprocess.DEVNULL
)
with open("pid.new", "w") as file:
    file.write(str(child.pid))
"""
NAMED = "sh -c 'echo $$ >pid.new; mv pid.new pid; exec sleep 300'"
STRAYS = {
    "in a session of its own": f"setsid {NAMED}",
    "without its parent": f"(setsid {NAMED} &)",
    "with an empty environment": f"env -i setsid -f {NAMED} >/dev/null 2>&1 </dev/null",
    "a daemon that does not listen": f"{shlex.quote(sys.executable)} -c '{DAEMON}'",
}
on_linux = pytest.mark.skipif(
    not process.sees_strays(), reason="the system does not show who descends from whom"
)


@on_linux
@pytest.mark.parametrize("way", STRAYS)
def test_what_leaves_the_session_is_ended_too(tmp_path, way):
    """After a cancel nothing is left of what left the group, wherever it went."""
    cancel = Cancel()
    thread = threading.Thread(
        target=lambda: pid_in(tmp_path / "pid") and cancel.set(), daemon=True
    )
    thread.start()
    result = sh(f"{STRAYS[way]}; sleep 300", tmp_path, cancel=cancel, timeout=60)
    thread.join()
    assert (True, ()) == (result.cancelled, result.left)
    assert not alive(pid_in(tmp_path / "pid"))


@on_linux
def test_who_has_only_its_parent_is_found_through_it(tmp_path):
    """A child without environment, session and descriptors is ended with its parent."""
    code = CHILD + "import os, time; os.rename('pid.new', 'pid'); time.sleep(300)"
    cancel = Cancel()
    thread = threading.Thread(
        target=lambda: pid_in(tmp_path / "pid") and cancel.set(), daemon=True
    )
    thread.start()
    assert python(code, tmp_path, cancel=cancel, timeout=60).cancelled
    thread.join()
    assert not alive(pid_in(tmp_path / "pid"))


@on_linux
def test_others_are_left_alone(tmp_path):
    """Ending one command ends nothing of another one."""
    other = Cancel()
    command = "echo $$ >other.new; mv other.new other; exec sleep 300"
    thread = threading.Thread(target=lambda: sh(command, tmp_path, cancel=other))
    thread.start()
    try:
        pid = pid_in(tmp_path / "other")
        assert sh("setsid sleep 300 & sleep 300", tmp_path, timeout=0.3).timed_out
        assert alive(pid)
    finally:
        other.set()
        thread.join()


@on_linux
def test_the_result_names_what_runs_on_in_the_background(tmp_path):
    """A server without our output is told of; one that has ended is not."""
    result = sh("sleep 300 >/dev/null 2>&1 & echo $! >pid; true & wait $!", tmp_path)
    pid = pid_in(tmp_path / "pid")
    assert ("", [f"{pid}"]) == (result.output, [one.split()[0] for one in result.left])
    assert pid in [one.pid for one in process.left_running()]
    process.hang_up()
    assert [] == process.left_running()
    assert not alive(pid)


def test_output_that_is_read_late_is_read_all_the_same(tmp_path):
    """Who holds the output is what counts, not how long reading it takes."""
    code = f"""
        import os, sys, threading, time
        sys.path.insert(0, {ROOT!r})
        from aura_coding_agent.core import process
        from aura_coding_agent.core.cancel import Cancel
        def busy(frame, event, called):
            if event == "c_call" and called is os.read:
                time.sleep(2 * process.QUIET)
        threading.setprofile(busy)
        argv = process.shell_argv("echo 5; echo 5")
        print(process.run(argv, cwd=".", cancel=Cancel()).output, end="")
    """
    assert "5\n5\n" == python(code, tmp_path).output


AGENT = """
import sys
sys.path.insert(0, {root!r})
from aura_coding_agent.core import process
from aura_coding_agent.core.cancel import Cancel
for command in {commands!r}:
    process.run(process.shell_argv(command), cwd=".", cancel=Cancel())
process.start([sys.executable, "-c", {judge!r}], cwd=".", hear=print)
process.run(process.shell_argv({last!r}), cwd=".", cancel=Cancel())
"""
PID = "echo $! >{0}.new; mv {0}.new {0}"


def agent(tmp_path, last, *, session=""):
    """Start a process that runs commands; return it and the names of their pids."""
    names = ["server", "judge", "child", "own"]
    commands = [f"sleep 300 >log 2>&1 & {PID.format('server')}"]
    if session:
        commands.append(session)
        names.append("pid")
    judge = "import os, time; open('judge', 'w').write(str(os.getpid())); "
    judge += "time.sleep(300)"
    last = f"trap '' TERM; sleep 300 & {PID.format('child')}; echo $$ >own; {last}"
    code = AGENT.format(root=ROOT, commands=commands, judge=judge, last=last)
    return subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path), names


@pytest.mark.parametrize("way", ["", *STRAYS][: 5 if process.sees_strays() else 1])
def test_after_a_kill_nothing_is_left(tmp_path, way):
    """What commands and judges have started ends with the process that is killed."""
    child, names = agent(tmp_path, "wait; sleep 300", session=STRAYS.get(way, ""))
    pids = [pid_in(tmp_path / name) for name in names]
    assert all(map(alive, pids))
    child.kill()
    child.wait()
    assert eventually(lambda: not any(map(alive, pids))), [
        *zip(names, map(alive, pids))
    ]


def test_after_a_normal_end_the_servers_live_on(tmp_path):
    """What was left in the background is the user's, and goes on."""
    last = "until [ -s judge ]; do sleep 0.01; done; kill -KILL $! $(cat judge)"
    child, names = agent(tmp_path, last)
    assert 0 == child.wait(timeout=60)
    pids = [pid_in(tmp_path / name) for name in names]
    try:
        assert [True, False, False, False] == [*map(alive, pids)]
    finally:
        os.kill(pids[0], signal.SIGKILL)


@pytest.mark.skipif(os.name == "nt", reason="Windows runs cmd")
def test_a_shell_of_the_workspace_is_not_run(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries of PATH for the current folder find no program for us."""
    (tmp_path / "bash").write_text("#!/bin/sh\necho taken\n")
    (tmp_path / "bash").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", os.environ["PATH"]]))
    shell = process.shell_argv("true")[0]
    assert os.path.isabs(shell)
    assert str(tmp_path) != os.path.dirname(os.path.realpath(shell))
