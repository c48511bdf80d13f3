#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh TARGET SECONDS: one fuzz target on a corpus that it makes for itself
# and throws away. Prints how many inputs it ran; what broke it stays in
# build/fuzz, and its output is shown.
set -u
target=$1 seconds=$2
name=$(basename "$target")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/corpus"
seeds=$(dirname "$0")/corpus/$name
[ -d "$seeds" ] && cp "$seeds"/* "$scratch/corpus/"

"$target" -max_total_time="$seconds" -max_len=65536 -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 \
    -artifact_prefix="$(dirname "$target")/$name-" "$scratch/corpus" >"$scratch/log" 2>&1
code=$?
if [ $code -ne 0 ]; then
    tail -n 60 "$scratch/log"
    echo "FAILED $name"
    exit 1
fi
awk -v name="$name" '/stat::number_of_executed_units/ { runs = $2 } /cov:/ { for (i = 1; i < NF; i++) if ($i == "cov:") edges = $(i + 1) }
    END { printf "ok %-20s %10d runs %6d edges\n", name, runs, edges }' "$scratch/log"
