# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Write release notes from the changelog: for the forge, for a tag, to announce."""

from __future__ import annotations

import argparse
import re
from typing import Dict, List

from . import changelog, project, shell
from .changelog import Section
from .project import Project

_LINK = re.compile(r"`([^`<]+?)\s*<([^`>]+)>`__?")
_ROLE_TITLED = re.compile(r":[\w:]+:`([^`<]+?)\s*<[^`>]+>`")
_ROLE = re.compile(r":[\w:]+:`~?([^`]+)`")
_LITERAL = re.compile(r"``([^`]+)``")


def main(argv: List[str]) -> int:
    """Run ``notes``."""
    parser = argparse.ArgumentParser("python -m release notes", description=__doc__)
    parser.add_argument("version", nargs="?", help="or Unreleased; the package's own")
    parser.add_argument(
        "--format", choices=sorted(FORMATS), default="markdown", help="markdown"
    )
    args = parser.parse_args(argv)
    here = project.here()
    text = here.changelog.read_text(encoding="utf-8")
    found = changelog.section(text, args.version or here.version)
    shell.say(FORMATS[args.format](here, found))
    return 0


def markdown(here: Project, found: Section) -> str:
    """Return notes for the release page of a forge."""
    parts = [as_markdown(found.body)]
    if found.version:
        parts.append(
            "### Check what you downloaded\n\n"
            "`SHA256SUMS.sig` is the signature of `SHA256SUMS` by an SSH key that "
            "`release/allowed_signers` of the repository lists:\n\n"
            "```\n"
            "ssh-keygen -Y find-principals -f allowed_signers -s SHA256SUMS.sig\n"
            "ssh-keygen -Y verify -f allowed_signers -I PRINCIPAL -n file "
            "-s SHA256SUMS.sig < SHA256SUMS\n"
            "sha256sum --ignore-missing -c SHA256SUMS\n"
            "```"
        )
    docs = here.url("Documentation")
    if docs:
        parts.append(f"Documentation: {docs}")
    return "\n\n".join(parts)


def as_markdown(body: str) -> str:
    """Turn the body of a section into Markdown, an entry to a line."""
    lines: List[str] = []
    kind = ""
    for name, text in changelog.entries(body):
        if name != kind:
            lines += ["", f"### {name}", ""]
            kind = name
        lines.append(f"- {inline(text)}")
    return "\n".join(lines).strip()


def inline(text: str) -> str:
    """Turn the inline markup of one entry into Markdown."""
    text = _ROLE_TITLED.sub(r"\1", text)
    text = _ROLE.sub(r"\1", text)
    text = _LINK.sub(r"[\1](\2)", text)
    return _LITERAL.sub(r"`\1`", text)


def plain(body: str) -> str:
    """Turn the body of a section into plain lines, for a tag."""
    kinds: Dict[str, List[str]] = {}
    for name, text in changelog.entries(body):
        kinds.setdefault(name, []).append(f"- {inline(text)}")
    blocks = ["\n".join([f"{name}:", *texts]) for name, texts in kinds.items()]
    return "\n\n".join(blocks)


def announcement(here: Project, found: Section) -> str:
    """Return a few lines for a chat or a mailing list."""
    all_of = [inline(text) for _, text in changelog.entries(found.body)]
    lines = [f"{here.name} {found.version or found.title} is out.", ""]
    lines += [f"- {text}" for text in all_of[:5]]
    if len(all_of) > 5:
        lines.append(f"- and {len(all_of) - 5} more changes")
    changes, docs = here.url("Changelog"), here.url("Documentation")
    lines += ["", f"pip install --upgrade {here.name}=={found.version}"]
    lines += [f"All changes: {changes}"] if changes else []
    lines += [f"Documentation: {docs}"] if docs else []
    return "\n".join(lines)


def as_written(here: Project, found: Section) -> str:
    """Return the section as it stands in the changelog."""
    return changelog.titled(found.title, found.body).rstrip("\n")


FORMATS = {"markdown": markdown, "announcement": announcement, "rst": as_written}
