# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Stand in for the part of a forge's API that makes releases, on loopback."""

from __future__ import annotations

import hashlib
import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List, Tuple

TOKEN = "a token"
REPO = "small/thing"


class ForgeServer:
    """Keeps releases and their files; refuses who has no token.

    Attributes:
        releases: as the API shows them.
        contents: the bytes of each file, by its name.
        cut: names of files whose upload is cut off, once.
    """

    def __init__(self) -> None:
        self.releases: List[Dict[str, Any]] = []
        self.contents: Dict[str, bytes] = {}
        self.cut: List[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                shown: Any
                if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                    status, shown = 401, {"message": "Bad credentials"}
                else:
                    status, shown = outer.act(self.command, self.path, body)
                data = b"" if shown is None else json.dumps(shown).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PATCH = do_DELETE = answer

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> ForgeServer:
        serve = self._http.serve_forever
        threading.Thread(target=serve, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._http.shutdown()
        self._http.server_close()

    def act(self, method: str, path: str, body: bytes) -> Tuple[int, Any]:
        """Do what a request asks for, return status and JSON."""
        parts = urllib.parse.urlsplit(path)
        base = f"/repos/{REPO}/releases"
        if (method, parts.path) == ("GET", base):
            return 200, self.releases
        if (method, parts.path) == ("POST", base):
            return 201, self.begin(json.loads(body))
        if method == "PATCH" and parts.path.startswith(base):
            self.releases[0].update(json.loads(body))
            return 200, self.releases[0]
        if method == "DELETE" and parts.path.startswith(f"{base}/assets/"):
            number = int(parts.path.rpartition("/")[2])
            kept = [a for a in self.releases[0]["assets"] if a["id"] != number]
            self.releases[0]["assets"] = kept
            return 204, None
        if (method, parts.path) == ("POST", "/upload"):
            return self.take(urllib.parse.parse_qs(parts.query)["name"][0], body)
        return 404, {"message": "Not Found"}

    def begin(self, asked: Dict[str, Any]) -> Dict[str, Any]:
        """Make a release without files."""
        made = {
            **asked,
            "id": 7,
            "assets": [],
            "html_url": f"{self.url}/page/{asked['tag_name']}",
            "upload_url": f"{self.url}/upload{{?name,label}}",
        }
        self.releases.insert(0, made)
        return made

    def take(self, name: str, content: bytes) -> Tuple[int, Any]:
        """Keep a file of the newest release."""
        assets = self.releases[0]["assets"]
        if name in [asset["name"] for asset in assets]:
            return 422, {"message": "already_exists"}
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        asset = {"id": len(assets), "name": name, "state": "uploaded", "digest": digest}
        assets.append(asset)
        if name in self.cut:
            self.cut.remove(name)
            asset.update(state="starter", digest=None)
            return 502, {"message": "cut off"}
        self.contents[name] = content
        return 201, asset
