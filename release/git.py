# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Ask git, and have it make commits and signed tags."""

from __future__ import annotations

import pathlib
from typing import Dict, List, Optional, Sequence

from . import environment, shell
from .errors import ReleaseError
from .project import Project

SIGNERS = "release/allowed_signers"


def git(root: pathlib.Path, *words: str, code: str = "git-failed", hint: str) -> str:
    """Run git in a folder, return its output without the last newline.

    Raises:
        ReleaseError: ``code``, it failed.
    """
    return shell.run(["git", *words], folder=root, code=code, hint=hint).rstrip("\n")


def ask(root: pathlib.Path, *words: str) -> Optional[str]:
    """Run git, return its output, or None when it failed."""
    ran = shell.attempt(["git", *words], folder=root)
    return ran.output.rstrip("\n") if ran.code == 0 else None


def head(root: pathlib.Path) -> str:
    """Return the commit that is checked out.

    Raises:
        ReleaseError: ``no-repository``, there is none.
    """
    hint = "A release is made from a git checkout with at least one commit."
    words = ("rev-parse", "--verify", "HEAD")
    return git(root, *words, code="no-repository", hint=hint)


def commit_of(root: pathlib.Path, tag: str) -> str:
    """Return the commit of a tag; empty when there is no such tag here."""
    return ask(root, "rev-parse", "--verify", "-q", f"refs/tags/{tag}^{{}}") or ""


def tags(root: pathlib.Path) -> List[str]:
    """Return the names of all tags."""
    return (ask(root, "tag", "--list") or "").split()


def require_clean(root: pathlib.Path) -> None:
    """Refuse a work tree with changes or with files that git does not know.

    Raises:
        ReleaseError: ``tree-not-clean``, ``no-repository``.
    """
    head(root)
    changed = git(root, "status", "--porcelain", hint="Look at git's message.")
    if changed:
        raise ReleaseError(
            "tree-not-clean",
            "the work tree differs from the last commit:" + shell.tail(changed),
            "Commit it, or put it away with git stash --include-untracked.",
        )


def signers(project: Project) -> Optional[pathlib.Path]:
    """Return the file of those who may sign releases; None when there is none."""
    configured = ask(project.root, "config", "--path", "gpg.ssh.allowedSignersFile")
    name = environment.get("RELEASE_ALLOWED_SIGNERS") or configured or SIGNERS
    path = project.root / pathlib.Path(name).expanduser()
    return path if path.is_file() else None


def signing_key(project: Project) -> str:
    """Return the SSH key that signs: a file; empty when none is set.

    The file holds a private key, or a public one whose other half an agent holds.
    """
    key = environment.get("RELEASE_SIGNING_KEY")
    ssh = ask(project.root, "config", "gpg.format") == "ssh"
    if not key and ssh:
        key = ask(project.root, "config", "--path", "user.signingKey") or ""
    return str(pathlib.Path(key).expanduser()) if key else ""


def signing_options(project: Project) -> List[str]:
    """Return options for git that make it sign and verify with SSH, if that is set."""
    settings: Dict[str, str] = {}
    path, key = signers(project), environment.get("RELEASE_SIGNING_KEY")
    if path:
        settings["gpg.ssh.allowedSignersFile"] = str(path)
    if key:
        settings["gpg.format"] = "ssh"
        settings["user.signingKey"] = signing_key(project)
    return [word for item in settings.items() for word in ("-c", "=".join(item))]


def require_signed(project: Project, tag: str) -> str:
    """Check the signature of a tag, return the line that names its signer.

    Raises:
        ReleaseError: ``tag-not-signed``, it has none, or nobody who may sign made it.
    """
    words = [*signing_options(project), "verify-tag", tag]
    hint = (
        "Sign it (python -m release tag), and list the signer's public key in "
        f"{SIGNERS} or in git's gpg.ssh.allowedSignersFile. A CI checkout may have the "
        "commit under the name of the tag: git fetch --tags --force"
    )
    shown = git(project.root, *words, code="tag-not-signed", hint=hint)
    good = [text for text in shown.splitlines() if "good" in text.lower()]
    return (good or ["signature verified"])[0].strip()


def remote() -> str:
    """Return the name of the remote that releases go to."""
    return environment.get("RELEASE_REMOTE", "origin")


def remote_tag(project: Project, tag: str) -> str:
    """Return the commit that a tag has on the remote; empty when it is not there.

    Raises:
        ReleaseError: ``remote-unreachable``.
    """
    refs = f"refs/tags/{tag}"
    words = ("ls-remote", "--tags", remote(), refs, refs + "^{}")
    hint = f"Check `git remote -v` and the network; RELEASE_REMOTE is {remote()!r}."
    shown = git(project.root, *words, code="remote-unreachable", hint=hint)
    rows = [text.split("\t") for text in shown.splitlines() if "\t" in text]
    found = {name: commit for commit, name in rows}
    return found.get(refs + "^{}", found.get(refs, ""))


def push(project: Project, refs: Sequence[str]) -> None:
    """Push something to the remote.

    Raises:
        ReleaseError: ``push-refused``.
    """
    hint = "Read git's message; then start the release again, it goes on from here."
    git(project.root, "push", remote(), *refs, code="push-refused", hint=hint)
