#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every accuracy figure on every set, beside the best trivial baseline.

scores.py --build BUILD --scoring DIR (--sets DIR | --newsroom DIR) [--only SET] [--archive] [--window-days N]

DIR of --scoring holds score.py, prepare.py and baselines-dev.md; DIR of --sets a
folder SET/dev for each set, with articles.jsonl and gold.jsonl; DIR of --newsroom
a folder for each newsroom set as it was annotated (tests/newsroom). Reading is measured
on `claimwired extract`; the desk through a hub with real sockets, in the order of
the set, as a feeder and a subscriber see it. Prints a Markdown table; a score
that is not above its baseline is marked, and then the exit code is 1.
"""
import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

READING = ["newsroom", "polnear", "seeds"]
TIMES = ["newsroom", "timebank"]
EVENTS = ["newsroom", "giveme5w1h", "basil", "ecbplus", "seeds"]
STREAM = ["newsroom"]
# Score of score.py, and the same in the table of baselines ("" is in no baseline's power).
READING_ROWS = {
    "spans/all/content/half": "content, half",
    "spans/all/source/exact": "source, exact",
    "spans/all/source/half": "source, half",
    "spans/all/cue/exact": "cue, exact",
    "spans/all/triple/half": "triple, half",
    "characters/all": "content characters, all",
    "speaker": "speaker name, tolerant: accuracy of found as P, of all as R",
}
TIMES_ROWS = {key: key for key in ("strict", "relaxed", "value", "calendar_value")}
EVENTS_ROWS = {"bcubed": "bcubed", "pairwise": "pairwise", "copies/is_copy": "", "copies/parent": ""}
FACTS_ROWS = {
    "detection": "claims found",
    "facts/bcubed_end_to_end": "fact bcubed_end_to_end",
    "facts/links_aligned": "fact links_aligned",
    "figures/claim": "",
    "denials": "",
}
UPDATES_ROWS = {"total": "updates with facts"}


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


class Hub:
    """A hub on ipc sockets with a store of its own."""

    def __init__(self, options, folder):
        self.build, self.archive = options.build, ["--archive"] if options.archive else []
        ends = [f"--{name}=ipc://{folder}/{name}" for name in ("feed", "work", "wire", "ask")]
        self.client = [end for end in ends if not end.startswith("--work")]
        self.process = subprocess.Popen(
            [f"{self.build}/claimwired", f"--data={folder}/data", "--http=off", "--log=error", "--workers=2",
             f"--window-days={options.window_days}", *ends], stdout=subprocess.DEVNULL)
        for _ in range(200):
            if subprocess.run([f"{self.build}/claimwire", *self.client, "status"], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise SystemExit("scores: the hub does not answer")

    def say(self, *words):
        return run(f"{self.build}/claimwire", *self.client, *words)

    def feed(self, path, articles):
        self.say("feed", *self.archive, path)
        for _ in range(6000):
            rows = [json.loads(line) for line in self.say("articles", "--json").splitlines()]
            if len(rows) >= articles and not any(row["status"] == "QUEUED" for row in rows):
                return
            time.sleep(0.1)
        raise SystemExit("scores: the articles are not read to their end")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def triple(node):
    return tuple(None if node.get(key) is None else 100 * node[key] for key in ("p", "r", "f1"))


def pick(report, rows, prefix=""):
    """{name in the table: (P, R, F1)} of a report of score.py."""
    found = {}
    for path, baseline in rows.items():
        node = report
        for step in path.split("/"):
            node = node.get(step) if isinstance(node, dict) else None
        speaker = report.get("speaker_name")
        if path == "speaker" and speaker:
            found[baseline] = (100 * speaker["accuracy_lenient"], 100 * speaker["recall_lenient"], None)
        elif node:
            found[baseline or prefix + path.replace("/", " ")] = triple(node)
    return found


def score(options, *words):
    return json.loads(run("/usr/bin/python3", f"{options.scoring}/score.py", *words, "--json"))


def measure_stream(options, name, folder, scratch, extracted):
    """What a subscriber hears of the set, and what the hub then holds."""
    articles = f"{folder}/articles.jsonl"
    with open(articles, encoding="utf-8") as file:
        count = sum(1 for _ in file)
    hub = Hub(options, scratch)
    try:
        hub.feed(articles, count)
        for what, words in (("articles", ["articles", "--json"]), ("claims", ["claims", "--json"]),
                            ("watch", ["watch", "--json", "--from", "0", "--timeout", "2"])):
            with open(f"{scratch}/{what}.jsonl", "w", encoding="utf-8") as out:
                subprocess.run([f"{options.build}/claimwire", *hub.client, *words], check=False, stdout=out)
    finally:
        hub.stop()
    found = pick(score(options, "events", f"{scratch}/articles.jsonl", folder), EVENTS_ROWS)
    if name not in STREAM:
        return found
    found.update(pick(score(options, "facts", f"{scratch}/claims.jsonl", extracted, folder), FACTS_ROWS))
    updates = score(options, "updates", f"{scratch}/watch.jsonl", folder, "--claims", f"{scratch}/claims.jsonl")
    found.update(pick(updates, UPDATES_ROWS))
    found["updates: volume / on copies"] = (100 * updates["volume"]["ratio"], updates["copies"]["updates"], None)
    return found


def measure(options, name, folder):
    """{name in the table: (P, R, F1)}"""
    found = {}
    with tempfile.TemporaryDirectory(prefix="claimwire-scores-") as scratch:
        extracted = f"{scratch}/extract.jsonl"
        if name in READING + TIMES + STREAM:
            with open(extracted, "w", encoding="utf-8") as out:
                subprocess.run([f"{options.build}/claimwired", "extract", "--json", f"{folder}/articles.jsonl"],
                               check=True, stdout=out)
        if name in READING:
            claims = ["--claims"] if name in STREAM else []
            found.update(pick(score(options, "attribution", extracted, folder, *claims), READING_ROWS))
        if name in TIMES:
            found.update(pick(score(options, "times", extracted, folder), TIMES_ROWS))
        if name in EVENTS:
            found.update(measure_stream(options, name, folder, scratch, extracted))
    return found


def number(text):
    return None if text == "n/a" else float(text)


def baselines(path):
    """{(set, name): (baseline, P, R, F1)}: the best of each by F1, or by R where there is none."""
    best = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if len(cells) != 6 or "/" not in cells[0] or cells[1].startswith("HUMAN"):
                continue
            key = cells[0].split("/")[0], re.sub(r" \(\d+ clusters.*|, volume .*", "", cells[2])
            row = (cells[1], *map(number, cells[3:]))
            if key not in best or (row[3] or row[2] or 0) > (best[key][3] or best[key][2] or 0):
                best[key] = row
    return best


def cell(value):
    return "" if value is None else f"{value:.1f}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--scoring", required=True)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--sets")
    source.add_argument("--newsroom")
    parser.add_argument("--only")
    parser.add_argument("--archive", action="store_true", help="fetched_at is the time of the stream")
    parser.add_argument("--window-days", default="10")
    options = parser.parse_args()
    floor = baselines(f"{options.scoring}/baselines-dev.md")
    print("| set | score | P | R | F1 | best baseline | its F1 |\n|---|---|---|---|---|---|---|")
    if options.sets:
        names = [options.only] if options.only else sorted(set(READING + TIMES + EVENTS))
        below = sum(show(options, name, name, f"{options.sets}/{name}/dev", floor) for name in names)
        sys.exit(1 if below else 0)
    with tempfile.TemporaryDirectory(prefix="claimwire-sets-") as prepared:
        subprocess.run(["/usr/bin/python3", f"{options.scoring}/prepare.py", "--out", prepared, "--newsroom",
                        options.newsroom, "--data", prepared, "--only", "newsroom"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for split in sorted(os.listdir(f"{prepared}/newsroom")):
            if options.only in (None, split):
                show(options, "newsroom", f"newsroom {split}", f"{prepared}/newsroom/{split}", {})


def show(options, name, title, folder, floor):
    """Prints the set's rows; how many are not above their baseline."""
    below = 0
    for score_name, figures in measure(options, name, folder).items():
        base = floor.get((name, score_name))
        ours, theirs = (figures[2], base[3]) if base and base[3] is not None else (figures[1], base and base[2])
        mark = ""
        if base and not ours > theirs:
            mark, below = " **not above**", below + 1
        print(f"| {title} | {score_name} | {' | '.join(map(cell, figures))} |"
              f" {base[0] if base else ''} | {cell(theirs) if base else ''}{mark} |", flush=True)
    return below


if __name__ == "__main__":
    main()
