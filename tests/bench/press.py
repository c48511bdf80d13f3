#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Articles for the benchmarks: those of the tests' newsroom, each with
background of its own up to a size. The same seed gives the same articles.

    press.py SEED COUNT BYTES      prints COUNT articles with bodies of about BYTES, one JSON object a line
"""
import json
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import newsroom  # noqa: E402

WHO = ("a clerk", "a ferryman", "the sexton", "a baker", "the schoolmistress", "a lamplighter", "a surveyor's mate",
       "the postmaster", "a drover", "a printer", "the toll keeper", "a gardener")
DID = ("repaired", "painted", "counted", "sold", "inherited", "borrowed", "photographed", "measured", "locked", "moved")
WHAT = ("barge", "ledger", "lantern", "orchard", "turnstile", "footbridge", "weathervane", "boathouse", "clock tower",
        "signal box", "market stall", "water wheel", "reading room", "kiln", "towpath", "dovecote")
WHEN = ("in the spring", "before the harvest", "after the frost", "during the regatta", "on the eve of the fair",
        "while the bells rang", "in a wet week", "at first light")


def name(chance):
    return "".join(chance.sample(newsroom.SYLLABLES, 2)).capitalize()


def paragraph(chance):
    """Four sentences that no other article has, one of them a quotation."""
    lines = ["%s of %s %s the %s of %s %s." % (chance.choice(WHO).capitalize(), name(chance), chance.choice(DID),
                                               chance.choice(WHAT), name(chance), chance.choice(WHEN))
             for _ in range(3)]
    lines.append("“We %s the %s of %s %s,” said %s %s, %s of %s." % (
        chance.choice(DID), chance.choice(WHAT), name(chance), chance.choice(WHEN), chance.choice(newsroom.FIRST),
        name(chance), chance.choice(WHO), name(chance)))
    return " ".join(lines)


def articles(seed, size):
    """Without end, each with a body of about that many bytes."""
    chance = random.Random(seed)
    for article in newsroom.Newsroom(seed, repeats=0.0, revisions=0.0, copies=0.1):
        while len(article["body"].encode()) < size:
            article["body"] += "\n\n" + paragraph(chance)
        yield article


def main(seed, count, size):
    for _, article in zip(range(count), articles(seed, size)):
        print(json.dumps(article, ensure_ascii=False))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
