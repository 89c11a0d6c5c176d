# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Give tests a small project to release, and the release tool to run in it."""

from __future__ import annotations

import io
import os
import pathlib
import sys
import threading
from typing import Callable, Dict, Iterator

import pytest

from release.__main__ import main
from release.index.server import Account, IndexServer
from release.index.store import Store

from ..support import needs
from . import checkout
from .checkout import Checkout, Ran

Tool = Callable[..., Ran]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """Make a small project once, with a key that signs."""
    needs.require("ssh-keygen")
    return checkout.make(tmp_path_factory.mktemp("template") / "all")


@pytest.fixture(scope="session")
def tagged_template(
    template: Checkout, tmp_path_factory: pytest.TempPathFactory
) -> Checkout:
    """Make a project once whose version 0.2.0 is tagged, built, listed and signed."""
    made = checkout.copy(template, tmp_path_factory.mktemp("tagged") / "all")
    made.tagged()
    made.build()
    for command in ("manifest", "sign"):
        ran = made.release(command)
        assert 0 == ran.code, ran.err
    return made


@pytest.fixture
def small(template: Checkout, tmp_path: pathlib.Path) -> Checkout:
    """Give a project with things to release."""
    return checkout.copy(template, tmp_path / "all")


@pytest.fixture
def ready(tagged_template: Checkout, tmp_path: pathlib.Path) -> Checkout:
    """Give a project whose version 0.2.0 is tagged, built, listed and signed."""
    return checkout.copy(tagged_template, tmp_path / "all")


@pytest.fixture
def tool(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Tool:
    """Give the release tool, run in this process in the folder of the project."""
    name = "ready" if "ready" in request.fixturenames else "small"
    project: Checkout = request.getfixturevalue(name)
    for variable in list(os.environ):
        if variable.startswith(("GIT_", "PIP_", "RELEASE_", "TWINE_", "GH", "GITHUB_")):
            monkeypatch.delenv(variable)
    for variable, value in project.environ.items():
        monkeypatch.setenv(variable, value)
    monkeypatch.chdir(project.root)

    def run(*words: str, typed: str = "", **extra: str) -> Ran:
        capfd.readouterr()
        with monkeypatch.context() as now:
            now.setattr(sys, "stdin", io.StringIO(typed))
            for variable, value in extra.items():
                now.setenv(variable, value)
            code = main(list(words))
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


class Indexes:
    """Two indexes on loopback, and the variables that name them."""

    def __init__(self, folder: pathlib.Path):
        self.environ: Dict[str, str] = {}
        self.stores: Dict[str, Store] = {}
        self.servers: Dict[str, IndexServer] = {}
        for name in ("testpypi", "pypi"):
            store = Store(folder / name)
            account = Account("__token__", f"secret of {name}")
            server = IndexServer(("127.0.0.1", 0), store, account=account)
            self.stores[name], self.servers[name] = store, server
            prefix = f"RELEASE_{name.upper()}"
            self.environ[f"{prefix}_URL"] = f"{server.url}legacy/"
            self.environ[f"{prefix}_USERNAME"] = account.user
            self.environ[f"{prefix}_PASSWORD"] = account.password

    def __enter__(self) -> Indexes:
        for server in self.servers.values():
            serve = server.serve_forever
            threading.Thread(target=serve, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self.servers.values():
            server.shutdown()
            server.server_close()


@pytest.fixture
def indexes(tmp_path: pathlib.Path) -> Iterator[Indexes]:
    """Serve two empty indexes."""
    with Indexes(tmp_path / "indexes") as served:
        yield served
