# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Set the variables of commands that nobody attends to: no editor, pager or prompt.

An editor would wait for a person until the time of the command is over. In its place
stands a line of shell that says at once what to do instead, and fails. What a command
line itself names wins: ``EDITOR=ed git commit``, ``GIT_EDITOR=true git rebase``,
``git -c core.editor=true commit``.
"""

from __future__ import annotations

import os
from typing import Dict, Mapping

_SAID = "No editor can be used here: nobody is there to type."
# Also the name ($0) by which the line knows itself, below.
_MARK = "no-editor"
_NAMES = (
    *("EDITOR", "VISUAL", "GIT_EDITOR", "GIT_SEQUENCE_EDITOR"),
    *("SVN_EDITOR", "HGEDITOR", "JJ_EDITOR", "GH_EDITOR", "KUBE_EDITOR"),
    *("SUDO_EDITOR", "SYSTEMD_EDITOR", "FCEDIT"),
)
# For every program, since each has its own variable and looks at EDITOR only after it.
# No quotation mark of the outer kind and no backslash but before a dollar: programs
# hand it to a shell, or split it as one would.
_SCRIPT = (
    # The command line has named an editor of its own.
    'for own in "$GIT_EDITOR" "$VISUAL" "$EDITOR"; do case $own in ""|*'
    + _MARK
    + ') ;; *) exec sh -c "$own \\"\\$@\\"" "$own" "$@" ;; esac; done; '
    "case $GIT_CONFIG_PARAMETERS in *core.editor*) own=$(git config core.editor); "
    'exec sh -c "$own \\"\\$@\\"" "$own" "$@" ;; esac; '
    "case $1 in "
    f'*git-rebase-todo) echo "{_SAID} Give the list by a command: '
    'GIT_SEQUENCE_EDITOR=\\"sed -i -e 1s/pick/reword/\\" git rebase -i ..., or take it'
    ' as it is: GIT_SEQUENCE_EDITOR=true git rebase -i --autosquash ..." ;; '
    f'*.git/*|*_EDITMSG|*_MSG) echo "{_SAID} Give the message: git commit -m TEXT,'
    " git commit -F FILE, git tag -m TEXT. Keep the one there is:"
    " git commit --amend --no-edit, git merge --no-edit, git revert --no-edit,"
    ' GIT_EDITOR=true git rebase --continue." ;; '
    f'*) echo "{_SAID} Give the text as an argument or a file, change it with a'
    ' command, or name one that edits: EDITOR=COMMAND ..." ;; '
    "esac >&2; exit 1"
)


def variables(*, windows: bool = os.name == "nt") -> Dict[str, str]:
    """Return the variables to set on top of the caller's."""
    editor = f"sh -c '{_SCRIPT}' {_MARK}"
    found = {name: editor for name in _NAMES}
    if windows:
        # Only git brings a shell with it. Without quotation marks this means the same
        # to cmd and to what starts programs itself; what is edited becomes a remark.
        plain = f"cmd /d /c echo {_SAID} 1>&2 & exit 1 & rem {_MARK}"
        found.update({name: plain for name in _NAMES if not name.startswith("GIT_")})
    return {**found, **_QUIET}


_QUIET: Mapping[str, str] = {
    # Pagers.
    **{name: "cat" for name in ("PAGER", "GIT_PAGER", "MANPAGER", "SYSTEMD_PAGER")},
    **{name: "cat" for name in ("GH_PAGER", "PSQL_PAGER", "BAT_PAGER", "DELTA_PAGER")},
    "AWS_PAGER": "",
    "LESS": "-FRX",
    # Passwords: empty means that no program asks for them in a window either.
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "SSH_ASKPASS_REQUIRE": "never",
    "GCM_INTERACTIVE": "never",
    # Questions of packages.
    "DEBIAN_FRONTEND": "noninteractive",
}
