#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds the image, runs docker-compose.yml on it, has check.py feed it, scale
# it and kill a part of it, and removes all that was made. An engine that runs
# is used; else one is started in a folder of its own, with a base image made
# by mmdebstrap, since there may be no registry. Where there can be no engine
# it says SKIPPED and why, and fails only when REQUIRE_CONTAINERS is set.
set -eu
cd "$(dirname "$0")/../.."
here=tests/containers
begin=$SECONDS
folder=$(mktemp -d /tmp/claimwire-engine.XXXXXX) # short: it holds sockets
chmod 755 "$folder"
mkdir -m 777 "$folder/spool"
export DOCKER_CONFIG=$folder/config DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=0
export COMPOSE_PROJECT_NAME=claimwire-check COMPOSE_FILE=docker-compose.yml:$here/check.yml CLAIMWIRE_BRIDGE=cw-check-$(($$ % 100000))
export CLAIMWIRE_IMAGE=claimwire-check CLAIMWIRE_SPOOL=$folder/spool CLAIMWIRE_ARTICLES=/var/spool/claimwire/articles.jsonl
build_stage=claimwire-check-build engine='' up='' built=''
. $here/engine.sh

clean() {
    local status=$?
    trap - EXIT
    if [ -n "$up" ]; then
        [ "$status" -eq 0 ] || compose logs --tail 20 || true
        compose down --volumes --remove-orphans --timeout 5 >/dev/null 2>&1 || true
    fi
    [ -z "$built" ] || docker rmi -f $CLAIMWIRE_IMAGE $build_stage >/dev/null 2>&1 || true
    [ -z "$engine" ] || engine_stop || status=1
    rm -rf "$folder"
    exit "$status"
}
trap clean EXIT
trap 'exit 130' INT TERM

step() { printf 'containers: %3d s  %s\n' $((SECONDS - begin)) "$1"; }
skip() {
    echo "SKIPPED: $1" >&2
    [ -z "${REQUIRE_CONTAINERS:-}" ] || exit 1
    exit 0
}
quiet() { # a command whose output matters only when it fails
    "$@" >"$folder/output" 2>&1 || { tail -n 40 "$folder/output" >&2; return 1; }
}

[ "$(id -u)" -eq 0 ] || skip 'only root reaches the hub in its container and may start an engine'
if docker info >/dev/null 2>&1; then
    quiet deploy/deps.sh || skip 'what the tests need cannot be installed'
    step 'an engine runs here already'
else
    quiet deploy/deps.sh containers || skip 'docker.io, docker-compose and mmdebstrap cannot be installed'
    engine_start || skip "no engine starts here: $(tail -n 1 "$folder/engine.log")"
    step 'engine started'
    quiet base_image || { echo 'the base image cannot be made' >&2; exit 1; }
    step 'base image made'
fi
compose version >/dev/null 2>&1 || skip 'there is neither docker-compose nor docker compose'

built=1
# The build stage by name, so that it can be removed too.
quiet docker build --network "${CLAIMWIRE_BUILD_NETWORK:-default}" --target build -t $build_stage -f deploy/Dockerfile .
step 'build stage built'
quiet compose build hub
step "image built, $(($(docker image inspect -f '{{.Size}}' $CLAIMWIRE_IMAGE) >> 20)) MiB"
up=1
${PYTHON:-/usr/bin/python3} $here/check.py
step 'done'
