# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Show the output of a command as a terminal would have left it: feed bytes, get bytes.

Progress bars return to the start of their line, or go up some lines, and write over
what stands there; what they have overwritten is of no use to anybody. Colours, titles
and the like say nothing in a text. So this is a terminal: the last lines can still
change and are held back, earlier ones are given out. It has no right margin, so nothing
is wrapped. Tabs, form feeds and bytes that are no UTF-8 stay as they are.

Text that steers nothing is passed on as bytes, unread. How the bytes are cut into
pieces makes no difference.

Source: ECMA-48, and what xterm does where that leaves a choice.
"""

from __future__ import annotations

import codecs
import re
from typing import Callable, Dict, List, Optional, Tuple, Union

HEIGHT = 100  # lines a program can go back to; more than screens have
HELD = 64 * 1024  # bytes held back at most while nothing steers
# Columns after which a line is given out as it stands, and goes on as an empty one:
# it bounds the memory, and no progress bar is as long.
LONG = 16_384
EDGE = 79  # the last column of 80, which programs assume that find no terminal
FAR = 256  # a move to the right by so much is meant to find the edge
STRING = 65_536  # bytes of a title, a link or a picture; a longer one is text
WORTH = 4_096  # bytes of plain text for which it pays to stop looking at lines

Line = Union[str, List[str]]
"""A line with one character a column, or one with what each column holds.

A wide character or a tab stands in its first column, and nothing in the others.
"""

_STEERING = (b"\r", b"\x1b", b"\b")
# A sequence that goes on in the next piece.
_UNFINISHED = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*|[ -/]*|[\]PX^_][^\x07\x1b\n]{0,%d}\x1b?)\Z" % STRING
)
# What leaves the text alone: strings (titles, links), colours, character sets, modes.
_NOTHING = re.compile(
    rb"\x1b(?:\[[0-9;:]*m|[\]PX^_][^\x07\x1b\n]{0,%d}(?:\x07|\x1b\\)?" % STRING
    + rb"|\[\?(?!(?:1049|1047|47)[hl])[0-?]*[hl]|\[[<=>][0-?]*[ -/]*[@-~]"
    rb"|\[[0-?]*[ -/]+[@-~]|[ -/]+[0-~]|[=>]"
    # And what is none: left alone, it would make one with what comes behind the next.
    rb"|\[[0-?]*[ -/]*(?![ -~])|[ -/]*(?![ -~]))"
)
_TOKEN = re.compile(
    r"([^\x1b\r\b]+)|(\r|\x08+)|\x1b(?:\[([0-?]*)([@-~])|\[[0-?]*|([0-~]))?"
)
# Characters of one column for certain: letters of Europe, punctuation, arrows, frames,
# blocks, Braille, and bytes that are no text.
_ODD = re.compile(
    "[^\r -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e"
    "\u20a0-\u20bf\u2190-\u2319\u2500-\u25fc\u2800-\u28ff\udc80-\udcff]"
)
# Where a line is cleared and begun anew, whatever stood there.
_ANEW = (
    "\r\x1b[K",
    "\r\x1b[0K",
    "\r\x1b[2K",
    "\x1b[2K\r",
    "\x1b[2K\x1b[1G",
    "\x1b[2K\x1b[G",
)
_WITHIN = re.compile(r"\x1b(?!\[[0-9;]*[KGCDXP@`])")


class Rendering:
    """The bytes of one command on their way to who reads them."""

    def __init__(self) -> None:
        """Begin with an empty screen."""
        self._rest = b""  # of the last piece: it means nothing without the next one
        self._plain = bytearray()  # the last lines, while nothing has steered
        self._screen: Optional[_Screen] = None
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes; return those that cannot change any more."""
        if self._rest:
            data = self._rest + data
            self._rest = b""
        last = b""
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n")
            if data.endswith(b"\r"):
                data, last = data[:-1], b"\r"
        begin = max(0, len(data) - STRING - 8)
        open_ = _UNFINISHED.search(data, begin) if b"\x1b" in data else None
        if open_ is not None:
            data, last = data[: open_.start()], data[open_.start() :] + last
        self._rest = last
        return self._render(data)

    def finish(self) -> bytes:
        """Return what was held back; the end of a sequence that is cut off is lost."""
        rest, self._rest = self._rest, b""
        given = self._render(rest) if rest else b""
        if self._screen is None:
            return given + bytes(self._plain)
        self._screen.write(self._decoder.decode(b"", True))
        return given + _encoded(self._screen.finish())

    def _render(self, data: bytes) -> bytes:
        """Take bytes that are whole; return those that cannot change any more."""
        if b"\x1b" in data:
            data = _NOTHING.sub(b"", data)
        if b"\x07" in data:
            data = data.replace(b"\x07", b"")
        if not any(sign in data for sign in _STEERING):
            self._back_to_plain(len(data))
            if self._screen is None:
                return self._add_plain(data)
        given = b""
        if self._screen is None:
            given = self._give(_last_lines(self._plain))
            self._screen = _Screen()
            self._screen.write(self._decoder.decode(bytes(self._plain)))
            self._plain.clear()
        self._screen.write(self._decoder.decode(data))
        return given + _encoded(self._screen.take())

    def _back_to_plain(self, coming: int) -> None:
        """Stop looking at lines when much plain text comes, and it comes at the end."""
        screen = self._screen
        if screen is None or coming < WORTH or not screen.is_at_end():
            return
        if not self._decoder.getstate()[0]:
            self._plain += _encoded(screen.finish())
            self._screen = None

    def _add_plain(self, data: bytes) -> bytes:
        """Return the lines that are out of reach; a line that is too long as it is."""
        if len(self._plain) + len(data) <= HELD:
            self._plain += data
            return b""
        data = bytes(self._plain) + data
        end = _last_lines(data)
        if len(data) - end > HELD:
            end = len(data)
        self._plain[:] = data[end:]
        return data[:end]

    def _give(self, end: int) -> bytes:
        """Return the begin of what is held, and hold it no longer."""
        given = bytes(self._plain[:end])
        del self._plain[:end]
        return given


def _last_lines(data: Union[bytes, bytearray]) -> int:
    """Return where the lines begin that a program can go back to."""
    at = len(data)
    for _ in range(HEIGHT):
        at = data.rfind(b"\n", 0, at)
        if at < 0:
            return 0
    return at + 1


def _encoded(text: str) -> bytes:
    """Return text as the bytes it came from."""
    return text.encode("utf-8", "surrogateescape")


class _Screen:
    """A terminal without a right margin.

    The cursor may stand below the last line and right of the end of its own; what is
    missing comes into being with what is written there.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self._rows: List[Line] = [""]
        self._row = 0
        self._column = 0
        self._given: List[str] = []
        self._saved = (0, 0)
        self._beneath: Optional[Tuple[List[Line], int, int]] = None

    def write(self, text: str) -> None:
        """Take text without the start of a sequence at its end."""
        first, *others = text.split("\n")
        self._segment(first)
        for segment in others:
            self._newline()
            if segment:
                self._segment(segment)

    def take(self) -> str:
        """Return the lines that have left the screen."""
        given = "".join(self._given)
        self._given.clear()
        return given

    def finish(self) -> str:
        """Return all that is left, a screen of its own below that beneath it."""
        rows = self._rows
        if self._beneath is not None:
            rows = [*self._beneath[0], *rows]
        return self.take() + "\n".join(map("".join, rows))

    def is_at_end(self) -> bool:
        """Return whether what comes next goes behind all that is there."""
        last = len(self._rows) - 1
        ends = self._row == last and self._column == len(self._rows[last])
        return ends and self._beneath is None

    # -- text ------------------------------------------------------------------------

    def _segment(self, text: str) -> None:
        """Take text within a line, and what moves the cursor about."""
        if "\x1b" in text or "\b" in text:
            self._tokens(self._since_cleared(text))
        elif "\r" in text:
            self._returns(text)
        elif text:
            self._put(text)

    def _returns(self, text: str) -> None:
        """Take text that returns to the start of its line, once or many times."""
        first, *others = text.split("\r")
        if first:
            self._put(first)
        if _ODD.search(text):
            for piece in others:
                self._column = 0
                if piece:
                    self._put(piece)
            return
        # Of each piece only what no later one covers is left.
        kept, width = [], 0
        for piece in reversed(others):
            if len(piece) > width:
                kept.append(piece[width:])
                width = len(piece)
        self._column = 0
        if kept:
            self._put("".join(kept))
            if self._column >= width:  # else the line was too long and given out
                self._column += len(others[-1]) - width

    def _since_cleared(self, text: str) -> str:
        """Leave out what is cleared later in the same line."""
        at = max(map(text.rfind, _ANEW))
        if at <= 0 or _WITHIN.search(text, 0, at):
            return text
        return text[at:]

    def _tokens(self, text: str) -> None:
        """Take text with sequences in it, one after the other."""
        for token in _TOKEN.finditer(text):
            if token[1]:
                self._put(token[1])
            elif token[2]:
                back = self._column if token[2] == "\r" else len(token[2])
                self._column = max(0, self._column - back)
            elif token[4]:
                self._control(token[3], token[4])
            elif token[5]:
                self._escape(token[5])

    def _put(self, text: str) -> None:
        """Write text at the cursor, over what is there."""
        line, column = self._line(), self._column
        if isinstance(line, str) and not _ODD.search(text):
            if column > len(line):
                line += " " * (column - len(line))
            end = column + len(text)
            self._rows[self._row] = line[:column] + text + line[end:]
            self._column = end
        else:
            self._rows[self._row] = self._put_cells(_cells(line), text)
        if self._column > LONG:
            self._give_line()

    def _put_cells(self, cells: List[str], text: str) -> List[str]:
        """Write text with characters of several widths over a line."""
        cells.extend(" " * (self._column - len(cells)))
        for sign in text:
            column = self._column
            if sign == "\t":
                end = column + 8 - column % 8
                if column == len(cells):
                    cells += ["\t"] + [""] * (end - column - 1)
                self._column = end
                continue
            cells.extend(" " * (column - len(cells)))
            width = _width(sign)
            if not width and column:
                base = column - 1
                while base and not cells[base]:
                    base -= 1
                cells[base] += sign
                continue
            end = column + max(1, width)
            _divide(cells, column)
            _divide(cells, end)
            cells[column:end] = [sign] + [""] * (end - column - 1)
            self._column = end
        return cells

    # -- lines -----------------------------------------------------------------------

    def _line(self) -> Line:
        """Return the line of the cursor, which is there afterwards."""
        while len(self._rows) <= self._row:
            self._rows.append("")
        return self._rows[self._row]

    def _newline(self) -> None:
        """Go to the start of the next line; the first one may leave the screen."""
        self._row += 1
        self._column = 0
        if self._row >= len(self._rows):
            self._line()
            if len(self._rows) > HEIGHT:
                self._scroll(len(self._rows) - HEIGHT)

    def _scroll(self, count: int) -> None:
        """Let so many lines leave the screen above."""
        for line in self._rows[: max(0, count)]:
            if self._beneath is None:
                self._given += ("".join(line), "\n")
        if count > 0:
            del self._rows[:count]
            self._row = max(0, self._row - count)

    def _give_line(self) -> None:
        """Give out a line that is too long, and those above it; it goes on empty."""
        for line in self._rows[: self._row]:
            self._given += ("".join(line), "\n")
        self._given.append("".join(self._rows[self._row]))
        del self._rows[: self._row]
        self._rows[0] = ""
        self._row = self._column = 0

    # -- sequences -------------------------------------------------------------------

    def _escape(self, final: str) -> None:
        """Obey a short sequence."""
        if final == "7":
            self._saved = self._row, self._column
        elif final == "8":
            self._row, self._column = self._saved
        elif final == "D":
            column = self._column
            self._newline()
            self._column = column
        elif final == "E":
            self._newline()
        elif final == "M" and self._row:
            self._row -= 1
        elif final == "M":
            self._rows.insert(0, "")
            del self._rows[HEIGHT:]
        elif final == "c":
            self._rows, self._row, self._column = [""], 0, 0

    def _control(self, words: str, final: str) -> None:
        """Obey a control sequence; one that is not known is passed over."""
        if words.startswith("?"):
            self._switch(final == "h")
            return
        obey = _CONTROLS.get(final)
        if obey is not None:
            obey(self, _numbers(words) if words else _NONE)
            self._row = min(max(0, self._row), HEIGHT - 1)
            self._column = min(max(0, self._column), LONG)

    def _switch(self, other: bool) -> None:
        """Go to the other screen, that of an editor or a pager, or back."""
        if other and self._beneath is None:
            self._beneath = self._rows, self._row, self._column
            self._rows, self._row, self._column = [""], 0, 0
        elif not other and self._beneath is not None:
            self._rows, self._row, self._column = self._beneath
            self._beneath = None

    def _up(self, numbers: List[int]) -> None:
        """Go up."""
        self._row -= numbers[0] or 1

    def _down(self, numbers: List[int]) -> None:
        """Go down."""
        self._row += numbers[0] or 1

    def _next(self, numbers: List[int]) -> None:
        """Go to the start of a line below."""
        self._row, self._column = self._row + (numbers[0] or 1), 0

    def _previous(self, numbers: List[int]) -> None:
        """Go to the start of a line above."""
        self._row, self._column = self._row - (numbers[0] or 1), 0

    def _right(self, numbers: List[int]) -> None:
        """Go to the right."""
        count = numbers[0] or 1
        far = max(EDGE, self._column)
        self._column = far if count >= FAR else self._column + count

    def _left(self, numbers: List[int]) -> None:
        """Go to the left."""
        self._column -= numbers[0] or 1

    def _to_column(self, numbers: List[int]) -> None:
        """Go to a column, counted from one."""
        self._column = EDGE if numbers[0] > FAR else (numbers[0] or 1) - 1

    def _to_row(self, numbers: List[int]) -> None:
        """Go to a line of the screen, counted from one."""
        self._row = (numbers[0] or 1) - 1

    def _to(self, numbers: List[int]) -> None:
        """Go to a line and a column."""
        self._to_row(numbers)
        self._to_column(numbers[1:] or [1])

    def _save(self, numbers: List[int]) -> None:
        """Note where the cursor is."""
        self._saved = self._row, self._column

    def _restore(self, numbers: List[int]) -> None:
        """Go where the cursor was."""
        self._row, self._column = self._saved

    def _erase_line(self, numbers: List[int]) -> None:
        """Clear a line: behind the cursor, up to it, or all of it."""
        if self._row >= len(self._rows):
            return
        line, column = self._rows[self._row], self._column
        if numbers[0] == 2 or (numbers[0] == 1 and column + 1 >= len(line)):
            line = ""
        elif numbers[0] == 0 and column < len(line):
            line = _part(line, 0, column)
        elif numbers[0] == 1:
            line = _joined(" " * (column + 1), _part(line, column + 1, len(line)))
        self._rows[self._row] = line

    def _erase_screen(self, numbers: List[int]) -> None:
        """Clear the screen: behind the cursor, up to it, or all of it."""
        if numbers[0] == 2:
            self._rows = [""]
        elif numbers[0] < 2:
            self._erase_line(numbers)
        if numbers[0] == 0:
            del self._rows[self._row + 1 :]
        elif numbers[0] == 1:
            above = min(self._row, len(self._rows))
            self._rows[:above] = [""] * above

    def _erase_signs(self, numbers: List[int]) -> None:
        """Clear some columns."""
        line, count = self._line(), min(numbers[0] or 1, LONG)
        if self._column < len(line):
            end = self._column + count
            after = _part(line, end, len(line))
            blank = " " * count if after else ""
            before = _part(line, 0, self._column)
            self._rows[self._row] = _joined(before, blank, after)

    def _delete_signs(self, numbers: List[int]) -> None:
        """Take some columns out."""
        line, end = self._line(), self._column + (numbers[0] or 1)
        before = _part(line, 0, self._column)
        self._rows[self._row] = _joined(before, _part(line, end, len(line)))

    def _insert_signs(self, numbers: List[int]) -> None:
        """Put blanks in."""
        line, count = self._line(), min(numbers[0] or 1, FAR)
        after = _part(line, self._column, len(line))
        if after:
            before = _part(line, 0, self._column)
            self._rows[self._row] = _joined(before, " " * count, after)

    def _insert_lines(self, numbers: List[int]) -> None:
        """Put empty lines in."""
        if self._row < len(self._rows):
            count = min(numbers[0] or 1, HEIGHT - self._row)
            self._rows[self._row : self._row] = [""] * count
            del self._rows[HEIGHT:]
        self._column = 0

    def _delete_lines(self, numbers: List[int]) -> None:
        """Take lines out."""
        del self._rows[self._row : self._row + (numbers[0] or 1)]
        self._column = 0

    def _scroll_up(self, numbers: List[int]) -> None:
        """Move all lines up; the cursor stays."""
        row = self._row
        self._scroll(min(numbers[0] or 1, len(self._rows)))
        self._row = row

    def _scroll_down(self, numbers: List[int]) -> None:
        """Move all lines down; the cursor stays."""
        self._rows[:0] = [""] * min(numbers[0] or 1, HEIGHT)
        del self._rows[HEIGHT:]


_CONTROLS: Dict[str, Callable[[_Screen, List[int]], None]] = {
    "A": _Screen._up,
    "B": _Screen._down,
    "C": _Screen._right,
    "D": _Screen._left,
    "E": _Screen._next,
    "F": _Screen._previous,
    "G": _Screen._to_column,
    "H": _Screen._to,
    "J": _Screen._erase_screen,
    "K": _Screen._erase_line,
    "L": _Screen._insert_lines,
    "M": _Screen._delete_lines,
    "P": _Screen._delete_signs,
    "S": _Screen._scroll_up,
    "T": _Screen._scroll_down,
    "X": _Screen._erase_signs,
    "@": _Screen._insert_signs,
    "`": _Screen._to_column,
    "a": _Screen._right,
    "d": _Screen._to_row,
    "e": _Screen._down,
    "f": _Screen._to,
    "s": _Screen._save,
    "u": _Screen._restore,
}


_NONE = [0]


def _numbers(words: str) -> List[int]:
    """Return the numbers of a sequence; 0 for one left out, or without a sense."""
    return [int(word[:6]) if word.isdigit() else 0 for word in words.split(";")]


def _cells(line: Line) -> List[str]:
    """Return a line with what each column holds."""
    return list(line)


def _part(line: Line, begin: int, end: int) -> Line:
    """Return some columns; of a character that is cut in two, blanks."""
    if isinstance(line, str):
        return line[begin:end]
    cells = list(line)
    _divide(cells, begin)
    _divide(cells, end)
    return cells[begin:end]


def _joined(*parts: Line) -> Line:
    """Return parts as one line."""
    if all(isinstance(part, str) for part in parts):
        return "".join(map("".join, parts))
    return [cell for part in parts for cell in part]


def _divide(cells: List[str], at: int) -> None:
    """Make blanks of a wide character or a tab that stands across a column."""
    if 0 < at < len(cells) and not cells[at]:
        begin = end = at
        while begin and not cells[begin]:
            begin -= 1
        while end < len(cells) and not cells[end]:
            end += 1
        cells[begin:end] = " " * (end - begin)


def _width(sign: str) -> int:
    """Return how many columns a character takes."""
    # Here, because only lines that are overwritten and hold such characters need it.
    import unicodedata

    if sign in "\xad" or "\udc80" <= sign <= "\udcff":
        return 1
    if unicodedata.category(sign) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
