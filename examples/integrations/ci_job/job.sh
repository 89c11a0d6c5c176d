#!/bin/sh
# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
# Let a model carry out the task of a file, within limits, and keep what it did.
#
#   job.sh TASK_FILE CHECK [FOLDER]    what is kept goes to FOLDER (default: report)

set -u
task=$1
check=$2
report=${3:-report}
python=${PYTHON:-python3}
mkdir -p "$report"

# --auto: the job runs in a machine of its own that is thrown away afterwards.
"$python" -m aura_coding_agent run --file "$task" --check "$check" --auto \
    --max-turns 60 --max-time 1200 --output jsonl >"$report/events.jsonl"
code=$?

# New files are in a patch only when git knows of them.
git add --intent-to-add -- . ":(exclude)$report"
git diff --binary -- . ":(exclude)$report" >"$report/change.patch"
tail -n 1 "$report/events.jsonl" | "$python" -c '
import json, sys
end = json.load(sys.stdin)
print(end.get("status") or end["code"], end.get("reason") or end["message"], sep=": ")
' | tee "$report/summary.txt"
exit $code
