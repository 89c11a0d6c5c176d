# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run checks, compare folders, read licences, and see whether a scanner is awake."""

from __future__ import annotations

import json
import os
import pathlib
import re
import sys
import zipfile
from typing import Dict, List

import pytest

from release.checks import __main__ as checks
from release.checks import audit, complete, labels, licences, pins, same, workflows
from release.checks.table import AUDIT, CHECKS, Check

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
POSIX = pytest.mark.skipif(os.name == "nt", reason="a script stands for a program")


def python(name: str, code: str, *, needs: str = "") -> Check:
    """Return a check that runs a line of Python."""
    return Check(name, "one equals one", ("{python}", "-c", code), needs)


def script(path: pathlib.Path, text: str) -> None:
    """Write a program for the shell."""
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.parametrize(
    "check, word, line",
    [
        (python("fine", "print('much')"), "PASS", "one equals one (0 s)"),
        (python("bad", "print('why'); 1 / 0"), "FAIL", "division by zero (0 s)"),
        (python("lost", "", needs="no-such-program"), "SKIP", "needs no-such-program"),
    ],
)
def test_a_check_passes_fails_or_is_skipped(check: Check, word: str, line: str) -> None:
    """The status of the command decides; a program that is missing is said."""
    checks.WORK.mkdir(parents=True, exist_ok=True)
    verdict = checks.judge(check, {"{python}": sys.executable})
    assert word == verdict.word
    assert re.match(rf"{word}  {check.name} +\S", verdict.line)
    assert line.split(" (")[0] in verdict.line


def test_the_end_counts_and_shows_what_failed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What a failed check printed is shown once more, below the lines of all."""
    one, two = python("one", ""), python("two", "")
    verdicts = [
        checks.Verdict(one, "PASS", "fine", 1.0),
        checks.Verdict(two, "FAIL", "first\nlast", 1.0),
    ]
    assert 1 == checks.close(verdicts)
    output = capsys.readouterr().out
    assert "== two: one equals one\nfirst\nlast" in output
    assert "1 passed, 1 failed, 0 skipped" in output
    assert 0 == checks.close(verdicts[:1])


def test_a_run_prints_one_line_for_each_check(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The checks that are named run, in their order, and the status is theirs."""
    assert 0 == checks.main(["matrix", "--jobs", "1"])
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("PASS  matrix")


def test_the_list_says_what_each_check_holds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """--list runs nothing; with --security only those of security are listed."""
    assert 0 == checks.main(["--list"])
    assert len(CHECKS) == len(capsys.readouterr().out.splitlines())
    assert 0 == checks.main(["--list", "--security"])
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert ["bandit", "zizmor", "secrets", "pip-audit"] == names


def test_a_check_that_does_not_exist_is_refused() -> None:
    """A typing error does not pass as a check that passed."""
    with pytest.raises(SystemExit, match="no check flake9"):
        checks.main(["flake9"])
    assert [AUDIT] == checks.chosen(["pip-audit"], security=False)


def test_every_check_is_documented_and_has_a_name_of_its_own() -> None:
    """docs/quality.rst tells of every check."""
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    page = (ROOT / "docs" / "quality.rst").read_text(encoding="utf-8")
    shown = {name.split("-")[0] if "schema-" in name else name for name in names}
    shown = {re.sub(r"^mypy-(\w+)(-3\.9)?$", r"-\1", name) for name in shown}
    shown -= {"-linux", "-release"}
    assert [] == [name for name in sorted(shown) if f"``{name}" not in page]


def test_words_in_braces_are_filled_in() -> None:
    """Files come one word each, and parts of words are replaced as well."""
    check = Check("x", "", ("{python}", "{files:LICENSES/*}", "--at={work}/x"))
    found = checks.words(check, {"{python}": "/no/python", "{work}": "/w"})
    assert ["/no/python", "LICENSES/MIT.txt", "--at=/w/x"] == found


@pytest.mark.parametrize(
    "stated, fine",
    [
        ("MIT", True),
        ("MIT License", True),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("GNU General Public License v3 or later (GPLv3+)", True),
        ("Apache-2.0 AND MIT", True),
        ("Apache-2.0 AND SSPL-1.0", False),
        ("SSPL-1.0 OR MIT", True),
        ("Apache Software License OR Odd License", True),
        ("Proprietary", False),
        ("", False),
        ("(MIT OR Apache-2.0) AND BSD-3-Clause", True),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", False),
    ],
)
def test_a_licence_is_on_the_list_or_not(stated: str, fine: bool) -> None:
    """Expressions, classifiers and free text are read; AND needs all parts fine."""
    assert fine is licences.Licence("x", "1", stated).fine


def test_what_is_installed_is_asked_of_the_interpreter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The packages beside an interpreter are listed with what they state."""
    found = {one.name: one for one in licences.installed(sys.executable)}
    assert found["pytest"].fine and "aura_coding_agent" not in found
    licences.main([])
    assert re.search(r"\d+ packages, \d+ with a licence", capsys.readouterr().out)


def test_folders_are_compared_byte_for_byte(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that differs or is missing fails; one that only they have does not."""
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder in (ours, theirs):
        folder.mkdir()
        (folder / "a.whl").write_bytes(b"a")
    (theirs / "SHA256SUMS").write_bytes(b"")
    arguments = [str(ours), str(theirs)]
    assert 0 == same.main(arguments)
    (ours / "b.tar.gz").write_bytes(b"b")
    assert 1 == same.main(arguments)
    assert "missing" in capsys.readouterr().out
    (theirs / "b.tar.gz").write_bytes(b"B")
    assert 1 == same.main(arguments)
    assert "1 of 2 files are byte-identical" in capsys.readouterr().out


def test_nothing_to_compare_is_no_success(tmp_path: pathlib.Path) -> None:
    """An empty folder has no file that was proved to be the same."""
    assert 1 == same.main([str(tmp_path), str(tmp_path)])


def test_labels_are_carried_over_by_gh(
    tmp_path: pathlib.Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without DRY_RUN gh is called; where it is missing, that is said."""
    monkeypatch.setenv("DRY_RUN", "1")
    assert 0 == labels.main()
    assert "gh label create bug --force --color" in capsys.readouterr().out
    monkeypatch.delenv("DRY_RUN")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert 1 == labels.main()
    assert "was not made" in capsys.readouterr().err
    if os.name != "nt":
        script(tmp_path / "gh", "exit 0")
        assert 0 == labels.main()


FOUND = """echo '{"dependencies":
    [{"name": "b", "version": "2", "vulns": [{"id": "X-2"}]}]}'"""
AWAKE = f"""
case "$*" in
*canary.txt*) {FOUND} ;;
*bad.txt*) {FOUND} ;;
*none.txt*) echo oops; exit 1 ;;
*) echo '{{"dependencies": [{{"name": "g", "version": "3", "vulns": []}}]}}' ;;
esac
"""
ASLEEP = """echo '{"dependencies": []}'"""


@POSIX
@pytest.mark.parametrize(
    "program, files, status, said",
    [
        (AWAKE, ["good.txt"], 0, "The canary was found. Of our pins none"),
        (AWAKE, ["bad.txt"], 1, "bad.txt: b 2 has X-2"),
        (AWAKE, ["none.txt"], 1, "none.txt: the service did not answer"),
        (ASLEEP, ["good.txt"], 1, "does not know requests==2.19.1"),
        ("exit 1", ["good.txt"], 1, "could not be asked about"),
        ("", [], 1, "could not be asked about"),
    ],
)
def test_an_audit_counts_only_after_the_canary(
    program: str,
    files: List[str],
    status: int,
    said: str,
    tmp_path: pathlib.Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A scanner that does not find what it must find says nothing about the rest."""
    if program:
        script(tmp_path / "pip-audit", program)
    path = os.pathsep.join([str(tmp_path), "/usr/bin", "/bin"])
    monkeypatch.setenv("PATH", path)
    monkeypatch.setenv("AUDIT_URL", "http://127.0.0.1:9/")
    assert status == audit.main(files)
    assert said in capsys.readouterr().out


def test_what_has_no_complete_type_is_named() -> None:
    """Only public names count, each with the first thing that is said of it."""
    symbols: List[Dict[str, object]] = [
        {
            "name": "p.a",
            "isExported": True,
            "isTypeKnown": False,
            "diagnostics": [{"message": "one\ntwo"}, {"message": "three"}],
        },
        {"name": "p._b", "isExported": False, "isTypeKnown": False, "diagnostics": []},
        {"name": "p.c", "isExported": True, "isTypeKnown": True, "diagnostics": []},
    ]
    assert ["p.a: one two"] == complete.incomplete({"symbols": symbols})


@pytest.mark.parametrize("score, status", [(1.0, 0), (0.75, 1)])
def test_the_types_of_a_wheel_are_judged_in_an_empty_environment(
    score: float,
    status: int,
    tmp_path: pathlib.Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The package of the wheel is what is asked about, where users would have it."""
    wheel = tmp_path / "some_package-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("some_package/__init__.py", "")
    (tmp_path / "pyright.py").write_text(
        "import json, os, pathlib, sys\n"
        "there = list(pathlib.Path(os.environ['VIRTUAL_ENV']).rglob(sys.argv[2]))\n"
        f"report = {{'symbols': [], 'completenessScore': {score} * len(there)}}\n"
        "print(json.dumps({'typeCompleteness': report}))\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert status == complete.main([str(wheel)])
    assert f"{score:.1%} of the public names" in capfd.readouterr().out


@POSIX
def test_actionlint_is_the_one_on_the_path(
    tmp_path: pathlib.Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The program is used where it is; without it and without node one is told."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert 1 == workflows.main(["a.yml"])
    assert "There is no actionlint" in capfd.readouterr().out
    script(tmp_path / "actionlint", 'echo "judged $1"')
    assert 0 == workflows.main(["a.yml"])
    assert "judged a.yml" in capfd.readouterr().out


@POSIX
def test_pins_are_made_by_uv_for_every_system(
    tmp_path: pathlib.Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each file is compiled with hashes, for the oldest Python it serves."""
    words = pins.command("dev", [])
    assert {"--universal", "--generate-hashes", "--upgrade"} <= set(words)
    assert "3.9" == words[words.index("--python-version") + 1]
    assert "--upgrade" not in pins.command("checks", ["-P", "black"])
    assert 0 == pins.main(["--check"])
    # uv is no tool of development, so a stand-in on the path is what is found.
    script(tmp_path / "uv", "exit 3")
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path), os.environ["PATH"]]))
    if os.path.isabs(words[0]):
        pytest.skip("uv is installed beside the interpreter")
    assert 1 == pins.main([])
    assert "could not be renewed" in capsys.readouterr().err
    script(tmp_path / "uv", "exit 0")
    assert 0 == pins.main([])
    assert f"requirements/dev.txt: {len(pinned('dev'))} packages" in (
        capsys.readouterr().out
    )


def pinned(name: str) -> List[str]:
    """Return the names that a file pins, each once."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"(?m)^([\w.-]+)==", text)))


def test_labels_have_what_the_forge_asks_for() -> None:
    """A name, a colour of six digits and a description that fits."""
    path = ROOT / ".github" / "labels.json"
    for label in json.loads(path.read_text(encoding="utf-8")):
        assert re.fullmatch(r"[0-9a-f]{6}", label["color"]), label
        assert len(label["description"]) <= 100, label
        assert {"name", "color", "description"} == set(label)
