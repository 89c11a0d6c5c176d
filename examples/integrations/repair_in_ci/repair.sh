#!/bin/sh
# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
# When the tests of a project fail, leave a patch that makes them pass.
#
#   repair.sh [PROJECT] [PATCH]        writes PATCH (default: repair.patch)
#
# Ends with 0 when nothing fails, with 1 when something does, patch or not: a job that
# repairs silently would hide that somebody broke it.

set -u
project=${1:-.}
patch=${2:-repair.patch}
python=${PYTHON:-python3}

found=$("$python" -m aura_coding_agent fix --json --budget 120 "$project")
code=$?
[ -n "$found" ] || exit "$code"
printf '%s' "$found" | "$python" -c '
import json, sys
found = json.load(sys.stdin)
if "patches" not in found:
    sys.exit(found["message"])
print(found["status"] + ":", len(found["failing"]), "of", found["tests"], "tests fail")
for test in found["failing"]:
    print(" ", test["id"])
for best in found["patches"][:1]:
    print("patch:", best["note"] + ", confidence", best["confidence"])
    with open(sys.argv[1], "w", encoding="utf-8", newline="") as handle:
        handle.write(best["diff"])
sys.exit(found["status"] != "passing")
' "$patch"
