#!/bin/sh
# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
# Let a model carry out a task; commit what a check has confirmed, take back the rest.
#
#   do-and-commit.sh TASK CHECK        in a git work tree without changes of your own

set -u
task=$1
check=$2
python=${PYTHON:-python3}
report=$(git rev-parse --absolute-git-dir)/aura-run.json

if [ -n "$(git status --porcelain)" ]; then
    echo "There are changes that are not committed; nothing was done." >&2
    exit 2
fi

"$python" -m aura_coding_agent run "$task" --check "$check" --allow "$check" \
    --max-turns 40 --output json >"$report"
code=$?

case $code in
0)
    git add --all && git commit --quiet --message "$task" || exit 1
    echo "verified and committed"
    ;;
3 | 4 | 5 | 6 | 130)
    echo "not verified (exit code $code); $report tells more"
    # Without changes there is nothing to take back, and `undo` would go one run further.
    if [ -n "$(git status --porcelain)" ]; then
        "$python" -m aura_coding_agent undo
    fi
    ;;
*)
    cat "$report" >&2
    ;;
esac
exit $code
