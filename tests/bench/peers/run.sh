#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# How many articles a second claimwire and its peers acknowledge, with 1 and 64
# unacknowledged, and what each promises by it. Nothing is asserted; a peer that
# cannot run is SKIPPED. Usage: run.sh [BUILD]
#   QUICK=1  fewer articles, one round
#   TMPDIR   where the stores are made; without it, the build folder
# `deploy/deps.sh peers` installs the peers. Each runs on loopback, on a port
# and in a folder of its own, and is stopped before the next one starts.
set -u -o pipefail
cd "$(dirname "$0")/../../.." || exit 1
build=$(realpath "${1:-build}")
rounds=3 stretches=(1:1500 64:10000) # IN_FLIGHT:COUNT
[ -z "${QUICK:-}" ] || rounds=1 stretches=(1:300 64:3000)
peers='claimwire redis rabbitmq nats beanstalkd'
export PATH=$PATH:/usr/sbin # where Debian has some of the servers

folder=$(mktemp -d "$(realpath "${TMPDIR:-$build}")/peers.XXXXXX")
groups=() # of processes: every server started, each leads its own
stop() {
    local group
    for group in ${groups[@]+"${groups[@]}"}; do
        kill -TERM "$group" 2>/dev/null
        timeout 10 tail --pid="$group" -f /dev/null
        kill -KILL -- "-$group" 2>/dev/null
        wait "$group" 2>/dev/null
    done
    groups=()
}
trap 'stop; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

free_ports() { # COUNT; held all at once, so that they differ
    "${PYTHON:-python3}" -c 'import socket, sys
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(s.getsockname()[1] for s in held))' "$1"
}

spawn() { # a command; its process is in $server
    setsid "$@" >>"$home/log" 2>&1 </dev/null &
    server=$!
    groups+=("$server")
}

# ---- one function a server: starts it in $home, a new folder, at ${ports[0]}

claimwire_start() {
    spawn env CLAIMWIRE_HTTP=off "$build/claimwired" --workers 0 --data "$home/store" --log warn \
        --feed "tcp://127.0.0.1:${ports[0]}" --work "tcp://127.0.0.1:${ports[1]}" \
        --wire "tcp://127.0.0.1:${ports[2]}" --ask "tcp://127.0.0.1:${ports[3]}"
}
redis_start() {
    spawn redis-server --bind 127.0.0.1 --port "${ports[0]}" --dir "$home" --save '' \
        --appendonly yes --appendfsync always
}
rabbitmq_start() {
    spawn epmd -address 127.0.0.1 -port "${ports[1]}"
    printf 'listeners.tcp.default = 127.0.0.1:%s\n' "${ports[0]}" >"$home/rabbitmq.conf"
    echo '[].' >"$home/plugins"
    # The command of this name on the PATH changes to another user and folder.
    spawn env HOME="$home" ERL_EPMD_PORT="${ports[1]}" ERL_EPMD_ADDRESS=127.0.0.1 \
        RABBITMQ_NODENAME=peer@localhost RABBITMQ_DIST_PORT="${ports[2]}" RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" \
        RABBITMQ_MNESIA_BASE="$home/store" RABBITMQ_LOG_BASE="$home/logs" \
        RABBITMQ_ENABLED_PLUGINS_FILE="$home/plugins" RABBITMQ_CONF_ENV_FILE="$home/none" \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
        /usr/lib/rabbitmq/bin/rabbitmq-server
}
nats_start() {
    spawn nats-server --addr 127.0.0.1 --port "${ports[0]}" --jetstream --store_dir "$home"
}
beanstalkd_start() {
    spawn beanstalkd -l 127.0.0.1 -p "${ports[0]}" -b "$home" -f0
}

program_of() {
    case $1 in
    claimwire) echo "$build/claimwired" ;;
    redis | nats) echo "$1-server" ;;
    rabbitmq) echo /usr/lib/rabbitmq/bin/rabbitmq-server ;;
    *) echo "$1" ;;
    esac
}
version_of() {
    if [ "$1" = claimwire ]; then
        "$build/claimwired" --version | grep -oE '[0-9][0-9.]+' | head -1
    else
        dpkg-query -W -f '${source:Upstream-Version}' "$(basename "$(program_of "$1")")" 2>/dev/null || echo '?'
    fi
}
# By the documentation of each; `fsync` is what happens before the acknowledgement.
promise_of() {
    case $1 in
    claimwire) echo 'fsync: commit with full sync, as many articles in it as had arrived; and known from then on: sent again it is a DUPLICATE' ;;
    redis) echo 'fsync: appendonly with appendfsync always, one for all commands of a turn (default: everysec, not before the reply)' ;;
    rabbitmq) echo 'fsync: quorum queue of one member, a confirm follows when a majority has it in the log on disk, in batches' ;;
    nats) echo 'NO fsync: written to the file; synced every 2 minutes by default, unless sync_interval is always (2.10 on; 2.9 has no such setting)' ;;
    beanstalkd) echo 'fsync: -f0, one for each job, never for several (default: at most one in 50 ms)' ;;
    esac
}

listening() { # waits until the server takes connections
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        (: >"/dev/tcp/127.0.0.1/${ports[0]}") 2>/dev/null && return 0
        kill -0 "$server" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}

why_not() { # NAME: why it cannot run, if that is known before it is tried
    if ! command -v "$(program_of "$1")" >/dev/null; then
        echo 'not installed (deploy/deps.sh peers)'
    elif [ ! -x "$build/tests/bench/peers/peer_$1" ]; then
        echo 'its client library was not there when the clients were built (deploy/deps.sh peers)'
    fi
}

complaint() { # the line of the server's log that says most
    grep -iE -m1 'error|fail|cannot|unknown|fatal' "$home/log" || grep -v '^ *$' "$home/log" | tail -1
}

measure() { # NAME ROUND: what its client prints goes to FOLDER/NAME.figures; or why not to FOLDER/NAME.skipped
    home=$folder/$1.$2
    mkdir "$home"
    read -ra ports <<<"$(free_ports 4)"
    "$1_start"
    if ! listening; then
        echo "it does not start: $(complaint)" >"$folder/$1.skipped"
    elif ! timeout 60 "$build/tests/bench/peers/peer_$1" "${ports[0]}" "$folder/articles.jsonl" "${stretches[@]}" \
        >>"$folder/$1.figures" 2>"$home/complaint"; then
        echo "its client ended: $(tail -1 "$home/complaint")" >"$folder/$1.skipped"
    fi
    stop
    rm -rf "$home"
}

measure_disk() { # the raw limit: as many bytes as an article appended to a file and synced, one after the other
    local begin=${EPOCHREALTIME/./} appended=${stretches[0]#*:}
    timeout 5 dd if=/dev/zero of="$folder/disk" bs=3454 count="$appended" oflag=dsync status=none &&
        echo "1 in flight: $((appended * 1000000 / (${EPOCHREALTIME/./} - begin))) articles/s" >>"$folder/disk.figures"
    rm -f "$folder/disk"
}

best() { # NAME WIDTH
    awk -v width="$2" '$1 == width && $4 > most { most = $4 } END { printf "%d", most }' "$folder/$1.figures"
}
ratio() {
    awk -v one="$1" -v other="$2" 'BEGIN { if (other > 0) printf "%.2f", one / other; else print "-" }'
}

count=0
for stretch in "${stretches[@]}"; do count=$((count + ${stretch#*:})); done
tests/bench/press.py 1 "$count" 3000 >"$folder/articles.jsonl" || exit 1
echo "claimwire beside its peers: $(nproc) cores, stores on $(df --output=fstype "$folder" | tail -1)," \
    "$count articles of $(($(wc -c <"$folder/articles.jsonl") / count)) bytes, IN_FLIGHT:COUNT ${stretches[*]}, the best of at most $rounds rounds"
for ((round = 1; round <= rounds && SECONDS < 50; round++)); do # under two minutes in all
    measure_disk
    for peer in $peers; do
        reason=$(why_not "$peer")
        if [ -n "$reason" ]; then
            echo "$reason" >"$folder/$peer.skipped"
        elif [ ! -e "$folder/$peer.skipped" ]; then
            measure "$peer" "$round"
        fi
    done
done

row() { printf '%-11s %-8s %8s %6s %8s %6s  %s\n' "$@"; }
row peer version '1' ratio '64' ratio 'what its acknowledgement promises (articles/s; ratio to claimwire)'
[ ! -e "$folder/disk.figures" ] ||
    row '(the disk)' '' "$(best disk 1)" '' '' '' 'appends of that size to a file, each synced, and nothing else (a log laid out in advance needs less)'
for peer in $peers; do
    if [ -e "$folder/$peer.skipped" ]; then
        printf '%-11s SKIPPED: %s\n' "$peer" "$(cat "$folder/$peer.skipped")"
        continue
    fi
    one=$(best "$peer" 1) many=$(best "$peer" 64)
    [ "$peer" != claimwire ] || { base_one=$one base_many=$many; }
    row "$peer" "$(version_of "$peer")" "$one" "$(ratio "$one" "${base_one:-0}")" \
        "$many" "$(ratio "$many" "${base_many:-0}")" "$(promise_of "$peer")"
done
