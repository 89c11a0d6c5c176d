# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make a small project to release: a git repository, a remote, keys, two indexes.

Its build backend is twenty lines of standard library whose files have the same bytes at
every build, so that nothing has to be installed and no time passes.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
from typing import Dict, List, NamedTuple

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

BACKEND = """
import base64, gzip, hashlib, io, os, re, tarfile, zipfile

VERSION = re.search('"(.*)"', open("small_thing/__init__.py").read()).group(1)
STEM = "small_thing-" + VERSION
METADATA = "Metadata-Version: 2.1\\nName: small_thing\\nVersion: %s\\n" % VERSION
METADATA += "Summary: A thing.\\nDescription-Content-Type: text/plain\\n\\nA thing.\\n"


def build_wheel(folder, config_settings=None, metadata_directory=None):
    info = STEM + ".dist-info/"
    members = {}
    for name in ("__init__.py", "__main__.py"):
        members["small_thing/" + name] = open("small_thing/" + name).read()
    members[info + "METADATA"] = METADATA
    members[info + "WHEEL"] = (
        "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    )
    rows = []
    for name, text in members.items():
        digest = hashlib.sha256(text.encode()).digest()
        code = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        rows.append("%s,sha256=%s,%d\\n" % (name, code, len(text)))
    members[info + "RECORD"] = "".join(rows) + info + "RECORD,,\\n"
    made = STEM + "-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, made), "w") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return made


def build_sdist(folder, config_settings=None):
    made = STEM + ".tar.gz"
    with open(os.path.join(folder, made), "wb") as file, gzip.GzipFile(
        "", "wb", fileobj=file, mtime=0
    ) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        names = ["backend.py", "pyproject.toml"]
        names += ["small_thing/__init__.py", "small_thing/__main__.py"]
        texts = {name: open(name).read() for name in names}
        for name, text in {"PKG-INFO": METADATA, **texts}.items():
            member = tarfile.TarInfo(STEM + "/" + name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return made


if __name__ == "__main__":
    os.makedirs("dist", exist_ok=True)
    for old in os.listdir("dist"):
        os.remove(os.path.join("dist", old))
    print(build_wheel("dist"), build_sdist("dist"))
"""
PYPROJECT = """[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "small_thing"
dynamic = ["version"]

[project.urls]
Documentation = "https://docs.invalid/small/"
Changelog = "https://docs.invalid/small/changelog"
Source = "https://forge.invalid/small/thing"
"""
CHANGELOG = """Changelog
=========

Unreleased
----------

Added
~~~~~

- ``small`` does a thing,
  and another, see :doc:`thing`.

Fixed
~~~~~

- A `mistake <https://docs.invalid/1>`_.

0.1.0 - 2026-01-31
------------------

Added
~~~~~

- The first thing.
"""
CITATION = "cff-version: 1.2.0\nversion: 0.1.0\n"
INIT = '__version__ = "0.1.0"\n'
MAIN = "from . import __version__\n\nprint('small', __version__)\n"


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


class Checkout(NamedTuple):
    """A small project.

    Attributes:
        root: its work tree.
        home: a home folder with git settings and a signing key.
        environ: variables for everything that is started here.
    """

    root: pathlib.Path
    home: pathlib.Path
    environ: Dict[str, str]

    @property
    def dist(self) -> pathlib.Path:
        """The folder of what is built."""
        return self.root / "dist"

    @property
    def state(self) -> pathlib.Path:
        """The folder of the state files."""
        return self.root / "build" / "release"

    def git(self, *words: str) -> str:
        """Run git here; it must succeed."""
        ran = self.start(["git", *words])
        assert 0 == ran.code, ran.err
        return ran.out.rstrip("\n")

    def release(self, *words: str, given: str = "", **extra: str) -> Ran:
        """Run the release tool here, with more variables."""
        argv = [sys.executable, "-m", "release", *words]
        return self.start(argv, given, **extra)

    def start(self, argv: List[str], given: str = "", **extra: str) -> Ran:
        """Run a command here."""
        ran = subprocess.run(
            argv,
            cwd=self.root,
            env={**self.environ, **extra},
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=120,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def build(self) -> None:
        """Build wheel and sdist."""
        ran = self.start([sys.executable, "backend.py"])
        assert 0 == ran.code, ran.err

    def tagged(self, part: str = "minor") -> None:
        """Bump, commit and tag, as one does for a release."""
        for words in (("bump", part, "--commit", "--date", "2026-02-28"), ("tag",)):
            ran = self.release(*words)
            assert 0 == ran.code, ran.err


def make(folder: pathlib.Path) -> Checkout:
    """Make the project below a folder, with its remote and its key."""
    root, home = folder / "small", folder / "home"
    (root / "small_thing").mkdir(parents=True)
    home.mkdir()
    for name, text in {
        ".gitignore": "/build/\n/dist/\n__pycache__/\n",
        "CHANGELOG.rst": CHANGELOG,
        "CITATION.cff": CITATION,
        "backend.py": BACKEND,
        "pyproject.toml": PYPROJECT,
        "small_thing/__init__.py": INIT,
        "small_thing/__main__.py": MAIN,
    }.items():
        (root / name).write_bytes(text.encode("utf-8"))
    checkout = Checkout(root, home, variables(home))
    new_key(checkout, "key")
    trust(checkout, "key")
    for words in (
        ("init", "-q", "--template=", "-b", "main"),
        ("config", "user.name", "A Person"),
        ("config", "user.email", "person@invalid"),
        ("config", "gpg.format", "ssh"),
        ("config", "user.signingKey", str(home / "key")),
        ("add", "-A"),
        ("commit", "-q", "-m", "Begin"),
        ("tag", "v0.1.0"),
        ("init", "-q", "--template=", "--bare", str(folder / "remote.git")),
        ("remote", "add", "origin", "../remote.git"),
        ("push", "-q", "origin", "main", "v0.1.0"),
    ):
        checkout.git(*words)
    return checkout


def copy(template: Checkout, folder: pathlib.Path) -> Checkout:
    """Copy a project with its remote and its keys, for one test alone."""
    shutil.copytree(template.root.parent, folder, symlinks=True)
    home = folder / "home"
    made = Checkout(folder / "small", home, variables(home))
    made.git("config", "user.signingKey", str(home / "key"))
    return made


def variables(home: pathlib.Path) -> Dict[str, str]:
    """Return an environment without what a person or a CI job has set."""
    kept = ("PATH", "SYSTEMROOT", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
    environ = {name: os.environ[name] for name in kept if name in os.environ}
    return {
        **environ,
        "HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "NO_PROXY": "127.0.0.1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(ROOT),
        "RELEASE_POLL": "0.05",
        "RELEASE_WAIT": "0",
    }


def new_key(checkout: Checkout, name: str) -> None:
    """Make an SSH key in the home folder."""
    words = ["-q", "-t", "ed25519", "-N", "", "-C", "person@invalid"]
    checkout.start(["ssh-keygen", *words, "-f", str(checkout.home / name)])


def trust(checkout: Checkout, name: str) -> None:
    """List one key, and no other, as one that may sign."""
    public = (checkout.home / f"{name}.pub").read_text(encoding="utf-8")
    folder = checkout.root / "release"
    folder.mkdir(exist_ok=True)
    text = f"person@invalid {public}"
    (folder / "allowed_signers").write_text(text, encoding="utf-8")
