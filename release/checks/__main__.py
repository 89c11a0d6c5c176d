# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run the checks, print one line for each: ``python -m release.checks [NAME...]``.

The output of each is kept in ``build/checks/NAME.log``; what failed is shown at the
end as well. Ends with 1 when a check failed.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import fnmatch
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
from typing import Dict, List, NamedTuple, Sequence, Tuple

from .table import AUDIT, CHECKS, Check

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WORK = ROOT / "build" / "checks"
BIN = pathlib.Path(sys.executable).parent
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
SHOWN = 40  # lines of a failed check's output


class Verdict(NamedTuple):
    """How a check ended: ``PASS``, ``FAIL`` or ``SKIP``, and what it said."""

    check: Check
    word: str
    output: str
    seconds: float

    @property
    def line(self) -> str:
        """The one line about it."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        figure = lines[-1] if lines and self.word != "PASS" else ""
        said = figure or self.check.holds
        return f"{self.word}  {self.check.name:<31} {said[:90]} ({self.seconds:.0f} s)"


def files(pattern: str) -> List[str]:
    """Return the files of the checkout that git knows or would take, by pattern."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    names = sorted(set(listed.stdout.decode().splitlines()))
    found = [name for name in names if fnmatch.fnmatchcase(name, pattern)]
    return [name for name in found if (ROOT / name).is_file()]


def build() -> Dict[str, str]:
    """Build the distributions, return what ``{wheel}`` and ``{sdist}`` stand for."""
    dist = WORK / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(dist)]
    built = run([*command, str(ROOT)])
    (WORK / "build.log").write_text(built[1], encoding="utf-8")
    if built[0]:
        raise SystemExit(f"{built[1]}\nThe distributions could not be built.")
    (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    return {"{wheel}": str(wheel), "{sdist}": str(sdist)}


def run(command: Sequence[str]) -> Tuple[int, str]:
    """Run a command in the checkout, return its status and all it printed."""
    environ = {**os.environ, "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    environ["PATH"] = os.pathsep.join([str(BIN), environ.get("PATH", "")])
    environ["MYPYPATH"] = ""
    # What a tool prints comes before the error that it ends with, in a pipe as well.
    environ["PYTHONUNBUFFERED"] = "1"
    ran = subprocess.run(
        list(command),
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    return ran.returncode, ESCAPES.sub("", ran.stdout)


def words(check: Check, meanings: Dict[str, str]) -> List[str]:
    """Return the command of a check with the words in braces filled in."""
    found: List[str] = []
    for word in check.command:
        if word.startswith("{files:"):
            found += files(word[len("{files:") : -1])
            continue
        for name, meaning in meanings.items():
            word = word.replace(name, meaning)
        found.append(word)
    program = shutil.which(found[0], path=str(BIN)) or found[0]
    return [program, *found[1:]]


def judge(check: Check, meanings: Dict[str, str]) -> Verdict:
    """Run one check."""
    start = time.monotonic()
    if check.needs and not shutil.which(check.needs):
        return Verdict(check, "SKIP", f"needs {check.needs}, which is not here", 0)
    status, output = run(words(check, meanings))
    (WORK / f"{check.name}.log").write_text(output, encoding="utf-8")
    word = "FAIL" if status else "PASS"
    return Verdict(check, word, output, time.monotonic() - start)


def chosen(names: Sequence[str], *, security: bool) -> List[Check]:
    """Return the checks that are asked for; without names all, or all of security."""
    known = {check.name: check for check in (*CHECKS, AUDIT)}
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise SystemExit(f"There is no check {' '.join(unknown)}; see --list.")
    if names:
        return [known[name] for name in names]
    if security:
        return [check for check in (*CHECKS, AUDIT) if check.security]
    return list(CHECKS)


def main(arguments: Sequence[str]) -> int:
    """Run the checks; return 1 when one failed."""
    parser = argparse.ArgumentParser(prog="python -m release.checks")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these checks")
    parser.add_argument("--list", action="store_true", help="say what there is")
    parser.add_argument("--security", action="store_true", help="those of security")
    parser.add_argument("--dev", default=sys.executable, help="Python of development")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    checks = chosen(options.names, security=options.security)
    if options.list:
        print("\n".join(f"{check.name:<31} {check.holds}" for check in checks))
        return 0
    WORK.mkdir(parents=True, exist_ok=True)
    meanings = {"{python}": sys.executable, "{work}": str(WORK)}
    meanings["{dev}"] = os.path.abspath(options.dev)
    if any({"{wheel}", "{sdist}"} & set(check.command) for check in checks):
        meanings.update(build())
    verdicts: List[Verdict] = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for verdict in pool.map(lambda check: judge(check, meanings), checks):
            print(verdict.line, flush=True)
            verdicts.append(verdict)
    return close(verdicts)


def close(verdicts: Sequence[Verdict]) -> int:
    """Show what failed and count; return 1 when something failed."""
    count = {word: 0 for word in ("PASS", "FAIL", "SKIP")}
    for verdict in verdicts:
        count[verdict.word] += 1
        if verdict.word == "FAIL":
            tail = "\n".join(verdict.output.splitlines()[-SHOWN:])
            print(f"\n== {verdict.check.name}: {verdict.check.holds}\n{tail}")
    counted = f"{count['PASS']} passed, {count['FAIL']} failed, {count['SKIP']} skipped"
    print(f"\n{counted}; the output of each is in {WORK.relative_to(ROOT)}")
    return 1 if count["FAIL"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
