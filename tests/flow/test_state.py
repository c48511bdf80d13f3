#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`claimwire events --at SEQUENCE` is the fold of the log up to there, as the
tests' own fold has it; from a snapshot too, and with a clear word where the
log no longer reaches back."""
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fold as folding  # noqa: E402
import hub as hubs  # noqa: E402
from wire import pb  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SAMPLES = os.path.join(ROOT, "deploy", "samples", "articles.jsonl")
NOT_FOUND, TOO_OLD = 66, 65


def check(name, condition, detail=""):
    if not condition:
        raise SystemExit("not ok %s %s" % (name, detail))
    print("ok %s" % name, flush=True)


def command(hub, *words):
    done = subprocess.run([hub.program("claimwire")] + list(words), env=hub.environment, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")], done.stderr


def feed(hub, lines):
    subprocess.run([hub.program("claimwire"), "feed", "-"], env=hub.environment, text=True, input="".join(lines),
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return hub.drained(30)


def log(hub):
    """All updates in order."""
    entries, after = [], pb.Cursor()
    while True:
        reply = hub.asker.ask(replay=pb.ReplayRequest(after=after, count_max=500)).replay
        for packed in reply.entries:
            entry = pb.LogEntry.FromString(packed)
            entries.append(pb.EventUpdate.FromString(entry.update))
            after = pb.Cursor(epoch=entry.epoch, sequence=entry.sequence, digest=entry.digest)
        if not reply.entries:
            return entries


def spoken(event):
    """What of the tests' own form the command prints, in a form of its own."""
    names = {"status": pb.EventStatus.Name(event["status"])[6:], "revision": event["revision"],
             "title": event["head"].get("title")}
    facts = {"f%d" % fact_id: (fact["text"], pb.FactStatus.Name(fact["status"])[5:], fact["origins"],
                               [stated.get("speaker") for stated in fact["statements"]])
             for fact_id, fact in event["facts"].items()}
    figures = sorted((pb.Measure.Name(measure)[8:], population, figure.get("low"), figure.get("high"),
                      pb.FigureStatus.Name(figure["status"])[7:]) for (measure, population), figure in event["figures"].items())
    disputes = [("f%d" % known["fact"], known.get("by"), known.get("against")) for known in event["disputes"]]
    return names, facts, figures, disputes


def printed(event):
    names = {name: event[name] for name in ("status", "revision", "title")}
    facts = {fact["id"]: (fact["text"], fact["status"], fact["origins"],
                          [stated["speaker"] for stated in fact["statements"]]) for fact in event["facts"]}
    figures = sorted((figure["measure"], figure["population"] or "", figure["low"], figure["high"],
                      figure["status"].upper()) for figure in event["figures"])
    disputes = [(known["fact"], known["by"], known["against"]) for known in event["disputes"]]
    return names, facts, figures, disputes


def compare(hub, updates, sequence):
    events = {}
    for update in updates[:sequence]:
        folding.fold(events, update)
    code, lines, said = command(hub, "events", "--json", "--at", str(sequence))
    check("events --at %d is read" % sequence, code == 0 and len(lines) == len(events), said)
    for line in lines:
        ours = spoken(events[int(line["id"][1:])])
        if ours != printed(line):
            raise SystemExit("not ok events --at %d: %s\n%s\n%s" % (sequence, line["id"], ours, printed(line)))
    print("ok they are the fold up to %d" % sequence)


def main():
    with open(SAMPLES, encoding="utf-8") as file:
        lines = file.readlines()
    with hubs.Hub(os.environ["CLAIMWIRE_BUILD"], ["--workers", "1"]) as hub:
        hub.start()
        middle = feed(hub, lines[:6]).last.sequence
        hub.asker.ask(snapshot=pb.SnapshotRequest(sequence=0))  # one is made, as of here
        last = feed(hub, lines[6:]).last.sequence
        updates = log(hub)
        for sequence in (1, middle // 2, middle, middle + 1, last):
            compare(hub, updates, sequence)
        code, _, said = command(hub, "events", "--at", str(last + 1))
        check("a sequence to come is not found", code == NOT_FOUND and "ends at %d" % last in said, said)
        hub.stop()
        hub.arguments += ["--keep-updates", "1k"]
        hub.start()
        feed(hub, [json.dumps({"id": "late", "outlet": "late.example", "title": "A lighthouse keeper retires",
                               "body": "The keeper of the Skarra light has retired, the coast office said."}) + "\n"])
        end = time.monotonic() + 90
        while hub.asker.status().oldest_sequence <= middle and time.monotonic() < end:
            time.sleep(0.5)
        code, _, said = command(hub, "events", "--at", str(middle - 1))
        check("what retention took is too old", code == TOO_OLD and "no snapshot is as old" in said, (code, said))


if __name__ == "__main__":
    main()
