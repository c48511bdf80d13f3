#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Two happenings that are taken for one are parted when later reports show it:
subscribers hear EVENT_SPLIT, each event has what its own reports say, and
`claimwire why` names the rule."""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import hub as hubs  # noqa: E402

FLED = "The robbers escaped in a grey van, police said. "
REPORTS = [
    ("jeweller-1", "Jeweller robbed by masked men", FLED + "Masked men emptied the window of the jeweller Anton Brell in "
     "Lenz. Brell lost forty watches and a tray of rings. He hid behind the counter while hammers broke the glass."),
    ("bank-1", "Gang robs bank with axes", FLED + "A gang with axes smashed the vault of the Harbour Bank in Tarnholm. "
     "The cashier Vera Ost was tied to a chair. The vault holds the wages of the fishing fleet."),
    ("jeweller-2", "Watches of Brell were insured", "The forty watches that Anton Brell lost were insured, the jeweller "
     "said in Lenz on Friday. Hammers still lay behind his counter, amid glass from the window."),
    ("bank-2", "Fleet without wages", "The fishing fleet of Tarnholm waits for its wages since axes smashed the vault. "
     "Vera Ost, whom the gang tied to a chair, is at home. The Harbour Bank stays shut."),
    ("jeweller-3", "Lenz jeweller counts his rings", "A tray of rings is gone from the window in Lenz, and Brell the "
     "jeweller counts what the hammers left him: no watches, much glass, an empty counter."),
    ("bank-3", "Harbour Bank pays at last", "In Tarnholm the Harbour Bank paid the wages of the fishing fleet on Monday. "
     "Cashier Ost praised the smith who made a vault that axes cannot smash. No gang will tie her again."),
]


def check(name, condition, detail=""):
    if not condition:
        raise SystemExit("not ok %s %s" % (name, detail))
    print("ok %s" % name, flush=True)


def say(hub, *words):
    done = subprocess.run([hub.program("claimwire"), *words], env=hub.environment, check=True, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main():
    lines = "".join(json.dumps({"id": identity, "outlet": identity + ".example", "title": title, "body": body,
                                "language": "en"}) + "\n" for identity, title, body in REPORTS)
    with hubs.Hub(os.environ["CLAIMWIRE_BUILD"], ["--workers", "1"]) as hub:
        hub.start()
        subprocess.run([hub.program("claimwire"), "feed", "-"], env=hub.environment, check=True, text=True, input=lines,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        hub.drained(30)
        event_of = {row["id"]: row["event"] for row in say(hub, "articles", "--json")}
        sides = [{event_of[identity] for identity in event_of if identity.startswith(kind)} for kind in ("jew", "bank")]
        check("two happenings are two events", len(sides[0]) == len(sides[1]) == 1 and sides[0] != sides[1], event_of)
        updates = say(hub, "watch", "--json", "--from", "0", "--timeout", "1")
        split = [one for one in updates if one["change"] == "EVENT_SPLIT"]
        check("subscribers hear of one split", len(split) == 1 and split[0]["event"] == "e1" and
              split[0]["others"] == ["e2"], updates)
        _check_why(hub, split[0])
        flights = [[fact["id"] for fact in say(hub, "event", event, "--json")[0]["facts"] if "grey van" in fact["text"]]
                   for event in ("e1", "e2")]
        check("each event has what its own reports say", len(flights[0]) == len(flights[1]) == 1 and
              flights[0] != flights[1], flights)
        claims = {row["article"]: (row["event"], row["fact"]) for row in say(hub, "claims", "--json")
                  if "grey van" in row["text"]}
        check("and each claim names it", sorted(claims.values()) == [("e1", flights[0][0]), ("e2", flights[1][0])] and
              all(claims[identity][0] == event_of[identity] for identity in claims), claims)


def _check_why(hub, split):
    for what in ("e2", str(split["sequence"])):
        reasons = [line for line in say(hub, "why", "--json", what) if line["decision"] == "SPLIT"]
        check("why %s is parted" % what, len(reasons) == 1 and reasons[0]["rule"] == "UNLIKE" and
              reasons[0]["score"] < reasons[0]["threshold"] and reasons[0]["event"] == "e1" and
              reasons[0]["other_event"] == "e2" and reasons[0]["other"] == split["article"], reasons)


if __name__ == "__main__":
    main()
