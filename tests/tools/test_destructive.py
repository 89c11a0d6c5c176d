# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test which commands are held back: those that lose what undo cannot bring back."""

from __future__ import annotations

import pathlib
from typing import Optional

import pytest

from aura_coding_agent.core.database import Database
from aura_coding_agent.core.interfaces import Capture, Decision
from aura_coding_agent.core.messages import ToolCall, ToolResult
from aura_coding_agent.history import open_journal
from aura_coding_agent.tools.destructive import hazard
from aura_coding_agent.tools.permissions import Rules
from aura_coding_agent.tools.shell import shell_tool
from aura_coding_agent.tools.toolset import ToolKit

HELD = [
    "rm ../outside.txt",
    "rm -rf -- ../folder",
    "rm -f ../out*.txt",
    "sudo -n rm ../outside.txt",
    "X=1 command rm ../outside.txt",
    "true && cd .. && rm outside.txt",
    "rmdir ../folder",
    "shred -n 3 ../outside.txt",
    "truncate -s 0 ../outside.txt",
    "mv ../outside.txt here.txt",
    "mv a.txt ../outside.txt",
    "mv outside.txt ../folder",
    "cp a.txt ../outside.txt",
    "echo x | tee ../outside.txt",
    "dd if=/dev/zero of=../outside.txt",
    "find ../folder -name x -delete",
    "find .. -type f -exec rm {} +",
    "rsync -a --delete ./ ../folder",
    "echo x > ../outside.txt",
    "echo x >'../outside.txt'",
    "echo x >| ../outside.txt; ls",
    "git -C ../repository reset --hard",
    "cd ../repository && git checkout -- .",
    "git -C ../repository clean -fdx",
    "git -C ../repository stash -u",
    "git -C ../repository restore .",
    "rm -rf .git",
]
# The same loss wherever a shell lets one write it.
HELD += [
    "echo done >> log; rm ../outside.txt",
    "(rm ../outside.txt)",
    "{ rm ../outside.txt; }",
    "! rm ../outside.txt",
    "time rm ../outside.txt",
    "sort < a.txt; rm ../outside.txt",
    "cat a.txt | sort > sorted.txt && rm ../outside.txt",
    "if true; then rm ../outside.txt; fi",
    "if rm ../outside.txt; then :; fi",
    "if false; then :; elif true; then :; else rm ../outside.txt; fi",
    "for i in 1 2; do rm ../outside.txt; done",
    'for f in ../*.txt; do rm "$f"; done',
    "for ((i = 0; i < 3; i++)); do rm ../outside.txt; done",
    'while read f; do rm "$f"; done < list',
    "until rm ../outside.txt; do sleep 1; done",
    "case x in a|x) rm ../outside.txt;; esac",
    "f() { rm ../outside.txt; }; f",
    'f() { rm "$1"; }; f ../outside.txt',
    "function g { rm ../outside.txt; }; g",
    "echo $(rm ../outside.txt)",
    "echo `rm ../outside.txt`",
    'echo "$(rm ../outside.txt)"',
    "x=$(rm ../outside.txt)",
    "x=../outside.txt; rm $x",
    "export X=../outside.txt && rm ${X}",
    "rm ${UNSET_HERE:-../outside.txt}",
    'rm -rf "$UNSET_HERE"/../*',
    "R=rm; $R ../outside.txt",
    "R='rm ../outside.txt'; $R",
    "\\rm ../outside.txt",
    "r''m ../outside.txt",
    "/bin/rm ../outside.txt",
    "rm .\\./outside.txt",
    "rm $'../outside.txt'",
    "rm $'\\x2e./outside.txt'",
    "rm ../{outside,other}.txt",
    "rm ../outside.t?t",
    "rm -f a.txt -- ../outside.txt",
    "eval 'rm ../outside.txt'",
    "eval rm ../outside.txt",
    "sh -c 'rm ../outside.txt'",
    'bash -lc "cd .. && rm outside.txt"',
    "bash -c 'rm \"$1\"' _ ../outside.txt",
    "su -c 'rm ../outside.txt'",
    "echo 'rm ../outside.txt' | sh",
    "printf 'rm %s\\n' ../outside.txt | bash",
    "sh <<'EOF'\nrm ../outside.txt\nEOF",
    "bash <<< 'rm ../outside.txt'",
    "cat <<EOF > b.txt\nhello\nEOF\nrm ../outside.txt",
    "cat <<EOF\n$(rm ../outside.txt)\nEOF",
    "curl -s http://127.0.0.1/x | sh",
    "echo ../outside.txt | xargs rm",
    "ls .. | xargs -I{} rm ../{}",
    "find .. -name '*.txt' | xargs rm -f",
    "cat list | xargs rm",
    "find .. -name x -exec sh -c 'rm \"$1\"' _ {} \\;",
    "nice -n 5 rm ../outside.txt",
    "timeout 5 rm ../outside.txt",
    "timeout -k 1 5s nohup rm ../outside.txt",
    "env -i A=b rm ../outside.txt",
    "env -C .. rm outside.txt",
    "setsid stdbuf -oL rm ../outside.txt",
    "busybox rm ../outside.txt",
    "flock lock rm ../outside.txt",
    "flock lock -c 'rm ../outside.txt'",
    "trap 'rm ../outside.txt' EXIT",
    "npx rimraf ../folder",
    "coproc rm ../outside.txt",
    "[[ -f a.txt ]] && rm ../outside.txt",
    "test -f a.txt || rm ../outside.txt",
    "false || { cd ..; rm outside.txt; }",
    "pushd .. && rm outside.txt",
    "cd .. ; rm outside.txt",
    "cd node_modules; cd ..; cd ..; rm outside.txt",
    "cd -; rm ../outside.txt",
    'rm "$(cat list)"',
    "rm `cat list`",
    "rm < a.txt ../outside.txt &",
    "true & rm ../outside.txt",
    "sed -i s/a/b/ ../outside.txt",
    "sed -i.bak -e s/a/b/ ../outside.txt",
    "sed -ni p ../outside.txt",
    "perl -pi -e 's/a/b/' ../outside.txt",
    "ln -sf a.txt ../outside.txt",
    "ln -sfn a.txt ../outside.txt",
    "install -m 644 a.txt ../outside.txt",
    "cp -t ../folder ../outside.txt",
    "cp -r ../folder/. ..",
    "sort -o ../outside.txt a.txt",
    "curl -o ../outside.txt http://127.0.0.1/",
    "wget -O ../outside.txt http://127.0.0.1/",
    "tar -xf a.tar -C ../folder",
    "tar czf ../outside.txt a.txt",
    "unzip -o a.zip -d ../folder",
    "chmod -R 000 ../folder",
    "> ../outside.txt",
    ": > ../outside.txt",
    "exec > ../outside.txt",
    "ls &> ../outside.txt",
    "ls 2> ../outside.txt",
    "ls >& ../outside.txt",
    "{ ls; } > ../outside.txt",
    "for i in 1; do ls; done > ../outside.txt",
    'echo x > "../outside.txt" 2>&1',
    "cat < a.txt > ../outside.txt",
    "tee ../outside.txt < a.txt",
    "tee >(cat) ../outside.txt < a.txt",
    "dd of=../outside.txt < a.txt",
    "python3 -c \"import os; os.remove('../outside.txt')\"",
    "python -c 'import shutil; shutil.rmtree(\"../folder\")'",
    "python3 - <<'EOF'\nopen('../outside.txt', 'w').write('')\nEOF",
    "python3 -c \"import os; os.system('rm ../outside.txt')\"",
    "python3 -c \"import subprocess; subprocess.run(['rm', '../outside.txt'])\"",
    "python3 -c \"import os; os.remove(os.path.dirname(os.getcwd()) + '/x')\"",
    "perl -e 'unlink \"../outside.txt\"'",
    "node -e \"require('fs').unlinkSync('../outside.txt')\"",
    "ruby -e 'File.delete(\"../outside.txt\")'",
    "awk 'BEGIN { system(\"rm ../outside.txt\") }'",
    "if x",
    "rm ../outside.txt )",
]
# What git alone can lose, which is nowhere but in the repository.
HELD_OF_GIT = [
    "git worktree remove --force tree",
    "git branch -D topic",
    "git branch -fd topic",
    "git branch -f topic HEAD~3",
    "git branch -M topic",
    "git update-ref -d refs/heads/topic",
    "git tag -d v1",
    "git tag -f v1",
    "git reflog expire --expire=now --all",
    "git reflog delete HEAD@{1}",
    "git gc --prune=now",
    "git prune",
    "git submodule deinit -f lib",
    "git stash drop",
    "git stash clear",
    "git filter-branch --all",
    "git push --force",
    "git push origin +main",
    "git push origin :topic",
    "git push --delete origin topic",
    "git remote remove origin",
    "git -c alias.x='branch -D' x topic",
    "git -c alias.x='!git stash clear' x",
    "git submodule foreach 'git stash clear'",
    "sudo git -C . stash clear",
    "for b in a b; do git branch -D $b; done",
]
FREE = [
    "rm a.txt",
    "rm -rf ./*",
    "rm ../nothing-there",
    "rm",
    "mv a.txt",
    "mv a.txt b.txt",
    "cp ../outside.txt a.txt",
    "echo x > a.txt",
    "echo x >> ../outside.txt",
    "echo '> ../outside.txt'",
    "echo x > /dev/null 2>&1",
    "tee -a ../outside.txt",
    "dd if=../outside.txt of=/dev/null",
    "cat ../outside.txt",
    "find .. -name x",
    "git -C ../repository status",
    "git -C ../repository clean -n",
    "git -C ../repository stash list",
    "git -C ../repository restore --staged .",
    "git",
    "git checkout -- .",
    "rm -rf node_modules",
    "",
    # What people and models write all day.
    "make test",
    "python -m pytest -x -q tests/ 2>&1 | tail -20",
    "python3 -c \"print(open('a.txt').read().replace('a', 'b'))\"",
    "python3 -c 'import json, sys; print(json.load(sys.stdin)[\"x\"])' < a.txt",
    "python3 - <<'EOF'\nopen('a.txt', 'w').write('b')\nEOF",
    "python3 <<'EOF'\ns = open('a.txt').read()\nopen('a.txt', 'w').write(s)\nEOF",
    "cat > new.py <<'EOF'\nimport os\nos.remove('../x')\nEOF",
    "cat <<'EOF' > run.sh\nrm -rf \"$1\"\nEOF\nchmod +x run.sh",
    "grep -rn 'rm -rf' . | head",
    "grep -rl foo . | xargs sed -i 's/foo/bar/g'",
    "find . -name '*.pyc' -delete",
    "find . -name __pycache__ -type d -exec rm -rf {} +",
    "find . -type f -name '*.py' | xargs wc -l | sort -n",
    "git ls-files '*.py' | xargs -n1 wc -l",
    'for f in *.txt; do mv "$f" "${f%.txt}.md"; done',
    "for i in 1 2 3; do echo $i; done > numbers.txt",
    "ls -la && git status --short && git diff --stat",
    "git add -A && git commit -qm \"A message with 'quotes' and (brackets)\"",
    "git commit -m \"$(cat <<'EOF'\nSubject\n\nrm ../outside.txt; it's (ok)\nEOF\n)\"",
    "git stash && make && git stash pop",
    "git branch -d merged",
    "git branch --list 'x*'",
    "git push origin main",
    "git worktree add ../tree",
    "git log --oneline | head -5; git show HEAD~1:a.txt",
    "git reset --hard HEAD",
    "git clean -fdx",
    "git rebase main || git rebase --abort",
    "npm ci && npm test -- --watch=false",
    "npm install >/dev/null 2>&1; node_modules/.bin/eslint . --fix",
    "cargo build --release 2>&1 | grep -E '^(warning|error)' || true",
    "go test ./... -run 'Test(A|B)$' -count=1",
    "docker compose up -d",
    "cd node_modules && ls | wc -l",
    "mkdir -p build && cd build && cmake .. && make -j2 && cd .. && rm -rf build",
    'export PATH="$HOME/bin:$PATH"; which python',
    "PYTHONPATH=src python -m unittest discover -s tests -v",
    "[ -f a.txt ] && echo yes || echo no",
    "if [[ $(wc -l < a.txt) -gt 3 ]]; then echo long; fi",
    "test $((1 + 2)) -eq 3 && echo ok",
    "diff <(sort a.txt) <(sort b.txt)",
    "sed -i 's/a/b/' a.txt && sed -n '1,5p' ../outside.txt",
    "perl -pi -e 's/a/b/' a.txt",
    "awk -F: '{ print $1 > \"/dev/stderr\" }' a.txt",
    "awk '{ if ($1 > 3) print }' ../outside.txt",
    "curl -s http://127.0.0.1:8000/health | python3 -m json.tool",
    "curl -fsSLo a.txt http://127.0.0.1/x",
    "(cd node_modules && rm -rf x) 2>/dev/null",
    "tar xzf ../outside.txt",
    "timeout 60 ./server >s.log 2>&1 & echo $! > s.pid; sleep 1; kill $(cat s.pid)",
    "while ! grep -q ready server.log; do sleep 1; done",
    'echo "done: $(date)" | tee -a log.txt',
    "sh ./a.txt; bash -c 'echo $0 $1' a b",
    "ssh host 'rm -rf x'",
    "command -v rm; which rm; type rm; man rm",
    "echo rm ../outside.txt",
    'x=a.txt; rm -f "$x"',
    "tmp=$(mktemp) && echo x",
    'f() { echo "$1"; }; f ../outside.txt',
    "set -euo pipefail; IFS=$'\\n\\t'; ls",
    'case "$1" in start) echo a;; *) echo b;; esac',
    "ls # rm ../outside.txt",
    "time make -j$(nproc)",
    "xargs -a a.txt -n1 echo",
    "git bisect run make test",
    "uv run pytest -k 'not slow'",
]


@pytest.fixture(name="root")
def _root(tmp_path: pathlib.Path) -> pathlib.Path:
    root = tmp_path / "work"
    for folder in (root / ".git", tmp_path / "folder", tmp_path / "repository/.git"):
        folder.mkdir(parents=True)
    (root / "node_modules").mkdir()
    (root / "a.txt").write_text("a")
    (root / "list").write_text("../outside.txt")
    (tmp_path / "outside.txt").write_text("outside")
    (tmp_path / "folder" / "outside.txt").write_text("outside")
    return root


def kept(root: pathlib.Path) -> Capture:
    """Return the captures of a workspace whose history is kept on disk."""
    state = root.parent / "state"
    return open_journal(str(root), Database(str(state / "db")), str(state)).capture


def test_what_is_beyond_undo_is_held_back(root: pathlib.Path) -> None:
    """A command that destroys what no capture covers is held back, however written."""
    uncovered = kept(root).uncovered
    told = {command: hazard(command, str(root), uncovered) for command in HELD}
    assert [] == [command for command, reason in told.items() if not reason]
    assert "outside.txt would be lost beyond undo" in told["rm ../outside.txt"]
    assert "cannot be told" in told['rm "$(cat list)"']
    assert "cannot be read" in told["if x"]


def test_what_only_git_has_is_held_back(root: pathlib.Path) -> None:
    """Branches, stashes and what the log of references still holds cannot be undone."""
    uncovered = kept(root).uncovered
    let = [one for one in HELD_OF_GIT if not hazard(one, str(root), uncovered)]
    assert [] == let


def test_everything_else_is_not(root: pathlib.Path) -> None:
    """What undo covers and what destroys nothing is let through."""
    uncovered = kept(root).uncovered
    told = {command: hazard(command, str(root), uncovered) for command in FREE}
    assert {} == {command: reason for command, reason in told.items() if reason}


@pytest.mark.parametrize(
    "rules, answer, allowed",
    [
        (Rules(auto=True), None, False),
        (Rules(auto=True, allow=("rm *",)), None, False),
        (Rules(allow=("rm ../outside.txt",)), None, True),
        (Rules(auto=True, interactive=True), True, True),
        (Rules(auto=True, interactive=True), False, False),
    ],
)
def test_permission_is_needed_in_every_mode(
    root: pathlib.Path, rules: Rules, answer: Optional[bool], allowed: bool
) -> None:
    """Only a person, or exactly this command allowed beforehand, lets it run."""
    capture = kept(root)
    kit = ToolKit(
        [shell_tool(str(root), output_folder=str(root))],
        rules=rules,
        ask=None if answer is None else lambda request: Decision(bool(answer), ""),
        hazard=lambda line: hazard(line, str(root), capture.uncovered),
    )
    prepared = kit.prepare(ToolCall("1", "shell", {"command": "rm ../outside.txt"}))
    assert not isinstance(prepared, ToolResult)
    decision = kit.authorize(prepared)
    assert (allowed, answer is not None) == (decision.allowed, decision.asked)
