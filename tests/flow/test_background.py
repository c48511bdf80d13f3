#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What an article tells of an earlier happening is a claim of that happening's
event, and confirms it there; the article, and what else it says, is not."""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import hub as hubs  # noqa: E402

BLAST = ("Six welders were killed when a boiler blew up at the Rodmell shipyard in Tarn on Sunday. The blast tore the roof "
         "off the plate shop. Divers searched the dock until dark, the coastguard said.")
PAST = "On 3 March six welders were killed when a boiler blew up at the Rodmell shipyard. "
TALKS = ("Ministers of Orland and Sund signed a fishing treaty in Kesh on Thursday. Orland will cut its cod quota by a "
         "third, the trade minister, Ada Marsh, said. " + PAST + "The treaty runs for nine years and begins in May.")
TALKS_COPY = TALKS.replace("on Thursday", "on Thursday evening")
TALKS_TAKEN = TALKS.replace(PAST, "")


def check(name, condition, detail=""):
    if not condition:
        raise SystemExit("not ok %s %s" % (name, detail))
    print("ok %s" % name, flush=True)


def article(identity, day, title, body):
    return {"id": identity, "outlet": identity + ".example", "title": title, "body": body, "language": "en",
            "published_at": "2024-%sT12:00:00Z" % day}


def say(hub, *words, **options):
    done = subprocess.run([hub.program("claimwire"), *words], env=hub.environment, check=True, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)
    return [json.loads(line) for line in done.stdout.splitlines()]


def feed(hub, *articles):
    subprocess.run([hub.program("claimwire"), "feed", "-"], env=hub.environment, check=True, text=True,
                   input="".join(json.dumps(one) + "\n" for one in articles), stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    hub.drained(30)


def updates(hub):
    return say(hub, "watch", "--json", "--from", "0", "--timeout", "1")


def main():
    with hubs.Hub(os.environ["CLAIMWIRE_BUILD"], ["--workers", "1"]) as hub:
        hub.start()
        feed(hub, article("blast", "03-03", "Boiler kills six welders in Tarn", BLAST),
             article("talks", "04-18", "Orland and Sund sign cod treaty", TALKS))
        event_of = {row["id"]: row["event"] for row in say(hub, "articles", "--json")}
        check("the articles are of two events", event_of == {"blast": "e1", "talks": "e2"}, event_of)
        claims = [row for row in say(hub, "claims", "--json") if "welders" in row["text"]]
        check("both tell one fact of the earlier one", {(row["event"], row["fact"]) for row in claims} ==
              {("e1", claims[0]["fact"])} and {row["article"] for row in claims} == {"blast", "talks"}, claims)
        told = updates(hub)
        check("it is confirmed there", [one["change"] for one in told if one["event"] == "e1" and
                                        one["article"] == "talks"] == ["CLAIM_CORROBORATED"], told)
        check("nothing of it is news of the other", not any("welders" in (one.get("statement") or {}).get("text", "")
                                                            for one in told if one["event"] == "e2"), told)
        check("nor a figure of it", say(hub, "event", "e2", "--json")[0]["figures"] == [])
        feed(hub, article("copy", "04-18", "Orland and Sund sign cod treaty", TALKS_COPY))
        check("a copy adds nothing", len(updates(hub)) == len(told))
        check("and tells it there too", [row["event"] for row in say(hub, "claims", "--json")
                                         if row["article"] == "copy" and "welders" in row["text"]] == ["e1"])
        feed(hub, article("blast", "03-03", "Boiler kills six welders in Tarn", BLAST) | {"withdrawn": True},
             article("talks", "04-18", "Orland and Sund sign cod treaty", TALKS_TAKEN),
             article("copy", "04-18", "Orland and Sund sign cod treaty", TALKS_TAKEN))
        taken = [one for one in updates(hub) if (one["change"], one["fact"]) == ("CLAIM_RETRACTED", claims[0]["fact"])]
        check("it goes with the last that tells it", len(taken) == 1 and taken[0]["event"] == "e1" and
              taken[0]["article"] == "copy", taken)


if __name__ == "__main__":
    main()
