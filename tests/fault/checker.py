#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The one oracle of all fault tests: after whatever was done to a hub, nothing
that was acknowledged is lost, nothing is there twice, and everybody heard the
same log.

    checker.py --ask ENDPOINT [--journal FILE]... [--heard FILE]... [--watch FILE]...
               [--dead N] [--partial]        of a running hub whose queue is empty
    checker.py --build DIR --data DIR        of a store whose hub has stopped

--journal is what `claimwire feed --journal` wrote, --heard what
tests/support/watcher.py wrote, --watch what `claimwire watch --json` printed.
--partial: the feeder did not finish, so the store may hold more than was
acknowledged. Prints each finding; exit 1 when there is one."""
import argparse
import collections
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fold  # noqa: E402
import wire  # noqa: E402
from wire import pb  # noqa: E402

KEPT = ("ACCEPTED", "REVISED", "DUPLICATE")
FEEDER = "local"


class Findings:
    """What is wrong, by kind; prints at most ten of a kind."""

    def __init__(self):
        self.count = collections.Counter()

    def add(self, kind, text):
        self.count[kind] += 1
        if self.count[kind] <= 10:
            print("%s: %s" % (kind, text))

    def total(self):
        return sum(self.count.values())


def read_journal(path):
    """Answers of a feeder, a torn last line left out."""
    answers = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.endswith("\n"):
                answers.append(json.loads(line))
    return answers


def acknowledged(answers):
    """Distinct (id, digest as hex) that a feeder was told are on disk."""
    return {(answer["id"], answer["digest"]) for answer in answers if answer["answer"] in KEPT}


def check_articles(findings, acked, rows, partial=False, feeder=FEEDER):
    """Every acknowledged revision is stored once, and nothing else is stored."""
    stored = collections.Counter((row.ref.id, row.digest.hex()) for row in rows if row.ref.feeder == feeder)
    for key in acked - set(stored):
        findings.add("lost", "article %s, words %s: acknowledged and not stored" % key)
    for key, times in stored.items():
        if times > 1:
            findings.add("doubled", "article %s, words %s: stored %d times" % (key + (times,)))
    if not partial:
        for key in set(stored) - acked:
            findings.add("doubled", "article %s, words %s: stored and never acknowledged" % key)
    places = collections.Counter((row.ref.feeder, row.ref.id, row.ref.revision) for row in rows)
    for place, times in places.items():
        if times > 1:
            findings.add("doubled", "article %s/%s revision %d is listed %d times" % (place + (times,)))


def check_log(findings, stored, last):
    """The stored log: dense from 1 to `last` (a Cursor), one epoch, chained. Returns entry by sequence."""
    log, digest, epoch = {}, wire.ZERO_DIGEST, last.epoch
    for at, data in enumerate(stored, 1):
        entry = pb.LogEntry.FromString(data)
        if entry.sequence != at:
            findings.add("diverged", "place %d of the log has sequence %d" % (at, entry.sequence))
        if entry.epoch != epoch:
            findings.add("diverged", "sequence %d has epoch %016x, not %016x" % (entry.sequence, entry.epoch, epoch))
        digest = wire.chain(digest, entry.epoch, entry.sequence, entry.update)
        if digest != entry.digest:
            findings.add("diverged", "running digest does not fit at sequence %d" % entry.sequence)
            digest = entry.digest
        log[entry.sequence] = data
    if last.sequence != len(stored) or (stored and last.digest != digest):
        findings.add("diverged", "the hub's last is %d (%s), the log's %d (%s)"
                     % (last.sequence, last.digest.hex(), len(stored), digest.hex()))
    return log


def check_updates(findings, log):
    """No update stands in the log twice: neither an event's revision nor a statement of a fact."""
    revisions, stated = set(), set()
    for sequence, data in log.items():
        update = pb.EventUpdate.FromString(pb.LogEntry.FromString(data).update)
        place = (update.event, update.fact, update.article.id, update.article.revision, update.claim, update.change,
                 update.figure.measure, update.figure.population)
        for seen, key in ((revisions, (update.event, update.revision)), (stated, place if update.claim else None)):
            if key in seen:
                findings.add("doubled", "sequence %d repeats the update %s" % (sequence, key))
            elif key:
                seen.add(key)


def check_heard(findings, log, heard, name):
    """What a watcher heard, live and by replay, is the log: the same bytes, every one of them."""
    seen = set()
    for source, data in heard:
        sequence = pb.LogEntry.FromString(data).sequence
        if log.get(sequence) != data:
            findings.add("diverged", "%s heard other bytes (%s) for sequence %d than the log has"
                         % (name, source.decode(), sequence))
        seen.add(sequence)
    missing = sorted(set(log) - seen)
    if missing:
        findings.add("lost", "%s never heard %d updates, the first is %d" % (name, len(missing), missing[0]))


def check_watch(findings, log, lines, name):
    """What `claimwire watch --json` printed: each sequence once, in order, with the log's digest."""
    expected = 1
    for line in lines:
        change = json.loads(line)
        if change["sequence"] != expected:
            findings.add("doubled" if change["sequence"] < expected else "lost",
                         "%s printed sequence %s where %d was due" % (name, change["sequence"], expected))
        expected = change["sequence"] + 1
        data = log.get(change["sequence"])
        if data is None or pb.LogEntry.FromString(data).digest.hex() != change["digest"]:
            findings.add("diverged", "%s printed another digest for sequence %s" % (name, change["sequence"]))
    if expected != len(log) + 1:
        findings.add("lost", "%s stopped at %d of %d" % (name, expected - 1, len(log)))


def check_fold(findings, log, events, snapshot=None):
    """Folding the log gives the events that the hub serves, and the snapshot's as of its place."""
    state, at = {}, None
    for sequence in sorted(log):
        try:
            fold.fold(state, pb.EventUpdate.FromString(pb.LogEntry.FromString(log[sequence]).update))
        except fold.FoldError as trouble:
            findings.add("diverged", "sequence %d does not fold: %s" % (sequence, trouble))
        if snapshot and snapshot[0].sequence == sequence:
            at = sequence
            compare_events(findings, state, snapshot[1], "snapshot at %d" % at)
    if snapshot and at is None and snapshot[0].sequence:
        findings.add("diverged", "the snapshot's place %d is not in the log" % snapshot[0].sequence)
    compare_events(findings, state, events, "hub")
    return state


def compare_events(findings, state, events, name):
    served = {event.id: fold.served(event) for event in events}
    for identity in sorted(set(state) | set(served)):
        if identity not in state or identity not in served:
            findings.add("diverged", "event %d is only in the %s" % (identity, "fold" if identity in state else name))
            continue
        found = fold.difference(state[identity], served[identity])
        if found:
            findings.add("diverged", "%s: event %d%s" % (name, identity, found))


def check_running(findings, asker, journals=(), heards=(), watches=(), dead=0, partial=False, feeder=FEEDER):
    """All of the above of a running hub. Returns counts for the report."""
    status = asker.status()
    if status.queued:
        findings.add("lost", "%d articles are still queued" % status.queued)
    if status.dead != dead:
        findings.add("lost", "%d dead letters, %d expected" % (status.dead, dead))
    answers = [answer for path in journals for answer in read_journal(path)]
    acked = acknowledged(answers)
    rows = asker.pages("articles", "articles")
    if journals:
        check_articles(findings, acked, rows, partial, feeder)
    articles = {(row.ref.feeder, row.ref.id) for row in rows}
    if status.articles != len(articles):
        findings.add("diverged", "status counts %d articles, %d are listed" % (status.articles, len(articles)))
    stored = asker.replay()
    log = check_log(findings, stored, status.last)
    check_updates(findings, log)
    for path in heards:
        check_heard(findings, log, wire.read_heard(path), os.path.basename(path))
    for path in watches:
        with open(path, encoding="utf-8") as file:
            check_watch(findings, log, [line for line in file if line.endswith("\n")], os.path.basename(path))
    events = asker.pages("events", "events")
    check_fold(findings, log, events, asker.snapshot())
    return {"acked": len(acked), "articles": len(articles), "updates": len(log), "events": len(events)}


def check_store(findings, build, data):
    """`claimwired verify` of a stopped store."""
    result = subprocess.run([os.path.join(build, "claimwired"), "verify", "--data", data], timeout=300,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if result.returncode:
        findings.add("diverged", "claimwired verify exits %d:\n%s" % (result.returncode, result.stdout[-2000:]))


def main():
    parser = argparse.ArgumentParser()
    for name in ("--ask", "--build", "--data"):
        parser.add_argument(name)
    for name in ("--journal", "--heard", "--watch"):
        parser.add_argument(name, action="append", default=[])
    parser.add_argument("--dead", type=int, default=0)
    parser.add_argument("--partial", action="store_true")
    options = parser.parse_args()
    findings = Findings()
    if options.ask:
        counts = check_running(findings, wire.Asker(options.ask), options.journal, options.heard, options.watch,
                               options.dead, options.partial)
        print(", ".join("%s %d" % pair for pair in counts.items()))
    if options.data:
        check_store(findings, options.build or "build", options.data)
    print("lost %d, diverged %d, doubled %d" % tuple(findings.count[kind] for kind in ("lost", "diverged", "doubled")))
    return 1 if findings.total() else 0


if __name__ == "__main__":
    sys.exit(main())
