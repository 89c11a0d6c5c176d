# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Configure Sphinx; ``make docs`` builds the pages, and every warning is an error."""

from __future__ import annotations

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import aura_coding_agent  # noqa: E402 - it is found only after the line above

project = "aura_coding_agent"
author = "aura_coding_agent contributors"
copyright = f"2026 {author}"
release = version = aura_coding_agent.__version__

extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "sphinx_rtd_theme"
html_title = f"{project} {release}"
html_copy_source = False
nitpicky = True

autodoc_member_order = "bysource"
autodoc_typehints = "none"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False

# References to Python's own documentation would need the network to be resolved.
nitpick_ignore_regex = [
    (r"py:.*", r"(typing|collections|threading|concurrent|os|pathlib)\..*"),
    (r"py:class", r"(tuple|optional|NamedTuple)"),
    # The parts of public values that are not public names themselves.
    (r"py:class", r"aura_coding_agent\.core\..*|CancelledError"),
    (r"py:exc", r"(Config|Storage|Provider|Usage|Cancelled)Error"),
    (r"py:exc", r"(KeyError|TypeError|ValueError|OSError)"),
]
