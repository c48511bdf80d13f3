#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""An endless press of invented places: articles over happenings that open,
go on and are forgotten, with copies, corroborations, denials, changed figures,
revisions and repeats. The same seed gives the same articles.

    newsroom.py SEED COUNT      prints COUNT articles, one JSON object a line
"""
import datetime
import json
import random
import sys

SYLLABLES = ("bar", "cor", "dun", "el", "fen", "gar", "hal", "ister", "jor", "kel", "lorn", "mar", "nor", "os", "pell",
             "quin", "ros", "sand", "tarn", "ul", "ves", "wick", "yar", "zell")
FIRST = ("Ada", "Bruno", "Clara", "Dario", "Edda", "Felix", "Greta", "Hugo", "Ines", "Jonas", "Karin", "Leo", "Mina",
         "Nils", "Olga", "Piet", "Rosa", "Sven", "Tilda", "Viktor")
OUTLETS = ("tidewire.example", "harbour-post.example", "vale-courier.example", "north-star.example",
           "evening-ledger.example", "mill-gazette.example", "lantern.example", "crossing-news.example")
THINGS = (
    ("fire", "warehouse", "workers", "The fire spread from the {store} to the yard before the engines came."),
    ("collision", "ferry", "passengers", "The {store} was struck amidships in fog off the breakwater."),
    ("collapse", "grain silo", "labourers", "The {store} gave way while it was being filled."),
    ("explosion", "paint works", "employees", "The {store} was heard to burst from three villages away."),
    ("flood", "market hall", "villagers", "The {store} stood under water by the middle of the afternoon."),
    ("derailment", "slate train", "passengers", "The {store} left the rails on the long curve above the river."),
)
QUOTES = ("The {part} had failed {number} times since {month}", "Nobody had inspected the {part} since {month}",
          "They opened the {part} on the {number}th of {month}", "The {part} was replaced in {month}",
          "We asked for a new {part} in {month}", "The company ignored {number} letters about the {part}")
PARTS = ("boiler", "valve", "brake", "signal", "pump", "gate", "coupling", "alarm", "chimney", "bearing", "winch", "fuse")
MONTHS = ("January", "February", "March", "April", "June", "September", "October", "November")
ROLES = ("the fire chief", "the mayor", "a foreman", "the harbour master", "an engineer", "the owner", "a surveyor")
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
FILLER = ("The road from the station was closed until the evening.",
          "An inquiry will be held at the town hall.",
          "Shops in the high street shut early and a school took in those who could not go home.",
          "The last accident of this kind in the district was a generation ago.",
          "Volunteers brought soup and blankets.",
          "Insurers said that they had sent two assessors.")


def number(value):
    return WORDS[value] if value < len(WORDS) else str(value)


class Happening:
    def __init__(self, chance):
        self.chance = chance
        self.place = "".join(chance.sample(SYLLABLES, 2)).capitalize() + chance.choice(("", "", "ford", "mouth", "by"))
        self.firm = "".join(chance.sample(SYLLABLES, 2)).capitalize()
        self.kind, self.store, self.people, self.scene = chance.choice(THINGS)
        self.killed, self.injured = chance.randint(2, 7), chance.randint(2, 30)
        self.people_named = [("%s %s" % (chance.choice(FIRST), "".join(chance.sample(SYLLABLES, 2)).capitalize()),
                              chance.choice(ROLES)) for _ in range(4)]
        self.quotes = [self.quote() for _ in range(3)]
        self.left = chance.randint(6, 40)  # articles until it is forgotten

    def quote(self):
        text = self.chance.choice(QUOTES).format(part=self.chance.choice(PARTS), month=self.chance.choice(MONTHS),
                                                 number=self.chance.randint(4, 19))
        return text, self.chance.choice(self.people_named)

    def sentence_quote(self):
        text, (name, role) = self.chance.choice(self.quotes)
        if self.chance.random() < 0.15:  # somebody else says that it is not so
            name, role = self.chance.choice(self.people_named)
            text = text.replace(" had ", " had not ", 1) if " had " in text else "It is false that " + text.lower()
        return "“%s,” said %s, %s of %s." % (text, name, role, self.place)

    def article(self):
        """Title and body of one more report."""
        if self.chance.random() < 0.3:
            self.killed += self.chance.choice((0, 1, 1, 2))
            self.injured += self.chance.randint(-1, 4)
        if self.chance.random() < 0.2:
            self.quotes[self.chance.randrange(3)] = self.quote()
        day = self.chance.choice(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))
        lead = "%s %s were killed in the %s at the %s of %s in %s on %s, police said." % (
            number(self.killed).capitalize(), self.people, self.kind, self.store, self.firm, self.place, day)
        toll = "%s people were injured, the hospital at %s said." % (
            number(max(1, self.injured)).capitalize(), self.place)
        middle = [self.scene.format(store=self.store), self.sentence_quote(), toll, self.sentence_quote()]
        middle += self.chance.sample(FILLER, 2)
        self.chance.shuffle(middle)
        title = "%s at %s %s in %s" % (self.kind.capitalize(), self.firm, self.store, self.place)
        return title, "\n\n".join([lead] + middle)


class Newsroom:
    """`repeats`: share of articles that are sent again word for word (the
    answer is DUPLICATE); `revisions`: share that change an article sent before."""

    def __init__(self, seed, repeats=0.03, revisions=0.05, copies=0.15):
        self.chance = random.Random(seed)
        self.repeats, self.revisions, self.copies = repeats, revisions, copies
        self.happenings, self.recent, self.count = [], [], 0
        self.now = datetime.datetime(2025, 3, 3, 6, 0, 0)

    def __iter__(self):
        return self

    def __next__(self):
        self.count += 1
        self.now += datetime.timedelta(seconds=self.chance.randint(0, 3))
        draw = self.chance.random()
        if self.recent and draw < self.repeats:
            return dict(self.chance.choice(self.recent))
        if self.recent and draw < self.repeats + self.revisions:
            return self.revise(self.chance.randrange(len(self.recent)))
        if self.recent and draw < self.repeats + self.revisions + self.copies:
            return self.remember(self.copy(self.chance.choice(self.recent)))
        return self.remember(self.report())

    def report(self):
        while len(self.happenings) < 12:
            self.happenings.append(Happening(self.chance))
        happening = self.chance.choice(self.happenings)
        happening.left -= 1
        if happening.left <= 0:
            self.happenings.remove(happening)
        title, body = happening.article()
        return self.made(title, body, self.chance.choice(OUTLETS))

    def copy(self, original):
        """Another outlet runs it with a last line of its own."""
        outlet = self.chance.choice([name for name in OUTLETS if name != original["outlet"]])
        return self.made(original["title"], original["body"] + "\n\n" + self.chance.choice(FILLER), outlet)

    def revise(self, at):
        """The same id with other words; each time new ones, so nothing goes back to older words."""
        article = dict(self.recent[at])
        article["body"] += "\n\nThis report was corrected; it is correction %d of the day." % self.count
        self.recent[at] = article
        return dict(article)

    def made(self, title, body, outlet):
        stamp = self.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        return {"id": "n%d" % self.count, "outlet": outlet, "url": "https://%s/n%d" % (outlet, self.count),
                "title": title, "byline": None, "body": body, "published_at": stamp, "fetched_at": stamp,
                "language": "en"}

    def remember(self, article):
        self.recent.append(article)
        if len(self.recent) > 200:
            self.recent.pop(0)
        return dict(article)


def main(seed, count):
    newsroom = Newsroom(int(seed))
    for _ in range(int(count)):
        print(json.dumps(next(newsroom), ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
