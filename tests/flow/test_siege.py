#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Peers that send a message without end, that ask and do not read, or that take
all the connections there are: the hub parts from them and serves the others."""
import os
import socket
import struct
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "support"))
import hub as hubs  # noqa: E402
import wire  # noqa: E402
from claimwire.v1 import article_pb2, wire_pb2 as pb  # noqa: E402

MIB = 1 << 20
SENT_MOST = 1024 * MIB  # a hub without an usher takes all of it
MEMORY_MOST_KIB = 320 * 1024
DESCRIPTORS = 512
SANITIZED = "sanitize" in os.environ["CLAIMWIRE_BUILD"] or "thread" in os.environ["CLAIMWIRE_BUILD"]


def check(name, condition, detail=""):
    if not condition:
        raise SystemExit("not ok %s %s" % (name, detail))
    print("ok %s" % name, flush=True)


def free_endpoint():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return "tcp://127.0.0.1:%d" % one.getsockname()[1]


def frame(data, more=False, command=False):
    """One of ZMTP 3."""
    flags = (1 if more else 0) | (4 if command else 0)
    if len(data) < 256:
        return bytes([flags, len(data)]) + data
    return bytes([flags | 2]) + struct.pack(">Q", len(data)) + data


def peer(endpoint, kind=b"DEALER"):
    """A connection that has shaken hands, over nothing but TCP."""
    client = socket.create_connection(("127.0.0.1", int(endpoint.rsplit(":", 1)[1])), 5)
    client.sendall(b"\xff" + bytes(8) + b"\x7f\x03\x00NULL" + bytes(48) +
                   frame(b"\x05READY\x0bSocket-Type" + struct.pack(">I", len(kind)) + kind, command=True))
    return client


def memory_kib(pid):
    with open("/proc/%d/status" % pid) as status:
        return next(int(line.split()[1]) for line in status if line.startswith("RssAnon"))


def served(hub, name):
    """An article is taken: it is sent again as long as no answer comes, as the hub may have parted from its feeder too."""
    article = article_pb2.Article(id=name, outlet="siege.example", body="The gate is shut, said Ann Lee.")
    feeder = wire.dealer(hub.endpoints["feed"])
    answered = False
    for _ in range(10):
        feeder.send_multipart([wire.head("S"), pb.Submit(request=1, article=article).SerializeToString()])
        if feeder.poll(2000):
            answered = pb.Answer.FromString(feeder.recv_multipart()[1]).code in (pb.ACCEPTED, pb.DUPLICATE)
            break
    feeder.close()
    return answered


def parted_after(client, data):
    """Sends it again and again until the hub ends the connection: the bytes sent."""
    sent = 0
    client.settimeout(20)
    try:
        while sent < SENT_MOST:
            client.sendall(data)
            sent += len(data)
    except OSError:
        pass
    return sent


def endless(hub, door, data, kind=b"DEALER"):
    most = 0
    for turn in range(2):
        client = peer(hub.endpoints[door], kind)
        sent = parted_after(client, data)
        client.close()
        check("%s ends a message without end, %d" % (door, turn), sent < SENT_MOST, sent)
    for _ in range(50):
        most = memory_kib(hub.process.pid)
        if most < MEMORY_MOST_KIB:
            break
        time.sleep(0.1)
    check("%s gives its memory back" % door, most < MEMORY_MOST_KIB or SANITIZED, most)
    check("others are served meanwhile (%s)" % door, served(hub, door))


def deaf(hub):
    """Askers that never read: no more than a few replies wait for each."""
    ask = pb.Ask(request=1)
    ask.articles.count_max = 1000
    data = (frame(b"CW\x01Q", more=True) + frame(ask.SerializeToString())) * 200
    crowd = [peer(hub.endpoints["ask"]) for _ in range(20)]
    for client in crowd:
        client.sendall(data)
    time.sleep(1)
    check("the hub answers others than the deaf", hub.asker.status().pid == hub.process.pid)
    check("what waits for the deaf is bounded", memory_kib(hub.process.pid) < MEMORY_MOST_KIB or SANITIZED)
    for client in crowd:
        client.close()


def crowd(hub):
    """More connections than the process may have descriptors."""
    clients = []
    for _ in range(DESCRIPTORS + 100):
        try:
            clients.append(peer(hub.endpoints["feed"]))
        except OSError:
            break
    check("the ask door is open while the feed door is crowded", hub.asker.status().pid == hub.process.pid)
    check("a feeder finds room among the idle", served(hub, "crowded"))
    status = {counter.name: counter.value for counter in hub.asker.status().counters}
    check("they are counted", status["connections_parted"] > 100, status["connections_parted"])
    for client in clients:
        client.close()


def main():
    plain = hubs.start
    hubs.start = lambda command, **options: plain(["prlimit", "--nofile=%d:%d" % (DESCRIPTORS, DESCRIPTORS)] + command,
                                                  **options)
    with hubs.Hub(os.environ["CLAIMWIRE_BUILD"], ["--workers", "1"]) as hub:
        for part in hubs.PARTS:
            hub.endpoints[part] = hub.environment["CLAIMWIRE_" + part.upper()] = free_endpoint()
        hub.asker = wire.Asker(hub.endpoints["ask"])
        hub.start()
        for door in ("feed", "work", "ask"):
            endless(hub, door, frame(b"x" * 60000, more=True) * 16)
        endless(hub, "feed", frame(b"x", more=True) * 65536)
        endless(hub, "wire", frame(b"x" * 200, more=True) * 4096, b"SUB")
        deaf(hub)
        crowd(hub)
        check("SIGTERM ends it cleanly", hub.stop() == 0, hub.talk())


if __name__ == "__main__":
    main()
