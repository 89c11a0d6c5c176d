# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Start one program after the other and say what each cost; run as a script.

A process begins with the peak memory of the one that started it (Linux takes it over
at exec), so programs are measured from this one, which stays small. It reads one JSON
object a line (``argv``, ``cwd``, ``env``, ``stdout``, ``stderr``) and answers with one.
"""

import json
import os
import sys
import time


def measure(order):
    """Run a program to its end; return exit status, seconds and peak in KiB."""
    os.chdir(order["cwd"])
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, order["stdout"], flags, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, order["stderr"], flags, 0o600),
    ]
    argv = order["argv"]
    began = time.perf_counter()
    pid = os.posix_spawn(argv[0], argv, order["env"], file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    return {
        "status": status,
        "wall": time.perf_counter() - began,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss,
    }


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(measure(json.loads(line))) + "\n")
        sys.stdout.flush()
