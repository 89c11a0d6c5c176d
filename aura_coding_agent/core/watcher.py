# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""End what commands have started when this process is killed.

A shell that does nothing but read a pipe hears which groups of processes live. At the
end of the pipe without a word of farewell this process was killed: then the shell ends
those groups and, where the system shows it, all that carry the mark of this process
(:mod:`.offspring`). It is started with the first command, and is not waited for.
"""

from __future__ import annotations

import os

from .offspring import VARIABLE

# Read from the pipe: "+ GROUP PIPE", "- GROUP PIPE", "bye"; the group is "x" once only
# who holds the pipe is left, for the number may be given anew. Only words of the shell
# itself, and kill, sleep, grep and ls, which are everywhere; what is not there is only
# not found. The rounds are those of the door to processes: a request to end, a second
# to do so, then by force, and again for what was forked in the meantime.
SCRIPT = r"""
trap '' HUP INT QUIT TERM PIPE
mark=$1 live=' '
while read -r sign group pipe; do
  case $sign in
    +) live="$live$group/$pipe " ;;
    -) case $live in *" $group/$pipe "*)
         live="${live%%" $group/$pipe "*} ${live#*" $group/$pipe "}" ;;
       esac ;;
    bye) exit 0 ;;
  esac
done
look() {
  found=' '
  for file in $(grep -lsF -e "$mark" /proc/[0-9]*/environ); do
    file=${file#/proc/}
    found="$found${file%/environ} "
  done
  for each in $live; do
    found="$found$(ls -l /proc/[0-9]*/fd 2>/dev/null | while read -r line; do
      case $line in
        /proc/*) owner=${line#/proc/} owner=${owner%%/*} ;;
        *" pipe:[${each#*/}]") echo "$owner" ;;
      esac
    done | tr '\n' ' ')"
  done
  again=yes
  while [ "$again" ]; do
    again=
    for file in /proc/[0-9]*/stat; do
      read -r line 2>/dev/null <"$file" || continue
      owner=${line%% *}
      case $found in *" $owner "*) continue ;; esac
      set -- ${line##*) }
      case "$found$live" in
        *" $2 "*|*" $3/"*|*" $4/"*) found="$found$owner " again=yes ;;
      esac
    done
  done
}
end() {
  for each in $live; do
    case $each in x/*) ;; *) kill "-$1" -- "-${each%/*}" ;; esac
  done
  for each in $found; do [ "$each" = $$ ] || kill "-$1" "$each"; done
}
look
end TERM
for round in 1 2 3 4 5 6 7 8 9 10; do
  sleep 0.1 || sleep 1
  left=
  for each in $live; do
    case $each in x/*) ;; *) kill -0 -- "-${each%/*}" && left=yes ;; esac
  done
  for each in $found; do
    read -r line 2>/dev/null <"/proc/$each/stat" || continue
    case ${line##*) } in Z*|X*) ;; *) left=yes ;; esac
  done
  [ "$left" ] || break
done
for round in 1 2 3 4 5; do
  look
  end KILL
  sleep 0.1 || sleep 1
done
"""


def argv(mark: str) -> list[str]:
    """Return what to start, with a pipe as its standard input."""
    return ["/bin/sh", "-c", SCRIPT, "watcher", mark]


def environment() -> dict[str, str]:
    """Return the variables it needs: no mark of any command is among them."""
    kept = {**os.environ, "LC_ALL": "C"}
    kept.pop(VARIABLE, None)
    return kept
