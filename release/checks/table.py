# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""List the checks: a name, what it holds, and the command that judges.

A command's first word is a program of the environment the runner lives in. Words in
braces are filled in by the runner:

- ``{python}``: the interpreter of that environment; ``{dev}``: the one of development,
  which has the last mypy that can check for Python 3.9;
- ``{wheel}``, ``{sdist}``: distributions that were built for the checks;
- ``{files:PATTERN}``: the files of the checkout that match, one word each;
- ``{work}``: a folder for whatever a check wants to keep.
"""

from __future__ import annotations

from typing import NamedTuple, Tuple

PACKAGE = "aura_coding_agent"
NEWEST = "3.14"
OLDEST = "3.9"


class Check(NamedTuple):
    """One check.

    Attributes:
        name: what it is called on the command line.
        holds: what is true when it passes.
        command: the words of the command; it passes when the command ends with 0.
        needs: a program that must be on the path; without it the check is skipped,
            and says so.
        security: whether it belongs to ``make security``.
    """

    name: str
    holds: str
    command: Tuple[str, ...]
    needs: str = ""
    security: bool = False


def check(
    name: str, holds: str, command: str, *, needs: str = "", security: bool = False
) -> Check:
    """Return a check whose command has no word with a blank in it."""
    return Check(name, holds, tuple(command.split()), needs, security)


def typing(system: str) -> Tuple[Check, Check]:
    """Return the checks of types for one system, as of the newest and oldest Python."""
    strict = f"-m mypy --strict --platform {system} --cache-dir {{work}}/{system}"
    rest = PACKAGE
    if system != "linux":
        # The judge is not imported, and does nothing where there is no fork. And what
        # stands after "not on this system" is always unreachable there.
        rest += " --exclude repair/judge[.]py --no-warn-unreachable"
    return (
        check(
            f"mypy-{system}",
            f"types fit on {system}, as of Python {NEWEST}",
            f"{{python}} {strict} --python-version {NEWEST} {rest}",
        ),
        check(
            f"mypy-{system}-{OLDEST}",
            f"types fit on {system}, as of Python {OLDEST}",
            f"{{dev}} {strict}-{OLDEST} --python-version {OLDEST} {rest}",
        ),
    )


def schema(name: str, files: str) -> Check:
    """Return the check of files against a schema that check-jsonschema brings along."""
    return check(
        "schema-" + name.partition(".")[2],
        f"{files} fits its schema",
        f"check-jsonschema --builtin-schema {name} {{files:{files}}}",
    )


CHECKS: Tuple[Check, ...] = (
    # -- code
    check("black", "the code is formatted", "black --check --quiet ."),
    check("flake8", "no unused names, nothing too complex", "flake8"),
    *typing("linux"),
    *typing("darwin"),
    *typing("win32"),
    check(
        "mypy-release",
        "the types of the release tools fit",
        "{python} -m mypy --strict --cache-dir {work}/mypy-release -p release",
    ),
    check(
        "type-complete",
        "every public name has a complete type",
        "{python} -m release.checks.complete {wheel}",
        needs="node",
    ),
    check(
        "vermin",
        f"nothing newer than Python {OLDEST} is used",
        f"vermin -t={OLDEST}- --no-tips --eval-annotations {PACKAGE} release",
    ),
    check(
        "interrogate",
        "everything has a docstring, private functions too",
        f"interrogate --fail-under 100 --omit-covered-files -v {PACKAGE} release",
    ),
    check("codespell", "nothing is misspelled", "codespell"),
    check("deptry", "what is imported is declared, and the other way", "deptry ."),
    # -- packages
    check("check-manifest", "the sdist has every file", "check-manifest -v ."),
    check("pyroma", "the metadata says it all", "pyroma -n 10 {sdist}"),
    check(
        "wheel-contents", "the wheel has what it should", "check-wheel-contents {wheel}"
    ),
    check("twine", "an index will take it", "twine check --strict {wheel} {sdist}"),
    check("pydistcheck", "no odd files are shipped", "pydistcheck {wheel} {sdist}"),
    check("pyproject", "pyproject.toml is valid", "validate-pyproject pyproject.toml"),
    check("repo-review", "the repository is set up well", "repo-review --show err ."),
    # -- licences
    check("reuse", "every file tells its licence", "reuse lint --lines"),
    check(
        "licences",
        "the licences of the tools are on the list",
        "{python} -m release.checks.licences {python} {dev}",
    ),
    # -- workflows and other settings
    check("yamllint", "YAML is tidy", "yamllint --strict {files:*.yml} {files:*.yaml}"),
    check(
        "actionlint",
        "workflows make sense",
        "{python} -m release.checks.workflows {files:.github/workflows/*.yml}",
        needs="node",
    ),
    schema("vendor.github-workflows", ".github/workflows/*.yml"),
    schema("custom.github-workflows-require-timeout", ".github/workflows/*.yml"),
    schema("vendor.dependabot", ".github/dependabot.yml"),
    schema("vendor.readthedocs", ".readthedocs.yaml"),
    schema("vendor.github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
    schema("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/[!c]*.yml"),
    schema("vendor.citation-file-format", "CITATION.cff"),
    check("pre-commit", "the hooks are valid", "pre-commit validate-config"),
    check(
        "matrix",
        "workflows and tox test the Pythons of the classifiers",
        "{python} -m release.checks.matrix",
    ),
    # -- security
    check(
        "bandit",
        "no construct that invites attacks",
        f"bandit -q -r {PACKAGE} -c pyproject.toml",
        security=True,
    ),
    check(
        "zizmor",
        "workflows have no hole",
        "zizmor --quiet --offline --persona=auditor --no-progress .github",
        security=True,
    ),
    check(
        "secrets",
        "nothing looks like a key",
        "detect-secrets-hook --cores 2 {files:*}",
        security=True,
    ),
)

# Asks a service on the network, so it is no part of `make check`.
AUDIT = check(
    "pip-audit",
    "no pinned tool has a known vulnerability; the canary is found",
    "{python} -m release.checks.audit",
    security=True,
)
