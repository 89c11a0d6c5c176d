# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the release notes that are made from the changelog."""

from __future__ import annotations

import pytest

from release import changelog, notes, project

from .checkout import Checkout
from .conftest import Tool


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("``aura run`` runs", "`aura run` runs"),
        ("see :doc:`undo`", "see undo"),
        ("see :py:func:`~a.b`", "see a.b"),
        ("see :doc:`how it is undone <undo>`", "see how it is undone"),
        ("a `link <https://docs.invalid/x>`_", "a [link](https://docs.invalid/x)"),
        ("a `link <https://docs.invalid/x>`__", "a [link](https://docs.invalid/x)"),
        ("*stress* stays", "*stress* stays"),
    ],
)
def test_inline_markup_becomes_markdown(text: str, expected: str) -> None:
    """Literals, roles and links are turned into what a forge shows."""
    assert expected == notes.inline(text)


def test_notes_for_a_forge_are_markdown(small: Checkout, tool: Tool) -> None:
    """Entries stand under their kind, one line each; then how to check the files."""
    small.tagged()
    ran = tool("notes")
    assert 0 == ran.code
    assert ran.out.startswith(
        "### Added\n\n- `small` does a thing, and another, see thing.\n\n"
        "### Fixed\n\n- A [mistake](https://docs.invalid/1).\n\n### Check"
    )
    assert "ssh-keygen -Y verify -f allowed_signers" in ran.out
    assert ran.out.endswith("Documentation: https://docs.invalid/small/\n")


def test_notes_of_what_is_not_released_tell_no_hashes(tool: Tool) -> None:
    """A preview has the changes only."""
    ran = tool("notes", "Unreleased")
    assert "- `small` does a thing" in ran.out
    assert "SHA256SUMS" not in ran.out


def test_an_announcement_is_short(small: Checkout, tool: Tool) -> None:
    """It has the first five changes, how to upgrade and where to read on."""
    text = (small.root / "CHANGELOG.rst").read_text(encoding="utf-8")
    many = "".join(f"- Thing {number}.\n" for number in range(7))
    text = text.replace("- The first thing.\n", many)
    (small.root / "CHANGELOG.rst").write_text(text, encoding="utf-8")
    ran = tool("notes", "0.1.0", "--format", "announcement")
    expected = [
        "small_thing 0.1.0 is out.",
        "",
        *[f"- Thing {number}." for number in range(5)],
        "- and 2 more changes",
        "",
        "pip install --upgrade small_thing==0.1.0",
        "All changes: https://docs.invalid/small/changelog",
        "Documentation: https://docs.invalid/small/",
    ]
    assert expected == ran.out.splitlines()


def test_notes_can_be_had_as_they_were_written(tool: Tool) -> None:
    """The format rst is the section of the changelog."""
    ran = tool("notes", "0.1.0", "--format", "rst")
    expected = "0.1.0 - 2026-01-31\n------------------\n\nAdded\n~~~~~\n\n"
    assert expected + "- The first thing.\n" == ran.out


def test_a_project_without_addresses_has_notes_without_links(small: Checkout) -> None:
    """What pyproject.toml does not name is left out."""
    path = small.root / "pyproject.toml"
    text = path.read_text(encoding="utf-8").partition("[project.urls]")[0]
    path.write_text(text, encoding="utf-8")
    here = project.load(small.root)
    text = (small.root / "CHANGELOG.rst").read_text(encoding="utf-8")
    found = changelog.section(text, "0.1.0")
    assert "http" not in notes.markdown(here, found)
    assert "http" not in notes.announcement(here, found)


def test_a_version_that_is_not_there_is_told(tool: Tool) -> None:
    """The message names the version."""
    ran = tool("notes", "9.9.9")
    assert 1 == ran.code
    assert "changelog-missing: CHANGELOG.rst has no section for 9.9.9" in ran.err
