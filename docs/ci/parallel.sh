#!/bin/sh
# Shards side by side on one machine, by GNU parallel where it is installed, else by xargs: parallel.sh COUNT [PATH ...]
set -eu
count=$1
shift
[ $# -gt 0 ] || set -- .
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# What was found is for `merge` to say; a shard that could not run ends all.
one='number=$1 count=$2 folder=$3; shift 3
  fargate-lint check --shard "$number/$count" --fail-on never --format json --output "$folder/$number.json" -- "$@"'
if command -v parallel >/dev/null; then
  seq "$count" | parallel --quote --halt now,fail=1 sh -c "$one" shard {} "$count" "$folder" "$@"
else
  seq "$count" | xargs -P "$(nproc)" -I '{}' sh -c "$one" shard '{}' "$count" "$folder" "$@"
fi
fargate-lint merge "$folder"/*.json --format text
