#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Kills the hub with SIGKILL again and again while a feeder feeds and two
watchers watch, then has checker.py look for what was lost, doubled or told
differently.

    kill.py --build DIR [--cycles N] [--seed S] [--rate N] [--keep]

Every other kill comes at a random moment after the hub was started or began to
answer; the others at the hub's own named points in turn (CLAIMWIRE_FAULT). Each
kill counts only if the feeder is alive and has more to feed. Exit 1 when the
checker finds anything, when the feeder was refused an article, or when the
run was too idle to prove anything."""
import argparse
import collections
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import checker  # noqa: E402
import hub as hubs  # noqa: E402
import newsroom  # noqa: E402
import wire  # noqa: E402

POINTS = ("accept.stored", "commit.before", "commit.after", "answer.sent", "publish.sent")
KILL_AFTER_S = (0.05, 1.5)
POINT_WAIT_S = 3.0


class Press(threading.Thread):
    """Writes articles to the feeder until it is told to stop: an input without an end."""

    def __init__(self, stream, seed):
        super().__init__(daemon=True)
        self.stream, self.articles = stream, newsroom.Newsroom(seed)
        self.enough = threading.Event()

    def run(self):
        try:
            for article in self.articles:
                self.stream.write(json.dumps(article, ensure_ascii=False).encode() + b"\n")
                if self.enough.is_set():
                    break
            self.stream.close()
        except BrokenPipeError:
            pass


class Run:
    def __init__(self, hub, options):
        self.hub, self.options = hub, options
        self.chance = random.Random(options.seed)
        self.journal, self.heard, self.watch = hub.path("journal"), hub.path("heard"), hub.path("watch")
        self.kills = collections.Counter()
        self.findings = checker.Findings()

    def start_clients(self):
        hub, claimwire = self.hub, self.hub.program("claimwire")
        with open(hub.path("clients.log"), "ab") as log:
            self.feeder = hubs.start(
                [claimwire, "feed", "--json", "--rate", str(self.options.rate), "--journal", self.journal, "-"],
                env=hub.environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=log)
            self.watcher = hubs.start(
                [sys.executable, os.path.join(wire.ROOT, "tests/support/watcher.py"), hub.endpoints["wire"],
                 hub.endpoints["ask"], self.heard], stderr=log)
            with open(self.watch, "wb") as out:
                self.printer = hubs.start([claimwire, "watch", "--json", "--from", "0"], env=hub.environment,
                                          stdout=out, stderr=log, stdin=subprocess.DEVNULL)
        self.press = Press(self.feeder.stdin, self.options.seed)
        self.press.start()

    def cycle(self, number):
        """One life of the hub, and its end."""
        before = self.acknowledged_bytes()
        if number % 2 == 0:
            self.die_at(POINTS[(self.options.seed + number // 2) % len(POINTS)])
        else:
            self.hub.spawn()
            from_start = self.chance.random() < 0.25
            if from_start or self.hub.wait_ready() is not None:
                time.sleep(self.chance.uniform(*KILL_AFTER_S))
            self.require_feeder()
            self.kill("at random")
        if self.acknowledged_bytes() == before:
            self.kills["idle"] += 1

    def die_at(self, point):
        self.hub.spawn("%s:%d" % (point, self.chance.choice((1, 2, 5, 20, 50))))
        children, end = [], time.monotonic() + POINT_WAIT_S
        while time.monotonic() < end and self.hub.process.poll() is None:
            children = hubs.children_of(self.hub.process.pid) or children
            time.sleep(0.01)
        self.require_feeder()
        if self.hub.process.poll() is None:
            self.kill("past " + point)
            return
        if self.hub.process.returncode != -signal.SIGKILL:
            raise RuntimeError("the hub ended with %d:\n%s" % (self.hub.process.returncode, self.hub.talk()))
        self.kills[point] += 1

    def kill(self, kind):
        if self.hub.process.poll() is not None:
            raise RuntimeError("the hub was dead already (%d):\n%s" % (self.hub.process.returncode, self.hub.talk()))
        orphans = self.hub.kill()
        if orphans:
            self.findings.add("orphans", "%d children outlived the hub by 2 s" % len(orphans))
        self.kills[kind] += 1

    def require_feeder(self):
        if self.feeder.poll() is not None or not self.press.is_alive():
            raise RuntimeError("the feeder is not feeding any more (exit code %s):\n%s"
                               % (self.feeder.returncode, self.clients_talk()))

    def acknowledged_bytes(self):
        try:
            return os.path.getsize(self.journal)
        except OSError:
            return 0

    def clients_talk(self):
        with open(self.hub.path("clients.log"), errors="replace") as file:
            return "".join(file.readlines()[-20:])

    def finish(self):
        """Lets everything drain; returns the seconds of the last start and the counts of the checker."""
        self.hub.spawn()
        seconds = self.hub.wait_ready()
        self.press.enough.set()
        code = self.feeder.wait(self.options.drain)
        if code:
            self.findings.add("refused", "the feeder ended with %d:\n%s" % (code, self.clients_talk()))
        status = self.hub.drained(self.options.drain)
        self.wait_for_watchers(status.last.sequence)
        counts = checker.check_running(self.findings, self.hub.asker, [self.journal], [self.heard], [self.watch])
        for name, process in (("watcher.py", self.watcher), ("claimwire watch", self.printer)):
            if process.poll() is not None:
                self.findings.add("watchers", "%s ended by itself with %d:\n%s"
                                  % (name, process.returncode, self.clients_talk()))
            else:
                process.terminate()
                process.wait(10)
        code = self.hub.stop()
        if code:
            self.findings.add("stop", "the hub ended with %d after SIGTERM:\n%s" % (code, self.hub.talk()))
        checker.check_store(self.findings, self.hub.build, self.hub.data)
        return seconds, counts

    def wait_for_watchers(self, last, timeout_s=30.0):
        """Until both have the last update; the checker says what they lack if they never do."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            heard = {wire.pb.LogEntry.FromString(data).sequence for _, data in wire.read_heard(self.heard)}
            with open(self.watch, "rb") as file:
                printed = file.read().count(b"\n")
            if len(heard) >= last and printed >= last:
                return
            time.sleep(0.5)

    def run(self):
        self.hub.start()
        self.start_clients()
        time.sleep(self.chance.uniform(*KILL_AFTER_S))
        self.require_feeder()
        self.kill("at random")
        for cycle in range(2, self.options.cycles + 1):
            self.cycle(cycle)
            if cycle % 10 == 0:
                print("cycle %d of %d" % (cycle, self.options.cycles), file=sys.stderr, flush=True)
        seconds, counts = self.finish()
        if self.kills["idle"] > self.options.cycles // 2:
            self.findings.add("idle", "no article was acknowledged in %d lives of the hub" % self.kills["idle"])
        self.report(seconds, counts)
        return 1 if self.findings.total() else 0

    def report(self, seconds, counts):
        answers = collections.Counter(answer["answer"] for answer in checker.read_journal(self.journal))
        print("seed %d, rate %d; kills: %s" % (self.options.seed, self.options.rate, ", ".join(
            "%s %d" % pair for pair in sorted(self.kills.items()) if pair[0] != "idle")))
        print("answers: %s; last start %.2f s; idle lives %d" % (
            ", ".join("%s %d" % pair for pair in sorted(answers.items())), seconds, self.kills["idle"]))
        print("cycles %d, acked %d, updates %d, events %d, lost %d, diverged %d, doubled %d" % (
            self.options.cycles, counts["acked"], counts["updates"], counts["events"], self.findings.count["lost"],
            self.findings.count["diverged"], self.findings.count["doubled"]))


def main(arguments=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=os.environ.get("CLAIMWIRE_BUILD", "build"))
    parser.add_argument("--cycles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3), "little"))
    parser.add_argument("--rate", type=int, default=400)
    parser.add_argument("--drain", type=float, default=240.0, help="seconds that feeder and queue may take at the end")
    parser.add_argument("--keep", action="store_true", help="leave the folder with store, journal and logs")
    options = parser.parse_args(arguments)
    print("seed %d" % options.seed, flush=True)
    hub = hubs.Hub(os.path.abspath(options.build))
    hub.keep = options.keep
    with hub:
        run = Run(hub, options)
        try:
            return run.run()
        finally:
            for name in ("feeder", "watcher", "printer"):
                process = getattr(run, name, None)
                if process is not None and process.poll() is None:
                    process.kill()
                    process.wait()


if __name__ == "__main__":
    sys.exit(main())
