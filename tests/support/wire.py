# SPDX-License-Identifier: Apache-2.0
"""The protocol once more, written from WIRE.md and the .proto files alone:
what the tests of other processes speak to a hub with. Shares no code with the
C side, so a mistake there is not made again here."""
import glob
import hashlib
import importlib
import os
import struct
import subprocess
import sys
import tempfile
import time

import zmq

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOPIC = b"CW\x01"
ZERO_DIGEST = bytes(16)


def compile_protos():
    """Compiles the .proto files, in a folder that is gone afterwards; returns a
    namespace with every message and enumeration of claimwire.v1."""
    source = os.path.join(ROOT, "proto")
    files = [f for f in glob.glob(source + "/claimwire/v1/*.proto") if not f.endswith("stored.proto")]
    names = type("messages", (), {})
    with tempfile.TemporaryDirectory(prefix="claimwire-proto-") as folder:
        subprocess.run(["protoc", "--proto_path=" + source, "--python_out=" + folder] + files, check=True)
        sys.path.insert(0, folder)
        for path in files:
            module = importlib.import_module("claimwire.v1." + os.path.basename(path)[:-6] + "_pb2")
            for name in dir(module):
                if not name.startswith("_"):
                    setattr(names, name, getattr(module, name))
        sys.path.remove(folder)
    return names


pb = compile_protos()


def head(kind):
    return TOPIC + kind.encode()


def chain(before, epoch, sequence, update):
    """The running digest after one more update (proto/digest.h)."""
    place = struct.pack("<QQ", epoch, sequence)
    return hashlib.blake2b(before + place + update).digest()[:16]


def words_digest(article):
    """The digest of an article's words (proto/article.h); takes the JSON form."""
    state = hashlib.blake2b()
    for name in ("title", "byline", "body", "published_at", "outlet"):
        field = (article.get(name) or "").encode()
        state.update(struct.pack("<Q", len(field)) + field)
    if article.get("withdrawn"):
        state.update(b"\x01")
    return state.digest()[:16]


class Keys:
    """NAME.key and hub.pub out of a keys folder."""

    def __init__(self, folder, name):
        def text(file):
            with open(os.path.join(folder, file), "rb") as stream:
                return stream.read().strip()
        self.secret, self.hub = text(name + ".key"), text("hub.pub")

    def give(self, socket):
        socket.curve_serverkey, socket.curve_secretkey = self.hub, self.secret
        socket.curve_publickey = zmq.curve_public(self.secret)


def dealer(endpoint, identity=None, keys=None):
    socket = zmq.Context.instance().socket(zmq.DEALER)
    socket.setsockopt(zmq.LINGER, 0)
    socket.setsockopt(zmq.RECONNECT_IVL, 20)
    socket.setsockopt(zmq.RECONNECT_IVL_MAX, 200)
    if identity:
        socket.setsockopt(zmq.IDENTITY, identity)
    if keys:
        keys.give(socket)
    socket.connect(endpoint)
    return socket


class Refused(Exception):
    """The hub answered, and not with OK."""

    def __init__(self, reply):
        super().__init__("%s %s" % (pb.ReplyCode.Name(reply.code), reply.message))
        self.reply = reply


class Asker:
    """Asks, and asks again as long as no answer comes: hubs die here."""

    def __init__(self, endpoint, keys=None):
        self.endpoint, self.keys = endpoint, keys
        self.socket = None
        self.request = int.from_bytes(os.urandom(4), "little")

    def ask(self, timeout_s=10.0, retry_s=0.5, **body):
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            self.request += 1
            if self.socket is None:
                self.socket = dealer(self.endpoint, keys=self.keys)
            ask = pb.Ask(request=self.request, **body)
            self.socket.send_multipart([head("Q"), ask.SerializeToString()])
            reply = self._reply(min(end, time.monotonic() + retry_s))
            if reply is not None and reply.code == pb.REPLY_BUSY:
                time.sleep(0.02)
                continue
            if reply is not None:
                if reply.code != pb.REPLY_OK:
                    raise Refused(reply)
                return reply
            self.close()  # a fresh pipe; what the old one held may never be answered
            retry_s = min(retry_s * 2, 5.0)
        raise TimeoutError("no answer from %s in %.1f s to %s" % (self.endpoint, timeout_s, list(body)))

    def _reply(self, end):
        while True:
            left = int((end - time.monotonic()) * 1000)
            if left <= 0 or not self.socket.poll(left):
                return None
            frames = self.socket.recv_multipart()
            if len(frames) == 2 and frames[0] == head("P"):
                reply = pb.Reply.FromString(frames[1])
                if reply.request == self.request:
                    return reply

    def pages(self, what, rows):
        """Every row of a list, page by page."""
        after, result = 0, []
        while True:
            page = getattr(self.ask(**{what: pb.ListRequest(after=after)}), what)
            result.extend(getattr(page, rows))
            if not page.next:
                return result
            after = page.next

    def replay(self, cursor=None):
        """Stored entries after a cursor to the end, as bytes; from the oldest without one."""
        cursor = cursor or pb.Cursor(sequence=0)
        result = []
        while True:
            reply = self.ask(replay=pb.ReplayRequest(after=cursor, count_max=1000)).replay
            result.extend(reply.entries)
            if not reply.entries:
                return result
            cursor = cursor_of(pb.LogEntry.FromString(reply.entries[-1]))
            if cursor.sequence >= reply.last.sequence:
                return result

    def snapshot(self):
        """The newest snapshot: its cursor and its events. The facts of an
        event may go on in the next part, under its id."""
        events, part, sequence = {}, 0, 0
        while True:
            reply = self.ask(snapshot=pb.SnapshotRequest(sequence=sequence, part=part)).snapshot_part
            sequence = reply.at.sequence
            for event in reply.events:
                if event.id in events:
                    events[event.id].facts.extend(event.facts)
                else:
                    events[event.id] = event
            part += 1
            if part >= reply.parts or sequence == 0:
                return reply.at, list(events.values())

    def status(self, timeout_s=10.0):
        return self.ask(timeout_s=timeout_s, status=pb.StatusRequest()).status

    def close(self):
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def cursor_of(entry):
    return pb.Cursor(epoch=entry.epoch, sequence=entry.sequence, digest=entry.digest)


# ---- what a watcher heard, on disk: one byte of source ('L' live, 'R' replay),
# four bytes of length (little-endian), the LogEntry as it came

def write_heard(file, source, entry):
    file.write(struct.pack("<cI", source, len(entry)) + entry)


def read_heard(path):
    """(source, entry) of every whole record; a torn last one is left out."""
    with open(path, "rb") as file:
        data = file.read()
    at, result = 0, []
    while at + 5 <= len(data):
        source, size = struct.unpack_from("<cI", data, at)
        if at + 5 + size > len(data):
            break
        result.append((source, data[at + 5:at + 5 + size]))
        at += 5 + size
    return result
