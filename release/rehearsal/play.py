# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Set the stage of a rehearsal, and look at what users would get."""

from __future__ import annotations

import hashlib
import pathlib
import re
import secrets
import shutil
import urllib.parse
from typing import Any, Dict, NamedTuple

from .. import project, web
from .docs_site import DocsSite
from .servers import (
    USER,
    Server,
    devpi,
    devpi_index,
    own_index,
    pypiserver,
)
from .stage import Stage
from .webhook import Webhook
from .wire import Wire

TASK = "examples/broken_calculator"


class Play(NamedTuple):
    """What a scene needs.

    ``simple`` has the addresses of the simple indexes by name: ``testpypi`` is
    pypiserver behind the wire, ``pypi`` is devpi, ``own`` is the project's own index.
    ``hashes`` has the SHA-256 of each file of each released version.
    """

    stage: Stage
    test: Server
    wire: Wire
    public: Server
    own: Server
    docs: DocsSite
    chat: Webhook
    name: str
    simple: Dict[str, str]
    hashes: Dict[str, Dict[str, str]]

    def version(self) -> str:
        """Return the version that is checked out."""
        return project.load(self.stage.work).version

    def run(self, **more: Any) -> str:
        """Run the release of the version that is checked out; return the output.

        Args:
            more: as in :meth:`.stage.Stage.release`.
        """
        return self.stage.release("run", "--confirm", self.version(), **more).output


def open_stage(stage: Stage) -> Play:
    """Make repository and servers, and tell the release tool where they are.

    Raises:
        ReleaseError: ``rehearsal-failed``, ``rehearsal-server``.
    """
    stage.scene("The stage")
    stage.prepare()
    stage.evidence("a clone, a bare remote, a home and an SSH key of their own")
    password = secrets.token_urlsafe(12)
    test, public = pypiserver(stage, password=password), devpi(stage)
    own = own_index(stage, password=password)
    for server in (test, public, own):
        stage.closing.callback(server.kill)
        server.start()
    here = project.load(stage.work)
    wire = Wire(("127.0.0.1", test.port))
    docs, chat = DocsSite(stage.remote, here.slug), Webhook()
    for stop in (wire.close, docs.stop, chat.stop):
        stage.closing.callback(stop)
    index = devpi_index(public, password=password)
    uploads = {
        "testpypi": f"http://127.0.0.1:{wire.port}/",
        "pypi": index,
        "own": f"{own.url}legacy/",
    }
    simple = {
        "testpypi": f"{test.url}simple/",
        "pypi": f"{index}+simple/",
        "own": f"{own.url}simple/",
    }
    _write_pypirc(stage, uploads, password=password)
    stage.environment.update(
        {
            "RELEASE_PYPI_SIMPLE": simple["pypi"],
            "RELEASE_DOCS_API": f"{docs.url}api/v3",
            "RELEASE_DISCORD_WEBHOOK": chat.url,
            "RELEASE_WAIT": "20",
            "RELEASE_POLL": "0.05",
            "RELEASE_CHECKS": f"{stage.python} -m pytest -q tests/core/test_words.py",
            "RELEASE_DOCS": _make(stage, "docs"),
            "RELEASE_BUILD": _make(stage, "dist pyz"),
        }
    )
    stage.evidence(
        f"pypiserver on {test.port} as testpypi, devpi on {public.port} as pypi, "
        f"{here.name}'s own index on {own.port}, a docs site on {docs.server_port}"
    )
    stage.note("checks: one test module stands for `make check test`, which alone take")
    stage.note("longer than a rehearsal may; every other step is the real one.")
    return Play(stage, test, wire, public, own, docs, chat, here.name, simple, {})


def _write_pypirc(stage: Stage, uploads: Dict[str, str], *, password: str) -> None:
    """Write twine's settings into the home of the rehearsal."""
    lines = ["[distutils]", f"index-servers = {' '.join(uploads)}"]
    for name, address in uploads.items():
        lines += [f"[{name}]", f"repository = {address}"]
        lines += [f"username = {USER}", f"password = {password}"]
    path = stage.folder / "home" / ".pypirc"
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n")


def _make(stage: Stage, targets: str) -> str:
    """Return a make command that takes the environment of the rehearsal as it is."""
    folder = pathlib.Path(stage.python).parent.parent
    marks = " ".join(f"-o {folder / mark}" for mark in (".dev", ".dists", ".docs"))
    return f"make {marks} VENV={folder} PYTHON={stage.python} {targets}"


# -- what is looked at


def listed(play: Play, index: str) -> Dict[str, str]:
    """Return name and address of the files that an index lists (PEP 503)."""
    url = f"{play.simple[index]}{play.name.replace('_', '-')}/"
    answer = web.request("GET", url, what=index, headers={"Accept": "text/html"})
    text = answer.text if answer.status == 200 else ""
    links = re.findall(r'<a\s[^>]*?href="([^"#]+)[^>]*>\s*([^<>\s]+)\s*</a>', text)
    return {name: urllib.parse.urljoin(answer.url, href) for href, name in links}


def remember(play: Play) -> None:
    """Note the hashes of what was just released, from its signed list."""
    lines = (play.stage.work / "dist" / "SHA256SUMS").read_text().splitlines()
    pairs = [line.split("  ") for line in lines]
    kinds = (".whl", ".tar.gz")
    listed = {name: digest for digest, name in pairs if name.endswith(kinds)}
    play.hashes[play.version()] = listed


def same_bytes(play: Play, index: str) -> None:
    """Show that an index hands out the released bytes of every version."""
    released = {n: h for files in play.hashes.values() for n, h in files.items()}
    hosted = {}
    for name, url in listed(play, index).items():
        content = web.require(web.request("GET", url, what=index), index).content
        hosted[name] = hashlib.sha256(content).hexdigest()
    play.stage.check(
        released == hosted,
        f"{index}: the {len(hosted)} files of {', '.join(play.hashes)}, downloaded, "
        "have the signed hashes",
        shown=f"{released}\n{hosted}",
    )


def install(play: Play, *, index: str, gets: str, yanked: bool = False) -> pathlib.Path:
    """Show which version pip takes; return the folder it was installed into.

    Args:
        play: what the scene has.
        index: where pip looks.
        gets: the version it must take.
        yanked: pin the version and its hashes, and expect a warning; otherwise the
            bare name is asked for.
    """
    stage = play.stage
    target = stage.folder / "installed" / f"{index}-{secrets.token_hex(2)}"
    words = [stage.python, "-m", "pip", "install", "--no-deps", "--target", str(target)]
    words += ["--index-url", play.simple[index]]
    asked = play.name
    if yanked:
        digests = "".join(f" --hash=sha256:{h}" for h in play.hashes[gets].values())
        asked = f"{play.name}=={gets}"
        pins = stage.folder / "tmp" / "pins.txt"
        pins.write_text(f"{asked}{digests}\n")
        words += ["--require-hashes", "--requirement", str(pins)]
    else:
        words += [asked]
    ran = stage.run(*words, shows=[f"Successfully installed {play.name}-{gets}"])
    stage.show(ran.output, "WARNING", "Reason")
    stage.check(
        ("yanked" in ran.output) == yanked,
        f"pip install {asked} from {index} gets {gets}"
        + (" by its hashes, and warns that it was yanked" if yanked else ""),
        shown=ran.output,
    )
    return target


def repairs(play: Play, target: pathlib.Path, *, works: bool) -> None:
    """Show whether an installed version can do its work."""
    stage = play.stage
    folder = stage.folder / "tmp" / "task"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(stage.work / TASK, folder)
    ran = stage.run(
        *(stage.python, "-m", play.name, "fix", "."),
        folder=folder,
        extra={"PYTHONPATH": str(target)},
        expect=0 if works else 1,
    )
    last = ran.output.strip().splitlines()[-1]
    word = "repairs" if works else "does not repair"
    stage.evidence(f"what was installed {word} {TASK}: {last}")
