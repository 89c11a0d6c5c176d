# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Notice syntax errors that an edit brings into a file."""

from __future__ import annotations

import importlib
import json
import sys
import warnings
from typing import Callable, Dict

# ast.PyCF_ONLY_AST: parse, make no code. Importing ast for it costs 5 ms.
_ONLY_AST = 0x400

_LIMIT = 400_000  # characters of a file that are parsed; a bigger one takes too long


def broken(name: str, before: str, after: str) -> str:
    """Return what is wrong with the syntax of a file now, and was not before.

    Python, JSON (also of notebooks), XML, property lists and TOML (where this Python
    has a parser for it) are known; the result is empty for everything else.
    """
    check = _CHECKS.get(name.lower().rpartition(".")[2])
    if check is None or len(after) > _LIMIT:
        return ""
    problem = check(after)
    if not problem or (before.strip() and check(before)):
        return ""
    return problem


def _python(text: str) -> str:
    """Return what is wrong with a text as Python; empty when nothing is."""
    version = "Python {}.{}".format(*sys.version_info)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "file", "exec", _ONLY_AST, dont_inherit=True)
    except SyntaxError as error:
        return f"line {error.lineno}: {error.msg} ({version})"
    except (ValueError, RecursionError, MemoryError) as error:
        return f"{error} ({version})"
    return ""


def _json(text: str) -> str:
    """Return what is wrong with a text as JSON; empty when nothing is."""
    try:
        json.loads(text)
    except ValueError as error:
        return str(error)
    except RecursionError:
        return ""
    return ""


def _toml(text: str) -> str:
    """Return what is wrong with a text as TOML; empty when nothing is."""
    try:
        # By name, because Python has it only from 3.11 on, and few edits need it.
        tomllib = importlib.import_module("tomllib")
    except ImportError:
        return ""
    try:
        tomllib.loads(text)
    except ValueError as error:
        return str(error)
    return ""


def _xml(text: str) -> str:
    """Return what is wrong with a text as XML; empty when nothing is."""
    try:
        # Here, because few edits are about XML.
        from xml.parsers.expat import ExpatError, ParserCreate
    except ImportError:
        return ""
    try:
        # As characters, so the declared encoding does not matter.
        ParserCreate("utf-8").Parse(text.encode("utf-8", "replace"), True)
    except ExpatError as error:
        return str(error)
    return ""


_CHECKS: Dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("py", "pyi", "pyw"), _python),
    **dict.fromkeys(("json", "ipynb", "geojson", "webmanifest", "har"), _json),
    **dict.fromkeys(("xml", "svg", "plist", "xsd", "xsl", "csproj", "pom"), _xml),
    "toml": _toml,
}
