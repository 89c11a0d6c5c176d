# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Look at the built pages in a real browser: ``make screenshots``.

Each page is opened at the width of a desk and of a phone. There must be no error in the
console and nothing wider than the window; the search must find something. Pictures go
to ``build/screenshots``. Needed: Chromium with chromedriver, and the package selenium.
"""

from __future__ import annotations

import functools
import http.server
import os
import pathlib
import shutil
import sys
import threading
from typing import Any, List, Tuple

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILT, PICTURES = ROOT / "build" / "docs", ROOT / "build" / "screenshots"
WIDTHS: Tuple[Tuple[str, int, int], ...] = (("desk", 1280, 900), ("phone", 390, 844))
PICTURED = (
    "index",
    "start",
    "configuration",
    "usage",
    "api",
    "travel",
    "benchmarks",
    "search",
)
SEARCHED = "undo"
FOUND = "return document.querySelectorAll('#search-results li').length"
CUT_OFF = """
const out = [];
for (const one of document.querySelectorAll('.rst-content p, .rst-content h1')) {
    let box = one, free = false;
    for (; box && !box.matches('.rst-content'); box = box.parentElement)
        free = free || /auto|scroll/.test(getComputedStyle(box).overflowX);
    if (!free && one.getBoundingClientRect().right > arguments[0])
        out.push(one.textContent.slice(0, 40));
}
return out;
"""
TOO_WIDE = "return document.documentElement.scrollWidth - arguments[0]"


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serve files without a line for each."""

    def log_message(self, *words: Any) -> None:
        """Say nothing."""


def main() -> int:
    """Print one line a picture; return how many pages have a problem."""
    handler = functools.partial(QuietHandler, directory=str(BUILT))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    PICTURES.mkdir(parents=True, exist_ok=True)
    address = f"http://127.0.0.1:{server.server_port}"
    browser = start_browser()
    pages = sorted(
        path.stem for path in BUILT.glob("*.html") if path.stem != "genindex"
    )
    bad = 0
    try:
        for kind, width, height in WIDTHS:
            size = {"width": width, "height": height}
            size.update({"deviceScaleFactor": 1, "mobile": kind == "phone"})
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            for page in pages:
                problems = look(browser, address, page, width)
                if page in PICTURED:
                    browser.save_screenshot(str(PICTURES / f"{page}-{kind}.png"))
                if problems or page in PICTURED:
                    print(f"{page:<16}{width:>5}  {'; '.join(problems) or 'ok'}")
                bad += bool(problems)
    finally:
        browser.quit()
        server.shutdown()
    looked = f"{len(pages)} pages at {len(WIDTHS)} widths"
    print(
        f"{looked}, {bad} with a problem; pictures are in {PICTURES.relative_to(ROOT)}"
    )
    return min(bad, 1)


def start_browser() -> Any:
    """Return a headless Chromium that keeps what its console says."""
    options = Options()
    options.binary_location = (
        shutil.which("chromium") or shutil.which("chromium-browser") or ""
    )
    for word in ("--headless=new", "--hide-scrollbars", "--disable-dev-shm-usage"):
        options.add_argument(word)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium has none for root
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options, Service(shutil.which("chromedriver")))


def look(browser: Any, address: str, page: str, width: int) -> List[str]:
    """Open a page, return what is wrong with it."""
    words = f"?q={SEARCHED}" if page == "search" else ""
    browser.get(f"{address}/{page}.html{words}")
    problems = []
    if page == "search":
        waiting = WebDriverWait(browser, 20)
        try:
            waiting.until(lambda one: one.execute_script(FOUND) > 0)
        except Exception:  # whatever the driver calls it, nothing was found in time
            problems.append(f"the search for {SEARCHED!r} finds nothing")
        browser.execute_script("localStorage.clear()")  # or the word stays marked
    said = [entry["message"] for entry in browser.get_log("browser")]
    problems += [f"console: {text}" for text in said]
    cut = browser.execute_script(CUT_OFF, width)
    problems += [f"cut off at the right: {text!r}" for text in cut[:3]]
    excess = browser.execute_script(TOO_WIDE, width)
    if excess > 0:
        problems.append(f"{excess} pixels wider than the window")
    return problems


if __name__ == "__main__":
    sys.exit(main())
