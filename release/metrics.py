# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Print how the project does, in numbers; what cannot be had says why.

Numbers of the checkout come from what other targets left in ``build/``. Numbers of the
forge and of an index need their addresses: ``RELEASE_FORGE_API`` and
``METRICS_DOWNLOADS`` (with ``{name}`` in it). Without them no connection is made.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import statistics
from datetime import datetime
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Tuple
from urllib.parse import urlsplit

from . import environment, project, shell, web
from .errors import ReleaseError
from .project import Project

ISSUES = 50  # the newest ones, whose first answer is looked for
PAGE = 100
TOKENS = ("RELEASE_FORGE_TOKEN", "GITHUB_TOKEN", "GH_TOKEN")


class Missing(Exception):
    """A number that cannot be had; its text says why."""


class Row(NamedTuple):
    """A line of the table; ``value`` is None when it cannot be had, for that reason."""

    name: str
    value: Optional[str]
    why: str = ""


def main(argv: List[str]) -> int:
    """Run ``metrics``."""
    parser = argparse.ArgumentParser("python -m release metrics", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args(argv)
    rows = measure(project.here())
    if given.json:
        shell.say(json.dumps({row.name: row._asdict() for row in rows}, indent=2))
    else:
        shell.say(table(rows))
    return 0


def measure(here: Project) -> List[Row]:
    """Return all numbers, in the order in which they are printed."""
    return [_row(name, number, here) for name, number in NUMBERS.items()]


def _row(name: str, number: Callable[[Project], str], here: Project) -> Row:
    """Return one number as a line of the table, or why it cannot be had."""
    try:
        return Row(name, number(here))
    except Missing as missing:
        return Row(name, None, str(missing))
    except ReleaseError as error:
        return Row(name, None, error.message.splitlines()[0])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return Row(name, None, f"an answer of another form: {error!r}")


def table(rows: List[Row]) -> str:
    """Return the numbers as two columns."""
    width = max(len(row.name) for row in rows)
    shown = [(row.name, row.value or f"n/a ({row.why})") for row in rows]
    return "\n".join(f"{name:<{width}}  {value}" for name, value in shown)


# -- of the checkout -----------------------------------------------------------------


def install_success(here: Project) -> str:
    """Return in how many ways and on how many interpreters the install succeeded."""
    counts = _left(here, "install-matrix.json", "make install-matrix")
    return _share(counts["good"], counts["tried"], "installs")


def test_coverage(here: Project) -> str:
    """Return the share of lines and branches that the tests run."""
    totals = _left(here, "coverage.json", "make test")["totals"]
    lines = totals["covered_lines"] + totals["covered_branches"]
    every = totals["num_statements"] + totals["num_branches"]
    return _share(lines, every, "lines and branches")


def docs_coverage(here: Project) -> str:
    """Return the share of public modules, classes and functions with a docstring."""
    found = [
        has
        for path in sorted((here.root / here.name).rglob("*.py"))
        for has in _docstrings(ast.parse(path.read_text(encoding="utf-8")))
    ]
    return _share(sum(found), len(found), "public things")


def api_coverage(here: Project) -> str:
    """Return the share of names offered to programs that the reference documents."""
    text = project.read(here, f"{here.name}/__init__.py")
    names = re.findall(r'^    "(\w+)": "\.', text, re.M)
    page = project.read(here, "docs/api.rst")
    shown = set(re.findall(r"^\.\. auto\w+:: (?:\w+\.)?(\w+)$", page, re.M))
    return _share(len(shown & set(names)), len(names), "names")


def _docstrings(node: ast.AST) -> Iterator[bool]:
    """Yield for a module or class, and all that is public in it, if it is described."""
    yield ast.get_docstring(node) is not None  # type: ignore[arg-type]
    for child in getattr(node, "body", []):
        if isinstance(child, (ast.ClassDef, ast.FunctionDef)):
            if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
                yield from _docstrings(child)
            elif not child.name.startswith("_"):
                yield ast.get_docstring(child) is not None


def _left(here: Project, name: str, made_by: str) -> Any:
    """Return what another target left behind."""
    path = here.root / "build" / name
    if not path.exists():
        raise Missing(f"build/{name} is made by `{made_by}`")
    return json.loads(path.read_text(encoding="utf-8"))


def _share(part: int, whole: int, of_what: str) -> str:
    """Return a share in percent with the counts it is made of."""
    if not whole:
        raise Missing(f"there are no {of_what}")
    # Rounded down: 100 % is said only of all.
    return f"{int(1000 * part / whole) / 10:.1f} % ({part} of {whole} {of_what})"


# -- of an index ---------------------------------------------------------------------


def downloads(here: Project) -> str:
    """Return downloads by day, week and month, as the service of an index counts."""
    address = environment.get("METRICS_DOWNLOADS")
    if not address:
        raise Missing("METRICS_DOWNLOADS is not set")
    counts = _get(address.replace("{name}", here.slug), "The index").data["data"]
    spans = ("day", "week", "month")
    return ", ".join(f"{counts[f'last_{span}']} last {span}" for span in spans)


# -- of the forge --------------------------------------------------------------------


class Page(NamedTuple):
    """An answer: what it holds, and the address of the next one, if any."""

    data: Any
    following: str


def stars(here: Project) -> str:
    """Return how many people marked the repository."""
    return str(int(_get(_repository(here), "The forge").data["stargazers_count"]))


def contributors(here: Project) -> str:
    """Return how many people wrote what is in the repository."""
    every = _pages(f"{_repository(here)}/contributors?per_page={PAGE}&anon=1")
    return str(sum(1 for _ in every))


def response_time(here: Project) -> str:
    """Return the median time to the first answer by somebody else to an issue."""
    address = f"{_repository(here)}/issues?state=all&per_page={ISSUES}"
    found = _get(address, "The forge").data
    issues = [issue for issue in found if "pull_request" not in issue]
    if not issues:
        raise Missing("there are no issues")
    times = [_hours(issue) for issue in issues]
    answered = [hours for hours in times if hours is not None]
    if not answered:
        raise Missing(f"none of {len(issues)} issues is answered")
    middle = statistics.median(answered)
    return f"{middle:.1f} h median ({len(answered)} of {len(issues)} issues answered)"


def _hours(issue: Dict[str, Any]) -> Optional[float]:
    """Return the hours to the first comment that its author did not write."""
    if not issue["comments"]:
        return None
    author = issue["user"]["login"]
    for comment in _pages(f"{issue['comments_url']}?per_page={PAGE}"):
        if comment["user"]["login"] != author and comment["user"]["type"] != "Bot":
            waited = _time(comment["created_at"]) - _time(issue["created_at"])
            return waited.total_seconds() / 3600
    return None


def _time(text: str) -> datetime:
    """Read a time as the forge writes it."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _repository(here: Project) -> str:
    """Return the address of the repository in the API of the forge."""
    api = environment.get("RELEASE_FORGE_API").rstrip("/")
    if not api:
        raise Missing("RELEASE_FORGE_API is not set")
    path = urlsplit(here.url("Source") or here.url("Homepage")).path.strip("/")
    if path.count("/") != 1:
        raise Missing("pyproject.toml names no repository as Source")
    return f"{api}/repos/{path}"


def _pages(address: str) -> Iterator[Any]:
    """Yield the items of a list that is given page by page."""
    while address:
        page = _get(address, "The forge")
        yield from page.data
        address = page.following


def _get(address: str, what: str) -> Page:
    """Return what an address answers."""
    headers = {"Accept": "application/json"}
    token = next(filter(None, map(environment.get, TOKENS)), "")
    # A token belongs to the forge alone, wherever its answers may point.
    if token and _origin(address) == _origin(environment.get("RELEASE_FORGE_API")):
        headers["Authorization"] = f"Bearer {token}"
    answer = web.request("GET", address, what=what, headers=headers)
    web.require(answer, what)
    link = re.search(r'<([^>]+)>;\s*rel="next"', answer.headers.get("link", ""))
    return Page(json.loads(answer.text), link[1] if link else "")


def _origin(address: str) -> Tuple[str, str]:
    """Return what two addresses of one server have in common."""
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


NUMBERS: Dict[str, Callable[[Project], str]] = {
    "install success": install_success,
    "test coverage": test_coverage,
    "documented code": docs_coverage,
    "documented API": api_coverage,
    "downloads": downloads,
    "stars": stars,
    "contributors": contributors,
    "time to first answer": response_time,
}
"""What is measured, in the order of the table."""
