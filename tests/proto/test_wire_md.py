# SPDX-License-Identifier: Apache-2.0
"""WIRE.md says what is so: the bytes of its worked example are those of its
messages, its limits are those of wire.h, and it names every message, reason and
kind. With --write the bytes and digests of the example are made anew."""
import glob
import hashlib
import importlib
import os
import re
import struct
import subprocess
import sys
import tempfile

from google.protobuf import text_format

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = os.path.join(ROOT, "proto", "WIRE.md")
BLOCK = re.compile(r"^```(text|hex|digest)([^\n]*)\n(.*?)^```$", re.M | re.S)


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as stream:
        return stream.read()


def load_messages():
    messages = {}
    with tempfile.TemporaryDirectory() as folder:
        files = glob.glob(os.path.join(ROOT, "proto/claimwire/v1/*.proto"))
        subprocess.run(["protoc", "--proto_path=" + os.path.join(ROOT, "proto"), "--python_out=" + folder] + files, check=True)
        sys.path.insert(0, folder)
        for name in ("article", "claim", "event", "wire"):
            messages.update(vars(importlib.import_module("claimwire.v1.%s_pb2" % name)))
    return messages


def blake(data):
    return hashlib.blake2b(data).digest()[:16]


def words_digest(article):
    words = b""
    for name in ("title", "byline", "body", "published_at", "outlet"):
        value = getattr(article, name).encode()
        words += struct.pack("<Q", len(value)) + value
    return blake(words + (b"\x01" if article.withdrawn else b""))


def hex_lines(data):
    return "".join(data[at:at + 24].hex(" ") + "\n" for at in range(0, len(data), 24))


class Example:
    """The blocks of the page in order, with what belongs in each."""

    def __init__(self, page, messages):
        self.messages = messages
        self.texts = {}
        for kind, title, body in BLOCK.findall(page):
            if kind == "text":
                letter, name = title.split()
                self.texts[letter] = (name, body)
        values = {"@update": self.pack("update", {})}
        submit = self.parse("S", {})
        values["@words"] = words_digest(submit.article)
        entry = self.parse("U", {"@chain": b"", "@update": b"", "@words": b""})
        values["@chain"] = blake(bytes(16) + struct.pack("<QQ", entry.epoch, entry.sequence) + values["@update"])
        self.values = values

    def parse(self, letter, values):
        name, body = self.texts[letter]
        message = text_format.Parse(body, self.messages[name]())
        for parent in (message, getattr(message, "last", None), getattr(getattr(message, "replay", None), "after", None)):
            for field in ("digest", "update"):
                marker = getattr(parent, field, b"") if parent is not None else b""
                if marker.startswith(b"@") and marker.decode() in values:
                    setattr(parent, field, values[marker.decode()])
        return message

    def pack(self, letter, values):
        return self.parse(letter, values).SerializeToString(deterministic=True)

    def contents(self, page):
        """(position, what stands there, what should) of every hex and digest block."""
        letter = None
        for match in BLOCK.finditer(page):
            kind, title, body = match.groups()
            if kind == "text":
                letter = title.split()[0]
            elif kind == "hex":
                yield match, body, hex_lines(b"CW\x01" + letter.encode()) + hex_lines(self.pack(letter, self.values))
            else:
                yield match, body, hex_lines(self.values["@" + title.split()[0]])


def written(page, example):
    parts, end = [], 0
    for match, _, right in example.contents(page):
        parts += [page[end:match.start(3)], right]
        end = match.end(3)
    return "".join(parts) + page[end:]


def check_bytes(page, example):
    count = 0
    for match, body, right in example.contents(page):
        if body != right:
            return "a block is not what it should be (run with --write):\n" + match.group(0)
        count += 1
    return None if count >= 8 else "only %d blocks of bytes found" % count


def check_parse(page, example):
    """The bytes as a stranger reads them: no text of the page goes in."""
    letter = None
    for kind, title, body in BLOCK.findall(page):
        if kind == "text":
            letter, name = title.split()
        elif kind == "hex":
            frames = bytes.fromhex(body)
            if frames[:4] != b"CW\x01" + letter.encode():
                return "wrong head for " + name
            message = example.messages[name].FromString(frames[4:])
            if message != example.parse(letter, example.values):
                return name + " does not unpack to its text"
            if name == "LogEntry":
                text_format.MessageToString(example.messages["EventUpdate"].FromString(message.update))
    return None


def check_limits(page):
    values = {}
    for name, value in re.findall(r"^\s+(WIRE_\w+_(?:MAX|DEFAULT|MS)) = ([0-9 *+]+),", read("proto/wire.h"), re.M):
        values[name] = eval(value, {"__builtins__": {}})  # digits, * and + alone, by the pattern
    told = {name: int(value) for name, value in re.findall(r"^\| (WIRE_\w+) \| (\d+) \|", page, re.M)}
    return None if values == told and values else "wire.h and the table differ: %s" % (set(values.items()) ^ set(told.items()))


def check_kinds(page):
    kinds = set(re.findall(r"WIRE_([A-Z]+) = '(.)'", read("proto/wire.h")))
    told = set(re.findall(r"^\| ([A-Z]+) \| ([A-Z]) \|", page, re.M))
    return None if kinds == told and kinds else "wire.h and the table differ: %s" % (kinds ^ told)


def check_names(page):
    names = re.findall(r"^message (\w+)", read("proto/claimwire/v1/wire.proto"), re.M)
    names += re.findall(r"^  (REPLY_\w+|ACCEPTED|DUPLICATE|REVISED|REJECTED|RETRY) = [1-9]", read("proto/claimwire/v1/wire.proto"), re.M)
    names += re.findall(r"^  (EVENT_\w+|CLAIM_\w+|FIGURE_REVISED) = ", read("proto/claimwire/v1/event.proto").split("enum Change")[1], re.M)
    missing = [name for name in names if not re.search(r"\b%s\b" % name, page)]
    return "not named: " + ", ".join(missing) if missing else None


def check_reasons(page):
    rows = re.findall(r"^ERR\((\w+), (REJECT|RETRY),", read("worker/base/err.def"), re.M)
    inner = {"NOT_FOUND", "TOO_OLD", "DIVERGED", "STALE", "SPANS"}  # never in an Answer
    table = page.split("| reason | with | means |")[1].split("\n\n")[0]
    told = {}
    for words, code in re.findall(r"^\| ([A-Z0-9_, ]+) \| (REJECTED|RETRY) \|", table, re.M):
        told.update({word: code for word in words.split(", ")})
    codes = {"REJECT": "REJECTED", "RETRY": "RETRY"}
    wrong = [name for name, verdict in rows if name not in inner and told.get(name) != codes[verdict]]
    return "not in the table of reasons: " + ", ".join(wrong) if wrong else None


def main():
    page = read("proto/WIRE.md")
    example = Example(page, load_messages())
    if "--write" in sys.argv[1:]:
        with open(PAGE, "w", encoding="utf-8") as stream:
            stream.write(written(page, example))
        return 0
    failed = 0
    for name, fault in (
            ("the bytes of the example are its messages'", check_bytes(page, example)),
            ("a stranger unpacks them", check_parse(page, example)),
            ("the limits are those of wire.h", check_limits(page)),
            ("the kinds are those of wire.h", check_kinds(page)),
            ("every message, code and change is named", check_names(page)),
            ("every reason of an answer is explained", check_reasons(page))):
        failed += bool(fault)
        print("not ok %s: %s" % (name, fault) if fault else "ok %s" % name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
