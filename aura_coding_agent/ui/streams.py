# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Write text for people to a stream: the door of everything that is not drawn.

What reaches a terminal cannot steer it; what goes to a file or a pipe is the text as it
is, so that ``undo --preview`` makes a patch that applies.
"""

from __future__ import annotations

from typing import Optional, TextIO, cast

from ..core.text import printable
from .headless import emit, is_terminal


def tell(out: Optional[TextIO], text: str) -> bool:
    """Write a text at once; on a terminal, what could steer it is spelled out.

    Args:
        out: None, as Python has it for a stream that was closed before it started, is
            somebody who does not read.

    Returns:
        Whether somebody still reads.

    Raises:
        AuraError: the output cannot be written (``output-unwritable``).
    """
    if out is None:
        return False
    return emit(out, printable(text) if is_terminal(out) else text)


def tell_bytes(out: Optional[TextIO], data: bytes) -> bool:
    """Write the content of a file as it is; on a terminal, as :func:`tell` does."""
    binary = getattr(out, "buffer", None)
    if out is None or binary is None or is_terminal(out):
        return tell(out, data.decode("utf-8", "replace"))
    # What writes text at once does the same with bytes.
    return emit(cast(TextIO, binary), cast(str, data))
