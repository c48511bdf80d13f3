#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A subscriber of our own, that trusts nothing: writes every LogEntry it hears
to a file as it came, fills what is missing by replay, and follows hubs through
their deaths. Ends by SIGTERM, or when the log is no continuation of what it
has (exit 1).

    watcher.py WIRE ASK FILE"""
import signal
import sys

import zmq

import wire
from wire import pb


class Watcher:
    def __init__(self, wire_endpoint, ask_endpoint, file):
        self.asker = wire.Asker(ask_endpoint)
        self.file = file
        self.cursor = pb.Cursor(sequence=0)
        self.stopping = False
        self.socket = zmq.Context.instance().socket(zmq.SUB)
        for option, value in ((zmq.LINGER, 0), (zmq.RECONNECT_IVL, 20), (zmq.RECONNECT_IVL_MAX, 200),
                              (zmq.RCVHWM, 20000), (zmq.MAXMSGSIZE, 1 << 20)):
            self.socket.setsockopt(option, value)
        self.socket.setsockopt(zmq.SUBSCRIBE, wire.TOPIC)
        self.socket.connect(wire_endpoint)

    def run(self):
        while not self.stopping:
            if not self.socket.poll(200):
                continue
            frames = self.socket.recv_multipart()
            if len(frames) != 2 or frames[0][:3] != wire.TOPIC:
                raise ValueError("strange message of %d frames on the wire: %r" % (len(frames), frames[0]))
            if frames[0] == wire.head("U"):
                wire.write_heard(self.file, b"L", frames[1])
                self.take(frames[1])
            elif frames[0] == wire.head("B"):
                last = pb.Heartbeat.FromString(frames[1]).last
                if last.sequence > self.cursor.sequence:
                    self.fill()
            if not self.socket.poll(0):
                self.file.flush()

    def take(self, data):
        """Moves the cursor over the next entry; a gap before it is filled first."""
        entry = pb.LogEntry.FromString(data)
        if entry.sequence > self.cursor.sequence + 1:
            self.fill()
        if entry.sequence <= self.cursor.sequence:
            return
        if entry.sequence != self.cursor.sequence + 1:
            return  # the hub died during the replay; the next heartbeat tells
        before = self.cursor.digest or wire.ZERO_DIGEST
        if wire.chain(before, entry.epoch, entry.sequence, entry.update) != entry.digest:
            raise ValueError("running digest broken at sequence %d" % entry.sequence)
        self.cursor = wire.cursor_of(entry)

    def fill(self):
        try:
            for data in self.asker.replay(self.cursor):
                wire.write_heard(self.file, b"R", data)
                self.take(data)
        except TimeoutError:
            pass  # the hub is down; the next heartbeat tells


def main(wire_endpoint, ask_endpoint, path):
    with open(path, "ab") as file:
        watcher = Watcher(wire_endpoint, ask_endpoint, file)

        def stop(*_):
            watcher.stopping = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        try:
            watcher.run()
        except (ValueError, wire.Refused) as trouble:
            print("watcher: %s" % trouble, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
