#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# deploy/make-keys.sh: what it makes holds together, is kept, is made whole
# after a kill at any step and by four at once, and what an operator has
# changed stays.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${CLAIMWIRE_BUILD:-$root/build}
folder=$(mktemp -d /tmp/claimwire-keys.XXXXXX)
trap 'rm -rf "$folder"' EXIT
export PATH=$build:$PATH

fail() { echo "not ok $1"; exit 1; }
fresh() { rm -rf "$folder/k" && mkdir -p "$folder/k"/{hub,work,feed,watch}; }
make_keys() { "$root/deploy/make-keys.sh" "$folder/k"; }
digests() { (cd "$folder/k" && find . -type f -exec sha256sum {} + | sort); }

# Every part has its pair and the hub's public key and nothing else, and the
# list has each key with its roles once.
whole() {
    local found expected
    found=$(cd "$folder/k" && find . -type f -printf '%P %m\n' | sort)
    expected=$(printf '%s\n' 'feed/feed.key 600' 'feed/feed.pub 644' 'feed/hub.pub 644' 'hub/admin.key 600' \
        'hub/admin.pub 644' 'hub/allow 644' 'hub/hub.key 600' 'hub/hub.pub 644' 'watch/hub.pub 644' \
        'watch/watch.key 600' 'watch/watch.pub 644' 'work/hub.pub 644' 'work/work.key 600' 'work/work.pub 644')
    [ "$found" = "$expected" ] || { diff <(echo "$expected") <(echo "$found"); return 1; }
    local name place role
    while read -r name place role; do
        grep -qxF "$role $(cat "$folder/k/$place/$name.pub") $name" "$folder/k/hub/allow" || return 1
        [ "$(grep -c " $name\$" "$folder/k/hub/allow")" = 1 ] || return 1
        cmp -s "$folder/k/hub/hub.pub" "$folder/k/$place/hub.pub" || return 1
    done <<'LIST'
admin hub query,admin
work work worker
feed feed feeder
watch watch subscriber
LIST
}

fresh
make_keys >/dev/null || fail 'the keys are not made'
whole || fail 'what is made is not whole'
echo 'ok each part has its pair and the list has its roles'

export CLAIMWIRE_DATA=$folder/data CLAIMWIRE_HTTP=off CLAIMWIRE_WORKERS=0
for part in feed work wire ask; do export "CLAIMWIRE_${part^^}=ipc://$folder/$part"; done
CLAIMWIRE_KEYS=$folder/k/hub "$build/claimwired" >"$folder/log" 2>&1 &
hub=$!
for ((i = 0; i < 100; i++)); do
    "$build/claimwire" status >/dev/null 2>&1 && break
    sleep 0.1
done
kill -TERM $hub && wait $hub || { cat "$folder/log"; fail 'no hub starts with them'; }
echo 'ok a hub starts with them'

before=$(digests)
make_keys >/dev/null && [ "$(digests)" = "$before" ] || fail 'a second run changes something'
echo 'ok a second run changes nothing'

grep -v ' feed$' "$folder/k/hub/allow" >"$folder/allow" && cp "$folder/allow" "$folder/k/hub/allow"
make_keys >/dev/null && cmp -s "$folder/allow" "$folder/k/hub/allow" || fail 'a revoked key is let in again'
echo 'ok a key that was revoked stays revoked'

rm "$folder/k/feed/feed.key"
echo "# ours" >>"$folder/k/hub/allow"
others=$(digests | grep -v -e ' ./feed/feed' -e allow)
make_keys >/dev/null && whole && grep -qx '# ours' "$folder/k/hub/allow" || fail 'a lost key is not made again'
[ "$(digests | grep -v -e ' ./feed/feed' -e allow)" = "$others" ] || fail 'other keys change with it'
echo 'ok a lost key alone is made again'

rm -rf "$folder/k/hub" && mkdir "$folder/k/hub"
make_keys >/dev/null && whole || fail 'a lost hub is not made again'
echo 'ok with the list lost, all are made anew'

# Kills the run before its n-th rename or pair, which is all that lasts.
mkdir "$folder/bin"
for program in mv claimwire; do
    real=$(command -v $program)
    cat >"$folder/bin/$program" <<WRAPPER
#!/bin/bash
count=\$((\$(cat "$folder/count") + 1))
echo \$count >"$folder/count"
[ \$count -ne "\$BEFORE" ] || { kill -KILL \$PPID; exit 1; }
exec "$real" "\$@"
WRAPPER
    chmod +x "$folder/bin/$program"
done
for ((step = 1; ; step++)); do
    fresh
    echo 0 >"$folder/count"
    ! (export BEFORE=$step PATH="$folder/bin:$PATH"; make_keys) >/dev/null 2>&1 || break
    make_keys >/dev/null && whole || fail "cut off before step $step it is not made whole"
done
[ "$step" -gt 20 ] || fail "it was cut off only $((step - 1)) times"
echo "ok cut off at each of $((step - 1)) steps, the next run made it whole"

for round in 1 2 3; do
    fresh
    pids=()
    for runner in 1 2 3 4; do
        make_keys >"$folder/said-$runner" 2>&1 &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || fail 'one of four at once fails'; done
    whole || fail 'four at once do not make it whole'
    [ "$(cat "$folder"/said-? | wc -l)" = 5 ] || fail 'four at once made a key twice'
done
echo 'ok four at once make each key once'
