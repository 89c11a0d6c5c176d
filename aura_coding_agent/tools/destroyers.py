# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Know programs that destroy files, and programs that run others. Tables, no effects.

Options and their arguments are those of GNU coreutils, findutils and tar, of git, and
of the programs named; where BSD's differ, both count.
"""

from __future__ import annotations

import re
from typing import Dict, FrozenSet, Mapping, Sequence, Tuple

WITH_VALUE: Mapping[str, FrozenSet[str]] = {
    name: frozenset(options.split())
    for name, options in {
        "chmod": "--reference",
        "chown": "--reference --from",
        "cp": "-S --suffix -t --target-directory",
        "install": "-m --mode -o --owner -g --group -S --suffix -t --target-directory",
        "ln": "-S --suffix -t --target-directory",
        "mv": "-S --suffix -t --target-directory",
        "rsync": "-e --rsh -f --filter --exclude --include --exclude-from -B -M",
        "sed": "-e --expression -f --file -l --line-length",
        "shred": "-n -s --iterations --size --random-source",
        "truncate": "-s -r --size --reference",
    }.items()
}
"""Options that take the next word, by program."""

REMOVERS = frozenset(
    "rm rmdir unlink shred truncate trash trash-put rimraf srm del erase chmod chown"
    " chgrp mkfs wipefs tee sponge".split()
)
"""Programs that destroy each of their operands, or the mode or the owner of it."""

OUTPUT_OPTIONS: Mapping[str, Tuple[str, ...]] = {
    "iconv": ("-o", "--output"),
    "sort": ("-o", "--output"),
    "curl": ("-o", "--output"),
    "wget": ("-O", "--output-document"),
    **dict.fromkeys("cc gcc g++ c++ clang clang++ ld go rustc pandoc".split(), ("-o",)),
    "patch": ("-o", "--output"),
    "unzip": ("-d",),
    "tar": ("-C", "--directory"),
    "bsdtar": ("-C", "--directory"),
}
"""Options that name what a program overwrites, or the folder it does so in."""

OVERWRITTEN_OPERAND: Mapping[str, int] = {"patch": 0, "uniq": 1}
"""Which of its operands a program overwrites, where it is one alone."""


class Wrapper:
    """How to get at the program that another one runs.

    Attributes:
        with_value: options that take the next word.
        before: operands that stand in front of the program.
        chdir: options that name the folder to run in.
        verb: words that must stand first for it to run a program.
        texts: options that take a text which a shell runs.
    """

    def __init__(
        self,
        with_value: str = "",
        *,
        before: int = 0,
        chdir: str = "",
        verb: str = "",
        texts: str = "",
    ) -> None:
        """Take what it works on."""
        self.with_value: FrozenSet[str] = frozenset((with_value + " " + chdir).split())
        self.before: int = before
        self.chdir: FrozenSet[str] = frozenset(chdir.split())
        self.verb: FrozenSet[str] = frozenset(verb.split())
        self.texts: FrozenSet[str] = frozenset(texts.split())


WRAPPERS: Dict[str, Wrapper] = {
    **dict.fromkeys(
        "builtin busybox caffeinate catchsegv coproc dbus-run-session eatmydata"
        " linux32 linux64 nohup setsid toybox unbuffer valgrind xvfb-run".split(),
        Wrapper(),
    ),
    "bundle": Wrapper(verb="exec"),
    "chroot": Wrapper("--userspec --groups", before=1),
    "chrt": Wrapper("-T -P -D", before=1),
    "command": Wrapper(),
    "conda": Wrapper("-n --name -p --prefix", chdir="--cwd", verb="run"),
    "doas": Wrapper("-u -C"),
    "env": Wrapper("-u --unset", chdir="-C --chdir", texts="-S --split-string"),
    "exec": Wrapper("-a"),
    "flock": Wrapper("-w --timeout -E", before=1, texts="-c --command"),
    "gtimeout": Wrapper("-k --kill-after -s --signal", before=1),
    "hatch": Wrapper(verb="run"),
    "ionice": Wrapper("-c -n -p -P -u"),
    "ltrace": Wrapper("-o -e -p -n -s"),
    "mamba": Wrapper("-n --name -p --prefix", chdir="--cwd", verb="run"),
    "nice": Wrapper("-n --adjustment"),
    "npm": Wrapper("--prefix", verb="exec x"),
    "npx": Wrapper("-p --package"),
    "bunx": Wrapper(),
    "nsenter": Wrapper("-t --target -S -G"),
    "parallel": Wrapper("-j --jobs -I --joblog --results -a"),
    "pdm": Wrapper(verb="run"),
    "pipenv": Wrapper(verb="run"),
    "pnpm": Wrapper("-C --dir", verb="exec dlx"),
    "poetry": Wrapper("-C --directory", verb="run"),
    "rye": Wrapper(verb="run"),
    "setarch": Wrapper(before=1),
    "setpriv": Wrapper("--reuid --regid --groups --inh-caps --bounding-set"),
    "stdbuf": Wrapper("-i -o -e --input --output --error"),
    "strace": Wrapper("-o -e -p -s -P -u"),
    "sudo": Wrapper("-u -g -h -p -C -r -t -T -U -R", chdir="-D --chdir"),
    "systemd-run": Wrapper(
        "-p --property -u --unit --uid --gid", chdir="--working-directory"
    ),
    "taskset": Wrapper(before=1),
    "time": Wrapper("-f --format -o --output"),
    "timeout": Wrapper("-k --kill-after -s --signal", before=1),
    "unshare": Wrapper("-S -G --setuid --setgid"),
    "uv": Wrapper("--with --python -p", chdir="--directory", verb="run"),
    "uvx": Wrapper("--with --from --python -p"),
    "watch": Wrapper("-n --interval"),
    "xargs": Wrapper(
        "-I -i -n -P -L -d -E -s -a --replace --max-args --max-procs --max-lines"
        " --delimiter --arg-file --max-chars"
    ),
    "yarn": Wrapper(verb="exec dlx"),
}

SHELLS = frozenset(
    "at ash bash batch dash fish ksh mksh rbash runuser script sh su zsh".split()
)
"""Programs with an option ``-c`` for a text that a shell runs."""

CODE = re.compile(
    r"(?P<python>python[0-9.]*|pypy[0-9.]*|py)|(?P<perl>perl[0-9.]*)"
    r"|(?P<ruby>ruby[0-9.]*)|(?P<node>node|nodejs|bun|deno)|(?P<php>php[0-9.]*)"
    r"|(?P<lua>lua[0-9.]*|luajit)|(?P<awk>[gmn]?awk)|(?P<r>Rscript)"
)
"""Programs that run code given on the command line."""

CODE_OPTIONS: Mapping[str, Sequence[str]] = {
    "python": ("c",),
    "perl": ("e", "E"),
    "ruby": ("e",),
    "node": ("e", "p", "-eval", "-print"),
    "php": ("r",),
    "lua": ("e",),
    "r": ("e",),
}

# Calls that destroy a file whose name is given to them.
CODE_REMOVES = re.compile(
    r"\b(?:os\.(?:remove|unlink|rmdir|removedirs|renames?|replace|truncate)\b"
    r"|unlink\w*|rmtree|rmdir\w*|shutil\.move|remove_tree|rimraf"
    r"|(?:fs|fsp|promises)\.(?:rm|rename|truncate|cp)\w*|rm(?:Sync)?\s*\(|renameSync"
    r"|rename\b|truncate\w*|FileUtils\.\w+|File\.(?:delete|rename|unlink|truncate)"
    r"|os\.remove|os\.rename|file\.remove|Deno\.(?:remove|rename|truncate)\w*"
    r"|Path\([^)]*\)\.(?:unlink|rename|replace|rmdir))"
)
CODE_WRITES = re.compile(
    r"\b(?:write_text|write_bytes|writeFile\w*|copyFile\w*|shutil\.copy\w*|cpSync"
    r"|file_put_contents|File\.write|IO\.write|Deno\.writeTextFile\w*"
    r"|openSync|createWriteStream)\b"
    r"|\bopen\s*\([^()]*(?:\([^()]*\)[^()]*)*?,\s*(?:mode\s*=\s*)?['\"][rbt]*[wx+]"
    r"|\bopen\s*\(?[^;]*['\"]\s*\+?>|>\s*\"[^\"]+\"|fopen\s*\([^)]*['\"]w"
)
CODE_RUNS = re.compile(
    r"\b(?:os\.(?:system|popen|exec\w*|spawn\w*)|subprocess\.|Popen|popen\w*|system"
    r"|exec(?:Sync|File\w*)?|spawn(?:Sync)?|child_process|shell_exec|passthru"
    r"|os\.execute"
    r"|io\.popen|qx)\b|`[^`]+`|%x"
)
CODE_LITERAL = re.compile(
    r"'''(.*?)'''|\"\"\"(.*?)\"\"\"|'((?:[^'\\\n]|\\.)*)'"
    r"|\"((?:[^\"\\\n]|\\.)*)\"|`([^`]*)`",
    re.DOTALL,
)
CODE_COMPUTES = re.compile(
    r"\.\.|expanduser|\bhome\s*\(|\bHOME\b|homedir|\benviron|\bENV\b|\bchdir"
    r"|process\.env"
)
CODE_COMPUTES_FOLDER = re.compile(
    r"\bparents?\b|dirname|getcwd|\bcwd\b|\bpwd\b|argv|input"
)
