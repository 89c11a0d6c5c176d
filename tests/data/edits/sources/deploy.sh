#!/bin/sh
set -eu

target=${1:-staging}
log="/var/log/deploy-$target.log"

say() {
    printf '%s\t%s\n' "$(date +%H:%M:%S)" "$*" >> "$log"
}

check() {
    if ! command -v rsync > /dev/null 2>&1; then
        echo "rsync is missing" >&2
        exit 1
    fi
    [ -d build ] && [ -n "$(ls build)" ] || { echo "nothing built"; exit 2; }
}

check
say "begin \"$target\""
for host in $(cat hosts.txt); do
    rsync -a --delete build/ "$host:/srv/$target/" || say "failed: $host"
done
say "end"
