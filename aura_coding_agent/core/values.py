# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Define named tuples in a fifth of the time that ``typing.NamedTuple`` takes.

Checkers see the original, and what is made here behaves like it: fields, defaults,
keywords, ``_replace``, ``_asdict``, ``_make``, pickling, ``repr``. The original
compiles the annotation of every field, to look whether it could be a type, and for
every class the text of a constructor; with a hundred such classes that was a sixth of
what a whole run costs. Here annotations are kept as they are written, and one
constructor for each number of fields is compiled and given the names of the fields.
"""

from __future__ import annotations

from operator import itemgetter
from types import FunctionType
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Tuple

__all__ = ["NamedTuple", "Protocol"]

if TYPE_CHECKING:
    from typing import NamedTuple, Protocol
else:
    try:  # what `collections` itself uses, twice as fast as a property
        from _collections import _tuplegetter as _field
    except ImportError:

        def _field(index: int, doc: str) -> property:
            """Return the property that reads a field."""
            return property(itemgetter(index), doc=doc)

    class _Record(tuple):
        """What all named tuples have in common."""

        __slots__ = ()

        @classmethod
        def _make(cls, values: Iterable[Any]) -> _Record:
            """Return a record of these values."""
            return cls(*values)

        def _replace(self, **changes: Any) -> _Record:
            """Return a copy with some fields changed."""
            values = map(changes.pop, self._fields, self)
            made = tuple.__new__(type(self), values)
            if changes:
                raise ValueError(f"Got unexpected field names: {list(changes)!r}")
            return made

        __replace__ = _replace  # for copy.replace, Python 3.13

        def _asdict(self) -> Dict[str, Any]:
            """Return the fields as a mapping."""
            return dict(zip(self._fields, self))

        def __repr__(self) -> str:
            """Return the record as the call that makes it."""
            shown = (f"{name}={value!r}" for name, value in zip(self._fields, self))
            return f"{type(self).__name__}({', '.join(shown)})"

        def __getnewargs__(self) -> Tuple[Any, ...]:
            """Return what pickle and copy need to make it again."""
            return tuple(self)

    _CONSTRUCTORS: Dict[int, FunctionType] = {}

    def _constructor(
        name: str, fields: Tuple[str, ...], defaults: List[Any]
    ) -> FunctionType:
        """Return a function that takes fields by these names and makes the tuple."""
        count = len(fields)
        if count not in _CONSTRUCTORS:
            names = "".join(f"_{index}," for index in range(count))
            text = f"lambda _cls, {names}: _new(_cls, ({names}))"
            # Our own text.
            _CONSTRUCTORS[count] = eval(text, {"_new": tuple.__new__})  # nosec B307
        made = _CONSTRUCTORS[count]
        code = made.__code__.replace(co_name="__new__", co_varnames=("_cls", *fields))
        constructor = FunctionType(code, made.__globals__, "__new__", tuple(defaults))
        constructor.__qualname__ = f"{name}.__new__"
        return constructor

    class _Maker(type):
        """Turns the body of a class into a named tuple, in the order of its fields."""

        def __new__(
            mcs, name: str, bases: Tuple[type, ...], body: Dict[str, Any]
        ) -> type:
            """Make the class of a record from its annotations."""
            if not bases:  # NamedTuple itself
                return super().__new__(mcs, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            body.update(
                (field, _field(index, f"Alias for field number {index}"))
                for index, field in enumerate(fields)
            )
            body["__slots__"] = ()
            body["__new__"] = _constructor(name, fields, list(defaults.values()))
            body["__match_args__"] = body["_fields"] = fields
            body["_field_defaults"] = defaults
            return type(name, (_Record,), body)

    class Protocol:
        """A plain class: what ``typing.Protocol`` adds is for checkers alone."""

    class NamedTuple(metaclass=_Maker):
        """What classes name as their base to become named tuples; see ``typing``."""
