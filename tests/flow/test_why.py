#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`claimwire why` says of an article, an event, a fact and an update what the
desk decided and by what; what is not there it does not know."""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import hub as hubs  # noqa: E402

USAGE, NOT_FOUND = 64, 66
GATE = ("Two divers were killed on Tuesday when the old lock gate at Ferrow gave way, police said. The gate had stood "
        "since the canal was dug, and boats had queued below it all morning.")
GATE_ANEW = ("Police in Ferrow said two divers were killed when a gate of the old lock gave way on Tuesday. Boats queued "
             "below the lock on the canal while the divers were searched for.")
COUNCIL = ("The council of Great Orme voted for a new tram line to the northern suburbs. Work begins in spring and the "
           "first trams are to run in three years, the mayor said.")


def check(name, condition, detail=""):
    if not condition:
        raise SystemExit("not ok %s %s" % (name, detail))
    print("ok %s" % name, flush=True)


def article(identity, outlet, title, body):
    return {"id": identity, "outlet": outlet, "title": title, "body": body, "language": "en"}


def why(hub, what, *more):
    done = subprocess.run([hub.program("claimwire"), "why", "--json", what] + list(more), env=hub.environment,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def decided(lines, decision):
    return [line for line in lines if line["decision"] == decision]


def main():
    articles = [article("gate-1", "wire.example", "Lock gate kills two divers", GATE),
                article("gate-2", "copy.example", "Lock gate kills two", GATE),
                article("gate-3", "ferrow.example", "Divers die at old lock", GATE_ANEW),
                article("tram-1", "orme.example", "Council votes for trams", COUNCIL)]
    with hubs.Hub(os.environ["CLAIMWIRE_BUILD"], ["--workers", "1"]) as hub:
        hub.start()
        subprocess.run([hub.program("claimwire"), "feed", "-"], env=hub.environment, check=True, text=True,
                       input="".join(json.dumps(one) + "\n" for one in articles), stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        hub.drained(30)
        _, copy = why(hub, "gate-2")
        check("a copy says of what", decided(copy, "COPY")[0]["other"] == "gate-1", copy)
        check("whose report a copy is", decided(copy, "ORIGIN")[0]["text"] == "wire.example", copy)
        _, like = why(hub, "gate-3")
        reason = decided(like, "EVENT")[0]
        check("an article says why it is in its event", reason["rule"] == "LIKE" and reason["event"] == "e1" and
              reason["score"] >= reason["threshold"], like)
        check("by which words", reason["words"] and all(word in GATE_ANEW + "Divers die at old lock"
                                                        for word in reason["words"]), reason)
        _, members = why(hub, "e1")
        check("an event says why of each article", [line["article"] for line in decided(members, "EVENT")] ==
              ["gate-1", "gate-2", "gate-3"], members)
        facts = {line["fact"] for line in decided(like, "FACT")} & {line["fact"] for line in decided(copy, "FACT")}
        check("two wordings are one fact", facts, like)
        _, fact = why(hub, sorted(facts)[0])
        second = decided(fact, "CORROBORATION")
        check("a corroboration names the second origin", len(second) == 1 and second[0]["article"] == "gate-3" and
              second[0]["text"] == "ferrow.example" and second[0]["other"] == "gate-1", fact)
        _, update = why(hub, "1")
        check("an update says what brought it", update[0]["text"] == "EVENT_OPENED" and
              decided(update, "EVENT")[0]["rule"] == "NEW", update)
        undone = [subprocess.run([hub.program("claimwire"), "undo", event], env=hub.environment, text=True,
                                 stderr=subprocess.PIPE) for event in ("e99", "e1", "nonsense")]
        check("only a merged event can be parted", [one.returncode for one in undone] == [NOT_FOUND, NOT_FOUND, USAGE] and
              "merged into no other" in undone[1].stderr, undone)
        absent = [why(hub, what)[0] for what in ("e99", "f999", "9999", "nobody")]
        check("what is not there is not found", absent == [NOT_FOUND] * 4, absent)
        check("an article of another feeder neither", why(hub, "gate-1", "--feeder", "somebody")[0] == NOT_FOUND)


if __name__ == "__main__":
    main()
