# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Show what was measured: a table and a drawing of each file in benchmarks/results.

The files are written by ``make bench-results``, never by hand. The drawing needs
matplotlib; without it the page has the table alone.
"""

from __future__ import annotations

import io
import json
import pathlib
import re
from typing import Any, Dict, List, Mapping, Sequence

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

RESULTS = pathlib.Path(__file__).resolve().parents[2] / "benchmarks" / "results"
BLUE, RED = "#2980b9", "#c0392b"
Figure = Mapping[str, Any]
logger = logging.getLogger(__name__)


class Measured(SphinxDirective):
    """Show one file of results: ``.. measured:: startup``."""

    required_arguments = 1

    def run(self) -> List[nodes.Node]:
        """Return where and when it was measured, a drawing, and a table."""
        name = self.arguments[0]
        path = RESULTS / f"{name}.json"
        self.env.note_dependency(str(path))
        kept = json.loads(path.read_text(encoding="utf-8"))
        node = nodes.section()
        node.document = self.state.document
        text = [circumstances(kept), "", *table(kept["lines"])]
        lines = StringList(text, str(path))
        self.state.nested_parse(lines, self.content_offset, node)
        drawn = drawing(name, kept["lines"])
        if drawn:
            node.insert(1, nodes.raw("", drawn, format="html"))
        return node.children


def circumstances(kept: Mapping[str, Any]) -> str:
    """Return the sentence that says where and when it was measured."""
    machine = kept["machine"]
    python = kept["python"].partition(" ")[0]
    return (
        f"Measured on {kept['date']} with Python {python} on {machine['system']},"
        f" {machine['processors']} processors ({machine['model']}),"
        f" {machine['memory']}, load {machine['load']} at its end."
    )


def table(lines: Sequence[Figure]) -> List[str]:
    """Return the figures as a table, without columns that would be empty."""
    names = [line["name"] for line in lines]
    return by_line(lines) if len(set(names)) == len(names) else by_unit(lines)


def by_line(lines: Sequence[Figure]) -> List[str]:
    """Return a row for each figure; a missed target is said."""
    rows = [("Figure", "Value", "Times the empty program", "Target")]
    for line in lines:
        ratio = "" if line["ratio"] is None else f"{line['ratio']:.1f}"
        target = "" if line["target"] is None else judged(line)
        value = f"{number(line['value'])} {line['unit']}".rstrip()
        rows.append((name(line), value, ratio, target))
    used = [n for n in range(4) if any(row[n] for row in rows[1:])]
    widths = [(50, 20, 12, 18)[n] for n in used]
    return list_table([[row[n] for n in used] for row in rows], widths)


def by_unit(lines: Sequence[Figure]) -> List[str]:
    """Return a row for each thing that was measured in several units."""
    units = list(dict.fromkeys(line["unit"] for line in lines))
    values = {(line["name"], line["unit"]): number(line["value"]) for line in lines}
    names = dict.fromkeys(line["name"] for line in lines)
    rows = [[one, *(values.get((one, unit), "") for unit in units)] for one in names]
    return list_table([["", *units], *rows], [2, *(1 for _ in units)])


def list_table(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> List[str]:
    """Return a table with a row of heads, as reStructuredText."""
    shown = [".. list-table::", "   :header-rows: 1"]
    shown += ["   :widths: " + " ".join(map(str, widths)), ""]
    for row in rows:
        shown += [("   * - " if not n else "     - ") + c for n, c in enumerate(row)]
    return [line.rstrip() for line in shown]


def name(line: Figure) -> str:
    """Return the name of a figure, with options as literals: no dash is a dash."""
    return re.sub(r"(?<!\S)(--[\w-]+)", r"``\1``", line["name"].replace("*", "\\*"))


def number(value: float) -> str:
    """Return a number with three digits that count, or all of a whole one."""
    if not value % 1:
        return f"{value:,.0f}"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def judged(line: Figure) -> str:
    """Return a target and whether it is met."""
    met = "missed" if line["value"] > line["target"] else "met"
    return f"{line['target']:g} {line['unit']}".rstrip() + f": {met}"


def drawing(name: str, lines: Sequence[Figure]) -> str:
    """Return the figures as SVG, one row of bars a unit; empty without matplotlib."""
    try:
        import matplotlib
    except ImportError:
        logger.info("matplotlib is not installed: %s is not drawn", name)
        return ""
    matplotlib.use("svg")
    # Text stays text, and the same figures give the same bytes.
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": name})
    from matplotlib.figure import Figure as Canvas

    units: Dict[str, List[Figure]] = {}
    for line in lines:
        units.setdefault(line["unit"], []).append(line)
    heights = [len(group) + 1.2 for group in units.values()]
    canvas = Canvas(figsize=(8, 0.32 * sum(heights) + 0.4), layout="constrained")
    rows = canvas.subplots(len(units), 1, height_ratios=heights, squeeze=False)
    for axes, (unit, group) in zip(rows[:, 0], units.items()):
        draw(axes, unit, group)
    written = io.StringIO()
    canvas.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    svg = written.getvalue()
    svg = svg[svg.index("<svg") :]
    size = r' width="[^"]*"| height="[^"]*"'
    head, rest = svg.split(">", 1)
    label = f' role="img" aria-label="The figures of {name} as bars"'
    return "<p>" + re.sub(size, "", head) + label + ">" + rest + "</p>"


def draw(axes: Any, unit: str, group: Sequence[Figure]) -> None:
    """Draw the figures of one unit as bars, and their targets as red marks."""
    names = [line["name"] for line in group]
    values = [line["value"] for line in group]
    bars = axes.barh(range(len(group)), values, color=BLUE, height=0.62)
    axes.bar_label(bars, [number(value) for value in values], padding=3, fontsize=8)
    for place, line in enumerate(group):
        if line["target"] is not None:
            axes.vlines(line["target"], place - 0.42, place + 0.42, RED, linewidth=2)
    axes.set_yticks(range(len(group)), names, fontsize=8)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_xlim(left=0)
    axes.tick_params(axis="x", labelsize=8)
    axes.set_title(unit or "times", loc="left", fontsize=9)
    axes.spines[["top", "right"]].set_visible(False)


def setup(app: Sphinx) -> Dict[str, Any]:
    """Register with Sphinx."""
    app.add_directive("measured", Measured)
    return {"parallel_read_safe": True, "version": "1"}
