#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that building and testing need and that are
# missing; silent when none is. With the name of a target, fuzz, tidy, format,
# coverage, database, model, containers or peers, also what that one needs (peers: where
# services are run, Debian starts the servers as it installs them); with metrics,
# also promtool; with build, only what building needs. Exits 69 with the command
# to type when it may not install.
set -eu

build=(
    gcc libc6-dev make
    protobuf-compiler protobuf-c-compiler libprotobuf-c-dev
    libzmq3-dev liblmdb-dev libjansson-dev libsodium-dev
    libzstd-dev libxxhash-dev libstemmer-dev libutf8proc-dev
    libxml2-dev libgumbo-dev zlib1g-dev libmicrohttpd-dev
)
packages=(
    "${build[@]}"
    libcmocka-dev python3 python3-zmq python3-protobuf procps ca-certificates
)
case ${1:-} in
build) packages=("${build[@]}") ;;
containers) packages+=(docker.io docker-compose mmdebstrap) ;;
metrics) packages+=(prometheus) ;;
fuzz) packages+=(clang libclang-rt-14-dev) ;;
tidy) packages+=(clang-tidy) ;;
format) packages+=(clang-format) ;;
coverage) packages+=(gcovr) ;;
database) packages+=(bear) ;;
model) packages+=(wordnet-base xz-utils) ;;
peers) packages+=(redis-server rabbitmq-server nats-server beanstalkd libhiredis-dev librabbitmq-dev) ;;
esac

missing() {
    local installed
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null | sed -n 's/^installed //p')
    comm -23 <(printf '%s\n' "${packages[@]}" | sort) <(sort -u <<<"$installed")
}

give_up() {
    printf 'deps: %s\n      apt-get install --no-install-recommends %s\n' "$1" "$2" >&2
    exit 69
}

if ! command -v dpkg-query >/dev/null; then
    give_up 'this is no Debian; install what these packages of Debian 12 hold:' "${packages[*]}"
fi
mapfile -t wanted < <(missing)
[ ${#wanted[@]} -gt 0 ] || exit 0

# Who may install: root, sudo without a question, sudo with one when somebody is there to answer.
if [ "$(id -u)" -eq 0 ]; then
    as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
elif command -v sudo >/dev/null && [ -t 0 ] && [ -t 2 ]; then
    as_root=(sudo)
else
    give_up 'these packages are missing; run as root:' "${wanted[*]}"
fi

echo "deps: installing ${wanted[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" >>"$log" 2>&1; }
if ! { apt update && apt install --no-install-recommends "${wanted[@]}"; }; then
    tail -n 20 "$log" >&2
    give_up 'apt-get failed (above); run as root:' "${wanted[*]}"
fi
