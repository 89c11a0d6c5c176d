# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read recorded answers, and cut them as a network might."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Iterator, List, Sequence, Tuple

from aura_coding_agent.core.interfaces import Codec, Delta
from aura_coding_agent.core.messages import Reply

FOLDER = Path(__file__).parent.parent / "data" / "wire"


def recording(name: str) -> bytes:
    """Return the bytes of a recorded answer."""
    return (FOLDER / name).read_bytes()


def cuts(data: bytes) -> Iterator[List[bytes]]:
    """Yield the data in one piece, byte by byte, and in random pieces."""
    yield [data]
    yield [data[i : i + 1] for i in range(len(data))]
    for seed in range(20):
        dice = random.Random(seed)
        ends = sorted(dice.sample(range(len(data)), min(12, len(data))))
        yield [data[a:b] for a, b in zip([0, *ends], [*ends, len(data)])]


def decode(
    codec: Codec, pieces: Sequence[bytes], content_type: str = "text/event-stream"
) -> Tuple[List[Delta], Reply]:
    """Return the deltas and the reply that a codec makes of an answer."""
    decoder = codec.decoder(content_type)
    deltas = [delta for piece in pieces for delta in decoder.feed(piece)]
    return deltas, decoder.finish()
