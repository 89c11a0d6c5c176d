# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Build the sdist and the wheel with setuptools, to the same bytes everywhere.

A build backend (PEP 517) around ``setuptools.build_meta``. Setuptools reads
``pyproject.toml`` and ``MANIFEST.in`` and says which files belong where; it works on a
clean copy, so nothing left over from earlier builds gets in and nothing is left behind.
Then all that depends on the machine is replaced: the time, modes and owners of members,
their order, the way they are compressed, and the texts in which one setuptools differs
from the next. The wheel gets a software bill of materials (PEP 770).

The one time that everything carries is the date of the newest release in
``CHANGELOG.rst``, at midnight UTC. It is part of the source, so a wheel built from the
sdist alone has it too; ``SOURCE_DATE_EPOCH`` is not asked.

There is no hook that makes the metadata alone: then frontends build the wheel and look
into it, and it is built once.
"""

from __future__ import annotations

import base64
import calendar
import contextlib
import hashlib
import json
import os
import re
import shutil
import sysconfig
import tarfile
import tempfile
import time
import uuid
import zipfile
from typing import Any, Dict, Iterator, List, Mapping, Optional

from setuptools import build_meta  # type: ignore[import-untyped,unused-ignore]

from .archives import Member, tar_gz, zipped

CHANGELOG = "CHANGELOG.rst"
RELEASED = re.compile(r"^\d+\.\d+\S* - (\d{4}-\d\d-\d\d)$", re.MULTILINE)
NOT_RELEASED = "1980-01-01"  # the first day that a zip can hold

# What a checkout may hold that is no source; the first only at its top.
MADE_AT_TOP = ("build", "dist", "venv")
MADE = (
    *(".git", ".hg", ".svn", ".venv*", ".tox", ".nox", ".*_cache", ".hypothesis"),
    *(".coverage", ".coverage.*", "*.egg-info", "__pycache__", "*.py[cod]"),
)

# The fields of metadata 2.4, in the order they are written. Not there: Dynamic, which
# setuptools adds by its own lights, and what was replaced by something better.
METADATA_VERSION = "2.4"
FIELDS = (
    "Name",
    "Version",
    "Summary",
    "Author",
    "Author-email",
    "Maintainer",
    "Maintainer-email",
    "License-Expression",
    "License-File",
    "Keywords",
    "Classifier",
    "Project-URL",
    "Requires-Python",
    "Requires-External",
    "Provides-Extra",
    "Requires-Dist",
    "Description-Content-Type",
)
GENERATOR = "aura_coding_agent-release"  # named in WHEEL and in the bill of materials

Settings = Optional[Mapping[str, Any]]


def build_editable(
    wheel_directory: str,
    config_settings: Settings = None,
    metadata_directory: Optional[str] = None,
) -> str:
    """Build what stands for this folder: a path to it, and nothing that is released.

    For an environment inside the folder the path is a relative one. An absolute path
    with letters beyond ASCII keeps Python up to 3.12 from starting in the locale C,
    because there it reads such a file as ASCII.
    """
    name = build_meta.build_editable(wheel_directory)
    packages = sysconfig.get_path("purelib")
    here = os.getcwd()
    if not packages.startswith(os.path.join(here, "")):
        return name
    path = os.path.join(wheel_directory, name)
    with zipfile.ZipFile(path) as file:
        members = [Member(each, file.read(each)) for each in file.namelist()]
    way = os.path.relpath(here, packages).replace(os.sep, "/") + "\n"
    record = next(each.name for each in members if each.name.endswith("/RECORD"))
    files = [
        each._replace(data=way.encode()) if each.name.endswith(".pth") else each
        for each in members
        if each.name != record
    ]
    made = [*files, Member(record, _record(files, record))]
    return _save(wheel_directory, name, zipped(made, _moment()))


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    """Build the sdist into a folder, return its name (PEP 517); no settings apply."""
    with _clean_copy() as place:
        name = build_meta.build_sdist(place)
        with tarfile.open(os.path.join(place, name)) as file:
            read = [(item.name, file.extractfile(item)) for item in file]
            members = [Member(path, data.read()) for path, data in read if data]
        packed = tar_gz(_sdist_members(members), _moment())
    return _save(sdist_directory, name, packed)


def build_wheel(
    wheel_directory: str,
    config_settings: Settings = None,
    metadata_directory: Optional[str] = None,
) -> str:
    """Build the wheel into a folder, return its name (PEP 517); no settings apply."""
    with _clean_copy() as place:
        name = build_meta.build_wheel(place)
        with zipfile.ZipFile(os.path.join(place, name)) as file:
            members = [Member(path, file.read(path)) for path in file.namelist()]
        when = _moment()
        packed = zipped(_wheel_members(members, when), when)
    return _save(wheel_directory, name, packed)


@contextlib.contextmanager
def _clean_copy() -> Iterator[str]:
    """Work in a copy of the present folder; gives a folder for what is built."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as scratch:
        source, place = os.path.join(scratch, "source"), os.path.join(scratch, "built")
        os.mkdir(place)
        shutil.copytree(before, source, ignore=_made)
        os.chdir(source)
        try:
            yield place
        finally:
            os.chdir(before)


def _made(folder: str, names: List[str]) -> List[str]:
    """Return the names in a folder that are no source."""
    found = shutil.ignore_patterns(*MADE)(folder, names)
    if folder != os.getcwd():
        return found
    environments = [
        name
        for name in names
        if os.path.exists(os.path.join(folder, name, "pyvenv.cfg"))
    ]
    return [*found, *environments, *MADE_AT_TOP]


def _save(folder: str, name: str, data: bytes) -> str:
    """Write a distribution, return its name."""
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)
    return name


def _moment() -> int:
    """Return the time of everything in Unix seconds: the newest release, UTC."""
    with open(CHANGELOG, encoding="utf-8") as file:
        found = RELEASED.search(file.read())
    day = time.strptime(found[1] if found else NOT_RELEASED, "%Y-%m-%d")
    return calendar.timegm(day)


def _sdist_members(members: List[Member]) -> List[Member]:
    """Return the members of the sdist: the source as it is, and PKG-INFO."""
    kept = []
    for member in members:
        path = member.name.partition("/")[2]
        if ".egg-info/" in path:
            continue  # setuptools' own notes, which it makes again when it needs them
        if path == "PKG-INFO":
            member = member._replace(data=canonical(member.data))
        if path == "setup.cfg":  # setuptools appends to it, or makes one
            if not os.path.exists(path):
                continue
            with open(path, "rb") as file:
                member = member._replace(data=file.read())
        kept.append(member)
    return sorted(kept)


def _wheel_members(members: List[Member], when: int) -> List[Member]:
    """Return the members of the wheel, the last ``.dist-info``, and there RECORD."""
    found = {member.name: member.data for member in members}
    (record,) = [name for name in found if name.endswith(".dist-info/RECORD")]
    info = record[: -len("RECORD")]
    del found[record]
    found.pop(info + "top_level.txt", None)  # setuptools' own; RECORD says as much
    found[info + "METADATA"] = metadata = canonical(found[info + "METADATA"])
    found[info + "WHEEL"] = _wheel_text(found[info + "WHEEL"])
    bill = info.partition("-")[0] + ".cdx.json"
    found[info + "sboms/" + bill] = _bill_of_materials(metadata, when)
    rows = sorted(found, key=lambda name: (name.startswith(info), name))
    files = [Member(name, found[name]) for name in rows]
    return [*files, Member(record, _record(files, record))]


def canonical(metadata: bytes) -> bytes:
    """Return core metadata as every setuptools would write it, in one order."""
    head, _, body = metadata.replace(b"\r\n", b"\n").partition(b"\n\n")
    fields = _fields(head.decode("utf-8"))
    lines = [f"Metadata-Version: {METADATA_VERSION}"]
    for name in FIELDS:
        lines += [f"{name}: {value}" for value in fields.get(name.lower(), ())]
    return "\n".join([*lines, "", ""]).encode("utf-8") + body.rstrip(b"\n") + b"\n"


def _fields(head: str) -> Dict[str, List[str]]:
    """Return the values of each field, in their order, by the field's name in small."""
    fields: Dict[str, List[str]] = {}
    for line in re.sub(r"\n(?=[ \t])", "\0", head).splitlines():
        name, _, value = line.partition(": ")
        fields.setdefault(name.lower(), []).append(value.replace("\0", "\n"))
    return fields


def _wheel_text(text: bytes) -> bytes:
    """Return WHEEL with our name: what setuptools writes there has its version."""
    fields = _fields(text.decode("ascii").strip())
    lines = ["Wheel-Version: 1.0", f"Generator: {GENERATOR}"]
    lines += [f"Root-Is-Purelib: {fields['root-is-purelib'][0]}"]
    lines += [f"Tag: {tag}" for tag in sorted(fields["tag"])]
    return "\n".join([*lines, ""]).encode("ascii")


def _record(files: List[Member], record: str) -> bytes:
    """Return RECORD: path, SHA-256 and size of every file, its own line bare."""
    lines = []
    for name, data in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest())
        lines.append(f"{name},sha256={digest.decode().rstrip('=')},{len(data)}\n")
    return "".join([*lines, f"{record},,\n"]).encode("utf-8")


def _bill_of_materials(metadata: bytes, when: int) -> bytes:
    """Return what the wheel is made of as CycloneDX 1.6 JSON: itself, nothing else."""
    head = metadata.partition(b"\n\n")[0].decode("utf-8")
    fields = {name: values[0] for name, values in _fields(head).items()}
    name, version = fields["name"], fields["version"]
    slug = re.sub(r"[-_.]+", "-", name).lower()
    package = f"pkg:pypi/{slug}@{version}"
    component = {
        "type": "application",
        "bom-ref": package,
        "name": name,
        "version": version,
        "description": fields["summary"],
        "licenses": [{"expression": fields["license-expression"]}],
        "purl": package,
    }
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, package).urn,
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(when)),
            "lifecycles": [{"phase": "build"}],
            "tools": {"components": [{"type": "application", "name": GENERATOR}]},
            "component": component,
        },
        "components": [],
        "dependencies": [{"ref": package, "dependsOn": []}],
        # Nothing was left out: there is no dependency, and nothing is bundled.
        "compositions": [{"aggregate": "complete", "dependencies": [package]}],
    }
    return (json.dumps(bill, indent=2) + "\n").encode("utf-8")
