#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A stranger with nothing but the .proto files, WIRE.md, protoc and pyzmq feeds
a hub and follows it; then another one sends it rubbish, and it lives on."""
import os
import socket
import sys

import zmq

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import hub as hubs  # noqa: E402
import wire  # noqa: E402
from wire import pb  # noqa: E402

WAIT_MS = 15000
BODY = ("Two divers were killed on Tuesday when the old lock gate at Ferrow gave way, police said.\n\n"
        "“The gate was never inspected,” said Mina Tolland, the keeper of the lock. She was pulled out with a rope.")
REPLY_TO_IT = ("The waterways office at Ferrow has answered the keeper of the old lock.\n\n"
               "“The gate was inspected in April,” said Rolf Anders, its director. Two divers were killed at the lock.")


def check(name, condition, detail=""):
    if not condition:
        raise SystemExit("not ok %s %s" % (name, detail))
    print("ok %s" % name, flush=True)


def article(identity, body, **more):
    return pb.Article(id=identity, outlet="ferrow-news.example", title="Lock gate at Ferrow gives way", body=body,
                      language="en", **more)


class Feeder:
    """The feed socket by hand: frames are a head of four bytes and a message."""

    def __init__(self, endpoint):
        self.socket = wire.dealer(endpoint)
        self.request = 0

    def receive(self, kind, message):
        if not self.socket.poll(WAIT_MS):
            raise SystemExit("not ok the hub is silent where %s was due" % kind)
        frames = self.socket.recv_multipart()
        if len(frames) != 2 or frames[0] != b"CW\x01" + kind:
            raise SystemExit("not ok strange frames %r where %s was due" % (frames, kind))
        return message.FromString(frames[1])

    def hello(self):
        self.socket.send_multipart([b"CW\x01H", pb.Hello(agent="stranger 1").SerializeToString()])
        return self.receive(b"W", pb.Welcome)

    def submit_bytes(self, data):
        self.socket.send_multipart([b"CW\x01S", data])
        return self.receive(b"A", pb.Answer)

    def submit(self, one):
        self.request += 1
        answer = self.submit_bytes(pb.Submit(request=self.request, article=one).SerializeToString())
        if answer.request != self.request:
            raise SystemExit("not ok answer to request %d where %d was due" % (answer.request, self.request))
        return answer


class Subscriber:
    def __init__(self, endpoint):
        self.socket = zmq.Context.instance().socket(zmq.SUB)
        self.socket.setsockopt(zmq.LINGER, 0)
        self.socket.setsockopt(zmq.SUBSCRIBE, b"CW\x01")
        self.socket.connect(endpoint)
        self.entries = []

    def heartbeat(self):
        """Takes what comes until the hub says what its last update is."""
        while self.socket.poll(WAIT_MS):
            head, body = self.socket.recv_multipart()
            if head == b"CW\x01B":
                return pb.Heartbeat.FromString(body)
            self.entries.append(body)
        raise SystemExit("not ok no heartbeat within %d ms" % WAIT_MS)


def feed(hub):
    feeder, subscriber = Feeder(hub.endpoints["feed"]), Subscriber(hub.endpoints["wire"])
    subscriber.heartbeat()
    welcome = feeder.hello()
    check("the hub greets and says its window", welcome.window > 0 and welcome.article_bytes_max > 1 << 20)
    words = {"title": "Lock gate at Ferrow gives way", "body": BODY, "outlet": "ferrow-news.example"}
    first = feeder.submit(article("ferrow-1", BODY))
    check("an article is accepted", first.code == pb.ACCEPTED and first.revision == 1, first)
    check("its digest can be computed by the rule written down", first.digest == wire.words_digest(words))
    again = feeder.submit(article("ferrow-1", BODY, url="https://ferrow-news.example/other"))
    check("the same words again are a duplicate", again.code == pb.DUPLICATE and again.digest == first.digest, again)
    changed = feeder.submit(article("ferrow-1", BODY + "\n\nThe lock is closed."))
    check("other words are a revision", changed.code == pb.REVISED and changed.revision == 2, changed)
    second = feeder.submit(article("ferrow-2", REPLY_TO_IT))
    check("another article is accepted", second.code == pb.ACCEPTED, second)
    return feeder, subscriber


def follow(hub, subscriber):
    hub.drained(30)
    last = hub.asker.status().last
    while subscriber.heartbeat().last.sequence < last.sequence:
        pass
    stored = hub.asker.replay()
    check("there is something new", last.sequence > 0)
    check("replay gives every update", len(stored) == last.sequence, (len(stored), last.sequence))
    check("live and replay are the same bytes", subscriber.entries == stored,
          (len(subscriber.entries), len(stored)))
    digest, changes = wire.ZERO_DIGEST, []
    for at, data in enumerate(stored, 1):
        entry = pb.LogEntry.FromString(data)
        digest = wire.chain(digest, entry.epoch, entry.sequence, entry.update)
        if (entry.sequence, entry.digest, entry.epoch) != (at, digest, last.epoch):
            raise SystemExit("not ok sequence %d, digest or epoch at place %d" % (entry.sequence, at))
        changes.append(pb.Change.Name(pb.EventUpdate.FromString(entry.update).change))
    check("sequences are dense and the running digest fits", last.digest == digest)
    check("the first update opens an event", changes[0] == "EVENT_OPENED", changes)
    check("claims are added to it", "CLAIM_ADDED" in changes, changes)
    after = hub.asker.replay(wire.cursor_of(pb.LogEntry.FromString(stored[0])))
    check("a cursor goes on where it points", after == stored[1:])


def refused(hub, cursor):
    try:
        hub.asker.ask(replay=pb.ReplayRequest(after=cursor))
    except wire.Refused as refusal:
        return refusal.reply.code
    return pb.REPLY_OK


def ask(hub):
    last = hub.asker.status().last
    foreign = pb.Cursor(epoch=last.epoch ^ 1, sequence=1, digest=bytes(16))
    check("a cursor of another epoch is DIVERGED", refused(hub, foreign) == pb.REPLY_DIVERGED)
    beyond = pb.Cursor(epoch=last.epoch, sequence=last.sequence + 9, digest=last.digest)
    check("a cursor beyond the last is DIVERGED", refused(hub, beyond) == pb.REPLY_DIVERGED)
    forged = pb.Cursor(epoch=last.epoch, sequence=last.sequence, digest=bytes(16))
    check("a cursor with another digest is DIVERGED", refused(hub, forged) == pb.REPLY_DIVERGED)
    rows = hub.asker.pages("articles", "articles")
    check("articles are listed by revision", sorted((row.ref.id, row.ref.revision) for row in rows)
          == [("ferrow-1", 1), ("ferrow-1", 2), ("ferrow-2", 1)], rows)
    events = hub.asker.pages("events", "events")
    one = hub.asker.ask(event=pb.EventRequest(id=events[0].id)).events.events
    check("one event can be asked for", len(one) == 1 and one[0].id == events[0].id)
    at, states = hub.asker.snapshot()
    check("a snapshot stands at a place of the log", 0 < at.sequence <= last.sequence and len(states) > 0)


def rejections(feeder):
    def reason(data):
        answer = feeder.submit_bytes(data)
        return pb.AnswerCode.Name(answer.code), answer.reason

    whole = pb.Submit(request=7, article=article("bad-1", BODY)).SerializeToString()
    check("a truncated message is rejected", reason(whole[:-3]) == ("REJECTED", "MALFORMED"))
    check("a text that is no UTF-8 is rejected", reason(whole.replace(b"Mina", b"M\xffna")) == ("REJECTED", "UTF8"))
    check("a NUL in a text is rejected", reason(whole.replace(b"Mina", b"M\x00na")) == ("REJECTED", "UTF8"))
    for name, one, expected in (("without an id", pb.Article(body=BODY), "FIELD_MISSING"),
                                ("without a body", pb.Article(id="bad-2", title="Nothing"), "FIELD_MISSING"),
                                ("with a body too long", article("bad-3", "a " * (1 << 19) + "b"), "TOO_LARGE")):
        got = reason(pb.Submit(request=8, article=one).SerializeToString())
        check("an article %s is rejected" % name, got == ("REJECTED", expected), got)


def zmtp_huge_frame():
    """A ZMTP 3.0 greeting, READY of a DEALER, then the header of a frame of 8 GB."""
    greeting = b"\xff" + bytes(8) + b"\x7f\x03\x00NULL" + bytes(16) + b"\x00" + bytes(31)
    ready = b"\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER"
    return greeting + b"\x04" + bytes([len(ready)]) + ready + b"\x02" + (8 << 30).to_bytes(8, "big") + b"x" * 100


def send_raw(endpoint, data):
    with socket.socket(socket.AF_UNIX) as raw:
        raw.settimeout(5)
        raw.connect(endpoint[len("ipc://"):])
        try:
            raw.sendall(data)
            raw.recv(64)
        except OSError:
            pass  # it may hang up on us


def rubbish(hub, feeder):
    good = pb.Submit(request=1, article=article("r-1", BODY)).SerializeToString()
    messages = {
        "an empty frame": [b""],
        "a head alone": [b"CW\x01S"],
        "a head too long": [b"CW\x01SS", good],
        "a foreign head": [b"XX\x01S", good],
        "another version": [b"CW\x02S", good],
        "an unknown kind": [b"CW\x01z", good],
        "the hub's own kinds": [b"CW\x01A", good],
        "random bytes": [b"CW\x01S", bytes(range(256)) * 40],
        "a sub-message ten thousand times": [b"CW\x01S", b"\x12\x00" * 10000],
        "unknown fields": [b"CW\x01S", b"\xf8\x3f\x01" * 100000],
        "a thousand frames": [b"CW\x01S"] + [good] * 1000,
        "a frame over the limit": [b"CW\x01S", bytes(3 << 20)],
    }
    pid = hub.process.pid
    for name, frames in messages.items():
        for part in ("feed", "ask", "work"):
            rude = wire.dealer(hub.endpoints[part])
            head = frames[0].replace(b"S", {"feed": b"S", "ask": b"Q", "work": b"X"}[part])
            rude.send_multipart([head] + frames[1:])
            rude.poll(20)  # the hub may answer; that it has seen it is proven below
            rude.setsockopt(zmq.LINGER, 200)
            rude.close()
        answer = feeder.submit(article("after " + name, BODY + "\n\n" + name))
        alive = hub.process.poll() is None and hub.asker.status().pid == pid
        check("the hub lives on after %s" % name, answer.code == pb.ACCEPTED and alive, answer)
    for name, data in (("bytes that are no ZMTP", b"GET / HTTP/1.0\r\n\r\n"), ("a frame of 8 GB", zmtp_huge_frame())):
        for part in ("feed", "ask", "work", "wire"):
            send_raw(hub.endpoints[part], data)
        check("the hub lives on after %s" % name, hub.process.poll() is None and hub.asker.status().pid == pid)


def main():
    with hubs.Hub(os.environ["CLAIMWIRE_BUILD"]) as hub:
        hub.start()
        feeder, subscriber = feed(hub)
        follow(hub, subscriber)
        ask(hub)
        rejections(feeder)
        rubbish(hub, feeder)
        hub.drained(30)
        check("nothing became a dead letter", hub.asker.status().dead == 0)
        check("SIGTERM ends it cleanly", hub.stop() == 0, hub.talk())


if __name__ == "__main__":
    main()
