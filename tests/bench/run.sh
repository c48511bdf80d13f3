#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every figure of README.md beside this file, each under the command that makes
# it. Nothing is asserted. Usage: run.sh [BUILD]
#   QUICK=1    fewer articles, one round: under a minute
#   LOAD=PATH  the load is the articles of that JSONL file, in order of date
#   TMPDIR     where the stores are made; without it, the build folder
set -eu -o pipefail
cd "$(dirname "$0")/../.."
build=${1:-build}
bench=$build/tests/bench
rounds=3 widths='256:20000 64:20000 1:1500' load_count=15000 latency_count=4000 extract_count=3000
if [ -n "${QUICK:-}" ]; then
    rounds=1 widths='256:6000 64:6000 1:500' load_count=2500 latency_count=1500 extract_count=1000
fi

folder=$(mktemp -d "$(realpath "${TMPDIR:-$build}")/bench.XXXXXX")
sockets=$(mktemp -d /tmp/claimwire-bench.XXXXXX) # a socket's path must be short
export CLAIMWIRE_DATA='' CLAIMWIRE_HTTP=off CLAIMWIRE_LOG=warn
for part in feed work wire ask; do
    export "CLAIMWIRE_${part^^}=ipc://$sockets/$part"
done
hub=''
hub_stop() {
    [ -n "$hub" ] || return 0
    kill -TERM "$hub" || true
    wait "$hub" || true
    hub=''
}
trap 'hub_stop; rm -rf "$folder" "$sockets"' EXIT
trap 'exit 130' INT TERM

heading() { printf '\n%s\n' "$1"; }
run() { # a command, its words as one can type them, then what it prints
    printf '  $ %s\n' "$*" | sed "s|$folder|FOLDER|g; s|ipc://$sockets|IPC|g"
    "$@" | tee -a "$folder/figures" | sed 's/^/  /'
}
hub_start() { # name of its store, flags
    export CLAIMWIRE_DATA=$folder/$1
    shift
    echo "  \$ $build/claimwired $* &"
    "$build/claimwired" "$@" &
    hub=$!
    "$bench/bench_hub" wait "$CLAIMWIRE_ASK"
}

echo "claimwire bench: $(nproc) cores, $(sed -n 's/^model name\t: //p' /proc/cpuinfo | head -1), stores on $(df --output=fstype "$folder" | tail -1)"
count=0
for width in $widths; do count=$((count + ${width#*:})); done
[ "$count" -gt "$load_count" ] || count=$load_count
tests/bench/press.py 1 "$count" 3000 >"$folder/articles.jsonl"

heading '1. Durable accepted articles a second, reading off, and the same rows put into bare LMDB (us an article)'
for ((round = 1; round <= rounds; round++)); do
    hub_start "accept$round" --workers 0 --backlog 1000000
    # shellcheck disable=SC2086 # words on purpose
    run "$bench/bench_hub" accept "$CLAIMWIRE_FEED" "$CLAIMWIRE_ASK" "$folder/articles.jsonl" $widths
    hub_stop
    for zstd in '' --zstd; do
        mkdir "$folder/bare"
        # shellcheck disable=SC2086
        run "$bench/bench_lmdb" $zstd "$CLAIMWIRE_DATA" "$folder/bare" $widths
        rm -rf "$folder/bare"
    done
    rm -rf "$CLAIMWIRE_DATA"
done
heading '   Ratio: articles/s of the hub with N in flight ÷ articles/s of bare LMDB with N a commit; the best round of each'
awk 'function best(table, width, rate) { if (rate + 0 > table[width]) table[width] = rate + 0 }
    $2 == "in" && $3 == "flight" { best(hub, $1, $4) }
    $2 == "a" && $3 == "commit" && $4 != "+" { best(bare, $1, $4) }
    $2 == "a" && $3 == "commit" && $4 == "+" { best(zipped, $1, $6) }
    END {
        for (n in hub)
            printf "%5d: hub %7d, bare LMDB %7d, ratio %.2f; bare LMDB and zstd %7d, ratio %.2f\n",
                n, hub[n], bare[n], hub[n] / bare[n], zipped[n], hub[n] / zipped[n]
    }' "$folder/figures" | sort -rn | sed 's/^/  /'

heading '2, 3. With reading on: the loop by stage (us an article), then how long an answer and an update take at half of the throughput'
hub_start latency
run "$bench/bench_hub" latency "$CLAIMWIRE_FEED" "$CLAIMWIRE_ASK" "$CLAIMWIRE_WIRE" "$folder/articles.jsonl" "$latency_count"
hub_stop
rm -rf "$CLAIMWIRE_DATA"

heading '4. Cost an article as the store grows (us an article), and memory'
hub_start load
run "$bench/bench_hub" load "$CLAIMWIRE_FEED" "$CLAIMWIRE_ASK" "${LOAD:-$folder/articles.jsonl}" "$load_count"
hub_stop
rm -rf "$CLAIMWIRE_DATA"

heading '5. Reading alone, one process on one core'
head -n "$extract_count" "${LOAD:-$folder/articles.jsonl}" >"$folder/extract.jsonl"
echo "  \$ taskset -c 0 $build/claimwired extract --json FOLDER/extract.jsonl"
begin=${EPOCHREALTIME/./}
taskset -c 0 "$build/claimwired" extract --json "$folder/extract.jsonl" >"$folder/claims.jsonl"
us=$((${EPOCHREALTIME/./} - begin))
read_count=$(wc -l <"$folder/claims.jsonl") # LOAD may have fewer
printf '  %-28s %10d articles/s %8d us an article\n' "$read_count articles" $((read_count * 1000000 / us)) $((us / read_count))

heading '6. Part of speech and syntax of every sentence, on one core'
run "$bench/bench_model" "$folder/extract.jsonl"
[ -z "${QUICK:-}" ] || exit 0

heading '7. The store alone'
echo "  \$ $bench/bench_store"
TMPDIR=$folder "$bench/bench_store" | sed 's/^/  /'

heading '8. The desk alone, and the rows that it leaves put into bare LMDB (us of processor time an article)'
mkdir "$folder/desk" "$folder/bare"
run "$bench/bench_desk" "$load_count" "$folder/desk"
run "$bench/bench_rows" "$folder/desk" "$folder/bare" 64
