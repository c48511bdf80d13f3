#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The same articles in the same order give the same log, whether 1, 2 or 4
extractors read them, whether the hub is killed half way or not; folded, it is
the state the hub serves, and reading the store again finds no difference."""
import itertools
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fold as folding  # noqa: E402
import hub as hubs  # noqa: E402
import newsroom  # noqa: E402
from wire import pb  # noqa: E402

ARTICLES = 90
TEMPFAIL = 75


def check(name, condition, detail=""):
    if not condition:
        raise SystemExit("not ok %s %s" % (name, detail))
    print("ok %s" % name, flush=True)


def feed(hub, articles):
    subprocess.run([hub.program("claimwire"), "feed", "--archive", "-"], env=hub.environment, check=True, text=True,
                   input="".join(json.dumps(one) + "\n" for one in articles), stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def log(hub):
    """The bytes of all updates in order."""
    updates, after = [], pb.Cursor()
    while True:
        reply = hub.asker.ask(replay=pb.ReplayRequest(after=after, count_max=500)).replay
        for packed in reply.entries:
            entry = pb.LogEntry.FromString(packed)
            updates.append(entry.update)
            after = pb.Cursor(epoch=entry.epoch, sequence=entry.sequence, digest=entry.digest)
        if not reply.entries:
            return updates


def served(hub):
    events, after = {}, 0
    while True:
        page = hub.asker.ask(events=pb.ListRequest(after=after)).events
        events.update((event.id, folding.served(event)) for event in page.events)
        after = page.next
        if not after:
            return events


def replay(hub, *more):
    done = subprocess.run([hub.program("claimwired"), "replay", "--shadow"] + list(more), env=hub.environment,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return done.returncode, done.stdout.splitlines(), done.stderr


def run(workers, articles, revisions, killed=False):
    with hubs.Hub(os.environ["CLAIMWIRE_BUILD"], ["--workers", str(workers)]) as hub:
        hub.start()
        feed(hub, articles[:ARTICLES // 2])
        if killed:
            hub.kill()
            hub.start()
        feed(hub, articles[ARTICLES // 2:])
        hub.drained(60)
        feed(hub, revisions)  # of what has been applied: a revision that overtakes the words before replaces them
        hub.drained(60)
        updates = log(hub)
        if workers == 1 and not killed:
            check_state(hub, updates)
        return updates


def check_state(hub, updates):
    events = {}
    for update in updates:
        folding.fold(events, pb.EventUpdate.FromString(update))
    difference = folding.difference(events, served(hub))
    check("the log folds to the state", difference is None, difference)
    code, lines, said = replay(hub)
    check("a store in use is not read again", code == TEMPFAIL and "backup" in said, said)
    hub.stop()
    code, lines, said = replay(hub)
    check("the same rules change nothing", code == 0 and not lines, lines[:3])
    code, lines, said = replay(hub, "--window-articles", "16")
    check("other settings do", code == 0 and any(line.startswith("+") for line in lines), said)
    hub.start()
    check("the log is as it was", log(hub) == updates)


def main():
    press = newsroom.Newsroom(3, repeats=0, revisions=0)
    articles = list(itertools.islice(press, ARTICLES))
    revisions = [dict(one, body=one["body"] + "\n\nThis report was corrected.") for one in articles[::7]]
    one = run(1, articles, revisions)
    check("2 workers give the same log", run(2, articles, revisions) == one)
    check("4 workers give the same log", run(4, articles, revisions) == one)
    check("a kill half way gives the same log", run(2, articles, revisions, killed=True) == one)


if __name__ == "__main__":
    main()
