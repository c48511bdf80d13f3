#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The keys of docker-compose.yml, in a folder for each part: hub/ has the hub's
# pair, the admin's and the allow-list, PART/ has PART's pair and hub.pub.
# Makes what is missing and leaves what is there, so it may run at every start,
# twice at once, and again after it was cut off at any place: a part's secret
# stands in its folder only once the list lets it in. What the list says of a
# key that is there is the operator's. Without a list all keys are made anew.
set -eu
umask 077
cd "${1:-/etc/claimwire}"
declare -A roles=([admin]=query,admin [work]=worker [feed]=feeder [watch]=subscriber)

exec {lock}<hub
flock "$lock"
new=hub/.new
rm -rf $new
mkdir $new

make() { # name: a pair in $new
    claimwire keygen $new "$1" >/dev/null
}
place() { # file, folder: there whole or not at all
    rm -f "$2/.placed"
    cp "$1" "$2/.placed"
    [ "${1##*.}" = key ] || chmod 644 "$2/.placed"
    sync "$2/.placed"
    mv -f "$2/.placed" "$2/${1##*/}"
}
let_in() { # name: the list has its new key, and no older one
    { [ ! -e hub/allow ] || grep -v " $1\$" hub/allow || true; } >$new/allow
    echo "${roles[$1]} $(cat "$new/$1.pub") $1" >>$new/allow
    place $new/allow hub
}

if [ ! -e hub/hub.key ] || [ ! -e hub/hub.pub ] || [ ! -e hub/allow ]; then
    rm -f hub/hub.key hub/allow hub/admin.key work/work.key feed/feed.key watch/watch.key
    make hub
    place $new/hub.pub hub
    place $new/hub.key hub
    echo 'keys: made the hub'
fi
for name in admin work feed watch; do
    folder=$name
    [ "$name" != admin ] || folder=hub
    cmp -s hub/hub.pub "$folder/hub.pub" || place hub/hub.pub "$folder"
    [ ! -e "$folder/$name.key" ] || continue
    make "$name"
    let_in "$name"
    place "$new/$name.pub" "$folder"
    place "$new/$name.key" "$folder"
    echo "keys: made $name's"
done
rm -rf $new
