#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The main job on the samples, in a store that is gone afterwards: start the
# daemon, feed articles, watch what is new, ask for the events. Every command
# is printed as it can be typed; nothing is left running.
set -eu
cd "$(dirname "$0")/.."
build=${BUILD:-build}
samples=deploy/samples/articles.jsonl
for program in claimwired claimwire; do
    [ -x "$build/$program" ] || { echo "demo: $build/$program is not built; type: make all" >&2; exit 69; }
done

folder=$(mktemp -d "${TMPDIR:-/tmp}/claimwire-demo.XXXXXX")
export CLAIMWIRE_DATA=$folder/data CLAIMWIRE_HTTP=off
for part in feed work wire ask; do
    export "CLAIMWIRE_${part^^}=ipc://$folder/$part"
done
hub='' watcher=''

end() { # pid, seconds: SIGTERM, and SIGKILL when it takes longer; its exit code
    local pid=$1 tenths=$(($2 * 10))
    kill -TERM "$pid" 2>/dev/null || true
    while kill -0 "$pid" 2>/dev/null; do
        [ "$tenths" -gt 0 ] || kill -KILL "$pid"
        sleep 0.1
        tenths=$((tenths - 1))
    done
    wait "$pid"
}
clean() {
    [ -z "$watcher" ] || end "$watcher" 1 || true
    [ -z "$hub" ] || end "$hub" 12 || true
    rm -rf "$folder"
}
trap clean EXIT
trap 'exit 130' INT TERM

heading() { printf '\n\033[1m%s\033[0m\n' "$1" | if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then cat; else sed 's/\x1b\[[01]*m//g'; fi; }
show() { # a command as one types it, then its output
    printf '$ %s\n' "$build/$*"
    timeout 30 "$build/$1" "${@:2}"
}
fail() {
    echo "demo: $1" >&2
    sed 's/^/    /' "$folder/hub.log" >&2 || true
    exit 1
}

heading 'A store of its own, and the daemon on it'
echo "$ export CLAIMWIRE_DATA=$CLAIMWIRE_DATA CLAIMWIRE_FEED=$CLAIMWIRE_FEED CLAIMWIRE_WORK=$CLAIMWIRE_WORK \\"
echo "         CLAIMWIRE_WIRE=$CLAIMWIRE_WIRE CLAIMWIRE_ASK=$CLAIMWIRE_ASK   # or leave them: loopback ports 5570 to 5573"
echo "$ $build/claimwired &"
"$build/claimwired" >"$folder/hub.log" 2>&1 &
hub=$!
for ((i = 0; ; i++)); do
    timeout 2 "$build/claimwire" status >/dev/null 2>&1 && break
    kill -0 "$hub" 2>/dev/null || fail 'the daemon ended'
    [ "$i" -lt 100 ] || fail 'the daemon does not answer'
    sleep 0.1
done

heading "What is new, as it comes, while $(wc -l <$samples) articles are fed"
echo "$ $build/claimwire watch --from 0 &"
timeout 120 "$build/claimwire" watch --from 0 &
watcher=$!
show claimwire feed --rate 4 "$samples" || fail 'not every sample was taken'

# Quiet is: nothing queued, and the same last update twice, a heartbeat apart.
state() { timeout 5 "$build/claimwire" status --json | sed -nE 's/.*"queued": *([0-9]+).*/\1/p'; }
for ((i = 0; ; i++)); do
    [ "$(state)" != 0 ] || break
    [ "$i" -lt 100 ] || fail 'the articles are not read'
    sleep 0.1
done
sleep 1.5
end "$watcher" 2 || true
watcher=''

heading 'The events that they tell of'
show claimwire events
events=$(timeout 30 "$build/claimwire" events --json)
[ -n "$events" ] || fail 'no event came out'

heading 'The first of them, with who says what'
show claimwire event "$(sed -nE '1s/^\{"id": ?"?(e?[0-9]+).*/\1/p' <<<"$events")"

heading 'The daemon, and its end'
show claimwire status
echo '$ kill -TERM %1'
status=0
end "$hub" 15 || status=$?
hub=''
[ "$status" -eq 0 ] || fail "the daemon ended with $status"
echo 'stopped cleanly; the store is removed'
