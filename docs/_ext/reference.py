# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Put what the program says of itself into pages, and see that nothing is left out."""

from __future__ import annotations

import json
import os
from typing import Any, Dict, List

import program
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)
EVENTS_SCHEMA = "events.schema.json"


class FromProgram(SphinxDirective):
    """Put a part of the reference into a page: ``.. from-program:: synopsis run``."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> List[nodes.Node]:
        """Return the nodes of the part."""
        part, *words = self.arguments
        source = f"<{part} of the program>"
        lines = StringList(program.PARTS[part](*words).splitlines(), source)
        node = nodes.section()
        node.document = self.state.document
        self.state.nested_parse(lines, self.content_offset, node, match_titles=True)
        return node.children


def check_public_names(app: Sphinx, env: Any) -> None:
    """Warn of what the package offers and no page describes."""
    described = env.get_domain("py").objects
    for name in program.public_names():
        if name not in described:
            logger.warning("%s is public, and no page documents it", name)


def write_schema(app: Sphinx, problem: Any) -> None:
    """Put the schema of events beside the pages of HTML."""
    if problem is None and app.builder.format == "html":
        path = os.path.join(app.outdir, EVENTS_SCHEMA)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(program.events_schema(), file, indent=2)
            file.write("\n")


def setup(app: Sphinx) -> Dict[str, Any]:
    """Register with Sphinx."""
    app.add_directive("from-program", FromProgram)
    app.connect("env-check-consistency", check_public_names)
    app.connect("build-finished", write_schema)
    return {"parallel_read_safe": True, "version": "1"}
