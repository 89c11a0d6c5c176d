# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Write the pages of a simple index: HTML (PEP 503) and JSON (PEP 691); no I/O."""

from __future__ import annotations

import html
import json
from typing import Any, Dict, List, Optional, Sequence
from urllib.parse import quote

from .store import Record

API_VERSION = "1.1"
"""PEP 629 and PEP 700: sizes, upload times and the list of versions are there."""

JSON = "application/vnd.pypi.simple.v1+json"
HTML = "application/vnd.pypi.simple.v1+html"
PLAIN_HTML = "text/html"

_OFFERED = {
    JSON: JSON,
    HTML: HTML,
    PLAIN_HTML: PLAIN_HTML,
    "application/vnd.pypi.simple.latest+json": JSON,
    "application/vnd.pypi.simple.latest+html": HTML,
    "text/*": PLAIN_HTML,
    "application/*": HTML,
    "*/*": PLAIN_HTML,
}


def choose(accept: str) -> Optional[str]:
    """Return the content type for an Accept header (PEP 691), or None if none fits.

    The quality decides; among equals the client's order does. A client that says
    nothing gets what was there before JSON: ``text/html``.
    """
    best, quality = None, 0.0
    for entry in (accept or PLAIN_HTML).split(","):
        name, *parameters = [part.strip().lower() for part in entry.split(";")]
        weight = _weight(parameters)
        if name in _OFFERED and weight > quality:
            best, quality = _OFFERED[name], weight
    return best


def _weight(parameters: Sequence[str]) -> float:
    """Return the quality among the parameters of an entry; 1 when there is none."""
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0


def projects(names: Sequence[str], *, content_type: str) -> str:
    """Return the list of all projects."""
    if content_type == JSON:
        listed = [{"name": name} for name in names]
        return json.dumps({"meta": _meta(), "projects": listed})
    links = [f'<a href="{quote(name)}/">{html.escape(name)}</a>' for name in names]
    return _page("Simple index", links)


def project(name: str, files: Sequence[Record], *, content_type: str) -> str:
    """Return the files of one project; their addresses are relative to its page."""
    if content_type == JSON:
        body = {
            "meta": _meta(),
            "name": name,
            "versions": sorted({record.version for record in files}),
            "files": [_json_of(name, record) for record in files],
        }
        return json.dumps(body)
    return _page(f"Links for {name}", [_link_of(name, record) for record in files])


def _meta() -> Dict[str, str]:
    """Return what every JSON page begins with."""
    return {"api-version": API_VERSION}


def _address(project: str, record: Record) -> str:
    """Return the address of a file, relative to the page of its project."""
    return f"../../files/{quote(project)}/{quote(record.filename)}"


def _json_of(project: str, record: Record) -> Dict[str, Any]:
    """Return what the JSON page says of a file."""
    core = {"sha256": record.metadata_sha256} if record.metadata_sha256 else False
    described: Dict[str, Any] = {
        "filename": record.filename,
        "url": _address(project, record),
        "hashes": {"sha256": record.sha256},
        "size": record.size,
        "upload-time": record.upload_time,
        # Not under its first name, dist-info-metadata, too (PEP 714): some older pips
        # end with an error there.
        "core-metadata": core,
        # PEP 592: true, or the reason when there is one.
        "yanked": record.yanked or record.yanked is not None,
    }
    if record.requires_python:
        described["requires-python"] = record.requires_python
    return described


def _link_of(project: str, record: Record) -> str:
    """Return the link to a file on the HTML page."""
    attributes = {"href": f"{_address(project, record)}#sha256={record.sha256}"}
    if record.requires_python:
        attributes["data-requires-python"] = record.requires_python
    if record.metadata_sha256:
        attributes["data-dist-info-metadata"] = f"sha256={record.metadata_sha256}"
        attributes["data-core-metadata"] = f"sha256={record.metadata_sha256}"
    if record.yanked is not None:
        attributes["data-yanked"] = record.yanked
    written = " ".join(f'{k}="{html.escape(v)}"' for k, v in attributes.items())
    return f"<a {written}>{html.escape(record.filename)}</a>"


def _page(title: str, links: List[str]) -> str:
    """Return an HTML page of links."""
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta name="pypi:repository-version" content="{API_VERSION}">',
        f"<title>{html.escape(title)}</title>",
        "</head>",
        "<body>",
        f"<h1>{html.escape(title)}</h1>",
        *(link + "<br>" for link in links),
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"
