# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Compress bytes by RFC 1951, to the same bytes on every machine.

``zlib`` promises that what it wrote can be read, not which bytes it writes: they differ
between its versions, and Pythons that are built with zlib-ng write others again. An
archive that must come out the same on each of them needs an encoder that never changes.
This one is slow (about a second a megabyte) and compresses nearly as well.
"""

from __future__ import annotations

import heapq
from typing import Dict, Iterator, List, NamedTuple, Sequence, Tuple

WINDOW = 32768  # how far back a match may lie
SHORTEST, LONGEST = 4, 258  # bytes of a match; shorter ones rarely pay
TRIES = 8  # earlier places that are compared for each match
BLOCK = 32768  # symbols that share one set of codes
END = 256

# RFC 1951, 3.2.5: the first length or distance of each symbol, and its extra bits.
LENGTH_BITS = [0] * 8 + [n for n in range(1, 6) for _ in range(4)] + [0]
DISTANCE_BITS = [0, 0] + [n for n in range(14) for _ in range(2)]
# RFC 1951, 3.2.7: the order in which the lengths of the codes for lengths are sent.
ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)


class Symbol(NamedTuple):
    """A symbol of an alphabet, with the extra bits that follow its code."""

    code: int
    extra: int
    bits: int


def _symbols(first: int, start: int, bits: Sequence[int]) -> List[Symbol]:
    """Return the symbol of every length (or distance) from ``start`` on."""
    return [
        Symbol(first + at, extra, width)
        for at, width in enumerate(bits)
        for extra in range(1 << width)
    ]


# Symbol 285 is length 258 alone, which takes the last place of symbol 284.
LENGTHS = [Symbol(0, 0, 0)] * 3 + _symbols(257, 3, LENGTH_BITS[:-1])[:-1]
LENGTHS.append(Symbol(285, 0, 0))
DISTANCES = [Symbol(0, 0, 0), *_symbols(0, 1, DISTANCE_BITS)]


def compress(data: bytes) -> bytes:
    """Return ``data`` as a raw deflate stream."""
    found = list(_matches(data))
    out = _Bits()
    for start in range(0, len(found) or 1, BLOCK):
        _write_block(
            out, found[start : start + BLOCK], last=start + BLOCK >= len(found)
        )
    return out.finish()


def _matches(data: bytes) -> Iterator[Tuple[int, int]]:
    """Yield ``(length, distance)`` of repetitions, ``(byte, 0)`` of what is new.

    Greedy: the longest match among the latest places where the same bytes began.
    """
    latest: Dict[bytes, int] = {}  # where these bytes began last
    earlier = [-1] * len(data)  # for each place, the one before it with the same bytes
    at, size = 0, len(data)
    while at < size:
        place = latest.get(data[at : at + SHORTEST], -1)
        length, place = _longest(data, at, place, earlier) if place >= 0 else (0, 0)
        yield (length, at - place) if length else (data[at], 0)
        after = at + (length or 1)
        for spot in range(at, min(after, size - SHORTEST + 1)):
            key = data[spot : spot + SHORTEST]
            earlier[spot] = latest.get(key, -1)
            latest[key] = spot
        at = after


def _longest(
    data: bytes, at: int, place: int, earlier: Sequence[int]
) -> Tuple[int, int]:
    """Return the length and the place of the best match, 0 and 0 when there is none."""
    best, found = 0, 0
    limit = min(LONGEST, len(data) - at)
    for _ in range(TRIES):
        if place < 0 or at - place > WINDOW:
            break
        # A longer match than the best one must agree at the byte after it.
        if not best or data[place : place + best + 1] == data[at : at + best + 1]:
            length = best or SHORTEST
            while length < limit and data[place + length] == data[at + length]:
                length += 1
            if length > best:
                best, found = length, place
            if best == limit:
                break
        place = earlier[place]
    return best, found


class _Bits:
    """Gather bits, the lowest first (RFC 1951, 3.1.1)."""

    def __init__(self) -> None:
        """Begin with no bit written."""
        self.done = bytearray()
        self.value = self.count = 0

    def write(self, value: int, count: int) -> None:
        """Add the lowest ``count`` bits of ``value``."""
        self.value |= value << self.count
        self.count += count
        if self.count >= 1024:
            self.done += (self.value & ((1 << 1024) - 1)).to_bytes(128, "little")
            self.value >>= 1024
            self.count -= 1024

    def finish(self) -> bytes:
        """Return all bytes; the last is filled up with zeros."""
        self.done += self.value.to_bytes((self.count + 7) // 8, "little")
        return bytes(self.done)


def _write_block(out: _Bits, found: List[Tuple[int, int]], *, last: bool) -> None:
    """Write one block with codes of its own (RFC 1951, 3.2.7)."""
    literals, distances = [0] * 286, [0] * 30
    literals[END] = 1
    for length, distance in found:
        literals[LENGTHS[length].code if distance else length] += 1
        if distance:
            distances[DISTANCES[distance].code] += 1
    lengths = _code_lengths(literals, 15)
    far = _code_lengths(distances, 15)
    out.write(last + 4, 3)
    _write_codes(out, lengths, far)
    words, places = _codes(lengths), _codes(far)
    for length, distance in found:
        if not distance:
            out.write(words[length], lengths[length])
            continue
        symbol, extra, bits = LENGTHS[length]
        out.write(words[symbol] | extra << lengths[symbol], lengths[symbol] + bits)
        symbol, extra, bits = DISTANCES[distance]
        out.write(places[symbol] | extra << far[symbol], far[symbol] + bits)
    out.write(words[END], lengths[END])


def _code_lengths(counts: Sequence[int], limit: int) -> List[int]:
    """Return how many bits the code of each symbol gets, by Huffman's method.

    Codes over the limit are avoided by evening out the counts until none is; there are
    always two codes at least, as some readers refuse a single one.
    """
    weights = [(count, at) for at, count in enumerate(counts) if count]
    weights += [(1, at) for at in (0, 1) if not counts[at]][: max(0, 2 - len(weights))]
    while True:
        lengths = [0] * len(counts)
        heap: List[Tuple[int, int, Tuple[int, ...]]]
        heap = [(count, at, (at,)) for count, at in weights]
        heapq.heapify(heap)
        while len(heap) > 1:
            one, other = heapq.heappop(heap), heapq.heappop(heap)
            below = one[2] + other[2]
            for at in below:
                lengths[at] += 1
            heapq.heappush(heap, (one[0] + other[0], min(one[1], other[1]), below))
        if max(lengths) <= limit:
            return lengths
        weights = [(count // 2 + 1, at) for count, at in weights]


def _codes(lengths: Sequence[int]) -> List[int]:
    """Return the code of each symbol (RFC 1951, 3.2.2), its bits turned round."""
    codes, code = [0] * len(lengths), 0
    for width in range(1, max(lengths) + 1):
        code <<= 1
        for at, length in enumerate(lengths):
            if length == width:
                codes[at] = int(format(code, f"0{width}b")[::-1], 2)
                code += 1
    return codes


def _write_codes(out: _Bits, lengths: List[int], far: List[int]) -> None:
    """Write the lengths of all codes, runs shortened, coded themselves."""
    while lengths[-1] == 0:
        lengths.pop()
    while far[-1] == 0:
        far.pop()
    runs = list(_runs(lengths + far))
    counts = [0] * 19
    for symbol, _, _ in runs:
        counts[symbol] += 1
    widths = _code_lengths(counts, 7)
    sent = max(at for at, symbol in enumerate(ORDER) if widths[symbol]) + 1
    sent = max(sent, 4)
    out.write(len(lengths) - 257, 5)
    out.write(len(far) - 1, 5)
    out.write(sent - 4, 4)
    for symbol in ORDER[:sent]:
        out.write(widths[symbol], 3)
    codes = _codes(widths)
    for symbol, extra, bits in runs:
        out.write(codes[symbol] | extra << widths[symbol], widths[symbol] + bits)


def _runs(lengths: Sequence[int]) -> Iterator[Symbol]:
    """Yield the lengths of codes with runs as one symbol (RFC 1951, 3.2.7)."""
    at = 0
    while at < len(lengths):
        value, end = lengths[at], at
        while end < len(lengths) and lengths[end] == value:
            end += 1
        run = end - at
        if value == 0 and run >= 3:
            run = min(run, 138)
            yield Symbol(17, run - 3, 3) if run < 11 else Symbol(18, run - 11, 7)
        elif value and run >= 4:
            run = min(run, 7)
            yield Symbol(value, 0, 0)
            yield Symbol(16, run - 4, 2)
        else:
            yield from [Symbol(value, 0, 0)] * run
        at += run
