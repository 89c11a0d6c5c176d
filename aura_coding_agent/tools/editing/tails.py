# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Take away what the way of writing an edit has left at the ends of its texts.

That is a tag that closes an argument, a sign for the end of an answer, a fence. It is
taken away only where neither the old text nor the file has the like.
"""

from __future__ import annotations

import re
from typing import List

from ...core.errors import ToolError
from .edits import Edit
from .wrapping import LEFTOVER, unfenced

_TAIL = rf"(?:{LEFTOVER})$"
_LONGEST = 80  # characters of such a tag, and more
_OPENING = r"^\s*<(new_str|new_string|old_str|old_string|content|file_text)>\n?"
_AROUND = (
    r"(?s)\s*(<(?:new_str|new_string|new|content|file_text|replace)>)\n?(.*?)\n?"
    r"</(?:new_str|new_string|new|content|file_text|replace)>\s*"
    r"|\s*(<!\[CDATA\[)(.*?)\]\]>\s*"
)
# Names that no format of files has in use, so a tag of theirs is one of a call.
_CALL = r"</(new_str|new_string|old_str|old_string|file_text|parameter|invoke)>"
_PAIR = r"<([\w:]+)(?: [^<>]*)?>[^<>\n]*</\1>"
_TAG = r"</?[\w:]+(?: [^<>]*)?>"
_FENCES = r"^[ \t]*(?:`{3,}|~{3,})"
_DOCUMENTS = (".md", ".markdown", ".mdx", ".rst", ".txt", ".qmd", ".rmd")
_STARTS = r"^(?:<{5,} ?SEARCH|\*{3} Begin Patch)\s*$"
_STOPS = r"^(?:>{5,} ?REPLACE|\*{3} End Patch)\s*$"


def trimmed(edit: Edit, text: str, name: str) -> Edit:
    """Return an edit without what is left around its new text.

    Raises:
        ToolError: ``edit-markup`` when the new text has a mark of a form, and where the
            edit ends is not sure.
    """
    new = without_tags(edit.new, edit.old, text)
    if edit.old.endswith("\n") and new and not new.endswith("\n") and new != edit.new:
        new += "\n"
    if "```" in new or "~~~" in new:
        new = _without_fences(edit.old, new, text, name)
    if not edit.whole:  # otherwise marks around it tell where it ends
        _refuse_marks(edit, new)
    return edit._replace(new=new) if new != edit.new else edit


def _refuse_marks(edit: Edit, new: str) -> None:
    """Refuse a new text with the mark of a form that has no counterpart in it."""
    for pattern, other in ((_STOPS, _STARTS), (_STARTS, _STOPS)):
        marks = len(re.findall(pattern, new, re.M)) - len(re.findall(other, new, re.M))
        mine = re.findall(pattern, edit.old, re.M), re.findall(other, edit.old, re.M)
        if marks > max(0, len(mine[0]) - len(mine[1])):
            found = re.search(pattern, new, re.M)
            raise _markup(found[0].strip() if found else "")


def without_tags(new: str, old: str, text: str) -> str:
    """Return a new text without the tags that are left at its ends."""
    new = _unwrapped(new, old, text)
    while new.rstrip()[-1:] in (">", "]"):
        told = new.rstrip()
        tail = re.search(_TAIL, told[-_LONGEST:])
        if tail is None or _is_own(tail[0], new, old, text):
            break
        new = told[: -len(tail[0])].rstrip()
    head = re.match(_OPENING, new)
    if head and f"<{head[1]}>" not in old and f"<{head[1]}>" not in text:
        if f"</{head[1]}>" not in new:
            new = new[head.end() :]
    return _before_call(new, old, text)


def _unwrapped(new: str, old: str, text: str) -> str:
    """Return a new text without the one tag that stands around all of it."""
    around = re.fullmatch(_AROUND, new)
    if around is None:
        return new
    opening = around[1] or around[3]
    inner: str = around[2] if around[1] else around[4]
    return new if opening in old or opening in text else inner


def _before_call(new: str, old: str, text: str) -> str:
    """Return a new text up to where the rest of a call begins, as tags.

    Raises:
        ToolError: ``edit-markup`` when other text follows.
    """
    found = re.search(_CALL, new)
    if not found or found[0] in old or found[0] in text:
        return new
    before = new[: found.start()]
    if re.search(rf"<{found[1]}[\s>]", before) or before[-1:] in ("'", '"', "`"):
        return new  # it is opened here, or what a string says
    rest = re.sub(_TAG, "", re.sub(_PAIR, "", new[found.end() :]))
    if rest.strip():
        raise _markup(found[0])
    return before.rstrip()


def _is_own(tag: str, new: str, old: str, text: str) -> bool:
    """Tell whether a tag belongs to the text."""
    name = re.match(r"</([\w:]+)>", tag)
    opened = name and re.search(rf"<{name[1]}[\s>/]", f"{new}\n{text}")
    return bool(opened) or tag in old or tag in text


def _without_fences(old: str, new: str, text: str, name: str) -> str:
    """Return a new text without fences around it, or one left at its end."""
    if name.lower().endswith(_DOCUMENTS) and _fences(text) % 2:
        return new
    bare = unfenced(new.split("\n"))
    document = name.lower().endswith(_DOCUMENTS) or _fences(text) or _fences(old)
    if bare is not None and not document and _fences(new) == 2:
        return _ended("\n".join(bare), old)
    if _fences(new) % 2 == _fences(old) % 2:
        return new
    lines = new.rstrip().split("\n")
    if old.rstrip().split("\n")[-1] == lines[-1]:
        return new
    if re.fullmatch(r"(?:`{3,}|~{3,})", lines[-1].strip()):
        return _ended("\n".join(lines[:-1]), old)
    if re.match(_FENCES, lines[0]) and not document:
        return "\n".join(new.split("\n")[1:])
    return new


def _ended(new: str, old: str) -> str:
    """Return a new text with a line end at its end if the old one has it."""
    return new + "\n" if old.endswith("\n") and new else new


def _fences(text: str) -> int:
    """Return how many lines open or close a fence."""
    return len(re.findall(_FENCES, text, re.M))


def bare_sides(edit: Edit) -> List[Edit]:
    """Return an edit without what may stand around its old text and its new one."""
    found = []
    old, new = unfenced(edit.old.split("\n")), unfenced(edit.new.split("\n"))
    if old is not None:
        inner = "\n".join(edit.new.split("\n") if new is None else new)
        end = "\n" if edit.whole else ""
        found.append(edit._replace(old="\n".join(old) + end, new=inner + end))
    bare = without_tags(edit.old, "", "")
    if bare != edit.old:
        found.append(edit._replace(old=bare + ("\n" if edit.whole else "")))
    return found


def _markup(mark: str) -> ToolError:
    """Return the error about a mark in a new text."""
    return ToolError(
        "edit-markup",
        f"`new` has the mark `{mark}` in it, so where it ends is not sure.",
        hint="Give the text alone, without marks of a patch or a block.",
    )
