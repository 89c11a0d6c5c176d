# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Merge options, variables and files into one frozen Settings value.

Order, strongest first: options of the command line, ``AURA_*`` variables, the
project file ``aura.ini`` in the workspace, the user file, the default. Files are INI
with one section ``[aura]``. A project file comes with somebody's repository, so it
may not decide where requests go or what runs unasked: those keys are the user's.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from .errors import ConfigError
from .values import NamedTuple


class Settings(NamedTuple):
    """Every setting with its type and default; 0 means no limit."""

    api: str = ""
    base_url: str = ""
    model: str = ""
    api_key: str = ""
    auto: bool = False
    allow: Tuple[str, ...] = ()
    check: Tuple[str, ...] = ()
    check_rounds: int = 3
    max_turns: int = 100
    max_tokens: int = 0
    max_cost: float = 0.0
    max_time: float = 0.0
    max_output: int = 0
    price_input: float = -1.0
    price_output: float = -1.0
    stream: bool = True
    command_timeout: float = 120.0
    connect_timeout: float = 15.0
    read_timeout: float = 300.0
    idle_timeout: float = 120.0
    retry_time: float = 300.0
    ca_file: str = ""
    headers: Tuple[str, ...] = ()
    instructions_limit: int = 32768
    capture_file_limit: int = 64
    capture_total_limit: int = 1024
    capture_files: int = 200000
    capture_folder_files: int = 2000
    store_limit: int = 4096
    store_days: float = 30.0
    store_keep_free: int = 1024
    allow_uncovered: bool = False


DESCRIPTIONS: Mapping[str, str] = {
    "api": "wire format of the endpoint: openai-chat or anthropic",
    "base_url": "address of the endpoint",
    "model": "model id as the endpoint knows it",
    # pragma: allowlist nextline secret (made up)
    "api_key": "key for the endpoint (better given by a variable than in a file)",
    "auto": "run commands without asking",
    "allow": "patterns of commands that may run without asking, one a line",
    "check": "commands that must pass for a run to end verified, one a line",
    "check_rounds": "how often a failed check is handed back to the model",
    "max_turns": "model calls of one run",
    "max_tokens": "tokens of every class of one run",
    "max_cost": "cost of one run in US dollars",
    "max_time": "wall time of one run in seconds",
    "max_output": "tokens of one answer of the model",
    "price_input": "US dollars per million input tokens, for models not in the list",
    "price_output": "US dollars per million output tokens, for models not in the list",
    "stream": "ask for answers piece by piece",
    "command_timeout": "seconds a command may take unless the model asks for more",
    "connect_timeout": "seconds to reach the endpoint",
    "read_timeout": "seconds until an answer begins",
    "idle_timeout": "seconds between two pieces of an answer",
    "retry_time": "seconds in all that failed requests are tried again",
    "ca_file": "certificates to trust, a PEM file",
    "headers": "headers for the endpoint, a name, a colon and a value in each line",
    "instructions_limit": "bytes of AGENTS.md files given to the model",
    "capture_file_limit": "MiB of one file that undo of commands covers",
    "capture_total_limit": "MiB of all files of a workspace that it covers",
    "capture_files": "files of a workspace above which it covers nothing",
    "capture_folder_files": "files of a folder like node_modules that it covers",
    "store_limit": "MiB that earlier contents may take on the disk",
    "store_days": "days that a change can be undone",
    "store_keep_free": "MiB of the disk that are left free",
    "allow_uncovered": "run commands that undo cannot cover without asking for that",
}

USER_ONLY = frozenset(
    "api base_url api_key auto allow ca_file capture_file_limit capture_total_limit"
    " capture_files capture_folder_files store_limit store_days store_keep_free"
    " allow_uncovered headers".split()
)
"""Keys that a project file may not set."""

PROJECT_FILE = "aura.ini"
SECTION = "aura"


class Configuration(NamedTuple):
    """Settings, and for each name where its value comes from."""

    settings: Settings
    sources: Mapping[str, str]


def load_settings(
    options: Mapping[str, Any],
    environ: Mapping[str, str],
    *,
    workspace: str,
) -> Configuration:
    """Merge all layers.

    Args:
        options: values from the command line by setting name; None is not given.
        environ: variables of the environment.
        workspace: folder whose project file counts.

    Raises:
        ConfigError: ``config-unknown-key``, ``config-unknown-section``,
            ``config-bad-value``, ``config-user-only`` or ``config-unreadable``, naming
            file and line.
    """
    values: Dict[str, Any] = {}
    sources = {name: "default" for name in Settings._fields}
    user = user_file(environ)
    project = os.path.join(workspace, PROJECT_FILE)
    layers = [
        _file_layer(user, user_only=frozenset()),
        _file_layer(project, user_only=USER_ONLY),
        _environ_layer(environ),
        _option_layer(options),
    ]
    for layer in layers:
        for name, (value, source) in layer.items():
            values[name] = value
            sources[name] = source
    return Configuration(Settings(**values), sources)


def user_file(environ: Mapping[str, str]) -> str:
    """Return the path of the user's settings file, there or not."""
    home = environ.get("AURA_HOME")
    if home:
        return os.path.join(home, "config.ini")
    given = environ.get("APPDATA"), environ.get("XDG_CONFIG_HOME")
    base = _base(environ, *given, below=".config")
    folder = os.path.join(base, SECTION) if base else temporary_state(environ)
    return os.path.join(folder, "config.ini")


def state_folder(environ: Mapping[str, str]) -> str:
    """Return the folder of the database and the content store; it need not be there.

    Without a home folder that can be written, as in a container that runs as a number
    nobody knows, it is a folder for temporary files: see :func:`temporary_state`.

    Raises:
        ConfigError: ``state-folder-unsafe``.
    """
    home = environ.get("AURA_HOME")
    if home:
        return os.path.abspath(home)
    given = environ.get("LOCALAPPDATA"), environ.get("XDG_STATE_HOME")
    base = _base(environ, *given, below=".local/state")
    if base and _can_be_made(os.path.join(base, SECTION)):
        return os.path.join(base, SECTION)
    return temporary_state(environ)


def is_temporary(folder: str, environ: Mapping[str, str]) -> bool:
    """Tell whether a state folder stands where the system may clean up."""
    return folder == _temporary(environ)


def _base(
    environ: Mapping[str, str],
    windows: Optional[str],
    xdg: Optional[str],
    *,
    below: str,
) -> str:
    """Return where the user keeps files of a kind; empty without a home folder.

    A home folder that is not there is none: it is not ours to make. Paths of the XDG
    Base Directory Specification that are not absolute are to be ignored.
    """
    if os.name == "nt":
        return windows or home_folder(environ)
    home = home_folder(environ)
    if sys.platform == "darwin":
        return home and os.path.join(home, "Library/Application Support")
    if xdg and os.path.isabs(xdg):
        return xdg
    return home and os.path.join(home, below)


def home_folder(environ: Mapping[str, str]) -> str:
    """Return the user's home folder; empty when none is known or it is not there."""
    home = environ.get("USERPROFILE" if os.name == "nt" else "HOME", "")
    if not home and os.name != "nt":
        import pwd  # only where there is no variable, and never on Windows

        try:
            home = pwd.getpwuid(os.getuid()).pw_dir
        except KeyError:  # a number that no account has
            return ""
    return home if os.path.isabs(home) and os.path.isdir(home) else ""


def temporary_state(environ: Mapping[str, str]) -> str:
    """Return the user's own folder among the temporary files.

    Raises:
        ConfigError: ``state-folder-unsafe``: somebody else made it, or may write it.
    """
    folder = _temporary(environ)
    try:
        status = os.lstat(folder)
    except OSError:
        return folder  # not there yet; who makes it makes it for its owner alone
    mine = os.name == "nt" or status.st_uid == os.getuid()
    if mine and stat.S_ISDIR(status.st_mode) and not status.st_mode & 0o022:
        return folder
    raise ConfigError(
        "state-folder-unsafe",
        f"There is no home folder, and {folder} is not a folder that is yours alone.",
        hint="Set AURA_HOME to a folder of your own.",
        path=folder,
    )


def _temporary(environ: Mapping[str, str]) -> str:
    """Return the path of that folder."""
    names = ("TMPDIR", "TEMP", "TMP")
    given = [environ[name] for name in names if os.path.isabs(environ.get(name, ""))]
    owner = os.getuid() if hasattr(os, "getuid") else "user"
    return os.path.join(*(given[:1] or ["/tmp"]), f"{SECTION}-{owner}")  # nosec B108


def _can_be_made(folder: str) -> bool:
    """Tell whether a folder is there, or could be made where it is not."""
    if os.path.isdir(folder):
        return True  # one that is only read is read
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder)
    return os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)


Layer = Dict[str, Tuple[Any, str]]


def _option_layer(options: Mapping[str, Any]) -> Layer:
    """Return what the command line gives, parsed."""
    given = {name: value for name, value in options.items() if value is not None}
    layer: Layer = {}
    for name, value in given.items():
        source = "option --" + name.replace("_", "-")
        if isinstance(value, str):
            value = _parse(name, value, source)
        elif isinstance(value, list):
            value = tuple(value)
        layer[name] = (value, source)
    return layer


def _environ_layer(environ: Mapping[str, str]) -> Layer:
    """Return what variables give, parsed."""
    layer: Layer = {}
    for name in Settings._fields:
        variable = "AURA_" + name.upper()
        if variable in environ:
            layer[name] = (_parse(name, environ[variable], variable), variable)
    return layer


OWN_VARIABLES = ("AURA_HOME", "AURA_DEBUG", "AURA_JUDGE", "AURA_COMMAND")
"""Variables of the program that are no settings; the last is set for its children."""


def unknown_variables(environ: Mapping[str, str]) -> List[Tuple[str, str]]:
    """Return ``AURA_*`` variables that mean nothing, each with a hint."""
    known = {"AURA_" + name.upper() for name in Settings._fields} | {*OWN_VARIABLES}
    names = [name for name in sorted(environ) if name.startswith("AURA_")]
    return [(name, _near_variable(name)) for name in names if name not in known]


def _near_variable(name: str) -> str:
    """Return a guess which variable was meant."""
    import difflib  # only on the way to a warning

    key = name[len("AURA_") :].lower()
    near = difflib.get_close_matches(key, Settings._fields, n=1)
    return f"did you mean AURA_{near[0].upper()}?" if near else ""


def _file_layer(path: str, *, user_only: frozenset[str]) -> Layer:
    """Read the settings of a file; one that is not there gives none."""
    try:
        with open(path, encoding="utf-8-sig") as handle:
            text = handle.read(1 << 20)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            "config-unreadable",
            f"The settings file {path} cannot be read: {error}.",
            hint="It must be UTF-8 text that you may read.",
            path=path,
        ) from None
    import configparser  # only with a settings file, which few runs have

    parser = configparser.ConfigParser(interpolation=None, default_section="\0")
    try:
        parser.read_string(text, source=path)
    except configparser.Error as error:
        raise ConfigError(
            "config-unreadable",
            f"{path}:{getattr(error, 'lineno', 0) or _line_of_fault(error)}:"
            f" {_FAULTS.get(type(error).__name__, _FAULT)}.",
            hint=f"Write lines `key = value` under [{SECTION}].",
            path=path,
        ) from None
    layer: Layer = {}
    for section in parser.sections():
        if section != SECTION:
            raise _unknown_section(section, f"{path}:{_line_of(text, section)}")
        for key, value in parser.items(section):
            where = f"{path}:{_line_of(text, section, key)}"
            _check_key(key, where, user_only)
            layer[key] = (_parse(key, value, where), where)
    return layer


_FAULT = "this line is not `key = value`"
_FAULTS: Mapping[str, str] = {
    "MissingSectionHeaderError": "this line stands above the first section",
    "DuplicateSectionError": "this section is there already",
    "DuplicateOptionError": "this key is set already",
}
"""What is wrong with a line, by the error of the parser; never the line itself, which
may hold a key of an account."""


def _line_of_fault(error: Any) -> int:
    """Return the first of several lines that a parser could not read."""
    lines = [number for number, _ in getattr(error, "errors", ())]
    return min(lines, default=1)


def _unknown_section(section: str, where: str) -> ConfigError:
    """Return the error about a section that no settings file has."""
    return ConfigError(
        "config-unknown-section",
        f"{where}: there is no section [{section}].",
        hint=f"All settings stand under [{SECTION}].",
        where=where,
    )


def _check_key(key: str, where: str, user_only: frozenset[str]) -> None:
    """Refuse a key that does not exist, or that only the user's file may have."""
    if key not in Settings._fields:
        raise ConfigError(
            "config-unknown-key",
            f"{where}: there is no setting {key!r}.",
            hint=_near(key),
            where=where,
        )
    if key in user_only:
        raise ConfigError(
            "config-user-only",
            f"{where}: a project file may not set {key!r}.",
            hint="Set it in your own settings file, by a variable or by an option.",
            where=where,
        )


def _near(key: str) -> str:
    """Return a guess which setting was meant."""
    import difflib  # only on the way to an error message

    near = difflib.get_close_matches(key, Settings._fields, n=1)
    if near:
        return f"Did you mean {near[0]!r}?"
    return f"Settings stand under [{SECTION}]; `config` lists them."


def _line_of(text: str, section: str, key: str = "") -> int:
    """Find the line of a key or a section, since configparser does not keep it."""
    current = ""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if bare.startswith("["):
            current = bare[1:].partition("]")[0]
            if current == section and not key:
                return number
        name = bare.replace(":", "=").partition("=")[0].strip().lower()
        if current == section and name == key:
            return number
    return 1


def _parse(name: str, text: str, where: str) -> Any:
    """Return the value that a text stands for, by the type of its setting."""
    parse, expected = _PARSERS[type(Settings._field_defaults[name])]
    if name == "headers":
        parse, expected = _headers, _HEADERS
    try:
        return parse(text.strip())
    except (KeyError, ValueError):
        shown = "***" if name in ("api_key", "headers") else repr(text)
        raise ConfigError(
            "config-bad-value",
            f"{where}: {name} is {shown}, which is not {expected}.",
            hint=f"It means: {DESCRIPTIONS[name]}.",
            where=where,
        ) from None


def _flag(text: str) -> bool:
    """Return a truth value; KeyError when it is none."""
    return _FLAGS[text.lower()]


def _count(text: str) -> int:
    """Return a whole number from 0 on; ValueError when it is none."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _amount(text: str) -> float:
    """Return a number from 0 on; ValueError when it is none."""
    number = float(text)
    if not 0 <= number < float("inf"):
        raise ValueError(text)
    return number


def _lines(text: str) -> Tuple[str, ...]:
    """Return the lines that are not blank."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


_HEADERS = (
    "one `Name: value` a line, in plain characters, and none of those that frame a"
    " request (Host, Content-Length, ...)"
)
_FRAMING = frozenset(
    "host content-length content-type transfer-encoding connection te trailer upgrade"
    " expect keep-alive proxy-authorization proxy-connection accept-encoding".split()
)
"""Headers that are the transport's own: another value would break the request."""


def _headers(text: str) -> Tuple[str, ...]:
    """Return lines `Name: value` (RFC 9110, section 5); ValueError for others."""
    lines = _lines(text)
    for line in lines:
        found = re.fullmatch(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e]*)", line)
        if not found or not found[2].strip() or found[1].lower() in _FRAMING:
            raise ValueError(found[1] if found else "")
    return lines


_FLAGS = {
    **dict.fromkeys(("1", "yes", "true", "on"), True),
    **dict.fromkeys(("0", "no", "false", "off"), False),
}
_PARSERS: Mapping[type, Tuple[Callable[[str], Any], str]] = {
    str: (str, "text"),
    bool: (_flag, "yes or no"),
    int: (_count, "a whole number from 0"),
    float: (_amount, "a number from 0"),
    tuple: (_lines, "one or more lines"),
}


def shown_rows(configuration: Configuration) -> List[Tuple[str, str, str]]:
    """Return (name, value, source) of every setting; a key is never shown."""
    rows = []
    for name, value in configuration.settings._asdict().items():
        if name == "api_key" and value:
            value = "***"
        elif name == "headers":
            value = "; ".join(line.partition(":")[0] + ": ***" for line in value)
        elif isinstance(value, tuple):
            value = "; ".join(value)
        rows.append((name, str(value), configuration.sources[name]))
    return rows
