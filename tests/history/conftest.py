# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Offer what several tests of the history need."""

from __future__ import annotations

import pathlib
import subprocess
import sys
from typing import Iterator

import pytest


@pytest.fixture(name="small_disk")
def _small_disk(tmp_path: pathlib.Path) -> Iterator[pathlib.Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(place)]
    if not sys.platform.startswith("linux") or subprocess.call(mount, stderr=-3):
        pytest.skip("mounting a small disk takes a Linux superuser")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)
