# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Show in half a minute that this checkout works on this machine.

It takes Python and nothing else: nothing is installed, no network is used but a model
made of a script on the loopback address, and everything happens in a temporary folder.
Prints a line for each step; the first that fails ends it with its output and 1.
"""

from __future__ import annotations

import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from typing import Callable, List, NamedTuple, Tuple

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.model_server import Call, ModelServer, Say  # noqa: E402

NAME = "aura_coding_agent"
SECONDS = 300  # for each process
BROKEN = "def add(a, b):\r\n    return a - b\r\n"
MENDED = BROKEN.replace("-", "+")
CHECK = "import calc; raise SystemExit(calc.add(1, 2) != 3)"
# No part that needs an optional package.
IMPORT_ALL = """
import importlib, pkgutil, sys
top = importlib.import_module(sys.argv[1])
found = pkgutil.walk_packages(top.__path__, top.__name__ + ".")
names = [module.name for module in found]
for name in names:
    if not name.endswith(("__main__", "requests_transport")):
        importlib.import_module(name)
print(len(names), "modules")
"""


class Failed(Exception):
    """A step did not do what it should; the text says what it did."""


class Place(NamedTuple):
    """A temporary folder to work in, and what is on Python's path there."""

    folder: pathlib.Path
    path: pathlib.Path = ROOT

    def python(self, *words: str, given: str = "", code: int = 0) -> str:
        """Run Python here, return what it printed; it must end with a code.

        Raises:
            Failed: it ended with another one, or not in time.
        """
        kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
        environ = {name: os.environ[name] for name in kept if name in os.environ}
        environ.update(
            HOME=str(self.folder), AURA_HOME=str(self.folder / "state"), NO_PROXY="*"
        )
        environ.update(PYTHONPATH=str(self.path), PYTHONIOENCODING="utf-8")
        try:
            ran = subprocess.run(
                [sys.executable, *words],
                cwd=self.folder / "work",
                env=environ,
                input=given.encode("utf-8"),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise Failed(f"{' '.join(words)}: no end after {SECONDS} s") from None
        output = ran.stdout.decode("utf-8", "replace")
        if ran.returncode != code:
            raise Failed(f"{' '.join(words)}\nended with {ran.returncode}:\n{output}")
        return output

    def aura(self, *words: str, given: str = "", code: int = 0) -> str:
        """Run the program here."""
        return self.python("-m", NAME, *words, given=given, code=code)


def expect(what: str, right: object, output: str = "") -> None:
    """Raise Failed when something is not so."""
    if not right:
        raise Failed(f"{what}\n{output}")


def tell_version(place: Place) -> str:
    """It starts."""
    output = place.aura("--version").strip()
    expect("it should say its name", output.startswith("aura "), output)
    return output


def import_everything(place: Place) -> str:
    """Every module is read by this Python."""
    return place.python("-c", IMPORT_ALL, NAME).strip()


def see_a_doctor(place: Place) -> str:
    """It looks at this machine; what it warns of is shown."""
    lines = place.aura("doctor", "--offline").splitlines()
    # No model is set up here, and this is no terminal: that is as it should be.
    told = [line for line in lines if line.startswith(("warn", "fail"))]
    told = [line for line in told if line.split()[1] not in ("endpoint", "terminal")]
    return "; ".join(" ".join(line.split()) for line in told) or "nothing amiss"


def edit_and_undo(place: Place) -> str:
    """An edit changes its line and no other byte, and undo gives back every one."""
    path = place.folder / "work" / "calc.py"
    path.write_bytes(BROKEN.encode())
    edits = [{"old": "a - b", "new": "a + b"}]
    asked = json.dumps({"path": "calc.py", "edits": edits})
    output = place.aura("edit", "--json", given=asked)
    expect("the line should be edited", path.read_bytes() == MENDED.encode(), output)
    output = place.aura("undo")
    expect("it should be as before", path.read_bytes() == BROKEN.encode(), output)
    return "every byte"


def run_a_task(place: Place) -> str:
    """A model on loopback mends a file, and a check confirms it."""
    path = place.folder / "work" / "calc.py"
    path.write_bytes(BROKEN.encode())
    check = f'"{sys.executable}" -c "{CHECK}"'
    steps = [
        Call("read_file", {"path": "calc.py"}),
        Call("edit_file", {"path": "calc.py", "old": "a - b", "new": "a + b"}),
        Call("shell", {"command": check}),
        Say("The sign was wrong."),
    ]
    with ModelServer(steps) as server:
        endpoint = ["--api", "openai-chat", "--base-url", server.url, "--model", "m"]
        words = ["run", "mend add", "--auto", "--check", check, *endpoint]
        output = place.aura(*words, "--output", "json")
        server.check()
    ended = json.loads(output)
    expect("a check should have confirmed it", ended["status"] == "verified", output)
    expect("the file should be mended", path.read_bytes() == MENDED.encode(), output)
    place.aura("undo")
    expect("it should be as before", path.read_bytes() == BROKEN.encode())
    return "verified, and undone"


def repair_an_example(place: Place) -> str:
    """The program finds a fault by itself, with no model at all."""
    work = place.folder / "work" / "calculator"
    made = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "examples" / "broken_calculator", work, ignore=made)
    place.aura("fix", "--apply", "calculator")
    output = place.python("-m", "unittest", "discover", "-s", "calculator")
    expect("the tests should pass", "OK" in output, output)
    return "its tests pass"


def run_from_a_zip(place: Place) -> str:
    """Nothing but a zip file on the path is enough."""
    archive = place.folder / "aura.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted((ROOT / NAME).rglob("*.py")):
            file.write(path, path.relative_to(ROOT).as_posix())
    return Place(place.folder, archive).aura("--version").strip()


STEPS: List[Tuple[str, Callable[[Place], str]]] = [
    ("--version", tell_version),
    ("imports", import_everything),
    ("doctor", see_a_doctor),
    ("edit, undo", edit_and_undo),
    ("run, undo", run_a_task),
    ("fix", repair_an_example),
    ("from a zip", run_from_a_zip),
]


def main() -> int:
    """Take all steps; return 1 at the first that fails."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    print(f"{python}, {platform.system()} {platform.machine()}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        place = Place(pathlib.Path(name).resolve())
        (place.folder / "work").mkdir()
        began = time.monotonic()
        for what, step in STEPS:
            start = time.monotonic()
            try:
                found = step(place)
            except Failed as failure:
                print(f"FAIL  {what}\n{failure}", flush=True)
                return 1
            seconds = time.monotonic() - start
            print(f"ok    {what:<12}{seconds:5.1f} s  {found}", flush=True)
    print(f"This checkout works ({time.monotonic() - began:.0f} s).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
