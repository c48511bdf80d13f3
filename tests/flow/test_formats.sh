#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The command feeds every format to a hub: by content whatever the name, packed
# or not, from files and from a pipe; what is broken costs exit code 65 and not
# the rest.
set -u
build=${CLAIMWIRE_BUILD:-build}
samples=tests/unit/client/formats
folder=$(mktemp -d)
for part in feed work wire ask; do export "CLAIMWIRE_${part^^}=ipc://$folder/$part"; done
export CLAIMWIRE_DATA=$folder/data CLAIMWIRE_HTTP=off
"$build/claimwired" >"$folder/log" 2>&1 &
hub=$!
trap 'kill $hub 2>/dev/null; wait $hub 2>/dev/null; rm -rf "$folder"' EXIT

failed=0
check() { # name, wanted, got
    if [ "$2" = "$3" ]; then
        echo "ok $1"
    else
        printf 'not ok %s: wanted %s, got %s\n' "$1" "$2" "$3"
        failed=1
    fi
}
fed() { "$build/claimwire" feed --timeout 20 "$@" 2>"$folder/talk"; } # its last line counts

until "$build/claimwire" status >/dev/null 2>&1; do
    kill -0 $hub 2>/dev/null || { cat "$folder/log"; exit 1; }
    sleep 0.1
done

cp $samples/atom.xml "$folder/atom.txt"
gzip -c $samples/crawl.warc >"$folder/crawl"
got=$(fed $samples/rss1.xml "$folder/atom.txt" $samples/newsml.xml $samples/ninjs1.json $samples/ninjs3.json \
    $samples/newsarticle.json $samples/page.html $samples/page_ld.html "$folder/crawl" $samples/plain.txt)
check 'every format is fed' '0 fed 16: 16 accepted, 0 revised, 0 duplicate, 0 rejected' "$? $got"

got=$(fed - <$samples/atom.xml)
check 'a pipe says the same again' '0 fed 2: 0 accepted, 0 revised, 2 duplicate, 0 rejected' "$? $got"

got=$(fed --map trafilatura $samples/trafilatura.json)
check 'a map that is built in' '0 fed 1: 1 accepted, 0 revised, 0 duplicate, 0 rejected' "$? $got"
got=$(fed --map $samples/own.map $samples/own.json)
check 'a map of the user' '0 fed 2: 2 accepted, 0 revised, 0 duplicate, 0 rejected' "$? $got"
echo 'words = text' >"$folder/bad.map"
fed --map "$folder/bad.map" $samples/own.json
check 'a map that is none' 64 $?
check 'and why' 1 "$(grep -c 'line 1 is not' "$folder/talk")"

printf '<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss/>' >"$folder/laughs"
head -c 600 "$folder/crawl" >"$folder/torn"
got=$(fed "$folder/laughs" "$folder/torn" $samples/rss2.xml)
check 'broken files cost themselves alone' 65 $?
check 'and the rest is fed' '2 accepted' "$(grep -oE '[0-9]+ accepted' <<<"$got")"
check 'with file and place' 1 "$(grep -cE 'laughs:1: REJECTED MALFORMED: its DOCTYPE' "$folder/talk")"
check 'the torn one too' 1 "$(grep -c 'the gzip data ends in the middle' "$folder/talk")"

"$build/claimwire" articles --json >"$folder/articles"
check 'the hub has them' 1 "$(grep -c '"ferrow-4711"' "$folder/articles")"
exit $failed
