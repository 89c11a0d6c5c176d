# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Take an upload in, once everything about it agrees (the legacy upload API).

The form says a name, a version and hashes; the file name says a name and a version;
and so does the metadata in the file. An index that lets them differ hands out files
that installers refuse later.
"""

from __future__ import annotations

import email.message
import email.parser
import hashlib
import io
import re
import tarfile
import zipfile

from . import names
from .form import Form
from .names import FileName
from .refusal import bad_request
from .store import Store

_DIGESTS = ("md5_digest", "sha256_digest", "blake2_256_digest")
_METADATA = re.compile(r"[^/]+\.dist-info/METADATA\Z")
_PKG_INFO = re.compile(r"[^/]+/PKG-INFO\Z")


def accept(store: Store, form: Form, *, user: str) -> bool:
    """Keep the file of an upload form; return False if it was there already.

    Raises:
        Refusal: a part of the form is missing or two of them do not agree, or the file
            name was used for other bytes.
    """
    _check_protocol(form)
    upload = form.files.get("content")
    if upload is None:
        raise bad_request("The form has no file in its field content.")
    name = names.parse(upload.filename)
    said = (form.get("name"), form.get("version"), form.get("filetype"))
    _check_said(upload.filename, name, *said)
    _check_digests(form, upload.content)
    metadata = _metadata_of(upload.filename, name, upload.content)
    headers = email.parser.BytesParser().parsebytes(metadata, headersonly=True)
    inside = (_header(headers, "Name"), _header(headers, "Version"), name.filetype)
    _check_said(f"the metadata in {upload.filename}", name, *inside)
    return store.add(
        name,
        upload.filename,
        content=upload.content,
        metadata=metadata if name.filetype == "bdist_wheel" else b"",
        requires_python=_header(headers, "Requires-Python"),
        uploaded_by=user,
    )


def _check_protocol(form: Form) -> None:
    """Refuse what is no upload in the form that is known here."""
    if form.get(":action") != "file_upload":
        raise bad_request("The only action here is file_upload.")
    if form.get("protocol_version") != "1":
        raise bad_request("The only version of the upload protocol is 1.")
    if form.get("attestations"):
        # Dropping them silently would look as if they had been checked.
        raise bad_request("This index cannot check attestations; upload without them.")


def _check_said(
    where: str, name: FileName, project: str, version: str, filetype: str
) -> None:
    """Refuse a name, version or type that the file name contradicts."""
    said = FileName(names.normalise(project), version, filetype)
    if said != name:
        raise bad_request(
            f"The file name says {name.project} {name.version} ({name.filetype}), but "
            f"with {where} comes {said.project} {said.version} ({said.filetype})."
        )


def _check_digests(form: Form, content: bytes) -> None:
    """Refuse a file that does not match all digests in its form."""
    told = {field: form.get(field).lower() for field in _DIGESTS if form.get(field)}
    if not told:
        raise bad_request("The form has no digest of the file.")
    for field, digest in told.items():
        if digest != _digest(field, content):
            raise bad_request(
                f"The file does not match its {field}: it was damaged on the way."
            )


def _digest(field: str, content: bytes) -> str:
    """Return the digest that a field of the form is about."""
    if field == "blake2_256_digest":
        return hashlib.blake2b(content, digest_size=32).hexdigest()
    if field == "md5_digest":
        return hashlib.new("md5", content, usedforsecurity=False).hexdigest()
    return hashlib.sha256(content).hexdigest()


def _metadata_of(filename: str, name: FileName, content: bytes) -> bytes:
    """Return the core metadata in a wheel or an sdist."""
    try:
        if name.filetype == "bdist_wheel":
            found = _in_wheel(content)
        else:
            found = _in_sdist(content)
    except (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError) as error:
        raise bad_request(f"{filename} cannot be read: {error}.") from None
    if found is None:
        raise bad_request(f"{filename} has no metadata in it.")
    return found


def _in_wheel(content: bytes) -> "bytes | None":
    """Return the metadata in a wheel; None when there is none."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.namelist():
            if _METADATA.match(member):
                return archive.read(member)
    return None


def _in_sdist(content: bytes) -> "bytes | None":
    """Return the metadata in an sdist; None when there is none."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        for member in archive:
            if _PKG_INFO.match(member.name):
                opened = archive.extractfile(member)
                return opened.read() if opened else None
    return None


def _header(headers: email.message.Message, name: str) -> str:
    """Return a field of the metadata; empty when it is missing."""
    return str(headers.get(name, ""))
