# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that settings merge in the stated order and errors name their place."""

from __future__ import annotations

import os
import pathlib
import stat
import subprocess
import sys
from typing import Dict, Optional

import pytest

from aura_coding_agent.core import config
from aura_coding_agent.core.errors import ConfigError

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def homes(tmp_path):
    """Return (environ, workspace) of a user with an own AURA_HOME."""
    (tmp_path / "home").mkdir()
    (tmp_path / "work").mkdir()
    return {"AURA_HOME": str(tmp_path / "home")}, tmp_path / "work"


def write_user(environ, text):
    """Write the user's settings file."""
    with open(config.user_file(environ), "w", encoding="utf-8") as handle:
        handle.write(text)


def write_project(workspace, text):
    """Write the project's settings file."""
    (workspace / config.PROJECT_FILE).write_text(text, encoding="utf-8")


def test_every_setting_has_a_description():
    """The table of descriptions and the settings agree."""
    assert set(config.DESCRIPTIONS) == set(config.Settings._fields)
    assert config.USER_ONLY <= set(config.Settings._fields)


def test_defaults(homes):
    """Without any layer every value is the default and says so."""
    environ, workspace = homes
    loaded = config.load_settings({}, environ, workspace=str(workspace))
    assert config.Settings() == loaded.settings
    assert set(loaded.sources.values()) == {"default"}


def test_layers_win_in_order(homes):
    """Options beat variables, variables the project file, that the user file."""
    environ, workspace = homes
    write_user(environ, "[aura]\nmax_turns = 1\nmodel = u\nmax_time = 1\nauto = yes\n")
    write_project(workspace, "[aura]\nmax_turns = 2\nmodel = p\nmax_time = 2.5\n")
    environ = {**environ, "AURA_MAX_TURNS": "3", "AURA_MODEL": "v"}
    loaded = config.load_settings(
        {"max_turns": "4", "api": None}, environ, workspace=str(workspace)
    )
    found = loaded.settings
    assert (4, "v", 2.5, True) == (
        found.max_turns,
        found.model,
        found.max_time,
        found.auto,
    )
    assert "option --max-turns" == loaded.sources["max_turns"]
    assert "AURA_MODEL" == loaded.sources["model"]
    assert f"{workspace}/aura.ini:4" == loaded.sources["max_time"]
    assert config.user_file(environ) + ":5" == loaded.sources["auto"]


def test_values_of_several_lines(homes):
    """A key that holds commands takes one a line."""
    environ, workspace = homes
    write_project(workspace, "[aura]\ncheck =\n  make test\n  make lint\n")
    loaded = config.load_settings({}, environ, workspace=str(workspace))
    assert ("make test", "make lint") == loaded.settings.check


def test_options_given_as_lists_become_tuples(homes):
    """A repeatable option arrives as a list."""
    environ, workspace = homes
    loaded = config.load_settings(
        {"allow": ["a", "b"]}, environ, workspace=str(workspace)
    )
    assert ("a", "b") == loaded.settings.allow


@pytest.mark.parametrize(
    "text, code, line, words",
    [
        ("[aura]\n\nmax_trns = 3\n", "config-unknown-key", 3, "max_turns"),
        ("[aura]\nzzz = 3\n", "config-unknown-key", 2, "`config` lists them"),
        ("[other]\nmodel = x\n", "config-unknown-section", 1, "[other]"),
        ("[aura]\nmax_turns = many\n", "config-bad-value", 2, "whole number"),
        ("[aura]\nmax_turns = -1\n", "config-bad-value", 2, "whole number"),
        ("[aura]\nmax_cost = nan\n", "config-bad-value", 2, "a number"),
        ("[aura]\nmax_cost = -2\n", "config-bad-value", 2, "a number"),
        ("[aura]\nstream = maybe\n", "config-bad-value", 2, "yes or no"),
        ("[aura]\nbase_url = http://x\n", "config-user-only", 2, "project file"),
        ("[aura]\nauto = yes\n", "config-user-only", 2, "project file"),
    ],
)
def test_a_bad_project_file_is_an_error_with_its_line(homes, text, code, line, words):
    """The error names the file, the line and what to do."""
    environ, workspace = homes
    write_project(workspace, text)
    with pytest.raises(ConfigError) as caught:
        config.load_settings({}, environ, workspace=str(workspace))
    assert code == caught.value.code
    assert f"{workspace}/aura.ini:{line}:" in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"model = x\n", b"[aura\nx", b"[aura]\nmodel = \xff\xfe", b"[a]\n[a]\n"]
)
def test_a_file_that_is_not_ini_is_an_error(homes, content):
    """A broken file is named, whatever its bytes."""
    environ, workspace = homes
    (workspace / config.PROJECT_FILE).write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        config.load_settings({}, environ, workspace=str(workspace))
    assert "config-unreadable" == caught.value.code
    assert "aura.ini" in str(caught.value)


def test_a_key_is_never_shown(homes):
    """Neither the listing nor an error prints an API key."""
    environ, workspace = homes
    # pragma: allowlist nextline secret (made up)
    environ = {**environ, "AURA_API_KEY": "sk-secret", "AURA_CHECK": "a\nb"}
    loaded = config.load_settings({}, environ, workspace=str(workspace))
    rows = {name: (value, source) for name, value, source in config.shown_rows(loaded)}
    assert ("***", "AURA_API_KEY") == rows["api_key"]
    assert ("a; b", "AURA_CHECK") == rows["check"]
    assert "sk-secret" not in str(rows)


def test_folders_without_aura_home():
    """Without AURA_HOME the platform's folders are used."""
    environ = {"XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s"}
    assert config.user_file(environ).endswith("config.ini")
    assert config.state_folder(environ).endswith("aura")
    assert config.user_file({}) != config.state_folder({})


@pytest.mark.parametrize(
    "text, line, said",
    [
        ("model = m\n", 1, "stands above the first section"),
        ("[aura]\nmodel = a\nmodel = b\n", 3, "this key is set already"),
        ("[aura]\nmodel = a\n\n[aura]\n", 4, "this section is there already"),
        ("[aura]\nsk-secret-key\n", 2, "is not `key = value`"),
    ],
)
def test_what_is_no_ini_is_told_in_our_words(tmp_path, text, line, said):
    """File, line and what is wrong; never the line itself, which may hold a key."""
    path = tmp_path / "config.ini"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        config.load_settings({}, {"AURA_HOME": str(tmp_path)}, workspace=str(tmp_path))
    assert "config-unreadable" == caught.value.code
    assert caught.value.message.startswith(f"{path}:{line}: ")
    assert said in caught.value.message
    assert "secret" not in str(caught.value)
    assert "under [aura]" in caught.value.hint


def test_an_unknown_section_says_where_settings_stand(tmp_path):
    """Also an empty one; the hint names the section that counts."""
    (tmp_path / "config.ini").write_text("[aura]\nmodel = m\n\n[profile]\n")
    with pytest.raises(ConfigError) as caught:
        config.load_settings({}, {"AURA_HOME": str(tmp_path)}, workspace=str(tmp_path))
    assert ("config-unknown-section", "All settings stand under [aura].") == (
        caught.value.code,
        caught.value.hint,
    )
    assert "config.ini:4" in caught.value.message


def test_variables_that_mean_nothing():
    """A misspelt variable is found, with what was meant where that is near."""
    environ = {"AURA_MODLE": "x", "AURA_ZZZ": "", "AURA_HOME": "/", "AURA_MODEL": "m"}
    assert [
        ("AURA_MODLE", "did you mean AURA_MODEL?"),
        ("AURA_ZZZ", ""),
    ] == config.unknown_variables(environ)


# -- without a home folder -----------------------------------------------------------


def carried_out(
    work: pathlib.Path, environ: Dict[str, str], *words: str, user: Optional[int] = None
) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder with these variables alone."""
    return subprocess.run(
        [sys.executable, "-m", "aura_coding_agent", *words],
        cwd=work,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environ},
        input='{"path": "a.txt", "old": "one", "new": "two"}',
        capture_output=True,
        encoding="utf-8",
        preexec_fn=user and (lambda: os.setuid(user)),
    )


@pytest.fixture
def work(tmp_path: pathlib.Path) -> pathlib.Path:
    """Make a workspace that everybody may write to, and a folder for what is kept."""
    os.chmod(tmp_path, 0o755)
    for folder in ("work", "tmp"):
        (tmp_path / folder).mkdir()
        os.chmod(tmp_path / folder, 0o777)
    (tmp_path / "work" / "a.txt").write_text("one\n")
    os.chmod(tmp_path / "work" / "a.txt", 0o666)
    return tmp_path / "work"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no HOME")
@pytest.mark.parametrize("home", ["missing", "relative", "unknown"])
def test_without_a_home_folder_nothing_lands_elsewhere(
    work: pathlib.Path, home: str
) -> None:
    """What undo needs is kept among the temporary files; no home folder is made."""
    environ = {"TMPDIR": str(work.parent / "tmp")}
    user = None
    if home == "missing":
        environ["HOME"] = str(work.parent / "nobody")
    elif home == "relative":
        environ["HOME"] = "nobody"
    else:
        if os.getuid() != 0:
            pytest.skip("only root can become a user that no account has")
        user = 54_321
        if not can_run_as(user):
            pytest.skip("other users can read neither this Python nor this checkout")
    done = carried_out(work, environ, "edit", "--json", user=user)
    assert 0 == done.returncode, done.stderr
    assert "two\n" == (work / "a.txt").read_text()
    owner = os.getuid() if user is None else user
    kept = work.parent / "tmp" / f"aura-{owner}" / "aura.db"
    assert kept.is_file() and 0o700 == stat.S_IMODE(kept.parent.stat().st_mode)
    assert 0 == carried_out(work, environ, "undo", user=user).returncode
    assert "one\n" == (work / "a.txt").read_text()
    assert ["a.txt"] == os.listdir(work)
    assert not (work.parent / "nobody").exists()
    said = carried_out(work, environ, "doctor", "--offline", user=user).stdout
    assert "There is no home folder" in said


def can_run_as(user: int) -> bool:
    """Tell whether another user can read the interpreter and the checkout."""
    child = os.fork()
    if child == 0:  # pragma: no cover
        os.setuid(user)
        readable = os.access(os.path.realpath(sys.executable), os.R_OK | os.X_OK)
        os._exit(0 if readable and os.access(ROOT / "tests", os.R_OK) else 1)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no HOME")
def test_a_temporary_folder_that_others_may_write_is_refused(
    work: pathlib.Path,
) -> None:
    """What somebody else prepared among the temporary files is not trusted."""
    prepared = work.parent / "tmp" / f"aura-{os.getuid()}"
    prepared.mkdir()
    os.chmod(prepared, 0o777)
    environ = {"TMPDIR": str(work.parent / "tmp"), "HOME": str(work.parent / "no")}
    done = carried_out(work, environ, "edit", "--json")
    assert "state-folder-unsafe" in done.stderr
    assert 2 == done.returncode
    assert "one\n" == (work / "a.txt").read_text()
    prepared.rmdir()
    prepared.symlink_to(work)
    assert "state-folder-unsafe" in carried_out(work, environ, "undo").stderr
