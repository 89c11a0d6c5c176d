# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make the program one file that any Python runs: ``python3 aura.pyz``.

It holds the files of a wheel and a start, so whoever trusts the wheel can make it again
and compare: the same wheel gives the same bytes.
"""

from __future__ import annotations

import argparse
import calendar
import hashlib
import os
import pathlib
import sys
import zipfile
from typing import List, Optional

from .archives import Member, zipped

FIRST_LINE = b"#!/usr/bin/env python3\n"
START = """\
import sys

from {package}.__main__ import main

sys.exit(main())
"""


def build(wheel: pathlib.Path) -> bytes:
    """Return the zip application made from a wheel.

    All but RECORD is taken over: it would no longer be true.
    """
    with zipfile.ZipFile(wheel) as file:
        infos = file.infolist()
        members = [Member(info.filename, file.read(info)) for info in infos]
    when = calendar.timegm((*infos[0].date_time, 0, 0, 0))
    kept = [member for member in members if not member.name.endswith("/RECORD")]
    package = wheel.name.partition("-")[0]
    start = Member("__main__.py", START.format(package=package).encode())
    return zipped([start, *kept], when, start=FIRST_LINE)


def main(arguments: Optional[List[str]] = None) -> int:
    """Write the zip application, print its hash."""
    parser = argparse.ArgumentParser(prog="python -m release.pyz", description=__doc__)
    parser.add_argument("wheel", type=pathlib.Path)
    parser.add_argument("target", type=pathlib.Path)
    options = parser.parse_args(arguments)
    data = build(options.wheel)
    options.target.write_bytes(data)
    os.chmod(options.target, 0o755)
    print(f"{hashlib.sha256(data).hexdigest()}  {options.target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
