# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Configure Sphinx; ``make docs`` builds the pages, and every warning is an error."""

from __future__ import annotations

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), os.path.join(HERE, "_ext")]

import aura_coding_agent  # noqa: E402 - it is found only after the line above

project = "aura_coding_agent"
author = "aura_coding_agent contributors"
copyright = f"2026 {author}"
release = version = aura_coding_agent.__version__

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.coverage",
    "sphinx.ext.doctest",
    "sphinx.ext.napoleon",
    # Of this folder: what the program says of itself, and what was measured.
    "reference",
    "measured",
]
exclude_patterns = ["_build", "_ext"]
html_theme = "sphinx_rtd_theme"
html_theme_options = {"navigation_depth": 2}
html_title = f"{project} {release}"
html_favicon = "_static/icon.svg"
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["pages.css"]
# For the PDF: an empty box of a checklist, which its fonts do not have.
latex_elements = {"preamble": r"\DeclareUnicodeCharacter{2610}{[~]}"}
nitpicky = True

autodoc_member_order = "bysource"
autodoc_typehints = "none"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False

# Blocks marked ``>>>`` are run, and no others: most of what looks like a session is
# for a shell.
doctest_test_doctest_blocks = "default"

# `sphinx-build -b coverage` counts the modules that a page documents; that nothing
# of the package itself is missing is checked in _ext/reference.py.
coverage_show_missing_items = True
coverage_statistics_to_report = True
coverage_statistics_to_stdout = True

# References to Python's own documentation would need the network to be resolved.
nitpick_ignore_regex = [
    (r"py:.*", r"(typing|collections|threading|concurrent|os|pathlib)\..*"),
    (r"py:class", r"(tuple|optional|NamedTuple)"),
    # The parts of public values that are not public names themselves.
    (r"py:class", r"aura_coding_agent\.core\..*|CancelledError"),
    (r"py:exc", r"(Config|Storage|Provider|Usage|Cancelled)Error"),
    (r"py:exc", r"(KeyError|TypeError|ValueError|OSError)"),
]

# What is linked on this site must be there; other sites are nobody's promise.
linkcheck_ignore = [r"https?://.*"]
