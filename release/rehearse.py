# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Rehearse a release: all of it against servers on this machine, faults included.

Two package indexes that others wrote, the project's own, a stand-in for the site of the
documentation, and a bare git remote take the places of what is outside. The first run
installs them, pinned; after that no network is needed, and where the system lets it the
rehearsal runs in a network namespace that has none.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import shutil
import socket
import struct
import subprocess  # nosec B404 - this program again, and git
import sys
from typing import List

from .errors import ReleaseError
from .project import here
from .rehearsal import play, scenes, tools
from .rehearsal.stage import Stage

FOLDER = pathlib.Path("build") / "rehearsal"
LIMIT = 600.0
"""Seconds that a rehearsal should take, without the installation of its tools."""

_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1  # linux/sockios.h, if.h


def main(argv: List[str]) -> int:
    """Run ``rehearse``.

    Raises:
        ReleaseError: ``rehearsal-python``, ``rehearsal-install``, ``rehearsal-server``,
            ``rehearsal-failed``, ``rehearsal-network``.
    """
    parser = argparse.ArgumentParser("python -m release rehearse", description=__doc__)
    parser.add_argument(
        "--with-network",
        action="store_true",
        help="do not cut off the network, even where that can be done",
    )
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    root = here().root
    if args.inside:
        return _inside(root)
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    python = tools.prepare(root, folder / "tools")
    _say_what(root)
    return _start(root, python, cut=not args.with_network)


def _say_what(root: pathlib.Path) -> None:
    """Say which commit is rehearsed, and what that leaves out."""
    words = ["git", "status", "--porcelain"]
    ran = subprocess.run(  # nosec B603 - a list of words, no shell
        words, cwd=root, stdout=subprocess.PIPE, check=False
    )
    changed = len(ran.stdout.splitlines())
    if changed:
        print(f"note: the last commit is rehearsed, without {changed} changed files.")


def _start(root: pathlib.Path, python: pathlib.Path, *, cut: bool) -> int:
    """Run this module again by the interpreter that has the tools."""
    words = [str(python), "-m", "release", "rehearse", "--inside"]
    # -n: a network without any way out; -r: as root there, so that loopback can start.
    unshare = [shutil.which("unshare") or "", "-r", "-n"]
    can_cut = unshare[0] and _succeeds([*unshare, "true"])
    if cut and can_cut:
        words = unshare + words
    elif cut:
        print("network: this system cannot cut it off; nothing of it is used, though.")
    environment = {**os.environ, "NO_PROXY": "127.0.0.1", "PYTHONUNBUFFERED": "1"}
    for name in [name for name in environment if name.startswith("RELEASE_")]:
        del environment[name]
    ran = subprocess.run(  # nosec B603 - a list of words, no shell
        words, cwd=root, env=environment, check=False
    )
    return ran.returncode


def _succeeds(words: List[str]) -> bool:
    """Tell whether a command ends well."""
    ran = subprocess.run(  # nosec B603 - a list of words, no shell
        words, stderr=subprocess.DEVNULL, check=False
    )
    return ran.returncode == 0


def _inside(root: pathlib.Path) -> int:
    """Play all scenes; return the exit code."""
    _say_network()
    stage = Stage(root, root / FOLDER / "stage", pathlib.Path(sys.executable))
    with stage.closing:
        opened = play.open_stage(stage)
        for scene in scenes.SCENES:
            scene(opened)
    return _report(stage)


def _report(stage: Stage) -> int:
    """Print the minutes: what was shown in each scene, and how long it took."""
    print("\n== The rehearsal passed. What was shown:", flush=True)
    for scene in dict.fromkeys(step.scene for step in stage.steps):
        mine = [step for step in stage.steps if step.scene == scene]
        seconds = sum(step.seconds for step in mine)
        print(f"   {seconds:6.1f} s  {len(mine):2}  {scene}")
    print(f"   {stage.seconds:6.1f} s  {len(stage.steps):2}  in all")
    # User and system time of this process and of those it waited for.
    busy = sum(os.times()[:4])
    print(f"   {busy:6.1f} s of processor time", flush=True)
    if stage.seconds > LIMIT:
        print(f"note: that is more than {LIMIT:.0f} s. Is the machine loaded?")
    return 0


def _say_network() -> None:
    """Start the loopback interface of a namespace, and say what that means."""
    interfaces = [name for _, name in socket.if_nameindex()]
    if interfaces == ["lo"]:
        try:
            _start_loopback()
        except OSError as error:
            raise ReleaseError(
                "rehearsal-network",
                f"the loopback interface of the namespace does not start: {error}.",
                "Leave the network as it is: make rehearse ARGS=--with-network",
            ) from None
        print("network: cut off; there is a loopback interface and no other.")


def _start_loopback() -> None:
    """Start the loopback interface, as ``ip link set lo up`` does."""
    # Here, for Windows does not have it, and never comes here.
    import fcntl

    with socket.socket() as any_socket:
        request = struct.pack("16sh", b"lo", 0)
        got = fcntl.ioctl(any_socket, _SIOCGIFFLAGS, request)
        (flags,) = struct.unpack_from("h", got, 16)
        request = struct.pack("16sh", b"lo", flags | _IFF_UP)
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, request)
