#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Each argument is "floor: the floors it needs". Fails when a file includes
# another floor, or a library that belongs to one floor alone.
cd "$(dirname "$0")/.." || exit 1
bad=0
say() { printf '%s\n' "$1" | sed 's/^/floors: /'; bad=1; }

for line in "$@"; do
    floor=${line%%:*}
    needs=${line#*:}
    case $floor in proto) folder=proto ;; *) folder=worker/$floor ;; esac
    allowed=$(echo claimwire/v1 "$floor" $needs | tr ' ' '|')
    found=$(grep -nHE '^#include "' "$folder"/*.[ch] 2>/dev/null | grep -vE "#include \"($allowed)/")
    [ -z "$found" ] || say "$found"
done
found=$(grep -rnHE '^#include "' client | grep -vE '#include "(proto|client|claimwire/v1)/')
[ -z "$found" ] || say "$found"

only() { # header, then the places that may include it
    header=$1
    shift
    found=$(grep -rnHE "^#include [<\"]$header" worker client proto | grep -vE "^($(echo "$@" | tr ' ' '|'))")
    [ -z "$found" ] || say "$found"
}
only 'zmq\.h' worker/hub/ worker/work.c worker/asking.c client/
only 'lmdb\.h' worker/store/
only 'microhttpd\.h' worker/http/
only 'libxml/' client/formats/
only 'gumbo\.h' client/formats/
only 'zlib\.h' client/formats/
only 'claimwire/v1/stored\.pb-c\.h' worker/record/
only 'claimwire/v1/(article|claim|event|wire)\.pb-c\.h' worker/record/ client/ proto/
[ $bad -eq 0 ] && echo "floors: clean"
exit $bad
