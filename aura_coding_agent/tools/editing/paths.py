# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Tell which file of the workspace a path means that a model wrote.

A path is taken as it is written where something is there. Otherwise quotes around it,
separators of Windows, another normal form of Unicode, a root that is the workspace and
what other programs put before or after a path are looked through. A file that is not
there is named in the plainest way.
"""

from __future__ import annotations

import os
import re
from typing import Iterator, List, Sequence

from ...core.errors import WorkspaceError
from ...core.workspace import Workspace

_WORDS = r"[\w.+@$~\-]+(?:\\[\w.+@$~()\[\] \-]+)+"


def place_of(workspace: Workspace, path: str, spellings: Sequence[str] = ()) -> str:
    """Return the absolute path of a file, which need not exist; see ``resolve``.

    The last part of the path is not followed when it is a link.

    Args:
        spellings: other paths that may be meant.

    Raises:
        WorkspaceError: it cannot be a path of the workspace.
    """
    candidates = [path, *spellings]
    plain = [form for each in candidates for form in _forms(each)]
    folder = os.path.basename(workspace.root) + "/"
    plain += [each[len(folder) :] for each in plain if each.startswith(folder)]
    first = None
    for each in dict.fromkeys([*candidates, *plain]):
        try:
            real = _unfollowed(workspace, each)
        except WorkspaceError as error:
            first = first or error
            continue
        if os.path.lexists(real):
            return real
        found = _normal(real, workspace.root)
        if found and os.path.lexists(found):
            workspace.resolve(found)  # which refuses what may not be written
            return found
    new = _plainest(path)
    words = [each for each in spellings if path.endswith(" " + each)]
    if words and not os.path.isdir(os.path.join(workspace.root, os.path.dirname(new))):
        new = words[0]  # the rest is a word of the sentence that names the file
    if first and new == path:
        raise first
    real = _unfollowed(workspace, new)
    return _normal(real, workspace.root) or real


def _unfollowed(workspace: Workspace, path: str) -> str:
    """Return an absolute path as :func:`place_of` does."""
    name = os.path.basename(path.rstrip("/"))
    if name in ("", ".", ".."):
        return workspace.resolve(path)
    inner = workspace.resolve(path, follow=False)
    return inner if os.path.islink(inner) else workspace.resolve(path)


def _forms(path: str) -> List[str]:
    """Return other ways to write a path, the likelier ones first."""
    return list(dict.fromkeys(_spelt(path)))


def _spelt(path: str) -> Iterator[str]:
    """Yield other ways to write a path."""
    bare = _unquoted(path)
    yield bare
    if "\\" in bare:
        yield bare.replace("\\", "/")
    if bare.startswith("/"):
        yield bare.lstrip("/")
    if bare[:2] in ("a/", "b/"):  # as in the headers of git
        yield bare[2:]
    if bare.startswith("@"):  # as files are mentioned in a chat
        yield bare[1:]
    if re.search(r":\d+$", bare):
        yield re.sub(r"(?::\d+)+$", "", bare)


def _plainest(path: str) -> str:
    """Return how a path is best written of which nothing is there."""
    bare = _unquoted(path)
    return bare.replace("\\", "/") if re.fullmatch(_WORDS, bare) else bare


def _unquoted(path: str) -> str:
    """Return a path without blanks and quotes around it."""
    path = path.strip()
    while len(path) > 2 and path[0] == path[-1] and path[0] in "`\"'*":
        path = path[1:-1].strip()
    return path


def _normal(real: str, root: str) -> str:
    """Return the path in the forms of Unicode that its folders have on the disk.

    An empty string says that it is plain ASCII, or that no other form is there.
    """
    if real.isascii() or not real.startswith(root):
        return ""
    # Here, because few names have signs that are written in several ways.
    from unicodedata import normalize

    at = root
    parts = real[len(root) :].strip(os.sep).split(os.sep)
    for number, part in enumerate(parts):
        there = os.path.join(at, part)
        if not os.path.lexists(there):
            try:
                names = os.listdir(at)
            except OSError:
                return os.path.join(at, *parts[number:])
            for form in ("NFC", "NFKC"):
                like = [e for e in names if normalize(form, e) == normalize(form, part)]
                if len(like) == 1:
                    there = os.path.join(at, like[0])
                    break
        at = there
    return at
