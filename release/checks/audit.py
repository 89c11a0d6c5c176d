# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Ask whether a pinned tool has a known vulnerability, after a canary was found.

A scanner that finds nothing may be one that asked nobody. So the first thing it is
asked about is a release that is known to be vulnerable; only when it finds that one,
its silence about ours means something. ``AUDIT_URL`` is the address of another
service that answers in the format of OSV, such as a mirror inside a network.
"""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from typing import Dict, List, Optional, Sequence

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CANARY = "requests==2.19.1"  # sends credentials to a host it is redirected to


def audit(path: pathlib.Path) -> Optional[Dict[str, List[str]]]:
    """Return the vulnerabilities of each pinned package, None when nobody answered."""
    program = shutil.which("pip-audit", path=str(pathlib.Path(sys.executable).parent))
    command = [program or "pip-audit", "--strict", "--requirement", str(path)]
    command += ["--no-deps", "--disable-pip", "--progress-spinner", "off"]
    command += ["--format", "json"]
    if os.environ.get("AUDIT_URL"):
        command += ["--vulnerability-service", "osv"]
        command += ["--osv-url", os.environ["AUDIT_URL"]]
    try:
        ran = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8")
        answered = json.loads(ran.stdout)
    except (OSError, ValueError):
        return None
    return {
        f"{one['name']} {one['version']}": [found["id"] for found in one["vulns"]]
        for one in answered["dependencies"]
        if one.get("vulns")
    }


def canary() -> Optional[Dict[str, List[str]]]:
    """Ask about the release that must be found."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "canary.txt"
        path.write_text(CANARY + "\n", encoding="utf-8")
        return audit(path)


def main(arguments: Sequence[str]) -> int:
    """Audit the named files of pins, or all; return 1 when something was found."""
    known = canary()
    if not known:
        asked = "does not know" if known == {} else "could not be asked about"
        print(f"The service {asked} {CANARY}, so nothing is known about our tools.")
        return 1
    paths = [pathlib.Path(name) for name in arguments]
    bad = 0
    for path in paths or sorted((ROOT / "requirements").glob("*.txt")):
        found = audit(path)
        if found is None:
            print(f"{path.name}: the service did not answer")
        for name, ids in (found or {}).items():
            print(f"{path.name}: {name} has {', '.join(ids)}")
        bad += found is None or len(found)
    print(f"The canary was found. Of our pins {bad or 'none'} has a finding.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
