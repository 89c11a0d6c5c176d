# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make edits that a model gets nearly right, and count how they land.

A case takes a text, a true edit of it, and writes the old and the new lines as a model
might: with lines left out, numbered, wrapped, spelt in another way. It knows the text
that must come out, or that there is nothing to be sure of. Run it for a table with
``python -m tests.tools.editing.places_cases [SEEDS [FOLDER]]``; a folder gives more
texts. Odd seeds and every second text are for the work on the engine, even seeds and
the others (``held out``) are for judging it.
"""

from __future__ import annotations

import pathlib
import random
import re
import sys
import textwrap
import unicodedata
from collections import Counter
from typing import Callable, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from aura_coding_agent.core.errors import ToolError
from aura_coding_agent.tools.editing.apply import apply_edits
from aura_coding_agent.tools.editing.edits import Edit, FileEdit
from aura_coding_agent.tools.editing.patch import parse_patch

from .places_texts import TEXTS

RIGHT, REFUSED, WRONG = "right", "refused", "WRONG"
STANDARD = (
    "textwrap shlex bisect heapq fnmatch glob sched queue configparser csv cmd"
    " contextlib copy filecmp fileinput string stat tempfile timeit"
)


class Case(NamedTuple):
    """An edit, and the text that must come out; None when it must be refused."""

    kind: str
    name: str
    text: str
    wanted: FileEdit
    right: Optional[str]


class Sample(NamedTuple):
    """A text and a true edit: rows ``start`` up to ``stop`` become ``new``."""

    chance: random.Random
    name: str
    lines: List[str]
    start: int
    stop: int
    new: List[str]
    at: int  # the row that is changed, counted from ``start``

    @property
    def old(self) -> List[str]:
        """The lines as they are."""
        return self.lines[self.start : self.stop]

    @property
    def text(self) -> str:
        """The text as it is."""
        return joined(self.lines)

    @property
    def after(self) -> str:
        """The text as it is to be."""
        return self.with_new(self.new)

    def with_new(self, new: Sequence[str]) -> str:
        """Return the text with other new lines."""
        return joined([*self.lines[: self.start], *new, *self.lines[self.stop :]])


Kind = Callable[[Sample], Optional[Case]]
KINDS: Dict[str, Kind] = {}


def kind(name: str) -> Callable[[Kind], Kind]:
    """Enter a function into the table of kinds."""

    def enter(function: Kind) -> Kind:
        KINDS[name] = function
        return function

    return enter


def joined(lines: Sequence[str]) -> str:
    """Return lines as a text."""
    return "".join(f"{line}\n" for line in lines)


def squeezed(lines: Sequence[str]) -> str:
    """Return what is left of lines when blanks and kinds of quotes do not count."""
    return re.sub(r"\s|,(?=\s*[)\]}])", "", "\n".join(lines)).replace('"', "'")


def indent(line: str) -> str:
    """Return the blanks before a line."""
    return line[: len(line) - len(line.lstrip())]


def words(line: str) -> List[str]:
    """Return the longer words of a line."""
    return re.findall(r"[A-Za-z_]{3,}", line)


# -- texts and true edits ------------------------------------------------------------


def texts(folder: str = "", library_too: bool = True) -> List[Tuple[str, str]]:
    """Return names and texts: the small ones, the standard library, a folder."""
    found = list(TEXTS.items())
    library = pathlib.Path(textwrap.__file__).parent
    for name in STANDARD.split() if library_too else []:
        path = library / f"{name}.py"
        if path.is_file():
            found.append((f"{name}.py", path.read_text(encoding="utf-8")))
    if folder:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file() and path.stat().st_size < 60_000:
                text = path.read_text(encoding="utf-8", errors="replace")
                found.append((path.name, text.replace("\r\n", "\n")))
    return [(name, text) for name, text in found if text.count("\n") > 12]


def true_edit(chance: random.Random, name: str, text: str) -> Optional[Sample]:
    """Choose lines of a text and change them."""
    lines = text.split("\n")[:-1]
    size = chance.randint(3, 8)
    start = chance.randrange(0, max(1, len(lines) - size))
    stop = min(len(lines), start + size)
    while start < stop and not lines[start].strip():
        start += 1
    while stop > start and not lines[stop - 1].strip():
        stop -= 1
    old = lines[start:stop]
    inner = [n for n in range(1, len(old) - 1) if words(old[n])]
    if len(old) < 3 or not inner or sum(bool(words(line)) for line in old) < 3:
        return None
    if squeezed(lines).count(squeezed(old)) != 1 or max(map(len, old)) > 160:
        return None
    if any("..." in line or "\u2026" in line for line in old):
        return None
    at = chance.choice(inner)
    line = old[at]
    fresh = chance.choice(words(line)) + "_fresh"
    changed = line.replace(fresh[:-6], fresh, 1)
    way = chance.choice(["word", "word", "insert", "delete", "line"])
    if way == "delete" and (not line.strip() or len(old) < 4):
        way = "word"
    new = {
        "word": [*old[:at], changed, *old[at + 1 :]],
        "insert": [*old[: at + 1], f"{indent(line)}{fresh} = more(1)", *old[at + 1 :]],
        "delete": [*old[:at], *old[at + 1 :]],
        "line": [*old[:at], f"{indent(line)}{fresh}", *old[at + 1 :]],
    }[way]
    return Sample(chance, name, lines, start, stop, new, at)


def edit(
    sample: Sample,
    old: Sequence[str],
    new: Sequence[str],
    right: Optional[str],
    *,
    text: str = "",
    ends: bool = False,
) -> Case:
    """Return a case of one edit with old and new."""
    end = "\n" if ends else ""
    one = Edit("\n".join(old) + end, "\n".join(new) + end)
    wanted = FileEdit(sample.name, edits=(one,))
    return Case("", sample.name, text or sample.text, wanted, right)


def patch(
    sample: Sample, body: Sequence[str], right: Optional[str], **other: str
) -> Case:
    """Return a case of a patch of the file."""
    (wanted,) = parse_patch("\n".join(body) + "\n", sample.name)
    return Case("", sample.name, other.get("text", sample.text), wanted, right)


def hunk(sample: Sample) -> List[str]:
    """Return the edit as lines of a hunk."""
    old, new = sample.old, sample.new
    at, tail = sample.at, len(sample.old) - sample.at - 1
    middle = new[at : len(new) - tail]
    gone = [] if middle[:1] == old[at : at + 1] else [old[at]]
    kept = [old[at]] if not gone else []
    added = middle[len(kept) :]
    return [
        *(f" {line}" for line in old[:at]),
        *(f"-{line}" for line in gone),
        *(f" {line}" for line in kept),
        *(f"+{line}" for line in added),
        *(f" {line}" for line in old[at + 1 :]),
    ]


# -- exact and nearly so -------------------------------------------------------------


@kind("exact")
def _exact(sample: Sample) -> Optional[Case]:
    right = sample.text.replace("\n".join(sample.old), "\n".join(sample.new), 1)
    return edit(sample, sample.old, sample.new, right)


@kind("exact patch")
def _exact_patch(sample: Sample) -> Optional[Case]:
    return patch(sample, ["@@ @@", *hunk(sample)], sample.after)


@kind("shifted")
def _shifted(sample: Sample) -> Optional[Case]:
    less = min(len(indent(e)) for e in sample.old if e.strip())
    if not less:
        return None
    old, new = ([e[less:] for e in each] for each in (sample.old, sample.new))
    return edit(sample, old, new, sample.after)


@kind("trailing blanks")
def _tails(sample: Sample) -> Optional[Case]:
    old, new = ([e + "  " for e in each] for each in (sample.old, sample.new))
    return edit(sample, old, new, sample.after)


@kind("from another file")
def _foreign(sample: Sample) -> Optional[Case]:
    other = [text for name, text in TEXTS.items() if name != sample.name]
    made = None
    while made is None:
        made = true_edit(sample.chance, "other", sample.chance.choice(other))
    if squeezed(made.old) in squeezed(sample.lines):
        return None
    return edit(sample, made.old, made.new, None)


@kind("one line is another")
def _one_other(sample: Sample) -> Optional[Case]:
    chance = sample.chance
    row = chance.randrange(len(sample.old))
    if not words(sample.old[row]):
        return None
    other = f"{indent(sample.old[row])}quite_another({chance.randint(1, 9)}, thing)"
    old = [other if n == row else line for n, line in enumerate(sample.old)]
    new = list(sample.new)
    if row < sample.at:
        new[row] = other
    elif row > sample.at:
        new[row - len(sample.old)] = other
    return edit(sample, old, new, None)


@kind("unmatched line in a diff")
def _unmatched(sample: Sample) -> Optional[Case]:
    sign = (
        "//" if re.search(r"\.(js|tsx|go|rs|java|c|cpp|cs|php)$", sample.name) else "#"
    )
    blanks = indent(sample.old[sample.at])
    body = hunk(sample)
    form = sample.chance.randrange(4)
    if form == 0:
        body = [f" {blanks}{sign} About it.", f"-{blanks}def old(x):"]
        body += [f"+{blanks}{sign} About it now.", f"+{blanks}def new(x):"]
    elif form == 1:
        body = [
            f"-{blanks}def old(x):",
            f"+{blanks}{sign} New.",
            f"+{blanks}def new(x):",
        ]
        body += [f" {line}" for line in sample.old]
    elif form == 2:
        body = [
            f"+{blanks}{sign} New.",
            f"+{blanks}def new(x):",
            f" {blanks}def old(x):",
        ]
        body += [f" {line}" for line in sample.old]
    heading = "@@ def old(x):" if form == 3 else "@@ @@"
    if form == 3:
        body = [f"+{blanks}{sign} New.", f"+{blanks}def new(x):"]
    return patch(sample, [heading, *body], None)


# -- lines left out ------------------------------------------------------------------

_ELISIONS = (
    "...",
    "{} ...",
    "{} ... existing code ...",
    "{} \u2026",
    "{} ... rest of code",
)


def elision(sample: Sample, blanks: str = "") -> str:
    """Return a line that stands for others, in the language of a text."""
    kind_of = sample.name.rpartition(".")[2]
    sign = "#"
    if kind_of in "js tsx go rs java c cpp cs php ts h".split():
        sign = "//"
    form = sample.chance.choice(_ELISIONS).format(sign)
    words_of = form.replace(sign, "").strip()
    if kind_of in ("css", "c") and sample.chance.random() < 0.5:
        form = f"/* {words_of} */"
    if kind_of == "sql":
        form = f"-- {words_of}"
    if kind_of in ("html", "md"):
        form = f"<!-- {words_of} -->"
    return blanks + form


def split_edit(sample: Sample, least: int) -> Optional[Sample]:
    """Return an edit with enough lines around it, so that some can be left out."""
    if len(sample.old) < least:
        return None
    return sample


def unique(sample: Sample, lines: Sequence[str]) -> bool:
    """Tell whether lines stand only once."""
    return squeezed(sample.lines).count(squeezed(lines)) == 1


@kind("elision inside, kept")
def _inside(sample: Sample) -> Optional[Case]:
    if len(sample.old) < 5 or sample.at < 3:
        return None
    cut = sample.at - 1
    dots = elision(sample, indent(sample.old[1]))
    old = [sample.old[0], dots, *sample.old[cut:]]
    new = [sample.new[0], dots, *sample.new[cut:]]
    sure = unique(sample, sample.old[cut:]) and unique(sample, sample.old[:1])
    if not sure or not words(sample.old[0]):
        return None
    return edit(sample, old, new, sample.after)


@kind("elision first, kept")
def _first(sample: Sample) -> Optional[Case]:
    dots = elision(sample, indent(sample.old[0]))
    return edit(sample, [dots, *sample.old], [dots, *sample.new], sample.after)


@kind("elision last, kept")
def _last(sample: Sample) -> Optional[Case]:
    dots = elision(sample, indent(sample.old[-1]))
    return edit(sample, [*sample.old, dots], [*sample.new, dots], sample.after)


@kind("elision last, new has all")
def _last_gone(sample: Sample) -> Optional[Case]:
    dots = elision(sample, indent(sample.old[-1]))
    rest = sample.lines[sample.stop : sample.stop + 3]
    return edit(sample, [*sample.old, dots], [*sample.new, *rest], None)


@kind("elision first, new has all")
def _first_gone(sample: Sample) -> Optional[Case]:
    dots = elision(sample, indent(sample.old[0]))
    rest = sample.lines[max(0, sample.start - 3) : sample.start]
    return edit(sample, [dots, *sample.old], [*rest, *sample.new], None)


@kind("elision inside, new has all")
def _inside_gone(sample: Sample) -> Optional[Case]:
    if len(sample.old) < 6 or sample.at < 3:
        return None
    old = [*sample.old[:2], elision(sample), *sample.old[sample.at - 1 :]]
    whole = sample.new[2 : sample.at - 1]
    if not any(e.strip() for e in whole):
        return None
    return edit(sample, old, sample.new, sample.after)


@kind("elision in new alone")
def _new_alone(sample: Sample) -> Optional[Case]:
    dots = elision(sample, indent(sample.old[sample.at]))
    if sample.name.endswith(".py") and dots.strip() == "...":
        return None
    new = [*sample.new[:1], dots, *sample.new[-1:]]
    return edit(sample, sample.old, new, None)


# -- numbers -------------------------------------------------------------------------


def numbered(form: str, lines: Sequence[str], first: int) -> List[str]:
    """Return lines with their numbers."""
    return [form.format(n) + line for n, line in enumerate(lines, first)]


_NUMBERS = {
    "12:": ("{}:", "{}: "),
    "L12:": ("L{}:", "L{}: "),
    "12|": ("{}|", "{} | ", "{:>4} | "),
    "12 tab": ("{}\t", "{:>6}\t"),
    "12 blank": ("{:>4} ",),
}


def _numbers(name: str) -> None:
    forms = _NUMBERS[name]

    @kind(f"numbers {name}")
    def _both(sample: Sample) -> Optional[Case]:
        chance = sample.chance
        form = chance.choice(forms)
        first = sample.start + 1
        old = numbered(form, sample.old, first)
        new = numbered(form, sample.new, first)
        style = chance.randrange(3)
        if style == 1:
            new = list(sample.new)
        bare = chance.random() < 0.5
        old, new = ([e.rstrip() if bare else e for e in each] for each in (old, new))
        if bare and any(e != e.rstrip() for e in sample.lines):
            return None
        return edit(sample, old, new, sample.after)

    if name in ("12|", "12 tab"):
        return  # nothing but a listing looks so

    @kind(f"numbers {name} that are none")
    def _none(sample: Sample) -> Optional[Case]:
        form = forms[0]
        first = sample.start + 1 + sample.chance.choice([-1, 1, 2, -2])
        if first < 1:
            return None
        return edit(sample, numbered(form, sample.old, first), sample.new, None)


for _name in _NUMBERS:
    _numbers(_name)


@kind("keys that look like numbers")
def _keys(sample: Sample) -> Optional[Case]:
    things = [f"    '{w}'," for w in dict.fromkeys(words(" ".join(sample.old)))]
    if len(things) < 3:
        return None
    lines = ["LIST = [", *things, "]", "", "MAP = {"]
    lines += [f"    {n}: {e.strip()}" for n, e in enumerate(things, 1)] + ["}"]
    text = joined(lines)
    n = sample.chance.randrange(len(things))
    row = 3 + len(things) + 1 + n
    line = lines[row]
    if sample.chance.random() < 0.5:
        old = line.strip()
        new = old.replace("',", "_fresh',")
        right = text.replace(old, new)
    else:
        del lines[3 + len(things) :]
        text = joined(lines)
        old, new, right = line.strip(), f"{n + 1}: 'other',", None
    return edit(sample, [old], [new], right, text=text)


# -- edges and signs -----------------------------------------------------------------


@kind("edge within a word")
def _edge(sample: Sample) -> Optional[Case]:
    line = sample.old[sample.at].strip()
    ends = [m.start() for m in re.finditer(r"(?<=\w)(?=\w)", line)]
    if len(ends) < 4:
        return None
    cut = sample.chance.choice(ends)
    piece = line[cut:] if sample.chance.random() < 0.5 else line[:cut]
    if not re.search(r"\W", piece) or sample.text.count(piece) != 1 or len(piece) < 5:
        return None
    left = line.endswith(piece)
    new = re.sub(r"^\w+" if left else r"\w+$", "other", piece)
    return edit(sample, [piece], [new], None)


@kind("edge within a word, a clean one beside")
def _clean(sample: Sample) -> Optional[Case]:
    word = sample.chance.choice(words(sample.old[sample.at]))
    lines = [f"max_{word} = 10", f"{word} = 1", f"other_{word} = 1"]
    text = joined([*sample.lines, *lines])
    if len(re.findall(rf"\b{word} = 1\b", text)) != 1:
        return None
    right = joined([*sample.lines, lines[0], f"{word} = 2", lines[2]])
    return edit(sample, [f"{word} = 1"], [f"{word} = 2"], right, text=text)


@kind("signs at another depth")
def _signs(sample: Sample) -> Optional[Case]:
    closers = [
        n
        for n, line in enumerate(sample.lines[:-1])
        if re.fullmatch(r"\s*([)\]}]+[;,]?|end|pass|return|fi|done|break)", line)
    ]
    if not closers:
        return None
    row = sample.chance.choice(closers)
    blanks = indent(sample.lines[row])
    size = sample.chance.choice([1, 2])
    old = [e.strip() for e in sample.lines[row : row + size]]
    if not all(re.fullmatch(r"\W*|end|pass|return|fi|done|break", e) for e in old):
        return None
    other = sample.chance.choice([blanks + "  ", blanks + "      ", blanks[1:]])
    mine = [other + e if e else e for e in old]
    if mine == sample.lines[row : row + size] or not old[-1]:
        return None
    count = sum(sample.lines[n : n + size] == mine for n in range(len(sample.lines)))
    if count:
        return None
    return edit(sample, mine, [*mine, other + "added()"], None, ends=True)


# -- blanks --------------------------------------------------------------------------


def _respelt(lines: Sequence[str], unit: str, other: str) -> List[str]:
    """Return lines indented with another unit."""
    found = []
    for line in lines:
        blanks = indent(line)
        levels, rest = divmod(len(blanks), len(unit))
        found.append(other * levels + " " * rest + line.lstrip())
    return found


def _blanks(name: str, unit: str, other: str) -> None:
    @kind(name)
    def _kind(sample: Sample) -> Optional[Case]:
        told = [e for e in sample.lines if e.strip()]
        if any(len(indent(e)) % len(unit) or indent(e).strip(unit) for e in told):
            return None
        if not any(indent(e) for e in sample.old):
            return None
        if not any(len(indent(e)) // len(unit) % 2 for e in told):
            return None  # of another unit
        at = sample.at
        new = list(sample.new)
        if sample.chance.random() < 0.5:
            new.insert(at + 1, f"{indent(sample.old[at])}{unit}deeper(1)")
        old, mine = (_respelt(each, unit, other) for each in (sample.old, new))
        return edit(sample, old, mine, sample.with_new(new))


_blanks("8 blanks in a tab file", "\t", " " * 8)
_blanks("4 blanks in a tab file", "\t", " " * 4)
_blanks("2 blanks in a tab file", "\t", " " * 2)
_blanks("tabs in a file of 4", " " * 4, "\t")
_blanks("tabs in a file of 2", " " * 2, "\t")
_blanks("2 blanks in a file of 4", " " * 4, " " * 2)
_blanks("4 blanks in a file of 2", " " * 2, " " * 4)


@kind("tabs and blanks mixed")
def _mixed(sample: Sample) -> Optional[Case]:
    told = [e for e in sample.lines if e.strip()]
    if any(len(indent(e)) % 4 or indent(e).strip(" ") for e in told):
        return None
    if "\t" in sample.text:
        return None

    def gnu(line: str) -> str:
        wide = len(indent(line))
        return "\t" * (wide // 8) + " " * (wide % 8) + line.lstrip()

    new = list(sample.new)
    new.insert(sample.at + 1, f"{indent(sample.old[sample.at])}    deeper(1)")
    lines = list(map(gnu, sample.lines))
    right = joined([*lines[: sample.start], *map(gnu, new), *lines[sample.stop :]])
    if not any("\t" in e for e in lines[sample.start : sample.stop]):
        return None
    return edit(sample, sample.old, new, right, text=joined(lines))


@kind("first line without blanks, others deeper")
def _deeper(sample: Sample) -> Optional[Case]:
    chance = sample.chance
    first = min(len(indent(e)) for e in sample.old if e.strip())
    if "\t" in "".join(sample.old) or len(indent(sample.old[0])) != first or not first:
        return None
    more = chance.choice(["", "    ", "  "])

    def said(lines: Sequence[str]) -> List[str]:
        rest = [more + e if e.strip() else e for e in lines[1:]]
        return [lines[0].lstrip() if chance_first else lines[0], *rest]

    chance_first = not more or chance.random() < 0.5
    return edit(sample, said(sample.old), said(sample.new), sample.after)


# -- spelt in another way inside a line ----------------------------------------------


def inside(name: str, change: Callable[[str], str]) -> None:
    """Enter two kinds: other lines are spelt otherwise, and the changed one too."""

    @kind(f"{name}, beside the change")
    def _beside(sample: Sample) -> Optional[Case]:
        old = [change(e) if n != sample.at else e for n, e in enumerate(sample.old)]
        if old == sample.old or not unique(sample, sample.old):
            return None
        known = dict(zip(sample.old, old))
        new = [known.get(e, e) for e in sample.new]
        return edit(sample, old, new, sample.after)

    @kind(f"{name}, where it changes")
    def _there(sample: Sample) -> Optional[Case]:
        at = sample.at
        line = sample.old[at]
        if change(line) == line or not unique(sample, sample.old):
            return None
        word = sample.chance.choice(words(line))
        if len(re.findall(rf"\b{word}\b", line)) != 1:
            return None
        goal = re.sub(rf"\b{word}\b", word + "_fresh", line)
        old = [change(e) if n == at else e for n, e in enumerate(sample.old)]
        new = [change(goal) if n == at else e for n, e in enumerate(sample.old)]
        real = [goal if n == at else e for n, e in enumerate(sample.old)]
        return edit(sample, old, new, sample.with_new(real))


def _quotes(line: str) -> str:
    if "'" in line and '"' not in line and line.count("'") % 2 == 0:
        return line.replace("'", '"')
    if '"' in line and "'" not in line and line.count('"') % 2 == 0:
        return line.replace('"', "'")
    return line


def _spaces(line: str) -> str:
    blanks, rest = indent(line), line.strip()
    if '"' in rest or "'" in rest or rest.startswith(("#", "-", "*", "|", "/")):
        return line
    tight = re.sub(r" ?([=+<>]+) ?", r"\1", rest)
    loose = re.sub(r"([(\[{])(?=\S)", r"\1 ", re.sub(r"(?<=\S)([)\]}])", r" \1", rest))
    return blanks + (tight if tight != rest else loose)


inside("other quotes", _quotes)
inside("other blanks in a line", _spaces)
inside("a comma at the end", lambda e: e[:-1] if e[-1:] in ",;" else e)


def _wrapped(line: str) -> Optional[List[str]]:
    """Return a line with brackets over several lines, as formatters write it."""
    found = re.fullmatch(r"(\s*)([^\"'`()]*\()([^\"'`()]*,[^\"'`()]*)(\).*)", line)
    if found is None or found[2].strip().startswith(("#", "//", "*", "-", "|")):
        return None
    blanks, head, middle, tail = found.groups()
    step = "\t" if "\t" in blanks else "    "
    parts = [part.strip() for part in middle.split(",")]
    rows = [f"{blanks}{step}{part}," for part in parts if part]
    return [blanks + head, *rows, blanks + tail]


@kind("wrapped in old")
def _wrapped_old(sample: Sample) -> Optional[Case]:
    old: List[str] = []
    known = {}
    for n, line in enumerate(sample.old):
        several = _wrapped(line) if n != sample.at else None
        known[line] = several or [line]
        old += several or [line]
    if len(old) == len(sample.old):
        return None
    new = [each for line in sample.new for each in known.get(line, [line])]
    return edit(sample, old, new, sample.after)


@kind("wrapped in the file")
def _wrapped_file(sample: Sample) -> Optional[Case]:
    known = {e: _wrapped(e) or [e] for n, e in enumerate(sample.old) if n != sample.at}
    if all(len(each) == 1 for each in known.values()):
        return None

    def spread(lines: Sequence[str]) -> List[str]:
        return [each for line in lines for each in known.get(line, [line])]

    text = [
        *sample.lines[: sample.start],
        *spread(sample.old),
        *sample.lines[sample.stop :],
    ]
    after = [
        *sample.lines[: sample.start],
        *spread(sample.new),
        *sample.lines[sample.stop :],
    ]
    return edit(sample, sample.old, sample.new, joined(after), text=joined(text))


@kind("wrapped in the file, a word changes")
def _wrapped_word(sample: Sample) -> Optional[Case]:
    line = sample.old[sample.at]
    several = _wrapped(line)
    if several is None:
        return None
    word = sample.chance.choice(words(line))
    if len(re.findall(rf"\b{word}\b", line)) != 1:
        return None
    old = sample.old
    new = [
        e if n != sample.at else re.sub(rf"\b{word}\b", f"{word}_new", e)
        for n, e in enumerate(old)
    ]
    before, behind = sample.lines[: sample.start], sample.lines[sample.stop :]
    head, tail = old[: sample.at], old[sample.at + 1 :]
    text = [*before, *head, *several, *tail, *behind]
    goal = [re.sub(rf"\b{word}\b", f"{word}_new", e) for e in several]
    after = [*before, *head, *goal, *tail, *behind]
    return edit(sample, old, new, joined(after), text=joined(text))


@kind("context of another version")
def _stale(sample: Sample) -> Optional[Case]:
    last = sample.chance.random() < 0.5
    row = -1 if last else 0
    line = sample.old[row]
    if len(sample.old) < 5 or len(words(line)) < 3 or "(" not in line:
        return None
    place = line.rindex(")") if ")" in line else -1
    if place < 0 or line[place - 1] == "(":
        return None
    said = line[:place] + ", extra" + line[place:]
    rest = sample.old[:-1] if last else sample.old[1:]
    if not unique(sample, rest) or not 1 < sample.at < len(sample.old) - 2:
        return None
    old, new = list(sample.old), list(sample.new)
    old[row] = new[row] = said
    return edit(sample, old, new, sample.after)


@kind("context of another function")
def _stale_other(sample: Sample) -> Optional[Case]:
    line = sample.old[0]
    known = words(line)
    if len(sample.old) < 5 or len(known) < 2:
        return None
    if re.search(r"[(&*]", line.split(known[1], 1)[0]):
        return None  # a parameter, not the name
    said = line.replace(known[1], f"another{known[1]}", 1)
    opens = len(indent(sample.old[1])) > len(indent(line))
    if not opens or said in sample.lines or not re.match(r"\s*\w", line):
        return None
    return edit(sample, [said, *sample.old[1:]], [said, *sample.new[1:]], None)


# -- typography ----------------------------------------------------------------------


@kind("other forms of letters")
def _letters(sample: Sample) -> Optional[Case]:
    extra = sample.chance.choice(
        [
            "caf\u00e9 na\u00efve",
            "\u201cso\u201d \u2013 it\u2019s",
            "a\u00a0b \u2026",
            "\ufb01ne \u00bd",
        ]
    )
    lines = list(sample.lines)
    row = sample.start + sample.chance.randrange(len(sample.old))
    if row == sample.start + sample.at:
        row = sample.start
    lines[row] += f" {extra}"
    made = sample._replace(lines=lines)
    new = [made.old[0], *sample.new[1:]] if row == sample.start else list(sample.new)
    if row != sample.start:
        new[
            row - sample.stop if row > sample.start + sample.at else row - sample.start
        ] += f" {extra}"
    change = sample.chance.choice(
        [
            lambda e: unicodedata.normalize("NFD", e),
            lambda e: unicodedata.normalize("NFKC", e),
            lambda e: e.replace("\u201c", '"').replace("\u201d", '"'),
            lambda e: e.replace("\u2019", "'").replace("\u2013", "-"),
            lambda e: e.replace("\u00a0", " ").replace("\u2026", "..."),
        ]
    )
    old, mine = (list(map(change, each)) for each in (made.old, new))
    if old == made.old or any(e.strip() in ("...", "\u2026") for e in old):
        return None
    return edit(made, old, mine, made.with_new(new))


@kind("other forms, a piece of a line")
def _piece(sample: Sample) -> Optional[Case]:
    lines = list(sample.lines)
    row = sample.start + sample.at
    blanks = indent(lines[row])
    lines[row] = f"{blanks}say: caf\u00e9 \u201cna\u00efve\u201d \u2013 it\u2019s all"
    old = sample.chance.choice(
        [
            "caf\u0065\u0301 \u201cna\u00efve\u201d",
            'caf\u00e9 "na\u00efve" - it',
            "it's all",
        ]
    )
    return edit(
        sample,
        [old],
        [old + " now"],
        joined([e if n != row else _said(e, old) for n, e in enumerate(lines)]),
        text=joined(lines),
    )


def _said(line: str, old: str) -> str:
    """Put a word behind a piece of a line that is spelt otherwise."""
    tail = {"'": "it\u2019s all", "t": "it", '"': "\u201d", "\u201d": "\u201d"}
    mark = "it\u2019s all" if old == "it's all" else tail[old[-1]]
    at = line.index(mark) + len(mark)
    return line[:at] + " now" + line[at:]


# -- anchors, headings, numbers of hunks ---------------------------------------------


class Twins(NamedTuple):
    """A text with the same lines in several places, with the names around them."""

    name: str
    text: str
    line: str
    rows: Tuple[int, ...]
    anchors: Tuple[Tuple[str, ...], ...]


def _twins(chance: random.Random) -> Twins:
    """Make a text in which two to four functions or sections have equal lines."""
    names = chance.sample("alpha beta gamma delta omega sigma kappa".split(), 4)
    count = chance.choice([2, 3, 4])
    form = chance.choice(
        ["py", "class", "js", "go", "rs", "md", "ini", "toml", "css", "rb", "java"]
    )
    lines: List[str] = []
    rows: List[int] = []
    anchors: List[Tuple[str, ...]] = []
    same = {"py": "    value = read(1)", "class": "        value = read(1)"}
    for n, name in enumerate(names[:count]):
        if form == "py":
            lines += [
                f"def {name}(a, b={n}):",
                f"    start({n})",
                "    value = read(1)",
            ]
            lines += ["    return value", "", ""]
            anchors.append((f"def {name}(...)", f"{name}()", f"def {name}", name))
            rows.append(len(lines) - 4)
        elif form == "class":
            lines += [f"class {name.title()}(Base):", "    def run(self, x):"]
            lines += [f"        start({n})", "        value = read(1)", ""]
            lines += ["    def stop(self):", "        pass", "", ""]
            title = name.title()
            anchors.append((f"class {title}", f"{title}.run", title, f"{title}.run()"))
            rows.append(len(lines) - 6)
        elif form == "js":
            lines += [
                f"export function {name}(a, b) {{",
                f"  start({n});",
                "  const value = read(1);",
            ]
            lines += ["  return value;", "}", ""]
            anchors.append((f"function {name}(...)", f"{name}()", name))
            rows.append(len(lines) - 4)
        elif form == "java":
            lines += ["class K {"] if not lines else []
            lines += [
                f"    public int {name}(int a, String b) {{",
                f"        start({n});",
                "        int value = read(1);",
            ]
            lines += ["        return value;", "    }", ""]
            anchors.append(
                (f"{name}(...)", f"{name}()", f"public int {name}(...)", f"K.{name}")
            )
            rows.append(len(lines) - 4)
        elif form == "go":
            lines += [
                f"func (s *Set) {name.title()}(a int) int {{",
                f"\tstart({n})",
                "\tvalue := read(1)",
            ]
            lines += ["\treturn value", "}", ""]
            anchors.append(
                (f"{name.title()}()", f"func {name.title()}", f"Set.{name.title()}")
            )
            rows.append(len(lines) - 4)
        elif form == "rs":
            lines += [
                f"pub fn {name}(a: u8) -> u8 {{",
                f"    start({n});",
                "    let value = read(1);",
            ]
            lines += ["    value", "}", ""]
            anchors.append((f"fn {name}", f"fn {name}(...)", f"{name}()"))
            rows.append(len(lines) - 4)
        elif form == "rb":
            lines += [f"  def {name}(a)", f"    start({n})", "    value = read(1)"]
            lines += ["    value", "  end", ""]
            anchors.append((f"def {name}", f"{name}()", f"def {name}(...)"))
            rows.append(len(lines) - 4)
        elif form == "md":
            lines += [f"## The {name}", "", f"About {n}.", "value is read once", ""]
            anchors.append((f"## The {name}", f"The {name}"))
            rows.append(len(lines) - 2)
        elif form == "ini":
            lines += [f"[{name}]", f"start = {n}", "value = read", ""]
            anchors.append((f"[{name}]", name))
            rows.append(len(lines) - 2)
        elif form == "toml":
            lines += [f"[tool.{name}]", f"start = {n}", 'value = "read"', ""]
            anchors.append((f"[tool.{name}]", f"tool.{name}"))
            rows.append(len(lines) - 2)
        else:
            lines += [f".{name} > a {{", f"  margin: {n};", "  value: read;", "}", ""]
            anchors.append((f".{name} > a", f".{name} > a {{"))
            rows.append(len(lines) - 3)
    del same
    ext = "py" if form in ("py", "class") else form
    return Twins(
        f"twins.{ext}", joined(lines), lines[rows[0]], tuple(rows), tuple(anchors)
    )


def _at(twins: Twins, row: int, new: str) -> str:
    lines = twins.text.split("\n")[:-1]
    lines[row] = new
    return joined(lines)


def _of_twins(
    sample: Sample, twins: Twins, body: Sequence[str], right: Optional[str]
) -> Case:
    (wanted,) = parse_patch("\n".join(body) + "\n", twins.name)
    return Case("", twins.name, twins.text, wanted, right)


def _envelope(twins: Twins, anchor: str, new: str) -> List[str]:
    return [
        "*** Begin Patch",
        f"*** Update File: {twins.name}",
        f"@@ {anchor}",
        f"-{twins.line}",
        f"+{new}",
        "*** End Patch",
    ]


@kind("short anchors")
def _anchors(sample: Sample) -> Optional[Case]:
    twins = _twins(sample.chance)
    n = sample.chance.randrange(len(twins.rows))
    anchor = sample.chance.choice(twins.anchors[n])
    new = twins.line.replace("read", "read_fresh")
    right = _at(twins, twins.rows[n], new)
    if sample.chance.random() < 0.5:
        return _of_twins(sample, twins, _envelope(twins, anchor, new), right)
    body = [f"@@ -900,1 +900,1 @@ {anchor}", f"-{twins.line}", f"+{new}"]
    return _of_twins(sample, twins, body, right)


@kind("anchors that are not there")
def _no_anchor(sample: Sample) -> Optional[Case]:
    twins = _twins(sample.chance)
    anchor = sample.chance.choice(
        ["def nothing(...)", "Nothing.run", "nothing()", "## No", "[no]"]
    )
    new = twins.line.replace("read", "read_fresh")
    return _of_twins(sample, twins, _envelope(twins, anchor, new), None)


@kind("number of a hunk, another heading")
def _number(sample: Sample) -> Optional[Case]:
    twins = _twins(sample.chance)
    a, b = sample.chance.sample(range(len(twins.rows)), 2)
    new = twins.line.replace("read", "read_fresh")
    row = twins.rows[a]
    if row < 1:
        return None
    right = _at(twins, row, new)
    head = f"@@ -{row + 1},1 +{row + 1},1 @@ {twins.anchors[b][0]}"
    return _of_twins(sample, twins, [head, f"-{twins.line}", f"+{new}"], right)


@kind("number of a hunk, another order")
def _order(sample: Sample) -> Optional[Case]:
    twins = _twins(sample.chance)
    rows = twins.rows
    if len(rows) < 3:
        return None
    a, b = sample.chance.sample(rows, 2)
    first, second = (twins.line.replace("read", w) for w in ("one_more", "two_more"))
    body = [f"@@ -{a + 1},1 +{a + 1},1 @@", f"-{twins.line}", f"+{first}"]
    body += [f"@@ -{b + 1},1 +{b + 1},1 @@", f"-{twins.line}", f"+{second}"]
    lines = twins.text.split("\n")[:-1]
    lines[a], lines[b] = first, second
    return _of_twins(sample, twins, body, joined(lines))


@kind("equal places, nothing told")
def _equal(sample: Sample) -> Optional[Case]:
    twins = _twins(sample.chance)
    line = twins.line.strip()
    one = Edit(line, line.replace("read", "read_fresh"))
    wanted = FileEdit(twins.name, edits=(one,))
    return Case("", twins.name, twins.text, wanted, None)


@kind("all places, at several depths")
def _all(sample: Sample) -> Optional[Case]:
    chance = sample.chance
    block = ["go(1)", "if ready:", "    stay(2)"][: chance.choice([2, 3])]
    new = [*block[:1], "wait(3)", *block[1:]]
    depths = chance.sample(["", "    ", "        ", "  "], 3)
    lines: List[str] = []
    right: List[str] = []
    for n, depth in enumerate(depths):
        for found, each in ((lines, block), (right, new)):
            found += [f"{depth}begin({n})", *(depth + e for e in each), ""]
    shown = chance.choice(["", depths[0], depths[1]])
    old = "\n".join(shown + e for e in block)
    text = "\n".join(shown + e for e in new)
    end = chance.choice(["", "\n"])
    one = Edit(old + end, text + end, replace_all=True)
    return Case(
        "", "all.py", joined(lines), FileEdit("all.py", edits=(one,)), joined(right)
    )


# -- counting ------------------------------------------------------------------------


def outcome(case: Case) -> str:
    """Return how an edit landed."""
    try:
        after = apply_edits(case.text, case.wanted, case.name).text
    except ToolError:
        return RIGHT if case.right is None else REFUSED
    return RIGHT if after == case.right else WRONG


def cases(seeds: Sequence[int], found: Sequence[Tuple[str, str]]) -> Iterator[Case]:
    """Yield cases of every kind, the same ones for the same seeds and texts."""
    for seed in seeds:
        for name, function in KINDS.items():
            chance = random.Random(f"{seed} {name}")
            for _ in range(40):
                sample = true_edit(chance, *chance.choice(found))
                case = function(sample) if sample else None
                if case is not None:
                    yield case._replace(kind=name)
                    break


def main(arguments: Sequence[str]) -> int:
    """Print a table for the texts and seeds of the work, and for those held out."""
    count = int(arguments[0]) if arguments else 20
    found = texts(arguments[1] if len(arguments) > 1 else "")
    tables = []
    for part in (1, 0):
        table: Dict[str, Counter[str]] = {name: Counter() for name in KINDS}
        seeds = [seed for seed in range(2 * count) if seed % 2 == part]
        for case in cases(seeds, found[part::2]):
            table[case.kind][outcome(case)] += 1
        tables.append(table)
    print(f"{'':<44}{'for the work':^24}{'held out':^24}")
    print(f"{'kind':<44}" + f"{RIGHT:>8}{REFUSED:>8}{WRONG:>8}" * 2)
    rows = [*KINDS, "all"]
    for table in tables:
        table["all"] = sum(table.values(), Counter())
    for name in rows:
        cells = "".join(
            f"{table[name][what] or '.':>8}"
            for table in tables
            for what in (RIGHT, REFUSED, WRONG)
        )
        print(f"{name:<44}{cells}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
