# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Offer zlib; to a Python that was built without it, what stores as is.

Then nothing is found worth compressing, and what was compressed by another Python is
told to be out of reach, not damaged.
"""

from __future__ import annotations

from typing import NoReturn

from .errors import StorageError

__all__ = ["MAX_WBITS", "compress", "compressobj", "decompress", "decompressobj"]
__all__ += ["error"]

TYPE_CHECKING = False  # typing's own tells nothing more here
if TYPE_CHECKING:
    from zlib import MAX_WBITS, compress, compressobj, decompress, decompressobj, error
else:
    try:
        from zlib import (
            MAX_WBITS,
            compress,
            compressobj,
            decompress,
            decompressobj,
            error,
        )
    except ImportError:
        MAX_WBITS = 15  # what zlib itself has

        class error(Exception):
            """Never raised: nothing is decompressed, so nothing is found damaged."""

        def compress(data: bytes, level: int = -1) -> bytes:
            """Return the data as it is, which no caller finds smaller."""
            return data

        def decompress(data: bytes) -> NoReturn:
            """Raise the error that says what is missing."""
            raise StorageError(
                "zlib-missing",
                "This is compressed, and this Python was built without zlib.",
                hint="Use a Python that has it: `doctor` says what is missing.",
            )

        compressobj = decompressobj = decompress
