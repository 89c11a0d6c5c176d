# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test what the release tool reads from a changelog, and writes into it."""

from __future__ import annotations

import pytest

from release import changelog
from release.errors import ReleaseError

from .checkout import CHANGELOG

NEW = """Changelog
=========

Unreleased
----------

"""


def test_sections_stand_in_the_order_of_the_file() -> None:
    """Each section has its title, and a release its version and date."""
    found = changelog.sections(CHANGELOG)
    assert [("Unreleased", "", ""), ("0.1.0 - 2026-01-31", "0.1.0", "2026-01-31")] == [
        (item.title, item.version, item.date) for item in found
    ]
    assert CHANGELOG[found[1].start :].startswith("0.1.0 - 2026-01-31\n---")
    assert "Added\n~~~~~\n\n- The first thing." == found[1].body


def test_the_newest_release_is_the_first_that_has_a_version() -> None:
    """What is not released does not count."""
    newest = changelog.newest(CHANGELOG)
    assert newest is not None
    assert "0.1.0" == newest.version
    assert changelog.newest(NEW) is None


def test_an_entry_is_one_line_whatever_its_length() -> None:
    """Lines of an entry are joined; its kind is the heading above it."""
    body = changelog.section(CHANGELOG, "Unreleased").body
    assert [
        ("Added", "``small`` does a thing, and another, see :doc:`thing`."),
        ("Fixed", "A `mistake <https://docs.invalid/1>`_."),
    ] == list(changelog.entries(body))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", []),
        ("Nothing yet.", []),
        ("* One\n* Two", [("", "One"), ("", "Two")]),
        (
            "- One\n\n  more of it\n\nWords\n\n- Two",
            [("", "One more of it"), ("", "Two")],
        ),
        ("Fixed\n~~~~~\n\nWords.\n\n- One\n", [("Fixed", "One")]),
    ],
)
def test_what_is_no_entry_is_not_taken_for_one(body: str, expected: object) -> None:
    """Only list items are entries."""
    assert expected == list(changelog.entries(body))


def test_a_release_takes_over_what_was_unreleased() -> None:
    """A new section takes the entries; above it an empty one begins."""
    after = changelog.released(CHANGELOG, "0.2.0", "2026-02-28")
    assert ["Unreleased", "0.2.0 - 2026-02-28", "0.1.0 - 2026-01-31"] == [
        item.title for item in changelog.sections(after)
    ]
    before = changelog.section(CHANGELOG, "Unreleased").body
    assert before == changelog.section(after, "0.2.0").body
    assert "Nothing yet." == changelog.section(after, "Unreleased").body


def test_the_first_release_needs_none_before_it() -> None:
    """A changelog with nothing but what is unreleased is enough."""
    after = changelog.released(NEW + "- A thing.\n", "0.1.0", "2026-01-31")
    expected = NEW + (
        "Nothing yet.\n\n0.1.0 - 2026-01-31\n------------------\n\n- A thing.\n"
    )
    assert expected == after


def test_nothing_is_no_release() -> None:
    """A release about which nothing is to be said is refused."""
    with pytest.raises(ReleaseError) as caught:
        changelog.released(NEW + "Nothing yet.\n", "0.1.0", "2026-01-31")
    assert "changelog-empty" == caught.value.code


def test_a_section_that_is_not_there_is_told() -> None:
    """The message says which version, the hint how to make it."""
    with pytest.raises(ReleaseError) as caught:
        changelog.section(CHANGELOG, "9.9.9")
    assert "changelog-missing" == caught.value.code
    assert "9.9.9" in caught.value.message


@pytest.mark.parametrize("text", [CHANGELOG, NEW + "Nothing yet.\n"])
def test_a_release_can_be_put_above_all_others(text: str) -> None:
    """The new section stands below what is unreleased, which stays."""
    after = changelog.with_release(text, "0.9.0", "2026-03-01", "- Back.")
    titles = [item.title for item in changelog.sections(text)]
    assert [titles[0], "0.9.0 - 2026-03-01", *titles[1:]] == [
        item.title for item in changelog.sections(after)
    ]
    assert "- Back." == changelog.section(after, "0.9.0").body
    kept = changelog.section(text, "Unreleased").body
    assert kept == changelog.section(after, "Unreleased").body
    assert after.endswith("\n") and not after.endswith("\n\n")
