# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold the workflows, hooks and pins to their rules, without a parser of YAML."""

from __future__ import annotations

import pathlib
import re
import shutil
from typing import Dict, Iterator, List, Set, Tuple

import pytest

from release.checks import matrix, pins
from release.matrix import OLD_PIP

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
USES = re.compile(r"(?m)^ +uses: (\S+)@(\S+)(?: # (\S+))?$")
JOB = re.compile(r"(?ms)^  ([a-z-]+):\n(.*?)(?=^  [a-z-]+:\n|\Z)")


def texts() -> Iterator[Tuple[str, str]]:
    """Yield name and text of every workflow."""
    for path in WORKFLOWS:
        yield path.name, path.read_text(encoding="utf-8")


def jobs(text: str) -> Dict[str, str]:
    """Return the jobs of a workflow by name."""
    return dict(JOB.findall(text.partition("\njobs:\n")[2]))


def targets() -> Set[str]:
    """Return the targets of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"(?m)^([a-z-]+):(?!=)", makefile))


def test_no_workflow_has_a_permission_unless_a_job_asks_for_it() -> None:
    """Every workflow begins with no permission at all, and says why each is given."""
    assert [] == [name for name, text in texts() if "\npermissions: {}\n" not in text]
    given = [
        f"{name}: {line.strip()}"
        for name, text in texts()
        for line in re.findall(r"(?m)^      [a-z-]+: (?:read|write)\b.*$", text)
        if "# " not in line
    ]
    assert [] == given


def test_every_action_is_pinned_by_commit_and_the_same_everywhere() -> None:
    """An action is named by a commit, with its version beside it, one for all."""
    used: Dict[str, Set[Tuple[str, str]]] = {}
    for name, text in texts():
        assert len(re.findall(r"(?m)^ +uses:", text)) == len(USES.findall(text)), name
        for action, commit, version in USES.findall(text):
            used.setdefault(action, set()).add((commit, version))
    assert {} == {action: pins for action, pins in used.items() if len(pins) > 1}
    for ((commit, version),) in used.values():
        assert re.fullmatch(r"[0-9a-f]{40}", commit), commit
        assert re.fullmatch(r"v\d+\.\d+\.\d+", version), (commit, version)


def test_every_step_is_a_target_of_the_makefile() -> None:
    """What a workflow runs, one can run on a laptop by the same name."""
    for name, text in texts():
        for line in re.findall(r"(?m)^ +run: (.+)$", text):
            words = line.split()
            assert "make" == words[0], f"{name}: {line}"
            plain = line.partition(" ARGS=")[0].split()[1:]
            named = [word for word in plain if "=" not in word]
            assert named and set(named) <= targets(), f"{name}: {line}"


def test_every_job_has_a_name_and_an_end() -> None:
    """Every job is named for people and cannot run for ever."""
    for name, text in texts():
        assert jobs(text), name
        for job, body in jobs(text).items():
            assert "\n    timeout-minutes: " in body, f"{name}: {job}"
            assert body.startswith("    name: "), f"{name}: {job}"


def test_every_environment_is_made_by_the_oldest_and_the_newest_pip() -> None:
    """A job makes all of them by the pips that are named: both ends."""
    text = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    body = jobs(text)["environments"]
    (newest,) = pinned("pip")["pip"]
    assert [OLD_PIP, newest] == re.findall(r'(?m)^ +pip: "(.+)"$', body)
    assert "WITH_PIP: ${{ matrix.pip }}\n" in body
    assert "run: make environments PYTHON=python\n" in body
    assert "run: make dist PYTHON=python VENV=.venvs/dist\n" in body
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (made,) = re.findall(r"(?m)^environments: (.+?) ##", makefile)
    stamps = set(re.findall(r"(?m)^(\$\([A-Z]+\)): (?!override)", makefile))
    assert {"$(CHECK)", "$(DISTS)", *made.split()} == stamps


def test_what_tests_are_skipped_for_is_there_in_a_job() -> None:
    """The release tools are tested where twine is; PyPy runs the program."""
    text = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    assert "run: make test-release PYTHON=python\n" in jobs(text)["tools"]
    assert "pypy" in jobs(text)["pypy"]
    assert "twine" in pinned("release") and "pytest" in pinned("dev")


def test_a_checkout_leaves_no_credentials() -> None:
    """No step after the checkout can push with the token of the job."""
    for name, text in texts():
        assert text.count("actions/checkout@") == text.count(
            "persist-credentials: false"
        ), name


def test_a_release_trusts_nothing_that_was_kept() -> None:
    """No cache and no token in a release, and each step waits for the one before."""
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    assert "cache" not in text.replace("Nothing is cached", "")
    assert not re.search(r"(?i)(pypi|twine)\w*(token|password)", text)
    needs = {
        job: re.findall(r"needs: \[?([a-z, -]+)\]?\n", body)
        for job, body in jobs(text).items()
    }
    assert {
        "build": [],
        "rebuild": ["build"],
        "docs": ["build"],
        "upload-test": ["build, rebuild, docs"],
        "try": ["upload-test"],
        "upload": ["try"],
        "verify": ["upload"],
        "forge": ["verify"],
    } == needs
    protected = [job for job, body in jobs(text).items() if "environment:" in body]
    assert ["upload-test", "upload", "forge"] == protected


def test_only_three_jobs_can_prove_who_they_are() -> None:
    """An identity that others trust is given to the two uploads and the scorecard."""
    found = [
        f"{name} {job}"
        for name, text in texts()
        for job, body in jobs(text).items()
        if "id-token: write" in body
    ]
    assert [
        "release.yml upload-test",
        "release.yml upload",
        "security.yml scorecard",
    ] == found


def test_the_matrix_is_that_of_the_classifiers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Workflows and tox test exactly the Pythons that the package says it runs on."""
    assert 0 == matrix.main([])
    assert "agree" in capsys.readouterr().out


def test_a_new_python_is_written_into_the_matrix(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A classifier more makes the check fail, until the lists are written anew."""
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    for name in ("pyproject.toml", "tox.toml", ".github/workflows/ci.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    pyproject = tmp_path / "pyproject.toml"
    line = '    "Programming Language :: Python :: 3.99",\n    "Typing :: Typed",'
    text = pyproject.read_text(encoding="utf-8")
    text = text.replace('    "Typing :: Typed",', line)
    pyproject.write_text(text, encoding="utf-8")
    assert 1 == matrix.main([], tmp_path)
    assert 2 == capsys.readouterr().out.count("does not agree")
    assert 0 == matrix.main(["--write"], tmp_path)
    assert 0 == matrix.main([], tmp_path)
    assert '"3.99"' in (tmp_path / "tox.toml").read_text(encoding="utf-8")


def pinned(name: str) -> Dict[str, Set[str]]:
    """Return the versions of each package that a file pins."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    found: Dict[str, Set[str]] = {}
    for package, version in re.findall(r"(?m)^([\w.-]+)==([^ ;\\]+)", text):
        found.setdefault(pins.canonical(package), set()).add(version)
    return found


@pytest.mark.parametrize("name", sorted(pins.FILES))
def test_every_pin_has_hashes(name: str) -> None:
    """No tool is installed whose bytes are not known."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", text)[1:]
    assert blocks
    assert [] == [block for block in blocks if "--hash=sha256:" not in block]
    assert "://" not in text


@pytest.mark.parametrize("group", ["dev", "docs", "release"])
def test_every_requirement_is_pinned(group: str) -> None:
    """What pyproject.toml asks for in a group stands in the group's file of pins."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    groups = text.partition("[dependency-groups]")[2].partition("\n[")[0]
    listed = re.search(rf"(?ms)^{group} = \[(.*?)\]$", groups)
    assert listed is not None
    names = re.findall(r'"([A-Za-z0-9._-]+)', re.sub(r"#.*", "", listed[1]))
    assert names
    assert set() == set(map(pins.canonical, names)) - set(pinned(group))


def test_every_tool_of_the_checks_is_pinned(tmp_path: pathlib.Path) -> None:
    """A tool that is named and not pinned is reported; none is at present."""
    assert [] == pins.missing(ROOT)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    with (tmp_path / "requirements/checks.in").open("a", encoding="utf-8") as file:
        file.write("some_tool[extra]>=2\n")
    assert ["checks.txt does not pin some_tool; run: make pins"] == pins.missing(
        tmp_path
    )


def test_hooks_have_the_versions_of_the_checks() -> None:
    """A hook of pre-commit says the same as the check of the same name."""
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    names = {
        "black-pre-commit-mirror": "black",
        "flake8": "flake8",
        "mirrors-mypy": "mypy",
        "codespell": "codespell",
        "yamllint": "yamllint",
        "zizmor-pre-commit": "zizmor",
        "reuse-tool": "reuse",
    }
    found: List[str] = []
    for address, version in re.findall(r"repo: (\S+)\n +rev: (\S+)", text):
        package = names.get(address.rsplit("/", 1)[1])
        if package:
            found.append(package)
            assert {version.lstrip("v")} == pinned("checks")[package], package
    assert sorted(names.values()) == sorted(found)
