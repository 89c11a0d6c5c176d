# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say what a repair came to: for people and as JSON."""

from __future__ import annotations

from typing import List

from ..core.messages import JsonObject
from ..core.text import one_line, unified_diff
from .model import Outcome, Suspect
from .result import Partial, Patch, Progress, Result

_TESTS_SHOWN = 5
_SUSPECTS_SHOWN = 5


def result_to_json(result: Result, *, applied: bool) -> JsonObject:
    """Return a result as a JSON-ready mapping; the form is stable."""
    return {
        "status": result.status,
        "applied": applied,
        "cancelled": result.cancelled,
        "runner": result.plan.runner,
        "command": list(result.plan.argv),
        "why": result.plan.why,
        "tests": result.tests,
        "broken": [_outcome_json(one) for one in result.broken],
        "failing": [_outcome_json(one) for one in result.failing],
        "flaky": list(result.flaky),
        "suspects": [one._asdict() for one in result.suspects],
        "patches": [_patch_json(one) for one in result.patches],
        "partial": [one._asdict() for one in result.partial],
        "tried": result.tried,
        "limit": result.limit,
        "refused": result.refused,
        "seconds": result.seconds,
    }


def _outcome_json(outcome: Outcome) -> JsonObject:
    """Return an outcome as JSON."""
    fields = ("id", "outcome", "exception", "message", "expected", "actual")
    return {name: getattr(outcome, name) for name in fields}


def _patch_json(patch: Patch) -> JsonObject:
    """Return a patch as JSON."""
    return {
        "files": sorted(patch.changes),
        "path": patch.place[0],
        "line": patch.place[1],
        "note": patch.note,
        "confidence": patch.confidence,
        "reasons": list(patch.reasons),
        "rank": patch.rank,
        "diff": diff(patch),
    }


def diff(patch: Patch) -> str:
    """Return a patch as a unified diff."""
    return "".join(
        unified_diff(before, after, path)
        for path, (before, after) in sorted(patch.changes.items())
    )


def result_text(result: Result, *, applied: bool) -> str:
    """Return a result for people, in the order in which they ask."""
    lines = _tests_text(result)
    if result.status == "passing":
        return "\n".join([*lines, "All tests pass; there is nothing to repair."])
    if result.suspects and not result.patches:
        lines += ["", "Suspected lines:", *map(_suspect_text, _first(result.suspects))]
    if result.status == "located":
        return "\n".join(lines)
    if result.patches:
        lines += _patches_text(result, applied=applied)
    else:
        lines += _nothing_text(result)
    tried = _counted(result.tried, "candidate", "candidates")
    spent = f"{tried} tried in {result.seconds:.1f} s"
    ended = "; ended early on request" if result.cancelled else ""
    return "\n".join([*lines, "", spent + ended])


def _first(suspects: tuple[Suspect, ...]) -> tuple[Suspect, ...]:
    """Return the suspects that are shown."""
    return suspects[:_SUSPECTS_SHOWN]


def _tests_text(result: Result) -> List[str]:
    """Return the part about the tests."""
    command = one_line(" ".join(result.plan.argv))
    lines = [f"Tests: {command or 'functions, one by one'}", f"  {result.plan.why}"]
    if result.broken:
        lines.append(
            f"  {_counted(len(result.broken), 'file does', 'files do')} not compile:"
        )
    for outcome in result.broken:
        lines += _failure_text(outcome)
    if result.failing:
        lines.append(f"  {len(result.failing)} of {result.tests} tests fail:")
    for outcome in result.failing[:_TESTS_SHOWN]:
        lines += _failure_text(outcome)
    if len(result.failing) > _TESTS_SHOWN:
        lines.append(f"    and {len(result.failing) - _TESTS_SHOWN} more")
    if result.flaky:
        names = ", ".join(result.flaky[:_TESTS_SHOWN])
        lines.append(f"  {len(result.flaky)} come and go and are not counted: {names}")
    return lines


def _counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{number} {one if number == 1 else many}"


def _failure_text(outcome: Outcome) -> List[str]:
    """Return the part about one failing test."""
    lines = [f"    {one_line(outcome.id)}"]
    if outcome.expected or outcome.actual:
        lines.append(f"      expected {one_line(outcome.expected)[:200]}")
        lines.append(f"      actual   {one_line(outcome.actual)[:200]}")
    elif outcome.exception:
        said = one_line(f"{outcome.exception}: {outcome.message}")
        lines.append(f"      {said[:200]}")
    return lines


def _suspect_text(suspect: Suspect) -> str:
    """Return the line about a suspect."""
    why = "; ".join(suspect.reasons)
    return f"  {one_line(suspect.path)}:{suspect.line} ({suspect.score:.2f}) {why}"


def _patches_text(result: Result, *, applied: bool) -> List[str]:
    """Return the part about patches that pass."""
    best, *others = result.patches
    lines = ["", diff(best).rstrip("\n"), ""]
    lines.append(f"This patch passes your tests ({one_line(best.note)}).")
    lines.append(f"How sure: {best.confidence}; {'; '.join(best.reasons)}.")
    if others:
        lines += ["", "These pass your tests too:"]
        lines += [
            f"  {one_line(one.place[0])}:{one.place[1]} {one_line(one.note)}"
            for one in others
        ]
    if applied:
        lines.append("The patch is applied; `undo` takes it back.")
    return lines


def _nothing_text(result: Result) -> List[str]:
    """Return the part about a search that found nothing."""
    lines = ["", "No patch was found that passes your tests."]
    if result.status == "flaky":
        return [*lines, "The failures come and go: make the tests steady first."]
    if result.partial:
        lines.append("Nearest, each makes some failing tests pass and breaks none:")
        lines += map(_partial_text, result.partial)
    if result.refused:
        command = one_line(" ".join(result.plan.argv))
        lines.append(f"With some, every test passes when run one by one, but {command}")
        lines.append(f"still fails: {one_line(result.refused.strip()[-200:])}")
    if result.limit:
        lines.append(_LIMITS[result.limit])
    if result.suspects:
        lines.append("Or begin at the lines above.")
    return lines


_LIMITS = {
    "seconds": "Try a larger --budget, or a test that is smaller and ends sooner.",
    "candidates": "Try larger --candidates: there is more to try.",
}
"""What to do when a search was ended before it had tried everything."""


def _partial_text(partial: Partial) -> str:
    """Return the line about a patch that is only half the answer."""
    path, line = partial.place
    return f"  {one_line(path)}:{line} {one_line(partial.note)} ({partial.fixed} tests)"


def progress_text(progress: Progress) -> str:
    """Return one line about a search under way, with an honest look ahead."""
    left = max(progress.budget - progress.seconds, 0.0)
    text = f"{progress.phase}, {progress.seconds:.0f} s"
    if progress.tried:
        most = f" of {progress.most}" if progress.most else ""
        text += f": {progress.tried}{most} candidates tried, {progress.found} pass"
    if progress.found:
        return f"{text}; looking for alternatives"
    return f"{text}; at most {left:.0f} s more"
