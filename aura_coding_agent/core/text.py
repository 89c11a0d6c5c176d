# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Turn bytes of files into text and back without loss; shorten and compare text.

A file keeps its encoding, its byte order mark and its line ends when it is edited,
so what is decoded here can always be encoded to the very bytes it came from.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import Callable, Iterator, List, Match, Optional, Sequence, Tuple

from .charsets import declared
from .errors import ToolError
from .values import NamedTuple

_DECLARED = 4_096  # characters in which an encoding is declared
SAMPLE = 8_000  # bytes that tell text from binary data; as many as git looks at

# The UTF-32 mark begins with the UTF-16 mark, so the longer ones stand first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Controls, direction and invisible signs, line separators, surrogates, tags.
_UNSAFE_SIGNS = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
)
_NOT_TEXT = "[\x00-\x06\x0e-\x1a\x1c-\x1f]"
_DIFF_WORK = 4_000_000  # pairs of lines beyond which a diff is not worth its time


# -- bytes and text ------------------------------------------------------------------


class DecodedText(NamedTuple):
    """The text of a file, and what is needed to get its bytes back.

    Attributes:
        text: the characters; line ends are as they are in the file.
        encoding: name of a Python codec.
        bom: the byte order mark the file begins with; it is not part of the text.
        newline: the line end, one of ``\\n``, ``\\r\\n``, ``\\r``, or ``mixed``.
    """

    text: str
    encoding: str
    bom: bytes
    newline: str


def decode(data: bytes) -> DecodedText:
    """Decode any bytes; :func:`encode` of the result gives them back.

    A byte order mark decides, then NUL bytes in every second place (UTF-16). Text in
    UTF-8 that is not plain ASCII is UTF-8, whatever it says of itself: no other
    encoding looks like that. Then the file's own declaration is believed, and what has
    none is Windows-1252 or, with bytes that it lacks, Latin-1.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _try(data[len(mark) :], encoding)
            if text is not None:
                return DecodedText(text, encoding, mark, newline_of(text))
    for encoding in _likely(data):
        text = _try(data, encoding) if encoding else None
        if text is not None:
            return DecodedText(text, encoding, b"", newline_of(text))
    text = data.decode("latin-1")
    return DecodedText(text, "latin-1", b"", newline_of(text))


def form_of(text: str, form: DecodedText, name: str = "") -> DecodedText:
    """Return how a changed text is encoded: as before, or as it now says of itself.

    A file whose declaration changes is written anew in the encoding it declares then.
    Without one Python and XML are UTF-8.

    Args:
        form: of the text before the change; of a new file, an empty one.
        name: of the file.
    """
    if form.bom:
        return form
    was, now = (
        declared(each[:_DECLARED].encode("latin-1", "replace"))
        for each in (form.text, text)
    )
    if not now and was and (name.endswith((".py", ".pyi")) or text[:5] == "<?xml"):
        now = "utf-8"
    return form._replace(encoding=now) if now and now != was else form


def _likely(data: bytes) -> Iterator[str]:
    """Yield the codecs that bytes without a mark may be in, the likeliest first."""
    if data.isascii():
        yield declared(data)
    yield _utf16_guess(data)
    yield "utf-8"
    yield declared(data)
    yield "cp1252"


def encode(text: str, like: DecodedText) -> bytes:
    """Return the bytes of a text in the encoding and with the mark of another.

    Raises:
        ToolError: ``encoding-mismatch`` when a character does not exist there.
    """
    try:
        return like.bom + text.encode(like.encoding)
    except UnicodeEncodeError as error:
        character = text[error.start]
        raise ToolError(
            "encoding-mismatch",
            f"The file is {like.encoding}, which has no character "
            f"U+{ord(character):04X} (line {text.count(chr(10), 0, error.start) + 1}).",
            hint="Write it with other characters, or as an escape of the language, or"
            " change the encoding that the file declares in the same edit.",
            encoding=like.encoding,
            character=f"U+{ord(character):04X}",
        ) from None


def newline_of(text: str) -> str:
    """Return the line end of a text, ``mixed`` when it has several kinds."""
    pairs = text.count("\r\n")
    counts = {
        "\n": text.count("\n") - pairs,
        "\r\n": pairs,
        "\r": text.count("\r") - pairs,
    }
    kinds = [kind for kind, count in counts.items() if count]
    return "mixed" if len(kinds) > 1 else kinds[0] if kinds else "\n"


def is_binary(data: bytes) -> bool:
    """Tell whether bytes, such as the first of a file, are not text.

    NUL bytes decide, as they do for git, unless the encoding has them in its
    characters; so does more than one other control character in ten.
    """
    sample = data[:SAMPLE]
    if b"\x00" not in sample:
        # Latin-1 has a character for each byte, and the same control characters.
        return len(re.findall(_NOT_TEXT, sample.decode("latin-1"))) * 10 > len(sample)
    # Where the sample is cut off there may be half a character.
    for cut in (0, 2) if len(data) > SAMPLE else (0,):
        text, encoding = decode(sample[: len(sample) - cut])[:2]
        if encoding.startswith(("utf-16", "utf-32")) and "\x00" not in text:
            return False
    return True


def _try(data: bytes, encoding: str) -> Optional[str]:
    """Return text in an encoding, None when the bytes would not come back from it."""
    try:
        text = data.decode(encoding)
        # Of the others some have several spellings of a text, as ISO-2022 has.
        sure = encoding.startswith(("utf", "cp1252"))
        return text if sure or text.encode(encoding) == data else None
    except UnicodeError:
        return None


def _utf16_guess(data: bytes) -> str:
    """Return the UTF-16 codec of bytes without a mark, or an empty string.

    In most languages every second byte is mostly NUL. Small numbers in binary
    files look the same, but as characters they are control characters.
    """
    if b"\x00" not in data[:SAMPLE] or len(data) % 2:
        return ""
    sample = data[:SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(2, len(sample) // 2)  # one character alone proves nothing
    if odd * 10 >= half * 6 and not even:
        encoding = "utf-16-le"
    elif even * 10 >= half * 6 and not odd:
        encoding = "utf-16-be"
    else:
        return ""
    text = sample.decode(encoding, "replace")
    return "" if re.search(_NOT_TEXT, text) else encoding


# -- shorter text --------------------------------------------------------------------


def clip(text: str, limit_bytes: int) -> str:
    """Keep the start and the end of a text, and say between them what is missing.

    The cuts are at line ends, unless a line is so long that this would lose more
    than half of what could be shown.

    Args:
        limit_bytes: most bytes of the result in UTF-8; the line about the omission
            counts, and is the only thing that may exceed a very small limit.
    """
    if len(text) <= limit_bytes and _size(text) <= limit_bytes:
        return text
    half = max(0, limit_bytes - 80) // 2
    head = _cut_bytes(text[:half], half)
    border = head.rfind("\n") + 1
    head = head[:border] if border * 2 > len(head) else head
    tail = _cut_bytes(text[len(text) - half :][::-1], half)[::-1]
    border = tail.find("\n") + 1
    tail = tail[border:] if 0 < border * 2 < len(tail) else tail
    start, end = len(head), len(text) - len(tail)
    lines = text.count("\n", start, end)
    what = f"{lines} lines, " if lines else ""
    mark = f"[... {what}{_size(text, start, end)} bytes left out ...]\n"
    broken = head and not head.endswith("\n")
    return head + ("\n" if broken else "") + mark + tail


def _size(text: str, start: int = 0, end: Optional[int] = None) -> int:
    """Return the bytes of a text in UTF-8, without a second copy of a long one."""
    end = len(text) if end is None else end
    if text.isascii():
        return end - start
    step = 65_536
    return sum(
        len(text[at : min(at + step, end)].encode("utf-8", "surrogatepass"))
        for at in range(start, end, step)
    )


def _cut_bytes(text: str, limit: int) -> str:
    """Return as many whole characters of the start as fit in ``limit`` bytes.

    Safe for text in reverse, because only the lengths of characters matter.
    """
    data = text.encode("utf-8", "surrogatepass")
    if len(data) <= limit:
        return text
    while limit and data[limit] & 0xC0 == 0x80:
        limit -= 1
    return data[:limit].decode("utf-8", "surrogatepass")


# -- differences ---------------------------------------------------------------------


class _Change(NamedTuple):
    """Lines ``old_start`` to ``old_end`` become ``new_start`` to ``new_end``."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def unified_diff(
    before: str, after: str, path: str, context: int = 3, limit: int = 8_000
) -> str:
    """Compare two texts line by line; empty when they are equal.

    Line ends are not compared: when nothing else differs, one line says so. What is
    equal at both ends is set aside first, so a small change of a huge file is shown
    at once; where the rest is too big to be compared, it is shown as replaced.

    Args:
        context: equal lines to show around a change.
        limit: most bytes of the result; see :func:`clip`.
    """
    if before == after:
        return ""
    before, after = _plain_ends(before), _plain_ends(after)
    head = f"--- {path}\n+++ {path}\n"
    if before == after:
        return head + "(only line ends differ)\n"
    start, old_end, new_end = _changed(before, after, context)
    old = list(io.StringIO(before[start:old_end], newline="\n"))
    new = list(io.StringIO(after[start:new_end], newline="\n"))
    first = before.count("\n", 0, start) + 1
    hunks = "".join(_hunks(old, new, first, context))
    return clip(head + hunks, limit)


def _plain_ends(text: str) -> str:
    """Return text with every line end as a line feed."""
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _changed(before: str, after: str, context: int) -> Tuple[int, int, int]:
    """Return where the lines to compare start, and where they end in each text.

    Finding the equal ends by halving compares a few times the length of the texts,
    as blocks of memory; making lines of a huge file would cost much more.
    """
    shorter, size, other = min(len(before), len(after)), len(before), len(after)
    same = _halving(shorter, lambda n, m: before[n:m] == after[n:m])
    start = before.rfind("\n", 0, same) + 1
    same = _halving(
        shorter - start,
        lambda n, m: before[size - m : size - n] == after[other - m : other - n],
    )
    end = before.find("\n", size - same) + 1 or size
    for _ in range(context):
        start = before.rfind("\n", 0, max(0, start - 1)) + 1
        end = before.find("\n", end) + 1 or size
    return start, end, other - (size - end)


def _halving(size: int, same: Callable[[int, int], bool]) -> int:
    """Return up to where things are the same, asking about ever smaller stretches."""
    low, high = 0, size
    while low < high:
        middle = (low + high + 1) // 2
        if same(low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _changes(old: List[str], new: List[str]) -> List[_Change]:
    """Return the stretches of lines that differ, in order."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    pairs = len(old) * len(new)
    if min(len(old), len(new)) <= 1 or pairs > _DIFF_WORK:
        return [_Change(head, head + len(old), head, head + len(new))]
    # Here, because most edits change one stretch of lines and never need it.
    from difflib import SequenceMatcher

    return [
        _Change(head + i, head + j, head + k, head + m)
        for tag, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes()
        if tag != "equal"
    ]


def _hunks(old: List[str], new: List[str], first: int, context: int) -> Iterator[str]:
    """Yield the pieces of a unified diff; ``first`` is the number of line 0."""
    groups: List[List[_Change]] = []
    for change in _changes(old, new):
        if groups and change.old_start - groups[-1][-1].old_end <= 2 * context:
            groups[-1].append(change)
        else:
            groups.append([change])
    for group in groups:
        lead = min(context, group[0].old_start)
        at, end = group[0].old_start - lead, min(len(old), group[-1].old_end + context)
        shift = group[0].new_start - group[0].old_start
        new_end = end + group[-1].new_end - group[-1].old_end
        old_range = _range(first + at, end - at)
        new_range = _range(first + at + shift, new_end - at - shift)
        yield f"@@ -{old_range} +{new_range} @@\n"
        for change in group:
            yield from _marked(" ", old[at : change.old_start])
            yield from _marked("-", old[change.old_start : change.old_end])
            yield from _marked("+", new[change.new_start : change.new_end])
            at = change.old_end
        yield from _marked(" ", old[at:end])


def _range(start: int, count: int) -> str:
    """Return a range of lines; an empty one names the line before it."""
    if count == 1:
        return str(start)
    return f"{start if count else start - 1},{count}"


def _marked(sign: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield lines of a diff with their sign."""
    for line in lines:
        ended = line.endswith("\n")
        yield sign + line if ended else f"{sign}{line}\n\\ No newline at end of file\n"


# -- text for people -----------------------------------------------------------------


def printable(text: str) -> str:
    r"""Return text that cannot act on a terminal, with nothing left out.

    C0 and C1 controls but for newline and tab (so every escape sequence), signs that
    turn the direction of writing or are invisible, and lone surrogates are spelled
    as escapes such as ``\u001b`` or ``\u202e``.
    """
    if text.isprintable():
        return text  # and the pattern need not be compiled
    return re.sub(f"[{_UNSAFE_SIGNS}]", _escape, text)


def one_line(text: str) -> str:
    r"""Return :func:`printable` text on one line: also newline and tab are spelled.

    These are the escapes of JSON, so a model can write back an odd file name.
    """
    if text.isprintable():
        return text
    return re.sub(rf"[\t\n{_UNSAFE_SIGNS}]", _escape, text)


def _escape(found: Match[str]) -> str:
    """Return a character as an escape that a terminal shows harmlessly."""
    code = ord(found[0])
    if found[0] in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[found[0]]
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
