# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Give every test the package of this checkout, and a home of its own."""

from __future__ import annotations

import os
import pathlib
import signal
from typing import Iterator

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Processes that tests start in other folders find the package of this checkout first.
os.environ["PYTHONPATH"] = os.pathsep.join(
    [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
)
# What the person who runs the tests has set must neither help nor hurt. Keys, proxies
# and settings would make a test reach a real endpoint; the others change how Python,
# git, make or a terminal behave, and a test that needs one of them fails elsewhere.
_BEGINNINGS = ("AURA_", "GIT_", "LESS", "MAKE", "PYTEST_ADDOPTS", "PYTHON")
_ENDS = ("_API_KEY", "_PROXY", "_BASE_URL")
_NAMES = "CI COLUMNS EDITOR FORCE_COLOR LINES MFLAGS NO_COLOR PAGER VISUAL".split()
for _name in list(os.environ):
    _upper = _name.upper()
    if _upper.startswith("AURA_TEST_") or _upper == "PYTHONPATH":
        continue
    if _upper.startswith(_BEGINNINGS) or _upper.endswith(_ENDS) or _upper in _NAMES:
        del os.environ[_name]
os.environ["NO_PROXY"] = "127.0.0.1,localhost"
# What is started in the background ignores Ctrl-C, and so would every process here.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pathlib.Path]:
    """Keep the state and the settings of the person who runs the tests out of them."""
    folder = tmp_path_factory.mktemp("home")
    os.environ["AURA_HOME"] = str(folder)
    os.environ["XDG_CONFIG_HOME"] = str(folder / "config")
    yield folder
