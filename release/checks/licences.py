# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold the licences of the development tools to a list of those that are fine.

None of the tools is shipped; the list keeps out what would forbid its use or would bind
the programs it is used on. Usage: ``python -m release.checks.licences [PYTHON...]``
looks at everything installed beside each interpreter.
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Dict, List, NamedTuple, Sequence, Set

# SPDX identifiers. Those of the GPL are here for tools that are run and not linked to:
# codespell, reuse, yamllint, and one file of docutils.
ALLOWED = frozenset("""
    0BSD Apache-2.0 Artistic-2.0 BSD-2-Clause BSD-3-Clause CC0-1.0 CC-BY-3.0 CC-BY-4.0
    CC-BY-SA-4.0 GPL-2.0-only
    GPL-2.0-or-later GPL-3.0-or-later ISC LGPL-2.1-or-later
    LGPL-3.0-or-later MIT MIT-0 MIT-CMU MPL-2.0 PSF-2.0 Python-2.0 Unlicense Zlib
    public-domain
    """.split())

# What packages wrote before there were expressions, in classifiers and in free text.
MEANINGS: Dict[str, str] = {
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache-2": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "expat license": "MIT",
    "mit license": "MIT",
    "the mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psf": "PSF-2.0",
    "psf license": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
    "gnu general public license (gpl)": "GPL-2.0-or-later",
    "gnu general public license v2 or later (gplv2+)": "GPL-2.0-or-later",
    "gnu general public license v3 or later (gplv3+)": "GPL-3.0-or-later",
    "isc license (iscl)": "ISC",
    "public domain": "public-domain",
    "the unlicense (unlicense)": "Unlicense",
    "cc0 1.0 universal (cc0 1.0) public domain dedication": "CC0-1.0",
    "gplv3+": "GPL-3.0-or-later",
    "mpl 2.0": "MPL-2.0",
}

# Runs in the interpreter that is asked about, perhaps an older one.
ASK = r"""
import sys
try:
    from importlib.metadata import distributions
except ImportError:
    sys.exit("importlib.metadata is missing")
for one in distributions():
    shown = one.metadata
    stated = shown.get("License-Expression") or ""
    classified = [
        item.split(" :: ")[-1]
        for item in shown.get_all("Classifier") or []
        if item.startswith("License :: ")
    ]
    stated = stated or " OR ".join(c for c in classified if c != "OSI Approved")
    stated = stated or (shown.get("License") or "").strip().split("\n")[0]
    print(shown["Name"], shown["Version"], stated, sep="\t")
"""


class Licence(NamedTuple):
    """What one installed package says of itself."""

    name: str
    version: str
    stated: str

    @property
    def identifiers(self) -> List[str]:
        """The identifiers in what is stated, translated where it is no expression."""
        parts = re.split(r"\s+(?:OR|AND|and|or)\s+|[()]", self.stated)
        if self.stated.lower() in MEANINGS:
            parts = [self.stated]
        elif " OR " in self.stated:  # joined classifiers may have parentheses
            parts = self.stated.split(" OR ")
        words = [part.strip() for part in parts if part and part.strip()]
        return [
            found
            for word in words
            for found in re.split(r" AND | WITH ", MEANINGS.get(word.lower(), word))
        ]

    @property
    def fine(self) -> bool:
        """Whether it may be used: of alternatives, one that is allowed is enough."""
        stated = self.identifiers
        allowed = [word.strip("()") in ALLOWED for word in stated]
        return any(allowed) if " OR " in self.stated else bool(stated) and all(allowed)


def installed(python: str) -> Set[Licence]:
    """Return what is installed beside an interpreter, this project left out."""
    asked = subprocess.run(
        [python, "-I", "-c", ASK], stdout=subprocess.PIPE, check=True, encoding="utf-8"
    )
    rows = [line.split("\t") for line in asked.stdout.splitlines()]
    found = {Licence(name, version, stated) for name, version, stated in rows}
    return {one for one in found if one.name != "aura_coding_agent"}


def main(arguments: Sequence[str]) -> int:
    """Print what is not allowed and how many packages were looked at."""
    found: Set[Licence] = set()
    for python in arguments or [sys.executable]:
        found |= installed(python)
    bad = sorted(one for one in found if not one.fine)
    for name, version, stated in bad:
        print(f"{name} {version}: {stated or 'no licence stated'} is not on the list")
    print(f"{len(found)} packages, {len(bad)} with a licence that is not on the list")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
