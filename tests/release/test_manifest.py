# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test hashes, provenance and signatures with real files and real keys."""

from __future__ import annotations

import hashlib
import json
import pathlib
from typing import Any, Dict

import pytest

from . import checkout
from .checkout import Checkout
from .conftest import Tool

WHEEL = "small_thing-0.2.0-py3-none-any.whl"
SDIST = "small_thing-0.2.0.tar.gz"


def sha256(path: pathlib.Path) -> str:
    """Return the hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_list_of_hashes_is_what_sha256sum_reads(ready: Checkout) -> None:
    """Every file is listed, sorted by name, in the form of coreutils."""
    names = sorted(["provenance.json", WHEEL, SDIST])
    expected = "".join(f"{sha256(ready.dist / name)}  {name}\n" for name in names)
    assert expected == (ready.dist / "SHA256SUMS").read_text(encoding="utf-8")
    checked = ready.start(["sha256sum", "--check", "dist/SHA256SUMS"])
    assert 1 == checked.code  # the names are relative to the folder
    shown = ready.start(["sh", "-c", "cd dist && sha256sum --check SHA256SUMS"])
    assert 0 == shown.code, shown.err


def test_the_provenance_says_commit_epoch_and_tools(ready: Checkout) -> None:
    """The record is an in-toto statement with a SLSA predicate."""
    text = (ready.dist / "provenance.json").read_text(encoding="utf-8")
    record: Dict[str, Any] = json.loads(text)
    assert "https://in-toto.io/Statement/v1" == record["_type"]
    assert "https://slsa.dev/provenance/v1" == record["predicateType"]
    assert [WHEEL, SDIST] == [item["name"] for item in record["subject"]]
    built = record["predicate"]["buildDefinition"]
    assert {"tag": "v0.2.0", "version": "0.2.0"} == built["externalParameters"]
    epoch = int(ready.git("log", "-1", "--format=%ct"))
    assert epoch == built["internalParameters"]["epoch"]
    assert {"python", "git", "pip"} <= set(built["internalParameters"]["tools"])
    (source,) = built["resolvedDependencies"]
    assert ready.git("rev-parse", "HEAD") == source["digest"]["gitCommit"]
    expected = "git+https://forge.invalid/small/thing@refs/tags/v0.2.0"
    assert expected == source["uri"]


def test_the_same_files_give_the_same_manifest(ready: Checkout, tool: Tool) -> None:
    """Neither time nor folder is in it; an old signature does not stay."""
    assert 0 == tool("manifest").code
    before = (ready.dist / "SHA256SUMS").read_bytes()
    assert 0 == tool("manifest").code
    assert before == (ready.dist / "SHA256SUMS").read_bytes()
    assert not (ready.dist / "SHA256SUMS.sig").exists()


def test_a_manifest_lists_the_zip_application_too(ready: Checkout, tool: Tool) -> None:
    """It belongs to the release, although no index takes it."""
    (ready.dist / "small.pyz").write_bytes(b"a program")
    assert "4 files in SHA256SUMS" in tool("manifest").out
    assert 0 == tool("sign").code
    assert "4 files, signed by person@invalid" in tool("verify").out


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda dist: (dist / WHEEL).unlink(), "nothing-built"),
        (lambda dist: (dist / SDIST).rename(dist / "other-1.tar.gz"), "other-version"),
    ],
)
def test_a_manifest_needs_all_files_of_the_version(
    ready: Checkout, tool: Tool, change: Any, code: str
) -> None:
    """A wheel and one sdist of this version must be there, and no other."""
    change(ready.dist)
    assert f"release: {code}: " in tool("manifest").err


def test_a_good_signature_is_told_with_its_signer(tool: Tool, ready: Checkout) -> None:
    """Who signed comes from the list of those who may."""
    ran = tool("verify")
    expected = (
        "verify: 3 files, signed by person@invalid; hashes and provenance agree.\n"
    )
    assert (0, expected) == ran[:2]
    assert ready.dist.is_dir()


def damage(name: str, data: bytes) -> Any:
    """Return a change that writes a file."""
    return lambda dist: (dist / name).write_bytes(data)


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (damage(WHEEL, b"evil"), "files-changed", "has other bytes"),
        (damage("more.pyz", b"evil"), "files-changed", "is not listed"),
        (damage("SHA256SUMS", b""), "signature-wrong", "is not what person@invalid"),
        (damage("SHA256SUMS.sig", b"x"), "signature-wrong", "does not list the key"),
        (lambda d: (d / "SHA256SUMS.sig").unlink(), "not-signed", "is not there"),
        (lambda d: (d / "provenance.json").unlink(), "files-changed", "is missing"),
    ],
)
def test_verify_finds_what_was_changed(
    ready: Checkout, tool: Tool, change: Any, code: str, words: str
) -> None:
    """Any byte that differs from what was signed is found, offline."""
    change(ready.dist)
    ran = tool("verify")
    assert 1 == ran.code
    assert f"release: {code}: " in ran.err
    assert words in ran.err


@pytest.mark.parametrize(
    ("text", "code"),
    [("no hash at all\n", "manifest-broken"), (None, "manifest-missing")],
)
def test_a_list_that_is_none_is_told(
    ready: Checkout, tool: Tool, text: str, code: str
) -> None:
    """Signing needs a list that can be read."""
    path = ready.dist / "SHA256SUMS"
    path.unlink()
    if text:
        path.write_text(text, encoding="utf-8")
    assert f"release: {code}: " in tool("sign").err


@pytest.mark.parametrize("text", ["{}", '{"subject": []}', "nothing", '{"subject": 1}'])
def test_provenance_must_tell_of_the_same_files(
    ready: Checkout, tool: Tool, text: str
) -> None:
    """A signed record about something else is refused."""
    path = ready.dist / "provenance.json"
    old = sha256(path)
    path.write_text(text, encoding="utf-8")
    sums = ready.dist / "SHA256SUMS"
    listed = sums.read_text(encoding="utf-8").replace(old, sha256(path))
    sums.write_text(listed, encoding="utf-8")
    assert "release: provenance-wrong: " in tool("sign").err


def test_a_key_that_is_not_listed_does_not_sign(ready: Checkout, tool: Tool) -> None:
    """The signature is checked right after it was made."""
    checkout.new_key(ready, "other")
    ran = tool("sign", RELEASE_SIGNING_KEY=str(ready.home / "other"))
    assert "release: signature-wrong: " in ran.err


def test_who_may_sign_can_be_kept_elsewhere(ready: Checkout, tool: Tool) -> None:
    """A variable names another list."""
    listed = ready.root / "release" / "allowed_signers"
    listed.rename(ready.home / "signers")
    assert "release: no-signers: " in tool("verify").err
    ran = tool("verify", RELEASE_ALLOWED_SIGNERS=str(ready.home / "signers"))
    assert 0 == ran.code


@pytest.mark.parametrize("name", ["", "gone"])
def test_signing_without_a_key_says_how_to_get_one(
    ready: Checkout, tool: Tool, name: str
) -> None:
    """Neither an unset key nor a missing file is a traceback."""
    ready.git("config", "user.signingKey", name)
    ran = tool("sign")
    assert 1 == ran.code
    assert "release: no-signing-key: " in ran.err
    assert "RELEASE_SIGNING_KEY" in ran.err


def test_a_file_that_is_no_key_cannot_sign(ready: Checkout, tool: Tool) -> None:
    """What ssh-keygen says is passed on."""
    (ready.home / "key").write_text("nothing", encoding="utf-8")
    assert "release: sign-failed: " in tool("sign").err


def test_a_dry_run_of_sign_signs_nothing(ready: Checkout, tool: Tool) -> None:
    """The signature that is there stays as it is."""
    before = (ready.dist / "SHA256SUMS.sig").read_bytes()
    ran = tool("sign", DRY_RUN="1")
    assert "would: ssh-keygen -Y sign" in ran.out
    assert before == (ready.dist / "SHA256SUMS.sig").read_bytes()
