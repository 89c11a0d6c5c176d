# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check with random files that an edit leaves all bytes alone but those it is about.

``AURA_EDIT_EXAMPLES`` sets how many edits are made; 10,000 are for a release.
"""

from __future__ import annotations

import os
import random
from typing import List, NamedTuple

import pytest

from aura_coding_agent.core.text import decode, encode
from aura_coding_agent.tools.editing.apply import apply_edits
from aura_coding_agent.tools.editing.edits import Edit, FileEdit

EXAMPLES = int(os.environ.get("AURA_EDIT_EXAMPLES", "2000"))
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1")
WORDS = "alpha beta gamma delta return value = + ( ) { } [ ] , : ; # // x1 x2".split()
LOOSENESS = ("exact", "tails", "shifted", "blanks", "numbered", "quotes")


class Sample(NamedTuple):
    """A file, what a model says of it, and the bytes that must come out."""

    before: bytes
    old: str
    new: str
    after: bytes


def lines(chance: random.Random, count: int, encoding: str) -> List[str]:
    """Return lines that differ from one another, with odd blanks."""
    extra = [] if encoding.startswith("utf") else ["\xe9t\xe9"]
    words = WORDS + (extra or ["\u00fc\u4e16"])
    made = []
    for number in range(count):
        blanks = chance.choice(["", "    ", "\t", "\t\t", "  ", "        ", " \t"])
        text = " ".join(chance.choices(words, k=chance.randint(1, 6)))
        tail = chance.choice(["", "", "", " ", "\t", "   "])
        made.append(f"{blanks}{text} line_{number}_{chance.randint(0, 9)}{tail}")
        if chance.random() < 0.2:
            made.append(chance.choice(["", "", "   "]))
    return made


def sample(chance: random.Random) -> Sample:
    """Make one file and one edit of it, remembered more or less exactly."""
    encoding = chance.choice(ENCODINGS)
    content = lines(chance, chance.randint(4, 30), encoding)
    ends = chance.choice([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n"]])
    terminators = [chance.choice(ends) for _ in content]
    if chance.random() < 0.3:
        terminators[-1] = ""
    start = chance.randrange(len(content) - 1)
    stop = min(len(content), start + chance.randint(2, 9))
    while stop > start + 1 and not content[start].strip():
        start += 1
    while stop > start + 1 and not content[stop - 1].strip():
        stop -= 1
    told = [at for at in range(start, stop) if content[at].strip()]
    at = chance.choice(told) if told else start
    content[at] = content[at].rstrip()
    changed = f"{content[at]} changed"
    old, new = content[start:stop], content[start:stop]
    new[at - start] = changed
    kind = chance.choice(LOOSENESS)
    if kind == "tails":
        old, new = ([e.rstrip() for e in each] for each in (old, new))
    elif kind == "shifted":
        old, new = (
            ["      " + e if e.strip() else e for e in each] for each in (old, new)
        )
    elif kind == "blanks":
        old, new = (["", "", *each, "", "", ""] for each in (old, new))
    elif kind == "numbered":
        old = [f"{n}\t{line}" for n, line in enumerate(old, start + 1)]
    elif kind == "quotes":
        old, new = ([e.replace(" ", "\u00a0") for e in each] for each in (old, new))
    before = "".join(a + b for a, b in zip(content, terminators))
    lead = sum(len(a + b) for a, b in zip(content[:at], terminators))
    tail = lead + len(content[at])
    form = decode(before.encode(encoding))
    data = before.encode(encoding)
    result = [encode(before[:lead], form)]
    result.append(changed.encode(form.encoding))
    result.append(before[tail:].encode(form.encoding))
    return Sample(data, "\n".join(old), "\n".join(new), b"".join(result))


@pytest.mark.parametrize("part", range(5))
def test_all_bytes_outside_the_changed_line_stay(part: int) -> None:
    """Encodings, marks, line ends, blanks: only the line that was meant differs."""
    chance = random.Random(f"edits {part}")
    for _ in range(EXAMPLES // 5):
        made = sample(chance)
        form = decode(made.before)
        wanted = FileEdit("f.txt", edits=(Edit(made.old, made.new),))
        try:
            after = encode(apply_edits(form.text, wanted, "f.txt").text, form)
        except Exception as error:
            raise AssertionError(f"{error}: {made!r}") from error
        assert made.after == after, made
