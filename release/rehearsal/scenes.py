# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Play a good release with every fault on the way, a bad release, and the way back."""

from __future__ import annotations

import pathlib
import re
from typing import Callable, List

from .. import changelog
from . import play as looks
from .play import Play

REASON = "The repair engine does not start."
BUG = '\nraise SystemExit("the repair engine of this release is broken")\n'
ENGINE = "repair/engine.py"


def bump(play: Play) -> None:
    """Write the new version, and make the signed tag."""
    stage = play.stage
    stage.scene("A version")
    text = (stage.work / "CHANGELOG.rst").read_text(encoding="utf-8")
    if not any(changelog.entries(changelog.section(text, changelog.UNRELEASED).body)):
        # Right after a real release there is nothing to release, which is refused.
        _write_down(play, "A rehearsal of the next release.")
        stage.git("commit", "-q", "-a", "-m", "Write a change down")
    # Before the very first release the version in the sources is the one to come.
    part = "minor" if changelog.newest(text) else play.version()
    stage.release("bump", part, "--commit")
    stage.release("bump", part, expect=1)
    stage.release("tag", shows=["Good"])
    stage.git("push", "-q", "origin", "main")
    stage.release("check-version", "--signed")
    stage.evidence(f"{play.version()}: package, changelog and signed tag agree")


def docs_fail(play: Play) -> None:
    """The documentation of the tag cannot be built."""
    stage, tag = play.stage, f"v{play.version()}"
    stage.scene("The documentation fails to build")
    play.docs.failing.add(tag)
    play.run(expect=1, shows=["release: docs-failed:", "Stopped at await-docs."])
    stage.check(
        not _names(play, "testpypi"),
        "the release stops with docs-failed, and nothing was uploaded",
    )
    play.docs.failing.clear()
    build = play.docs.start(tag)
    stage.check(build, "the fault is mended there, and a new build started")


def wrong_password(play: Play) -> None:
    """The index does not take the password."""
    stage = play.stage
    stage.scene("A wrong password")
    play.run(
        expect=1,
        shows=["release: upload-refused:", "Stopped at upload-test."],
        # pragma: allowlist nextline secret (made up)
        extra={"RELEASE_TESTPYPI_PASSWORD": "wrong"},
    )
    stage.check(
        not _names(play, "testpypi"),
        "the release goes on to upload-test, stops with upload-refused, no file there",
    )


def server_dies(play: Play) -> None:
    """The index goes down in the middle of the second file, and comes back."""
    stage = play.stage
    stage.scene("The server goes down in the middle of an upload")
    play.wire.break_at(2, play.test.kill)
    play.run(expect=1, shows=["release: upload-failed:", "Stopped at upload-test."])
    stage.evidence("the release stops with upload-failed")
    play.run(expect=1, shows=["release: server-", "Stopped at upload-test."])
    stage.evidence("started again while the server is down, it says so and stops")
    play.test.start()
    half = _names(play, "testpypi")
    stage.check(len(half) == 1, f"the server is back with half an upload: {half}")


def nobody_confirms(play: Play) -> None:
    """The release goes on, and asks before what cannot be taken back."""
    stage = play.stage
    stage.scene("It goes on from there, and asks before the public index")
    ran = stage.release(
        "run", expect=3, shows=["release: not-confirmed:", "Stopped at upload."]
    )
    stage.show(ran.output, "uploaded to testpypi")
    whole = _names(play, "testpypi")
    stage.check(len(whole) == 2, f"only the missing file was uploaded: {whole}")
    stage.check(
        not _names(play, "pypi"),
        "nobody confirmed: exit code 3, and pypi has nothing",
    )


def tampered_here(play: Play) -> None:
    """Somebody changes a built file before it is published."""
    stage = play.stage
    stage.scene("A file is tampered with before the upload")
    (wheel,) = (stage.work / "dist").glob("*.whl")
    restore = _flip(wheel)
    play.run(expect=1, shows=["release: files-changed:", wheel.name])
    stage.release("verify", expect=1, shows=["release: ", wheel.name])
    stage.check(
        not _names(play, "pypi"),
        "the release stops with files-changed, verify finds the file, pypi has nothing",
    )
    restore()
    stage.release("verify")
    stage.evidence("with the file as it was, signature and hashes are right again")


def public_down(play: Play) -> None:
    """The public index cannot be reached, then the release is finished."""
    stage = play.stage
    stage.scene("The public index is down, comes back, and the release is finished")
    play.public.kill()
    play.run(expect=1, shows=["release: server-unreachable:", "Stopped at upload."])
    stage.evidence("the release stops with server-unreachable")
    play.public.start()
    finish(play)


def finish(play: Play) -> None:
    """Finish the release of what is checked out, on the own index as well."""
    stage, version = play.stage, play.version()
    output = play.run(shows=["is released."])
    stage.show(output, "hashes agree", "same bytes", "installed by hash")
    looks.remember(play)
    stage.release("upload", "own")
    commit = stage.git("rev-parse", f"v{version}^{{commit}}")
    there = stage.git("rev-parse", f"v{version}^{{commit}}", folder=stage.remote)
    stage.check(commit == there, f"{version} is released; its tag is on the remote")


def works(play: Play) -> None:
    """What users get is the new version, and it works."""
    play.stage.scene("What users get")
    target = looks.install(play, index="pypi", gets=play.version())
    looks.repairs(play, target, works=True)
    play.run(shows=["is released."])
    said = [str(message.get("content", "")) for message in play.chat.messages]
    play.stage.check(
        len(said) == 1 and play.version() in said[0],
        "started again when all is done, a release changes nothing; it was announced "
        "once",
        shown="\n".join(said),
    )


def same_again(play: Play) -> None:
    """The same version is published again: with the same bytes, then with others."""
    stage, version = play.stage, play.version()
    stage.scene("The same version again")
    stage.release("upload", "pypi", shows=["has all 2 files already"])
    stage.evidence("with the same bytes, nothing is left to do")
    stage.release("bump", version, expect=1, shows=["release: version-not-new:"])
    stage.release("tag", expect=1, shows=["release: tag-exists:"])
    stage.evidence("a version and a tag of the same name are refused")
    dist = stage.work / "dist"
    kept = {path: path.read_bytes() for path in dist.iterdir()}
    (sdist,) = dist.glob("*.tar.gz")
    # Bytes behind the end of a gzip stream change nothing but the hash.
    sdist.write_bytes(sdist.read_bytes() + b"\0" * 8)
    stage.release("manifest")
    stage.release("sign")
    stage.release("upload", "pypi", expect=1, shows=["release: upload-conflict:"])
    stage.evidence("with other bytes it stops with upload-conflict, before any upload")
    words = (stage.python, "-m", "twine", "upload", "--non-interactive")
    for name in play.simple:
        ran = stage.run(*words, "--repository", name, str(sdist), expect=1)
        said = re.search(r"HTTPError: (\d+ .*)", ran.output)
        stage.check(said, f"{name} refuses twine, too: {said and said[1]}")
    for path, content in kept.items():
        path.write_bytes(content)
    looks.same_bytes(play, "pypi")


def tampered_there(play: Play) -> None:
    """A file on the index is not the one that was released."""
    stage = play.stage
    stage.scene("A file is tampered with on the index")
    (wheel,) = (stage.folder / "pypiserver").glob("*.whl")
    restore = _flip(wheel)
    stage.release(
        *("verify-upload", "testpypi"),
        expect=1,
        shows=["release: index-differs:", wheel.name],
    )
    stage.evidence("verify-upload finds it: index-differs")
    restore()
    stage.release("verify-upload", "testpypi")
    stage.evidence("with the file as it was, verify-upload passes")


def bad_release(play: Play) -> None:
    """A release that passes every check, and is bad."""
    stage, good = play.stage, play.version()
    stage.scene("A bad release")
    engine = stage.work / play.name / ENGINE
    engine.write_text(engine.read_text(encoding="utf-8") + BUG, encoding="utf-8")
    _write_down(play, "The repair engine starts faster.")
    stage.git("commit", "-q", "-a", "-m", "Start the repair engine faster")
    _release(play, "bump", "patch", "--commit")
    bad = play.version()
    target = looks.install(play, index="pypi", gets=bad)
    looks.repairs(play, target, works=False)
    stage.note(f"{bad} went through everything and does not work; {good} did.")


def yank(play: Play) -> None:
    """The bad version is yanked where that can be done, and pip goes back."""
    stage, bad = play.stage, play.version()
    good = list(play.hashes)[-2]
    stage.scene("The yank")
    ran = stage.release("yank-plan", bad, "--reason", REASON, shows=[good])
    for line in ran.output.splitlines():
        stage.note(f"| {line}")
    stage.note(
        "pypiserver and devpi cannot yank a file that was uploaded to them: they"
    )
    stage.note("have no such function. The project's own index, which has the same")
    stage.note("files, stands in for the public index here (PEP 592).")
    for name in ("testpypi", "pypi"):
        check = ("yank-plan", bad, "--index", name, "--check")
        stage.release(*check, expect=1, shows=["release: not-yanked:"])
    stage.evidence("yank-plan --check sees that pypiserver and devpi still offer it")
    folder = str(stage.folder / "index")
    yanking = ("index", "yank", folder, play.name, bad, "--reason", REASON)
    stage.release(*yanking, shows=["yanked"])
    ran = stage.release("yank-plan", bad, "--index", "own", "--check", shows=[good])
    stage.evidence(ran.output.strip())
    target = looks.install(play, index="own", gets=good)
    looks.repairs(play, target, works=True)
    looks.install(play, index="own", gets=bad, yanked=True)
    looks.same_bytes(play, "own")


def roll_back(play: Play) -> None:
    """The good version is released again as the next patch."""
    stage, bad = play.stage, play.version()
    good = list(play.hashes)[-2]
    stage.scene("The rollback")
    _release(play, "rollback", bad, "--reason", REASON)
    new = play.version()
    changed = stage.git("diff", "--name-only", f"v{good}", f"v{new}")
    source = [name for name in changed.split() if name.startswith(f"{play.name}/")]
    stage.check(
        source == [f"{play.name}/__init__.py"],
        f"the package of {new} is that of {good} but for its version",
        shown=changed,
    )
    for index in ("testpypi", "pypi", "own"):
        target = looks.install(play, index=index, gets=new)
        looks.same_bytes(play, index)
    looks.repairs(play, target, works=True)
    looks.install(play, index="own", gets=bad, yanked=True)


def _write_down(play: Play, entry: str) -> None:
    """Put an entry into the changelog that has none yet."""
    path = play.stage.work / "CHANGELOG.rst"
    text = path.read_text(encoding="utf-8")
    entries = f"Changed\n~~~~~~~\n\n- {entry}"
    path.write_text(text.replace("Nothing yet.", entries, 1), encoding="utf-8")


def _names(play: Play, index: str) -> List[str]:
    """Return the names of the files that an index lists."""
    return sorted(looks.listed(play, index))


def _release(play: Play, *words: str) -> None:
    """Release what a command of the release tool makes, without any trouble."""
    stage = play.stage
    stage.release(*words)
    stage.release("tag")
    stage.git("push", "-q", "origin", "HEAD")
    finish(play)


def _flip(path: pathlib.Path) -> Callable[[], None]:
    """Change one bit in the middle of a file; return what puts it back."""
    content = path.read_bytes()
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    path.write_bytes(bytes(changed))

    def restore() -> None:
        """Write the file as it was."""
        path.write_bytes(content)

    return restore


SCENES: List[Callable[[Play], None]] = [
    bump,
    docs_fail,
    wrong_password,
    server_dies,
    nobody_confirms,
    tampered_here,
    public_down,
    works,
    same_again,
    tampered_there,
    bad_release,
    yank,
    roll_back,
]
