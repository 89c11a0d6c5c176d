# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Compare the files of two folders byte for byte: ``make same ARGS="dist released"``.

For a build that was made again on another system. Files that only the second folder
has, such as a manifest, are no difference; one that only the first has is.
"""

from __future__ import annotations

import hashlib
import pathlib
import sys
from typing import Sequence


def digest(path: pathlib.Path) -> str:
    """Return the SHA-256 of a file, or a word when there is none."""
    return (
        hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
    )


def main(arguments: Sequence[str]) -> int:
    """Print one line for each file; return 1 when one differs or there is none."""
    ours, theirs = (pathlib.Path(name) for name in arguments)
    different = 0
    names = sorted(path.name for path in ours.iterdir() if path.is_file())
    for name in names:
        first, second = digest(ours / name), digest(theirs / name)
        word = "same" if first == second else "DIFFERS"
        print(f"{word:<8} {name}\n         {first}\n         {second}")
        different += first != second
    print(f"{len(names) - different} of {len(names)} files are byte-identical")
    return 1 if different or not names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
