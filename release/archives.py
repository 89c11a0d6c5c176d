# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Write archives whose bytes depend on nothing but what is put into them.

No owner, no clock, no zone, no umask, and members in the order they are given. Every
byte of the formats is written here, because ``tarfile``, ``zipfile`` and ``zlib``
promise to be read back, not to write the same bytes in the next Python.
"""

from __future__ import annotations

import struct
import time
import zlib
from typing import Iterable, NamedTuple, Tuple

from . import deflate

PLAIN, PROGRAM = 0o644, 0o755
UNIX = 3  # the system that a zip says it was made on: the one whose modes it holds
DEFLATED = 8
ZIP_VERSION = 20  # of the format: 2.0, deflate
FIRST_YEAR = 1980  # a zip can hold no earlier one


class Member(NamedTuple):
    """A file to be archived: its path with slashes, and its contents."""

    name: str
    data: bytes

    @property
    def mode(self) -> int:
        """Permissions: a text that names its interpreter may be run.

        Asked of the contents, because not every file system knows the answer.
        """
        return PROGRAM if self.data.startswith(b"#!") else PLAIN


def tar_gz(members: Iterable[Member], when: int) -> bytes:
    """Return a ``.tar.gz`` (POSIX ustar, RFC 1952).

    Args:
        members: the files; ValueError for a path that ustar cannot hold.
        when: their time in Unix seconds.
    """
    parts = []
    for member in members:
        padding = -len(member.data) % 512
        parts += [_tar_header(member, when), member.data, bytes(padding)]
    parts.append(bytes(1024))
    return gzip(b"".join(parts))


def gzip(data: bytes) -> bytes:
    """Return ``data`` as a gzip file without name, time and system."""
    head = b"\x1f\x8b\x08\0" + bytes(4) + b"\x02\xff"
    tail = struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)
    return head + deflate.compress(data) + tail


def _tar_header(member: Member, when: int) -> bytes:
    """Return the 512 bytes before a member; raises ValueError for too long a path."""
    prefix, name = _split(member.name)
    fields = [
        name.ljust(100, b"\0"),
        b"%07o\0" % member.mode,
        b"%07o\0" % 0,  # owner
        b"%07o\0" % 0,  # group
        b"%011o\0" % len(member.data),
        b"%011o\0" % when,
        b" " * 8,  # the checksum, counted as blanks
        b"0",  # a regular file
        bytes(100),
        b"ustar\x0000",
        bytes(80),  # names of owner and group, device
        prefix.ljust(155, b"\0"),
        bytes(12),
    ]
    total = sum(b"".join(fields))
    fields[6] = b"%06o\0 " % total
    return b"".join(fields)


def _split(path: str) -> Tuple[bytes, bytes]:
    """Return a path as the fields prefix (155 bytes) and name (100) of ustar."""
    whole = path.encode("utf-8")
    if len(whole) <= 100:
        return b"", whole
    at = whole.rfind(b"/", 0, 156)
    if at <= 0 or not 0 < len(whole) - at - 1 <= 100:
        raise ValueError(f"this path is too long for an archive: {path}")
    return whole[:at], whole[at + 1 :]


def zipped(members: Iterable[Member], when: int, *, start: bytes = b"") -> bytes:
    """Return a zip file; ``start`` comes before it, such as a ``#!`` line.

    Args:
        members: the files.
        when: their time in Unix seconds, from 1980 on; a zip counts in steps of two.
        start: bytes that stand in front of the archive.
    """
    body, directory = bytearray(start), bytearray()
    count = 0
    for count, member in enumerate(members, 1):
        packed = deflate.compress(member.data)
        name = member.name.encode("utf-8")
        shared = struct.pack(
            "<HHIIIIHH",
            0 if name.isascii() else 0x800,  # the name is UTF-8
            DEFLATED,
            _dos_time(when),
            zlib.crc32(member.data),
            len(packed),
            len(member.data),
            len(name),
            0,
        )
        directory += b"PK\x01\x02" + bytes([ZIP_VERSION, UNIX, ZIP_VERSION, 0]) + shared
        mode = (0o100000 | member.mode) << 16
        directory += struct.pack("<HHHII", 0, 0, 0, mode, len(body)) + name
        body += b"PK\x03\x04" + bytes([ZIP_VERSION, 0]) + shared + name + packed
    sizes = (count, count, len(directory), len(body))
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, *sizes, 0)
    return bytes(body + directory) + end


def _dos_time(when: int) -> int:
    """Return a time as a zip has it, in UTC: date above, time of day below."""
    now = time.gmtime(when)
    if now.tm_year < FIRST_YEAR:
        raise ValueError(f"a zip cannot hold the year {now.tm_year}")
    date = (now.tm_year - FIRST_YEAR) << 9 | now.tm_mon << 5 | now.tm_mday
    return date << 16 | now.tm_hour << 11 | now.tm_min << 5 | now.tm_sec // 2
