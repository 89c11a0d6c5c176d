# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the archives: others read them, and they hold nothing of the machine."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile

import pytest

from release.archives import Member, gzip, tar_gz, zipped

WHEN = 1_769_860_801  # 2026-01-31T12:00:01Z, which a zip rounds down
LONG = "a" * 90 + "/" + "b" * 99
MEMBERS = [
    Member("run", b"#!/bin/sh\n"),
    Member("src/ünique.py", b"print()\n" * 99),
    Member(LONG, b""),
]


def test_a_tar_is_read_by_others() -> None:
    """Paths, contents, order, times, modes and owners are those that were given."""
    with tarfile.open(fileobj=io.BytesIO(tar_gz(MEMBERS, WHEN))) as file:
        found = list(file)
        data = [file.extractfile(item) for item in found]
        assert MEMBERS == [
            Member(item.name, stream.read())
            for item, stream in zip(found, data)
            if stream
        ]
    assert [0o755, 0o644, 0o644] == [item.mode for item in found]
    looks = {(i.mtime, i.uid, i.gid, i.uname, i.gname, i.type) for i in found}
    assert {(WHEN, 0, 0, "", "", tarfile.REGTYPE)} == looks


def test_a_zip_is_read_by_others() -> None:
    """Paths, contents, order, times and modes are those that were given."""
    with zipfile.ZipFile(io.BytesIO(zipped(MEMBERS, WHEN))) as file:
        assert file.testzip() is None
        found = file.infolist()
        assert MEMBERS == [Member(item.filename, file.read(item)) for item in found]
    modes = [item.external_attr >> 16 for item in found]
    assert [0o100755, 0o100644, 0o100644] == modes
    assert {(2026, 1, 31, 12, 0, 0)} == {item.date_time for item in found}


def test_something_may_stand_before_a_zip() -> None:
    """A first line for the shell does not keep the archive from being read."""
    data = zipped(MEMBERS, WHEN, start=b"#!/usr/bin/env python3\n")
    assert data.startswith(b"#!/usr/bin/env python3\nPK")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert (None, 3) == (file.testzip(), len(file.namelist()))
        assert 23 == file.infolist()[0].header_offset


def test_a_gzip_file_has_no_name_and_no_time() -> None:
    """The header of RFC 1952 says nothing of where and when it was made."""
    assert b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff" == gzip(b"text")[:10]


def test_the_bytes_never_change() -> None:
    """Every byte of both formats is ours, on every Python."""
    both = tar_gz(MEMBERS, WHEN) + zipped(MEMBERS, WHEN)
    # pragma: allowlist nextline secret (made up)
    expected = "c449f6a19866015a5661266bbf44a279a3373d3c2f164c3b16eaf20b2309e804"
    assert expected == hashlib.sha256(both).hexdigest()


@pytest.mark.parametrize("path", ["a" * 101, "a" * 160 + "/b", "a/" + "b" * 101])
def test_a_path_that_is_too_long_is_refused(path: str) -> None:
    """A path that ustar cannot hold is an error, not another format."""
    with pytest.raises(ValueError, match="too long for an archive"):
        tar_gz([Member(path, b"")], WHEN)


def test_a_year_before_zips_is_refused() -> None:
    """A zip begins with 1980."""
    with pytest.raises(ValueError, match="the year 1979"):
        zipped(MEMBERS, 315_532_799)


def test_an_empty_archive_is_one() -> None:
    """No members make an archive without members."""
    with zipfile.ZipFile(io.BytesIO(zipped([], WHEN))) as file:
        assert [] == file.namelist()
    with tarfile.open(fileobj=io.BytesIO(tar_gz([], WHEN))) as tar:
        assert [] == tar.getnames()
