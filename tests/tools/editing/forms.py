# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Count edits that are right, refused and wrong, for each way a model distorts them.

A seeded generator takes a text, makes a true edit of it, writes that in one of the
forms that models use, and distorts the form. It knows the right bytes, so nothing here
asks the program whether it was right. Run with ``python -m tests.tools.editing.forms``;
``--sources FOLDER`` takes other texts, such as all of ``/usr/share``.

A case that "may be refused" counts as right when it is, one that must be is wrong when
it is not.
"""

from __future__ import annotations

import argparse
import difflib
import html
import json
import os
import pathlib
import random
import re
import stat
import sys
import tempfile
import unicodedata
from collections import Counter
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Sequence

from aura_coding_agent.core.errors import AuraError
from aura_coding_agent.core.workspace import Workspace
from aura_coding_agent.history import open_journal
from aura_coding_agent.tools.editjson import edit_from_json

SOURCES = pathlib.Path(__file__).parents[2] / "data" / "edits" / "sources"
RIGHT, REFUSED, WRONG = "right", "refused", "wrong"
Json = Dict[str, Any]


class Source(NamedTuple):
    """A text to be edited, with LF line ends."""

    name: str
    text: str


class Case(NamedTuple):
    """An edit in the form in which a model gives it, and what must come of it.

    Attributes:
        files: bytes before, by path.
        edit: what is given to ``edit --json``.
        after: what changes, by path: bytes, None for a file that goes, a string for
            the target of a link; None where it must be refused.
        may_refuse: a refusal is right too.
        modes: the executable bit that must be, by path.
    """

    files: Dict[str, bytes]
    edit: Json
    after: Optional[Dict[str, Any]]
    may_refuse: bool = False
    modes: Dict[str, bool] = {}


class Change(NamedTuple):
    """A true edit: lines ``start`` up to ``stop`` of the text become others."""

    source: Source
    start: int
    old: List[str]
    new: List[str]

    @property
    def before(self) -> bytes:
        """The file before."""
        return self.source.text.encode()

    @property
    def after_text(self) -> str:
        """The text after."""
        lines = self.source.text.split("\n")
        lines[self.start : self.start + len(self.old)] = self.new
        return "\n".join(lines)

    @property
    def after(self) -> bytes:
        """The file after."""
        return self.after_text.encode()


def change_of(chance: random.Random, source: Source) -> Optional[Change]:
    """Make an edit of a block that stands once in the text."""
    lines = source.text.split("\n")
    for _ in range(40):
        size = chance.randint(3, 7)
        start = chance.randrange(max(1, len(lines) - size))
        old = lines[start : start + size]
        told = [n for n in range(1, size - 1) if re.search(r"\w{3}", old[n])]
        if not told or not old[0].strip() or not old[-1].strip():
            continue
        if source.text.count("\n".join(old)) != 1:
            continue
        at = chance.choice(told)
        new = list(old)
        words = re.findall(r"[A-Za-z]{3,}", old[at])
        if not words:
            continue
        word = chance.choice(words)
        other = re.sub(rf"\b{word}", f"{word}Next", old[at], count=1)
        kind = chance.choice(["replace", "insert", "insert", "both"])
        if other == old[at]:
            continue
        if kind == "replace":
            new[at] = other
        elif kind == "insert":
            new.insert(at + 1, other)
        else:
            new[at : at + 1] = [other, other.replace("Next", "After")]
        if new != old:
            return Change(source, start, old, new)
    return None


# -- forms ---------------------------------------------------------------------------


def texts(change: Change) -> Json:
    """Return the arguments of ``edit_file``."""
    return {
        "path": change.source.name,
        "old": "\n".join(change.old),
        "new": "\n".join(change.new),
    }


def body(change: Change) -> List[str]:
    """Return the lines of a hunk."""
    found = []
    matcher = difflib.SequenceMatcher(None, change.old, change.new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            found += [" " + line for line in change.old[i:j]]
        else:
            found += ["-" + line for line in change.old[i:j]]
            found += ["+" + line for line in change.new[k:m]]
    return found


def envelope(change: Change) -> str:
    """Return a patch in the envelope."""
    lines = ["*** Begin Patch", f"*** Update File: {change.source.name}", "@@"]
    return "\n".join([*lines, *body(change), "*** End Patch"]) + "\n"


def header(change: Change) -> str:
    """Return the header of the hunk."""
    at = change.start + 1
    return f"@@ -{at},{len(change.old)} +{at},{len(change.new)} @@"


def diff(change: Change, old: str = "a/", new: str = "b/") -> str:
    """Return a unified diff."""
    name = change.source.name
    lines = [f"--- {old}{name}", f"+++ {new}{name}", header(change), *body(change)]
    return "\n".join(lines) + "\n"


def blocks(change: Change, fence: bool = False) -> str:
    """Return a SEARCH/REPLACE block."""
    lines = ["<<<<<<< SEARCH", *change.old, "=======", *change.new]
    lines.append(">>>>>>> REPLACE")
    if fence:
        lines = ["```", *lines, "```"]
    return "\n".join([change.source.name, *lines]) + "\n"


def whole(change: Change, mark: str = "```", info: str = "") -> str:
    """Return the whole file in a fence."""
    text = change.after_text
    text = text if text.endswith("\n") else text + "\n"
    return f"{change.source.name}\n{mark}{info}\n{text}{mark}\n"


FORMATS: Dict[str, Callable[[Change], str]] = {
    "apply_patch": envelope,
    "unified_diff": diff,
    "search_replace": blocks,
}


def case(change: Change, edit: Json, **more: Any) -> Case:
    """Return a case that must give the true edit."""
    files = {change.source.name: change.before}
    return Case(files, edit, {change.source.name: change.after}, **more)


def written(kind: str, text: str, **more: Any) -> Json:
    """Return an edit that is given as text."""
    return {"format": kind, "text": text, **more}


# -- kinds ---------------------------------------------------------------------------

Kind = Callable[[random.Random, Change], Optional[Case]]
KINDS: Dict[str, Kind] = {}


def kind(make: Kind) -> Kind:
    """Register a way to distort an edit."""
    KINDS[make.__name__] = make
    return make


@kind
def plain(chance: random.Random, change: Change) -> Optional[Case]:
    """Nothing is wrong."""
    form = chance.choice(list(FORMATS))
    return case(change, written(form, FORMATS[form](change)))


@kind
def envelope_cut(chance: random.Random, change: Change) -> Optional[Case]:
    """The envelope ends in the middle."""
    text = envelope(change)
    low = text.index("\n", text.index("\n+")) - 2
    high = text.index("*** End Patch") + len("*** End Patch") - 1
    if low >= high:
        return None
    made = case(change, written("apply_patch", text[: chance.randint(low, high)]))
    return made._replace(may_refuse=True)


@kind
def diff_cut(chance: random.Random, change: Change) -> Optional[Case]:
    """The diff ends in the middle; what is missing may be context only."""
    text = diff(change)
    low = text.index("\n", text.index("@@\n") + 4)
    cut = chance.randint(low, len(text) - 2)
    if chance.random() < 0.5:
        cut = text.rindex("\n", 0, cut + 1) + 1
    if cut <= text.index("@@\n") + 3:
        return None
    made = case(change, written("unified_diff", text[:cut]))
    return made._replace(may_refuse=True)


@kind
def search_cut(chance: random.Random, change: Change) -> Optional[Case]:
    """The last of two blocks is not complete."""
    second = "<<<<<<< SEARCH\n" + change.old[0] + "\n=======\nother\n>>>>>>> REPLACE"
    text = blocks(change) + "\n" + second
    low = text.index("=======") + 8
    cut = chance.randint(low, len(text) - 1)
    first = len(blocks(change))
    if first - 1 <= cut <= first + 4:
        return None  # there the first one is complete, and nothing tells of another
    return Case(
        {change.source.name: change.before},
        written("search_replace", text[:cut]),
        None,
    )


@kind
def whole_cut(chance: random.Random, change: Change) -> Optional[Case]:
    """A whole file is not complete."""
    text = whole(change)
    cut = chance.randint(len(text) // 3, len(text) - 3)
    made = case(change, written("whole_file", text[:cut]))
    return made._replace(may_refuse=True)


LEFT = (
    "</new_str> </new_string> </content> </parameter> </invoke> </file_text>"
    " <|im_end|> </new> </function_calls> </s> <|eot_id|> </tool_call> </edit>"
).split()


@kind
def closing_tag(chance: random.Random, change: Change) -> Optional[Case]:
    """The tag that closes an argument is left at the end of it."""
    edit = texts(change)
    tags = chance.sample(LEFT, chance.randint(1, 2))
    if any(tag in change.source.text for tag in tags):
        return None
    glue = chance.choice(["", "\n", "\n"])
    edit["new"] += glue + "\n".join(tags) + chance.choice(["", "\n"])
    if chance.random() < 0.3:
        edit["old"] += glue + "</old_str>"
    return case(change, edit)


@kind
def stray_fence(chance: random.Random, change: Change) -> Optional[Case]:
    """A fence is left at the end of the new text."""
    edit = texts(change)
    if any(line.strip().startswith("```") for line in change.new):
        return None
    edit["new"] += "\n```" + chance.choice(["", "\n"])
    return case(change, edit)


@kind
def fences_inside(chance: random.Random, change: Change) -> Optional[Case]:
    """Both texts stand in fences within their marks."""
    info = chance.choice(["", "python", "text"])
    wrap = lambda lines: [f"```{info}", *lines, "```"]  # noqa: E731
    other = change._replace(old=wrap(change.old), new=wrap(change.new))
    if chance.random() < 0.5:
        return case(change, texts(other))
    return case(change, written("search_replace", blocks(other)))


@kind
def rules(chance: random.Random, change: Change) -> Optional[Case]:
    """Both texts have headings underlined by seven equal signs."""
    if not change.source.name.endswith((".md", ".rst", ".txt")):
        change = change._replace(source=change.source._replace(name="notes.rst"))
    old, new = list(change.old), list(change.new)
    rule = "=" * 7
    both = chance.choice(["both", "old", "new"])
    at = chance.randint(1, len(old) - 1)
    if both in ("both", "old"):
        old[at:at] = ["Heading", rule]
    if both == "both" or (both == "new" and change.old[:at] == change.new[:at]):
        new[at:at] = ["HEADING", rule]
    elif both == "new":
        new += ["HEADING", rule]
    if old == new:
        return None
    lines = change.source.text.split("\n")
    lines[change.start : change.start + len(change.old)] = old
    source = change.source._replace(text="\n".join(lines))
    made = Change(source, change.start, old, new)
    return case(made, written("search_replace", blocks(made)))


@kind
def conflict(chance: random.Random, change: Change) -> Optional[Case]:
    """The conflict marks of git are what is to be replaced."""
    old = [
        "<<<<<<< HEAD",
        *change.old,
        "=======",
        *change.new,
        ">>>>>>> topic",
    ]
    lines = change.source.text.split("\n")
    lines[change.start : change.start + len(change.old)] = old
    source = change.source._replace(text="\n".join(lines))
    made = Change(source, change.start, old, change.new)
    form = chance.choice(["search_replace", "edit", "apply_patch", "unified_diff"])
    edit = texts(made) if form == "edit" else written(form, FORMATS[form](made))
    return case(made, edit)


@kind
def marks_as_content(chance: random.Random, change: Change) -> Optional[Case]:
    """Lines that look like marks of the form are part of the text."""
    marks = ["*** End Patch", "--- a/x", "+++ b/x", "@@ -1 +1 @@", "*** Begin Patch"]
    marks += ["diff --git a/x b/x", "```", "-- ", "*** Update File: x"]
    new = list(change.new)
    new[1:1] = chance.sample(marks, 2)
    old = list(change.old)
    if chance.random() < 0.5:
        old[1:1] = chance.sample(marks, 1)
    lines = change.source.text.split("\n")
    lines[change.start : change.start + len(change.old)] = old
    source = change.source._replace(text="\n".join(lines))
    made = Change(source, change.start, old, new)
    if old == new or "\n".join(lines).count("\n".join(old)) != 1:
        return None
    form = chance.choice(list(FORMATS))
    return case(made, written(form, FORMATS[form](made)))


README = """# {name}

Text before.

{inner}
Text after, with `{name}`.

{more}
The end.
"""


@kind
def fences_in_fences(chance: random.Random, change: Change) -> Optional[Case]:
    """A document with fences stands in a fence; it names a file that is real."""
    name = change.source.name
    code = "\n".join(change.new)
    mark = chance.choice(["```", "```", "~~~"])
    info = chance.choice(["", "python", "sh"])
    inner = f"{name}\n{mark}{info}\n{code}\n{mark}\n"
    more = chance.choice(["", f"```{info}\nmake all\n```\n", inner])
    text = README.format(name=name, inner=inner, more=more)
    outer = chance.choice(["```", "```", "````", "~~~~", "```"])
    head = outer + chance.choice(["", "markdown", "md"])
    given = f"README.md\n{head}\n{text}{outer}\n"
    files = {name: change.before}
    if chance.random() < 0.5:
        files["README.md"] = text.replace("Text after", "Text behind").encode()
    edit = written("whole_file", given)
    after = {"README.md": text.encode()}
    sure = outer in ("````", "~~~~") or bool(info) or mark != "```"
    if chance.random() < 0.3:
        given += f"\n{name}\n```\n{change.after_text.rstrip()}\n```\n"
        edit = written("whole_file", given)
        after[name] = (change.after_text.rstrip() + "\n").encode()
        if "```" in change.after_text:
            return None
    return Case(files, edit, after, may_refuse=not sure)


@kind
def raw_document(chance: random.Random, change: Change) -> Optional[Case]:
    """A document with fences is given as it is, for a path that is named apart."""
    name = change.source.name
    code = "\n".join(change.new)
    text = README.format(name=name, inner=f"```\n{code}\n```\n", more="")
    if "```" in code:
        return None
    edit = written("whole_file", text, path="README.md")
    files = {name: change.before, "README.md": b"# old\n"}
    return Case(files, edit, {"README.md": text.encode()}, may_refuse=True)


@kind
def whole_file(chance: random.Random, change: Change) -> Optional[Case]:
    """A whole file with blank lines at its edges, before or after the change."""
    before = chance.choice(["", "\n", "\n\n"]) + change.source.text
    before += chance.choice(["", "\n", "\n\n"])
    text = chance.choice(["", "\n"]) + change.after_text.rstrip("\n")
    text += chance.choice(["\n", "\n\n"])
    ends = chance.choice(["\n", "\r\n"])
    mark = "`" * (5 if "```" in text else 3)
    prose = chance.choice(["", "Here it is:\n\n"])
    given = f"{prose}{change.source.name}\n{mark}\n{text}{mark}\n"
    given += chance.choice(["", "\nThat is all.\n"])
    if before == text:
        return None
    name = change.source.name
    return Case(
        {name: before.replace("\n", ends).encode()},
        written("whole_file", given),
        {name: text.replace("\n", ends).encode()},
    )


BOM = b"\xef\xbb\xbf"


@kind
def order_mark(chance: random.Random, change: Change) -> Optional[Case]:
    """The first line of a file with a byte order mark is changed."""
    lines = change.source.text.split("\n")
    if len(lines) < 4 or not lines[0].strip():
        return None
    new = [lines[0] + " changed", *lines[1:3]]
    if chance.random() < 0.3:
        new = ["inserted", *lines[:3]]
    made = Change(change.source, 0, lines[:3], new)
    if change.source.text.count("\n".join(lines[:3])) != 1:
        return None
    mark = "\ufeff"
    told = made._replace(old=[mark + made.old[0], *made.old[1:]])
    told = told._replace(new=[mark + made.new[0], *made.new[1:]])
    form = chance.choice(["unified_diff", "search_replace", "edit", "apply_patch"])
    way = chance.choice(["both", "new", "old"])
    if form != "unified_diff" and way == "both" and chance.random() < 0.5:
        way = "new"
    told = told if way == "both" else told._replace(old=made.old)
    if way == "old":
        told = made
    edit = texts(told) if form == "edit" else written(form, FORMATS[form](told))
    name = change.source.name
    if chance.random() < 0.2:
        data = made.source.text.encode("utf-16")
        after = made.after_text.encode("utf-16")
        return Case({name: data}, edit, {name: after})
    return Case({name: BOM + made.before}, edit, {name: BOM + made.after})


DECLARATIONS = {
    "a.py": "# -*- coding: {} -*-\n{}",
    "b.py": "#!/usr/bin/python\n# vim: set fileencoding={} :\n{}",
    "c.rb": "# encoding: {}\n{}",
    "d.xml": '<?xml version="1.0" encoding="{}"?>\n<a>\n<!-- {} -->\n</a>\n',
    "e.html": '<!DOCTYPE html>\n<html>\n<meta charset="{}">\n<body>\n{}</html>\n',
    "f.htm": "<html>\n<head><meta http-equiv='Content-Type' content='text/html;"
    " charset={}'></head>\n{}</html>\n",
    "g.css": '@charset "{}";\n{}',
    "h.tex": "\\documentclass{{article}}\n\\usepackage[{}]{{inputenc}}\n{}",
}
CHARSETS = ["iso-8859-1", "latin-1", "iso-8859-15", "windows-1251", "cp1252", "utf-8"]


@kind
def declaration(chance: random.Random, change: Change) -> Optional[Case]:
    """A file that declares its encoding gets a sign that it has, or has not."""
    name = chance.choice(sorted(DECLARATIONS))
    charset = chance.choice(CHARSETS)
    charset = "latin1" if name == "h.tex" else charset
    if not change.source.text.isascii():
        return None
    inner = "\n".join(change.source.text.split("\n")[:30])
    if "\n".join(change.old) not in inner:
        return None
    old_signs = {"windows-1251": "\u0436", "utf-8": "\u00fc"}.get(charset, "\u00fc")
    if chance.random() < 0.6:
        inner += "\nold sign: " + old_signs + "\n"
    before = DECLARATIONS[name].format(charset, inner)
    sign = chance.choice(["\u20ac", "\u00e9", "\u0436", "\u4e16"])
    new = [line + (f" {sign}" if n == 1 else "") for n, line in enumerate(change.new)]
    old_text, new_text = "\n".join(change.old), "\n".join(new)
    if before.count(old_text) != 1:
        return None
    after = before.replace(old_text, new_text)
    edit = {"path": name, "old": old_text, "new": new_text}
    codec = {"latin1": "latin-1"}.get(charset, charset)
    if chance.random() < 0.3 and name != "h.tex":
        after = after.replace(charset, "utf-8", 1)
        if charset == "utf-8":
            return None
        line = next(e for e in before.split("\n") if charset in e)
        edits = [{"old": line, "new": line.replace(charset, "utf-8")}]
        edits.append({"old": old_text, "new": new_text})
        edit = {"path": name, "edits": edits}
        return Case({name: before.encode(codec)}, edit, {name: after.encode()})
    try:
        expected = {name: after.encode(codec)}
    except UnicodeEncodeError:
        return Case({name: before.encode(codec)}, edit, None)
    return Case({name: before.encode(codec)}, edit, expected)


@kind
def modes(chance: random.Random, change: Change) -> Optional[Case]:
    """A diff of git has modes, links, renames and copies."""
    name = change.source.name
    way = chance.choice("new mode link rename copy delete target binary merge".split())
    text = change.source.text
    plus = "".join(f"+{line}\n" for line in text.rstrip("\n").split("\n"))
    count = plus.count("\n")
    files = {name: change.before}
    head = f"diff --git a/{name} b/{name}\n"
    whole_text = text.rstrip("\n") + "\n"
    if way == "new":
        given = (
            f"diff --git a/bin/new b/bin/new\nnew file mode 100755\nindex 0000000..1\n"
            f"--- /dev/null\n+++ b/bin/new\n@@ -0,0 +1,{count} @@\n{plus}"
        )
        after = {"bin/new": whole_text.encode()}
        return Case(
            files, written("unified_diff", given), after, modes={"bin/new": True}
        )
    if way == "mode":
        given = head + "old mode 100644\nnew mode 100755\n"
        after = {}
        if chance.random() < 0.5:
            given += "\n".join(diff(change).split("\n"))
            after = {name: change.after}
        return Case(files, written("unified_diff", given), after, modes={name: True})
    if way == "link":
        given = (
            "diff --git a/sub/link b/sub/link\nnew file mode 120000\n--- /dev/null\n"
            f"+++ b/sub/link\n@@ -0,0 +1 @@\n+../{name}\n"
            "\\ No newline at end of file\n"
        )
        return Case(files, written("unified_diff", given), {"sub/link": f"../{name}"})
    if way in ("rename", "copy"):
        given = (
            f"diff --git a/{name} b/sub/moved {name}\nold mode 100644\n"
            f"new mode 100755\nsimilarity index 90%\n"
            f"{way} from {name}\n{way} to sub/moved {name}\n"
        )
        given += f"--- a/{name}\n+++ b/sub/moved {name}\n{header(change)}\n"
        given += "\n".join(body(change)) + "\n"
        moved = f"sub/moved {name}"
        after = {moved: change.after}
        if way == "rename":
            after[name] = None  # type: ignore[assignment]
        return Case(files, written("unified_diff", given), after, modes={moved: True})
    if way == "delete":
        minus = "".join(f"-{line}\n" for line in text.rstrip("\n").split("\n"))
        if not text.endswith("\n") or text.endswith("\n\n"):
            return None
        given = head + f"deleted file mode 100644\n--- a/{name}\n+++ /dev/null\n"
        given += f"@@ -1,{count} +0,0 @@\n{minus}"
        return Case(files, written("unified_diff", given), {name: None})
    if way == "binary":
        given = head + f"Binary files a/{name} and b/{name} differ\n" + diff(change)
        return Case(files, written("unified_diff", given), None)
    if way == "merge":
        given = (
            f"diff --cc {name}\nindex 1,2..3\n--- a/{name}\n+++ b/{name}\n"
            f"@@@ -1,2 -1,2 +1,3 @@@\n  {change.old[0]}\n++added\n"
        )
        return Case(files, written("unified_diff", given), None)
    given = (
        "diff --git a/link b/link\nindex 1..2 120000\n--- a/link\n+++ b/link\n"
        f"@@ -1 +1 @@\n-{name}\n\\ No newline at end of file\n+other\n"
        "\\ No newline at end of file\n"
    )
    return Case(
        {**files, "link": f"->{name}".encode()},
        written("unified_diff", given),
        {"link": "other"},
        may_refuse=True,
    )


@kind
def headers(chance: random.Random, change: Change) -> Optional[Case]:
    """The headers of a diff are written in another way."""
    name = change.source.name
    way = chance.choice("time none same pairs quoted crlf mail svn space".split())
    if way == "time":
        stamp = chance.choice(["\t", " ", "  "]) + "2024-03-01 10:11:12.123 +0100"
        text = diff(change).replace(f"a/{name}\n", f"a/{name}{stamp}\n")
        text = text.replace(f"b/{name}\n", f"b/{name}{stamp}\n")
        return case(change, written("unified_diff", text))
    if way == "none":
        return case(change, written("unified_diff", diff(change, "", "")))
    if way == "same":
        inner = change.source._replace(name=f"a/{name}")
        inside = change._replace(source=inner)
        made = case(inside, written("unified_diff", diff(inside, "", "")))
        return made._replace(files={**made.files, name: b"another\n"})
    if way == "pairs":
        old, new = chance.choice([("i/", "w/"), ("c/", "i/"), ("c/", "w/")])
        text = f"diff --git {old}{name} {new}{name}\nindex 1..2 100644\n"
        return case(change, written("unified_diff", text + diff(change, old, new)))
    if way == "quoted":
        odd = change._replace(source=change.source._replace(name=f"gr\u00fcn {name}"))
        octal = f'gr\\303\\274n {name}"'
        text = f'diff --git "a/{octal} "b/{octal}\nindex 1..2 100644\n'
        text += f'--- "a/{octal}\n+++ "b/{octal}\n{header(odd)}\n'
        text += "\n".join(body(odd)) + "\n"
        return case(odd, written("unified_diff", text))
    if way == "crlf":
        made = case(change, written("unified_diff", diff(change).replace("\n", "\r\n")))
        if chance.random() < 0.5:
            made = made._replace(files={name: change.before.replace(b"\n", b"\r\n")})
            return made._replace(after={name: change.after.replace(b"\n", b"\r\n")})
        return made
    if way == "mail":
        text = (
            "From 0123 Mon Sep 17 00:00:00 2001\nFrom: A <a@b>\nSubject: [PATCH] x\n"
            f"\nText.\n---\n {name} | 2 +-\n 1 file changed\n\n"
            f"diff --git a/{name} b/{name}\nindex 1..2 100644\n"
        )
        return case(
            change, written("unified_diff", text + diff(change) + "-- \n2.39.2\n\n")
        )
    if way == "svn":
        text = f"Index: {name}\n{'=' * 67}\n" + diff(change, "", "").replace(
            f"{name}\n", f"{name}\t(revision 3)\n", 2
        )
        return case(change, written("unified_diff", text))
    lines = [line if line != " " else "" for line in diff(change).split("\n")]
    return case(change, written("unified_diff", "\n".join(lines)))


@kind
def counts(chance: random.Random, change: Change) -> Optional[Case]:
    """The numbers in the header of a hunk are made up."""
    made = [chance.randint(1, 40), chance.randint(1, 12), chance.randint(1, 12)]
    head = f"@@ -{made[0]},{made[1]} +{made[0]},{made[2]} @@"
    if chance.random() < 0.3:
        head = f"@@ -{change.start + 1},{made[1]} +{change.start + 1},{made[2]} @@"
    text = diff(change).replace(header(change), head)
    return case(change, written("unified_diff", text))


PROSE = (
    "I changed it.",
    "This does three things:\n\n- it is faster\n- it is shorter\n+ it is better",
    "Note: run `make test`.\n\n1. first\n2. second",
    "**Done.** Let me know if\n    you want more.",
)


@kind
def prose_around(chance: random.Random, change: Change) -> Optional[Case]:
    """Words stand before and after the form, with a fence or without."""
    form = chance.choice(list(FORMATS))
    text = FORMATS[form](change)
    fenced = chance.random() < 0.6 and form != "search_replace"
    if fenced:
        mark = chance.choice(["```", "~~~", "````"])
        text = f"{mark}{chance.choice(['', 'diff', 'patch'])}\n{text}{mark}\n"
    before = chance.choice(["", "Here is the patch:\n\n", "Sure!\n"])
    after = chance.choice(["\n", ""]) if fenced else "\n"
    return case(change, written(form, before + text + after + chance.choice(PROSE)))


@kind
def heredoc(chance: random.Random, change: Change) -> Optional[Case]:
    """The patch is given as a command of the shell would get it."""
    form = chance.choice(["apply_patch", "unified_diff"])
    text = FORMATS[form](change)
    quoted = chance.random() < 0.7
    word = chance.choice(["EOF", "PATCH", "END_OF_PATCH"])
    if not quoted:
        text = re.sub(r"[\\$`]", r"\\\g<0>", text)
    start = {
        "apply_patch": ["apply_patch <<{}", "cd src && apply_patch << {}"],
        "unified_diff": [
            "cat <<{} | git apply",
            "git apply <<{}",
            "patch -p1 << {}",
            "cat > /tmp/x.diff <<{}",
        ],
    }[form]
    mark = f"'{word}'" if quoted else word
    given = chance.choice(start).format(mark) + f"\n{text}{word}\n"
    if chance.random() < 0.3:
        given = f"```bash\n{given}```\n"
    return case(change, written(form, given))


@kind
def indented(chance: random.Random, change: Change) -> Optional[Case]:
    """The last mark, or all of the form, is indented."""
    form = chance.choice(list(FORMATS))
    text = FORMATS[form](change)
    blanks = chance.choice(["  ", "    ", "\t"])
    lines = text.rstrip("\n").split("\n")
    if chance.random() < 0.5 and form != "unified_diff":
        lines[-1] = blanks + lines[-1]
    else:
        lines = [blanks + line if line.strip() else line for line in lines]
    return case(change, written(form, "\n".join(lines) + "\n"))


def escape_html(text: str) -> str:
    """Escape once too often, as HTML."""
    return html.escape(text, quote=False)


def escape_json(text: str) -> str:
    """Escape once too often, as JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def escape_quotes(text: str) -> str:
    """Escape quotes only."""
    return text.replace('"', '\\"')


def escape_backslashes(text: str) -> str:
    """Double the backslashes."""
    return text.replace("\\", "\\\\")


def escape_literal(text: str) -> str:
    """Escape quotes and backslashes, as in a literal over several lines."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def escape_string(text: str) -> str:
    """Write the text as a whole JSON string."""
    return json.dumps(text)


ESCAPES = {
    f.__name__: f
    for f in (
        escape_html,
        escape_json,
        escape_quotes,
        escape_backslashes,
        escape_literal,
        escape_string,
    )
}


def _escaped(name: str) -> Kind:
    """Return the kind for one way to escape."""
    escape = ESCAPES[name]

    def make(chance: random.Random, change: Change) -> Optional[Case]:
        """Both texts are escaped once too often."""
        edit = texts(change)
        old, new = escape(edit["old"]), escape(edit["new"])
        if old == edit["old"]:
            return None
        if name not in ("escape_string", "escape_json") and chance.random() < 0.4:
            form = chance.choice(list(FORMATS))
            told = change._replace(old=old.split("\n"), new=new.split("\n"))
            return case(change, written(form, FORMATS[form](told)))
        return case(change, {**edit, "old": old, "new": new})

    make.__name__ = name
    return make


for _name in ESCAPES:
    kind(_escaped(_name))


@kind
def escaped_whole(chance: random.Random, change: Change) -> Optional[Case]:
    """A whole patch is one line with backslashes, or one string of JSON."""
    form = chance.choice(list(FORMATS))
    text = FORMATS[form](change)
    way = chance.choice(["json", "string", "object", "html"])
    given = {
        "json": escape_json(text),
        "string": escape_string(text),
        "object": json.dumps({"patch": text}),
        "html": html.escape(text, quote=False),
    }[way]
    if form == "search_replace" and way == "object":
        return None
    return case(change, written(form, given))


@kind
def new_file(chance: random.Random, change: Change) -> Optional[Case]:
    """An empty old text is for a file that is missing, or empty."""
    name = f"sub dir/new_{change.source.name}"
    text = change.after_text.rstrip("\n") + "\n"
    way = chance.choice(["edit", "empty", "edits", "update", "raw add", "full"])
    edit: Json = {"path": name, "old": "", "new": text}
    files = {change.source.name: change.before}
    if way == "empty":
        files[name] = b""
    elif way == "edits":
        edit = {"path": name, "edits": [{"old": "", "new": text}]}
    elif way == "update":
        plus = "".join(f"+{line}\n" for line in text[:-1].split("\n"))
        edit = written(
            "apply_patch",
            f"*** Begin Patch\n*** Update File: {name}\n@@\n{plus}*** End Patch\n",
        )
    elif way == "raw add":
        if re.search(r"^[+*]", text, re.M):
            return None
        edit = written(
            "apply_patch",
            f"*** Begin Patch\n*** Add File: {name}\n{text}*** End Patch\n",
        )
    elif way == "full":
        files[name] = b"something\n"
        return Case(files, edit, None)
    return Case(files, edit, {name: text.encode()})


ODD_NAMES = (
    "$Q.java src/[id].tsx src/(group)/page.tsx a&b.txt #x.md @scope/x.ts x=1.cfg"
    " \u00fcber.py src/[...slug]/x.js {id}.vue ~x.txt !x.txt x,y.csv 100%.txt"
    " .env.local src/__init__.py C++.hpp x'y.txt"
).split() + ["my notes.md", "src/a b/c d.txt", "x (copy).py", "Dockerfile"]


@kind
def paths(chance: random.Random, change: Change) -> Optional[Case]:
    """The path is odd, or written in another way."""
    name = chance.choice(ODD_NAMES)
    there = change._replace(source=change.source._replace(name=name))
    way = chance.choice("plain plain plain dot root back quotes form".split())
    told = name
    if way == "dot":
        told = "./" + name
    elif way == "root":
        told = "{root}/" + name
    elif way == "back":
        told = name.replace("/", "\\")
    elif way == "quotes":
        told = chance.choice(["`{}`", '"{}"', "'{}'"]).format(name)
    elif way == "form":
        told = unicodedata.normalize("NFD", name)
    said = change._replace(source=change.source._replace(name=told))
    form = chance.choice(["edit", *FORMATS, "whole_file"])
    if form == "edit":
        edit = texts(said)
    elif form == "whole_file":
        if "```" in change.after_text:
            return None
        edit = written(form, whole(said))
        if not there.after_text.endswith("\n"):
            return None
    else:
        edit = written(form, FORMATS[form](said))
    files = {name: change.before, "other.txt": b"other\n"}
    return Case(files, edit, {name: change.after})


@kind
def shapes(chance: random.Random, change: Change) -> Optional[Case]:
    """Small models fill in all arguments at once."""
    edit = texts(change)
    one = {"old": edit["old"], "new": edit["new"]}
    path = edit["path"]
    way = chance.choice("both string single same empty blank twice extra list".split())
    shaped: Json = {
        "both": {**edit, "edits": [one]},
        "string": {"path": path, "edits": json.dumps([one])},
        "single": {"path": path, "edits": one},
        "same": {"path": path, "old": "x", "new": "x", "edits": [one]},
        "empty": {"path": path, "old": "", "new": "", "edits": [one]},
        "blank": {**edit, "edits": []},
        "twice": {"path": path, "edits": [one, one]},
        "extra": {**edit, "edits": [{"old": "", "new": ""}], "replace_all": False},
        "list": {"path": path, "edits": [json.dumps(one)]},
    }[way]
    return case(change, shaped)


@kind
def several_fences(chance: random.Random, change: Change) -> Optional[Case]:
    """Two patches stand in two fences with words between them."""
    other = change._replace(source=change.source._replace(name="second.txt"))
    form = chance.choice(["apply_patch", "unified_diff", "search_replace"])
    parts = [FORMATS[form](each) for each in (change, other)]
    text = "First:\n\n```diff\n{}```\n\nThen - also:\n\n```diff\n{}```\nDone.\n"
    if form == "search_replace":
        parts = [blocks(each) for each in (change, other)]
    return Case(
        {change.source.name: change.before, "second.txt": change.before},
        written(form, text.format(*parts)),
        {change.source.name: change.after, "second.txt": change.after},
    )


# -- judging -------------------------------------------------------------------------


def judge(made: Case, root: pathlib.Path) -> str:
    """Make an edit in an empty folder; return whether that was right."""
    for name, data in made.files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if data.startswith(b"->"):
            path.symlink_to(data[2:].decode())
        else:
            path.write_bytes(data)
    before = contents(root)
    edit = json.dumps(made.edit).replace("{root}", str(root.resolve()))
    try:
        journal = open_journal(str(root), None, "")
        result = edit_from_json(edit, Workspace(str(root)), journal)
    except AuraError:
        result = {"applied": False}
    now = contents(root)
    if not result["applied"]:
        if now != before:
            return WRONG
        return RIGHT if made.after is None or made.may_refuse else REFUSED
    if made.after is None:
        return WRONG
    expected = {**before, **made.after}
    expected = {name: data for name, data in expected.items() if data is not None}
    right = expected == now and all(
        bool(os.stat(root / name).st_mode & stat.S_IXUSR) is wanted
        for name, wanted in made.modes.items()
    )
    return RIGHT if right else WRONG


def contents(root: pathlib.Path) -> Dict[str, Any]:
    """Return all files of a folder; of a link its target."""
    found: Dict[str, Any] = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = pathlib.Path(folder, name)
            key = path.relative_to(root).as_posix()
            link = path.is_symlink()
            found[key] = os.readlink(path) if link else path.read_bytes()
    return found


def sources(folder: pathlib.Path, most: int = 3_000) -> List[Source]:
    """Return texts of a folder that are short enough to be read by people."""
    found = []
    for path in sorted(folder.rglob("*")):
        if len(found) >= most or not path.is_file() or path.stat().st_size > 20_000:
            continue
        try:
            text = path.read_bytes().decode("utf-8")
        except (UnicodeError, OSError):
            continue
        if text.count("\n") > 12 and "\r" not in text and "\0" not in text:
            found.append(Source(path.name, text))
    return found


def cases(names: Sequence[str], seed: int, texts_: Sequence[Source]) -> Iterator[Any]:
    """Yield a case of each kind for each text."""
    for source in texts_:
        for name in names:
            chance = random.Random(f"{name} {seed} {source.name}")
            change = change_of(chance, source)
            made = KINDS[name](chance, change) if change else None
            if made is not None:
                yield name, source, made


def main(words: Optional[Sequence[str]] = None) -> int:
    """Print the table; the result is 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=pathlib.Path, default=SOURCES)
    parser.add_argument("--seeds", type=int, nargs="*", default=[0, 1, 2, 3])
    parser.add_argument("--most", type=int, default=3_000, help="texts of the folder")
    parser.add_argument("--pick", type=int, default=0, help="texts, at random")
    parser.add_argument("--kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--show", choices=[REFUSED, WRONG], help="print such cases")
    parser.add_argument("--limit", type=int, default=3, help="of those for each kind")
    options = parser.parse_args(words)
    table: Dict[str, "Counter[str]"] = {name: Counter() for name in options.kinds}
    known = sources(options.sources, options.most)
    if options.pick:
        known = random.Random("pick").sample(known, min(options.pick, len(known)))
    for seed in options.seeds:
        for name, source, made in cases(options.kinds, seed, known):
            with tempfile.TemporaryDirectory() as folder:
                verdict = judge(made, pathlib.Path(folder))
            table[name][verdict] += 1
            if verdict == options.show and table[name][verdict] <= options.limit:
                print(f"--- {name} {source.name} seed {seed}")
                print(json.dumps(made.edit, ensure_ascii=False)[:3_000])
    print(f"{'kind':22}{RIGHT:>9}{REFUSED:>9}{WRONG:>9}")
    total: "Counter[str]" = Counter()
    for name, row in table.items():
        total.update(row)
        print(f"{name:22}{row[RIGHT]:9}{row[REFUSED]:9}{row[WRONG]:9}")
    print(f"{'all':22}{total[RIGHT]:9}{total[REFUSED]:9}{total[WRONG]:9}")
    return int(total[WRONG] > 0)


if __name__ == "__main__":
    sys.exit(main())
