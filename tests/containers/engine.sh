# SPDX-License-Identifier: Apache-2.0
# Sourced by check.sh: an engine of one's own that leaves nothing behind.
# shellcheck shell=bash disable=SC2154
# It lives in $folder and in a mount namespace of its own, keeps its hands off
# the firewall, has no bridge but the one of docker-compose.yml's network, and
# builds on the machine's network.

cgroup=claimwire-check-$$
made=() # folders that were not there

compose() {
    if command -v docker-compose >/dev/null; then docker-compose "$@"; else docker compose "$@"; fi
}

engine_start() {
    command -v dockerd >/dev/null || { echo 'there is no dockerd' >"$folder/engine.log"; return 1; }
    export DOCKER_HOST=unix://$folder/socket CLAIMWIRE_BUILD_NETWORK=host
    # What dockerd writes outside of its folders falls on a tmpfs that nobody else sees.
    for each in /etc/docker /run/docker; do
        [ -d $each ] || { mkdir $each && made+=("$each"); }
    done
    unshare --mount bash -c 'mount -t tmpfs none /etc/docker && mount -t tmpfs none /run/docker && exec "$@"' engine \
        dockerd --data-root "$folder/data" --exec-root "$folder/exec" --host "$DOCKER_HOST" --pidfile "$folder/pid" \
        --cgroup-parent "$cgroup" --oom-score-adjust=0 --bridge=none --iptables=false --ip6tables=false \
        --ip-forward=false --ip-masq=false >"$folder/engine.log" 2>&1 &
    engine=$!
    for ((tenths = 0; tenths < 300; tenths++)); do
        ! docker info >/dev/null 2>&1 || return 0
        kill -0 "$engine" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}

base_image() {
    mmdebstrap --variant=minbase bookworm "$folder/base.tar" && docker import "$folder/base.tar" debian:bookworm-slim &&
        rm "$folder/base.tar"
}

# By its pid; its containers' parts follow it.
engine_stop() {
    kill -TERM "$engine" 2>/dev/null || true
    for ((tenths = 0; tenths < 200; tenths++)); do
        kill -0 "$engine" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$engine" 2>/dev/null || true
    wait "$engine" 2>/dev/null || true
    [ ${#made[@]} -eq 0 ] || rmdir "${made[@]}"
    find /sys/fs/cgroup -depth -type d -path "*/$cgroup*" -exec rmdir {} \; 2>/dev/null || true
    if mount | grep -q "$folder" || [ -e "/sys/class/net/$CLAIMWIRE_BRIDGE" ] || [ -n "$(find /sys/fs/cgroup -type d -name "$cgroup" 2>/dev/null)" ]; then
        echo "the engine left something behind in $folder" >&2
        return 1
    fi
}
