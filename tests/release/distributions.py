# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make tiny real wheels and sdists without building anything."""

from __future__ import annotations

import base64
import hashlib
import io
import pathlib
import tarfile
import zipfile
from typing import Dict


def metadata(name: str, version: str, *, requires_python: str = ">=3.9") -> bytes:
    """Return core metadata."""
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Python: {requires_python}"] if requires_python else []
    return "\n".join([*lines, "", "A tiny distribution.", ""]).encode()


def wheel(
    folder: pathlib.Path,
    name: str,
    version: str,
    *,
    body: str = "",
    requires_python: str = ">=3.9",
) -> pathlib.Path:
    """Write a wheel with one module that knows its version; return its path."""
    stem = name.replace("-", "_")
    info = f"{stem}-{version}.dist-info"
    tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    members: Dict[str, bytes] = {
        f"{stem}.py": f"VERSION = {version!r}\n{body}".encode(),
        f"{info}/METADATA": metadata(name, version, requires_python=requires_python),
        f"{info}/WHEEL": tags.encode(),
    }
    record = "".join(_record_line(path, data) for path, data in members.items())
    members[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    path = folder / f"{stem}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return path


def sdist(folder: pathlib.Path, name: str, version: str) -> pathlib.Path:
    """Write an sdist that has metadata and nothing to build; return its path."""
    stem = f"{name.replace('-', '_')}-{version}"
    path = folder / f"{stem}.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for member, data in (("PKG-INFO", metadata(name, version)), ("tiny.py", b"")):
            entry = tarfile.TarInfo(f"{stem}/{member}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return path


def _record_line(path: str, data: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
    return f"{path},sha256={digest.decode()},{len(data)}\n"
