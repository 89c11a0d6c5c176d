# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the compressor that writes the same bytes everywhere."""

from __future__ import annotations

import hashlib
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from release import deflate


def read_back(packed: bytes) -> bytes:
    """Return what zlib makes of a raw deflate stream; nothing may follow it."""
    reader = zlib.decompressobj(-15)
    data = reader.decompress(packed) + reader.flush()
    assert (True, b"") == (reader.eof, reader.unused_data)
    return data


def scattered(size: int) -> bytes:
    """Return bytes without repetitions that are the same in every run."""
    parts = [hashlib.sha256(b"%d" % at).digest() for at in range(size // 32 + 1)]
    return b"".join(parts)[:size]


# Letters as rare as Fibonacci's numbers make the deepest tree that there can be.
FIBONACCI = [1, 1]
while len(FIBONACCI) < 22:
    FIBONACCI.append(sum(FIBONACCI[-2:]))
DEEP = b"".join(bytes([at]) * count for at, count in enumerate(FIBONACCI))

CASES = {
    "nothing": b"",
    "one byte": b"a",
    "too short for a match": b"aaa",
    "one long run": b"a" * 100_000,
    "every byte": bytes(range(256)) * 3,
    "nothing repeats": scattered(5_000),
    "more than one block": scattered(40_000),
    "farther than the window": b"0123456789" + scattered(33_000) + b"0123456789",
    "at the edge of the window": b"0123456789" + scattered(32_758) + b"0123456789",
    "longest match": scattered(258) * 4,
    "one more than the longest": scattered(259) * 4,
    "text": b"def name(first, second):\n    return first + second\n" * 50,
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_compressed_can_be_read(case: str) -> None:
    """Every reader of RFC 1951 gets back what was compressed."""
    assert CASES[case] == read_back(deflate.compress(CASES[case]))


@given(
    st.lists(st.sampled_from([b"ab", b"abcd", b"\0", b"xyz" * 9, b"q"]), max_size=60)
)
@settings(max_examples=60, deadline=None)
def test_any_bytes_can_be_read_back(parts: list[bytes]) -> None:
    """Whatever repeats in whatever order, nothing is lost."""
    data = b"".join(parts)
    assert data == read_back(deflate.compress(data))


def test_codes_are_never_longer_than_the_format_allows() -> None:
    """Frequencies that ask for codes over 15 bits get codes of 15 bits at most."""
    lengths = deflate._code_lengths([*FIBONACCI, 0], 15)
    assert 15 >= max(lengths)
    assert 1 == sum(2.0**-length for length in lengths if length)
    assert DEEP == read_back(deflate.compress(DEEP))


def test_the_bytes_never_change() -> None:
    """The bytes for these inputs are part of what makes a build reproducible."""
    packed = b"".join(deflate.compress(CASES[name]) for name in sorted(CASES))
    # pragma: allowlist nextline secret (made up)
    expected = "779f5a78c7d1a79321f12b60e7c3c6868841382aad76e4713994792399e891bf"
    assert expected == hashlib.sha256(packed).hexdigest()


def test_text_gets_about_as_small_as_zlib_makes_it() -> None:
    """The price of being the same everywhere is a few hundredths of the size."""
    text = open(deflate.__file__, "rb").read()
    assert len(deflate.compress(text)) < 1.05 * len(zlib.compress(text, 9))
