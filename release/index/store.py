# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep the files of an index in a folder: each once, for good, beside its record.

``ROOT/<project>/<file>`` is a file as it was uploaded, ``<file>.json`` what is known
about it, ``<file>.metadata`` the metadata of a wheel. A file whose record is missing
is half an upload and counts as not there. One process writes; any may read.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import pathlib
import threading
from typing import Dict, List, NamedTuple, Optional

from .names import FileName, normalise
from .refusal import bad_request


class Record(NamedTuple):
    """What an index knows about a file.

    ``size`` is in bytes, ``upload_time`` in UTC as PEP 700 writes it.
    ``metadata_sha256`` is empty for an sdist. ``yanked`` is None, or the reason, which
    may be empty.
    """

    filename: str
    version: str
    filetype: str
    size: int
    sha256: str
    requires_python: str
    metadata_sha256: str
    upload_time: str
    uploaded_by: str
    yanked: Optional[str] = None


class Store:
    """The files of an index.

    Args:
        root: the folder; it is made when it is missing.
    """

    def __init__(self, root: pathlib.Path):
        """Make the folder when it is missing."""
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()

    def projects(self) -> List[str]:
        """Return the normalised names of all projects that have files, sorted."""
        folders = sorted(path for path in self.root.iterdir() if path.is_dir())
        return [folder.name for folder in folders if self.files(folder.name)]

    def files(self, project: str) -> List[Record]:
        """Return the records of a project's files, sorted by name."""
        records = sorted(self._folder(project).glob("*.json"))
        return [_read(path) for path in records]

    def find(self, project: str, filename: str) -> Optional[Record]:
        """Return the record of a file, or None."""
        for record in self.files(project):
            if record.filename == filename:
                return record
        return None

    def path(self, project: str, filename: str) -> pathlib.Path:
        """Return where the content of a file is; see ``find`` for whether it is."""
        return self._folder(project) / filename

    def add(
        self,
        name: FileName,
        filename: str,
        *,
        content: bytes,
        metadata: bytes,
        requires_python: str,
        uploaded_by: str,
    ) -> bool:
        """Keep a file; return False if it is here already with the same bytes.

        Raises:
            Refusal: the name was used for other bytes.
        """
        record = Record(
            filename=filename,
            version=name.version,
            filetype=name.filetype,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            requires_python=requires_python,
            metadata_sha256=hashlib.sha256(metadata).hexdigest() if metadata else "",
            upload_time=_now(),
            uploaded_by=uploaded_by,
        )
        with self._lock:
            known = self.find(name.project, filename)
            if known is None:
                self._write(name.project, record, content, metadata)
                return True
        if known.sha256 != record.sha256:
            raise bad_request(
                f"File already exists: {filename} with sha256 {known.sha256}. "
                "A file name can be used once; make a new version."
            )
        return False

    def yank(self, project: str, version: str, *, reason: Optional[str]) -> List[str]:
        """Yank all files of a version (PEP 592), or with reason None take it back.

        Returns the names of the files; none if there is no such version.
        """
        with self._lock:
            records = [r for r in self.files(project) if r.version == version]
            for record in records:
                self._keep(normalise(project), record._replace(yanked=reason))
        return [record.filename for record in records]

    def _write(
        self, project: str, record: Record, content: bytes, metadata: bytes
    ) -> None:
        """Write a new file, and its record last."""
        folder = self._folder(project)
        folder.mkdir(exist_ok=True)
        _replace(folder / record.filename, content)
        if metadata:
            _replace(folder / (record.filename + ".metadata"), metadata)
        # Last: from here on the file is there.
        self._keep(project, record)

    def _keep(self, project: str, record: Record) -> None:
        """Write the record of a file."""
        text = json.dumps(record._asdict(), indent=1)
        path = self._folder(project) / (record.filename + ".json")
        _replace(path, text.encode("utf-8"))

    def _folder(self, project: str) -> pathlib.Path:
        """Return the folder of a project."""
        return self.root / normalise(project)


def _read(path: pathlib.Path) -> Record:
    """Return the record in a file."""
    fields: Dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return Record(**fields)  # type: ignore[arg-type]


def _replace(path: pathlib.Path, content: bytes) -> None:
    """Write a file so that readers see all of it or nothing."""
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(content)
    os.replace(draft, path)


def _now() -> str:
    """Return the time in UTC as PEP 700 writes it."""
    now = datetime.datetime.now(datetime.timezone.utc)
    return now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
