#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Sees that the newsroom sets beside this file agree with themselves. Prints what does not, and then exits with 1."""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent


def read(folder, name):
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()]


def check(folder):
    """What is wrong with the set, a line each."""
    articles, gold = read(folder, "articles"), read(folder, "gold")
    events, updates = read(folder, "events"), read(folder, "updates")
    if [row["id"] for row in articles] != [row["id"] for row in gold]:
        yield "articles and gold are not in one order"
    claims = [(row, claim) for row in gold for claim in row["claims"]]
    facts = {claim["fact"] for _, claim in claims}
    keys = {event["key"] for event in events}
    copies = {row["id"] for row in gold if row["copy_of"]}
    bodies = {row["id"]: row["body"].encode() for row in articles}
    for row in gold:
        if row["event"] not in keys or not set(row["mentions"]) <= keys or row["copy_of"] not in bodies | {None: b""}:
            yield f"{row['id']}: names an event or a root that is not there"
        for time in row["times"]:
            if bodies[row["id"]][time["start"]:time["end"]].decode() != time["text"]:
                yield f"{row['id']}: {time['text']!r} is not at its place"
    for row, claim in claims:
        if bodies[row["id"]][claim["start"]:claim["end"]].decode() != claim["content"]:
            yield f"{claim['id']}: its content is not at its place"
        if claim["denies"] and claim["denies"] not in facts:
            yield f"{claim['id']}: denies what nobody states"
    for update in updates:
        if update["article"] in copies or update["fact"] not in facts | {None} or update["event"] not in keys:
            yield f"{update['article']}: {update['change']} of a copy, or of what is not there"


def main():
    wrong = [f"{folder.name}: {line}" for folder in sorted(HERE.iterdir()) if folder.is_dir() for line in check(folder)]
    print("\n".join(wrong) or "the newsroom sets agree with themselves")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
