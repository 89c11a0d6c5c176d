# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Write down what was built, from what and by what: SHA256SUMS and provenance.json.

``SHA256SUMS`` has the form that ``sha256sum -c`` reads. The provenance record is a
statement of in-toto (v1) with the SLSA provenance predicate (v1). Neither holds the
time or the machine, so that the same sources and tools give the same record.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import json
import pathlib
import platform
import re
from typing import Any, Dict, List, Tuple

from . import git, project, shell
from .errors import ReleaseError
from .project import Project

SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"
PROVENANCE = "provenance.json"
STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://slsa.dev/provenance/v1"
TOOLS = ("build", "pip", "setuptools", "twine", "wheel")
_ROW = re.compile(r"(?P<hash>[0-9a-f]{64}) [ *](?P<name>[^/\\]+)")


def main(argv: List[str]) -> int:
    """Run ``manifest``."""
    parser = argparse.ArgumentParser("python -m release manifest", description=__doc__)
    parser.add_argument("--dist", default="dist", help="folder of the files")
    args = parser.parse_args(argv)
    here = project.here()
    shell.say(f"manifest: {write(here, here.root / args.dist)}")
    return 0


def sha256(path: pathlib.Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(1 << 20), b""):
            found.update(chunk)
    return found.hexdigest()


def uploads(here: Project, dist: pathlib.Path) -> List[pathlib.Path]:
    """Return the wheels and the sdist of this version, which an index takes.

    Raises:
        ReleaseError: ``nothing-built``, one kind is missing; ``other-version``, files
            of another version lie there as well.
    """
    wheels, sdists = sorted(dist.glob("*.whl")), sorted(dist.glob("*.tar.gz"))
    if not wheels or len(sdists) != 1:
        message = f"{dist} has {len(wheels)} wheels and {len(sdists)} sdists."
        hint = "There must be one sdist and a wheel or more. Build them: make dist"
        raise ReleaseError("nothing-built", message, hint)
    expected = f"{here.name}-{here.version}"
    for path in (*wheels, *sdists):
        if not path.name.startswith((expected + "-", expected + ".tar")):
            message = f"{path.name} is not of version {here.version}."
            raise ReleaseError("other-version", message, "Build anew: make dist")
    return [*wheels, *sdists]


def files(here: Project, dist: pathlib.Path) -> List[pathlib.Path]:
    """Return all files of the release: what an index takes, and zip applications."""
    return sorted([*uploads(here, dist), *dist.glob("*.pyz")])


def write(here: Project, dist: pathlib.Path) -> str:
    """Write both files, return what they say in one line.

    Raises:
        ReleaseError: ``nothing-built``, ``other-version``, ``no-repository``.
    """
    made = files(here, dist)
    record = json.dumps(provenance(here, made), indent=2, sort_keys=True) + "\n"
    (dist / PROVENANCE).write_bytes(record.encode("utf-8"))
    listed = sorted([*made, dist / PROVENANCE])
    text = "".join(f"{sha256(path)}  {path.name}\n" for path in listed)
    (dist / SUMS).write_bytes(text.encode("utf-8"))
    (dist / SIGNATURE).unlink(missing_ok=True)
    return f"{len(listed)} files in {SUMS}, commit {git.head(here.root)[:12]}."


def provenance(here: Project, made: List[pathlib.Path]) -> Dict[str, Any]:
    """Return the record of where files came from.

    Raises:
        ReleaseError: ``no-repository``.
    """
    commit = git.head(here.root)
    hint = "Look at git's message."
    epoch = int(git.git(here.root, "log", "-1", "--format=%ct", commit, hint=hint))
    source = here.url("Source") or here.url("Homepage") or here.name
    return {
        "_type": STATEMENT,
        "subject": [
            {"name": path.name, "digest": {"sha256": sha256(path)}} for path in made
        ],
        "predicateType": PREDICATE,
        "predicate": {
            "buildDefinition": {
                "buildType": f"{here.url('Documentation')}releasing.html#build",
                "externalParameters": {"tag": here.tag, "version": here.version},
                "internalParameters": {"epoch": epoch, "tools": tools(here)},
                "resolvedDependencies": [
                    {
                        "uri": f"git+{source}@refs/tags/{here.tag}",
                        "digest": {"gitCommit": commit},
                    }
                ],
            },
            "runDetails": {"builder": {"id": f"{source}#make-release"}},
        },
    }


def tools(here: Project) -> Dict[str, str]:
    """Return the versions of what builds and publishes."""
    found = {"python": platform.python_version()}
    for name in TOOLS:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    words = (git.ask(here.root, "--version") or "").split()
    found["git"] = words[2] if len(words) > 2 else "unknown"
    return found


def listed(dist: pathlib.Path) -> List[Tuple[str, str]]:
    """Return name and hash of each file that SHA256SUMS lists.

    Raises:
        ReleaseError: ``manifest-missing``, ``manifest-broken``.
    """
    path = dist / SUMS
    if not path.is_file():
        hint = "Write it with: make manifest"
        raise ReleaseError("manifest-missing", f"{path} is not there.", hint)
    rows = []
    for text in path.read_text(encoding="utf-8").splitlines():
        row = _ROW.fullmatch(text)
        if not row:
            hint = "Do not edit it. Write it anew with: make manifest"
            raise ReleaseError("manifest-broken", f"{path}: {text!r} is no row.", hint)
        rows.append((row["name"], row["hash"]))
    return rows


def check(here: Project, dist: pathlib.Path) -> Dict[str, str]:
    """Compare the files with SHA256SUMS, return name and hash of what an index takes.

    Raises:
        ReleaseError: ``files-changed``, a file is missing or has other bytes than when
            the manifest was written, or is not listed; ``manifest-missing``,
            ``manifest-broken``, ``nothing-built``, ``other-version``.
    """
    hint = (
        "Somebody or something changed the files after they were written down. Find "
        "out who; then build anew: make dist manifest sign"
    )
    known = dict(listed(dist))
    present = {path.name: path for path in files(here, dist)}
    for name in sorted({*known, *present}):
        path = dist / name
        if name not in known:
            message = f"{name} is not listed in {SUMS}."
            raise ReleaseError("files-changed", message, hint)
        if not path.is_file() or sha256(path) != known[name]:
            state = "has other bytes than" if path.is_file() else "is missing, but"
            message = f"{name} {state} {SUMS} says."
            raise ReleaseError("files-changed", message, hint)
    return {path.name: known[path.name] for path in uploads(here, dist)}
