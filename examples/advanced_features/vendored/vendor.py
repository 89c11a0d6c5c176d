# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Copy the package into ``greeter/_vendor/``, to be carried along."""

from __future__ import annotations

import importlib.util
import pathlib
import shutil
import sys

NAME = "aura_coding_agent"
VENDOR = pathlib.Path(__file__).resolve().parent / "greeter" / "_vendor"


def main(source: str = "") -> int:
    """Copy from a folder, or from where this Python finds the package."""
    found = importlib.util.find_spec(NAME) if not source else None
    folder = pathlib.Path(source or (found.origin if found and found.origin else ""))
    folder = folder.parent if folder.name == "__init__.py" else folder
    if folder.name != NAME:
        sys.exit(f"There is no {NAME} here; name its folder.")
    target = VENDOR / NAME
    shutil.rmtree(target, ignore_errors=True)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(folder, target, ignore=ignore)
    VENDOR.joinpath("__init__.py").touch()
    print(f"{folder} is now {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
