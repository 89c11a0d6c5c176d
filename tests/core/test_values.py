# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Our named tuples are those of ``typing`` in all that can be seen."""

from __future__ import annotations

import copy
import inspect
import pickle
import typing
from typing import Optional, Tuple

import pytest

from aura_coding_agent.core.values import NamedTuple, Protocol


class Ours(NamedTuple):
    """A value."""

    first: int
    second: Tuple[str, ...] = ()
    third: Optional[str] = None

    @property
    def doubled(self) -> int:
        """Return a computed value."""
        return 2 * self.first

    def plus(self, other: Ours) -> Ours:
        """Return a sum."""
        return self._replace(first=self.first + other.first)


class Theirs(typing.NamedTuple):
    """A value."""

    first: int
    second: Tuple[str, ...] = ()
    third: Optional[str] = None


def test_it_is_a_tuple_with_named_fields_and_defaults():
    """Fields keep their order, defaults fill in from the right."""
    assert (1, (), None) == Ours(1)
    assert (1, ("x",), "y") == Ours(1, third="y", second=("x",))
    assert Ours._fields == Theirs._fields
    assert Ours._field_defaults == Theirs._field_defaults
    assert {"first": 1, "second": (), "third": None} == Ours(1)._asdict()


def test_it_looks_as_the_original_does():
    """Docstring, annotations and what is printed are the same."""
    assert Ours.__doc__ == Theirs.__doc__
    assert Ours.__annotations__ == {
        "first": "int",
        "second": "Tuple[str, ...]",
        "third": "Optional[str]",
    }
    assert typing.get_type_hints(Ours) == typing.get_type_hints(Theirs)
    assert "Ours(first=1, second=(), third=None)" == repr(Ours(1))
    assert (Ours.__module__, Ours.__qualname__) == (__name__, "Ours")


def test_methods_and_properties_work():
    """What else stands in the body of the class belongs to it."""
    assert 4 == Ours(2).doubled
    assert Ours(5) == Ours(2).plus(Ours(3))


def test_it_can_be_copied_and_pickled():
    """A value survives the way to another process."""
    value = Ours(1, ("a",))
    assert value == copy.deepcopy(value) == pickle.loads(pickle.dumps(value))
    assert Ours is type(pickle.loads(pickle.dumps(value)))


@pytest.mark.parametrize("arguments", [(), (1, (), None, 4)])
def test_wrong_numbers_of_arguments_are_refused(arguments):
    """As with every function."""
    with pytest.raises(TypeError):
        Ours(*arguments)


def test_a_field_cannot_be_assigned():
    """Values do not change."""
    with pytest.raises(AttributeError):
        Ours(1).first = 2


def test_a_protocol_costs_nothing_and_can_be_implemented():
    """What is a protocol for checkers is a plain class when the program runs."""

    class Speaker(Protocol):
        """What can speak."""

        def say(self):
            """Say something."""
            ...

    class Person(Speaker):
        """Who can speak."""

        def say(self):
            """Say hello."""
            return "hello"

    assert "hello" == Person().say()
    assert type is type(Speaker)


def test_constructors_name_the_fields():
    """Signatures and errors speak of the class and its fields, as the original's do."""
    assert "(first, second=(), third=None)" == str(inspect.signature(Ours))
    with pytest.raises(TypeError, match="fourth"):
        Ours(1, fourth=2)
    with pytest.raises(ValueError, match="fourth"):
        Ours(1)._replace(fourth=2)
