# SPDX-License-Identifier: Apache-2.0
"""Fields never change their number, name, type or label, and no number is ever
used again: the messages of proto/ against proto/fields.lock. After adding
fields run this script with --write and commit the lock with them."""
import glob
import os
import subprocess
import sys
import tempfile

from google.protobuf import descriptor_pb2

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOCK = os.path.join(ROOT, "proto", "fields.lock")
HEAD = "# Every field and enum value there ever was. Written by tests/proto/test_fields.py --write; never edited.\n"
Field = descriptor_pb2.FieldDescriptorProto


def descriptors():
    files = sorted(glob.glob(os.path.join(ROOT, "proto/claimwire/v1/*.proto")))
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "set")
        subprocess.run(["protoc", "--proto_path=" + os.path.join(ROOT, "proto"), "--descriptor_set_out=" + out] + files,
                       check=True)
        with open(out, "rb") as stream:
            return descriptor_pb2.FileDescriptorSet.FromString(stream.read())


def field_kind(message, field):
    label = Field.Label.Name(field.label)[6:].lower()
    kind = field.type_name.lstrip(".") if field.type_name else Field.Type.Name(field.type)[5:].lower()
    packed = " packed" if field.options.packed else ""
    oneof = " oneof " + message.oneof_decl[field.oneof_index].name if field.HasField("oneof_index") else ""
    return label + " " + kind + packed + oneof


def rows_of(files):
    """(holder, number) -> (name, kind)"""
    rows = {}
    for file in files.file:
        for message in file.message_type:
            holder = file.package + "." + message.name
            for field in message.field:
                rows[holder, field.number] = (field.name, field_kind(message, field))
            for enum in message.enum_type:
                for value in enum.value:
                    rows[holder + "." + enum.name, value.number] = (value.name, "enum")
        for enum in file.enum_type:
            for value in enum.value:
                rows[file.package + "." + enum.name, value.number] = (value.name, "enum")
    return rows


def read_lock():
    rows = {}
    with open(LOCK, encoding="utf-8") as stream:
        for line in stream:
            if line.strip() and not line.startswith("#"):
                holder, number, name, kind = line.rstrip("\n").split(" ", 3)
                rows[holder, int(number)] = (name, kind)
    return rows


def write_lock(rows):
    with open(LOCK, "w", encoding="utf-8") as stream:
        stream.write(HEAD)
        for (holder, number), (name, kind) in sorted(rows.items()):
            stream.write("%s %d %s %s\n" % (holder, number, name, kind))


def broken(locked, rows):
    """What no later version may do."""
    faults = []
    names = {(holder, name): number for (holder, number), (name, _) in rows.items()}
    for (holder, number), (name, kind) in sorted(locked.items()):
        now = rows.get((holder, number))
        if now == (name, kind):
            continue
        moved = names.get((holder, name))
        if now is None and moved is None:
            faults.append("%s.%s = %d is gone; keep it, with a comment that nobody sets it" % (holder, name, number))
        elif moved is not None and moved != number:
            faults.append("%s.%s was %d and is %d now" % (holder, name, number, moved))
        elif now[0] != name:
            faults.append("%s: number %d was %s and is %s now" % (holder, number, name, now[0]))
        else:
            faults.append("%s.%s = %d was %s and is %s now" % (holder, name, number, kind, now[1]))
    return faults


def check_the_check(rows):
    """A check that never fails checks nothing."""
    key = sorted(rows)[0]
    name, kind = rows[key]
    free = (key[0], 999)
    spoilt = {
        "a removed field": {k: v for k, v in rows.items() if k != key},
        "a renumbered field": {**{k: v for k, v in rows.items() if k != key}, free: (name, kind)},
        "a retyped field": {**rows, key: (name, kind + "x")},
        "a number used again": {**rows, key: ("another", kind)},
    }
    for what, bad in spoilt.items():
        if not broken(rows, bad):
            return "%s goes unseen" % what
    return None


def main():
    rows = rows_of(descriptors())
    if "--write" in sys.argv[1:]:
        faults = broken(read_lock(), rows) if os.path.exists(LOCK) else []
        if faults:
            sys.exit("not written:\n" + "\n".join(faults))
        write_lock(rows)
        print("%d fields written" % len(rows))
        return 0

    failed = 0

    def verdict(name, fault):
        nonlocal failed
        failed += bool(fault)
        print("not ok %s: %s" % (name, fault) if fault else "ok %s" % name)

    locked = read_lock()
    verdict("no field was renumbered, retyped, renamed or removed", "\n  ".join(broken(locked, rows)))
    added = sorted(set(rows) - set(locked))
    verdict("every field is in the lock", added and "%s = %d is not: run %s tests/proto/test_fields.py --write"
            % (added[0][0] + "." + rows[added[0]][0], added[0][1], sys.executable))
    verdict("each kind of breakage would be seen", check_the_check(rows))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
