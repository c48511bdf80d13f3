#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Brings docker-compose.yml up, feeds it, scales its extractors from 1 to 3
under load, kills one, and has the checker look at what the hub holds. Called by
check.sh, which sets the environment up and takes everything down."""
import json
import os
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
for folder in ("support", "fault"):
    sys.path.insert(0, os.path.join(HERE, "..", folder))
import checker  # noqa: E402
import newsroom  # noqa: E402
import wire  # noqa: E402

PHASE = 4000  # articles fed to one, and to two extractors
LOAD = 12000  # articles fed while they become three and one is killed
SPOOL = os.environ["CLAIMWIRE_SPOOL"]
PROJECT = os.environ["COMPOSE_PROJECT_NAME"]
COMPOSE = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]


def check(name, condition, detail=""):
    if not condition:
        raise SystemExit("not ok %s %s" % (name, detail))
    print("ok %s" % name, flush=True)


def run(command, timeout=120, merge=False):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT if merge else subprocess.PIPE,
                            timeout=timeout, check=False, text=True)
    if result.returncode:
        raise SystemExit("not ok %s exits %d: %s" % (" ".join(command), result.returncode,
                                                     (result.stderr or result.stdout)[-2000:]))
    return result.stdout


def compose(*arguments):
    return run(COMPOSE + list(arguments))


def containers(service):
    """Names of the running containers of a service."""
    return run(["docker", "ps", "--format", "{{.Names}}", "--filter", "label=com.docker.compose.project=" + PROJECT,
                "--filter", "label=com.docker.compose.service=" + service]).split()


def until(name, condition, seconds):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit("not ok %s within %d s" % (name, seconds))
        time.sleep(0.1)


def healthy():
    names = [name for service in ("hub", "work", "feed", "watch") for name in containers(service)]
    states = run(["docker", "inspect", "-f", "{{.State.Health.Status}}"] + names).split()
    return len(states) >= 4 and set(states) == {"healthy"}


class Desk:
    """What is fed, and how far the hub is with it."""

    def __init__(self):
        mount = run(["docker", "volume", "inspect", "-f", "{{.Mountpoint}}", PROJECT + "_sockets"]).strip()
        self.asker = wire.Asker("ipc://%s/ask" % mount)
        self.newsroom = newsroom.Newsroom(8570)
        self.fed = 0

    def feed(self, count):
        lines = "".join(json.dumps(next(self.newsroom), ensure_ascii=False) + "\n" for _ in range(count))
        self.fed += count
        with open(os.path.join(SPOOL, "articles.jsonl"), "a", encoding="utf-8") as file:
            file.write(lines)

    def answered(self):
        try:
            with open(os.path.join(SPOOL, "journal"), "rb") as file:
                return file.read().count(b"\n")
        except FileNotFoundError:
            return 0

    def status(self):
        return self.asker.status(timeout_s=10.0)

    def drained(self):
        return self.answered() == self.fed and self.status().queued == 0

    def scale(self, workers):
        compose("up", "-d", "--no-build", "--no-recreate", "--scale", "work=%d" % workers)
        until("the hub hears of %d extractors" % workers, lambda: self.status().workers == workers, 30)

    def rate(self, workers):
        """Articles a second, from the first line fed to the last reading applied."""
        self.scale(workers)
        begin = time.monotonic()
        self.feed(PHASE)
        until("%d articles are read" % PHASE, self.drained, 120)
        print("   %d extractor(s): %.0f articles/s" % (workers, PHASE / (time.monotonic() - begin)), flush=True)


def start():
    open(os.path.join(SPOOL, "articles.jsonl"), "w").close()
    compose("up", "-d", "--no-build", "--scale", "work=1")
    until("every part is healthy", healthy, 60)
    check("hub, extractor, feeder and watcher are healthy", True)
    for service in ("hub", "work", "feed", "watch"):
        if run(["docker", "exec", containers(service)[0], "id", "-u"]).strip() == "0":
            raise SystemExit("not ok %s runs as root" % service)
    check("no part runs as root", True)


def load(desk):
    """Two more extractors, and the end of one, while articles come in."""
    desk.feed(LOAD)
    until("articles are queued", lambda: desk.status().queued > 0, 30)
    desk.scale(3)
    check("3 extractors under load", desk.answered() < desk.fed or desk.status().queued > 0, desk.status())
    waiting = desk.fed - desk.answered() + desk.status().queued
    run(["docker", "kill", "-s", "KILL", containers("work")[0]])
    check("one of them is killed while %d articles wait" % waiting, waiting > 0)
    until("the rest is read by the others", desk.drained, 120)
    check("the rest is read by the others", len(containers("work")) == 2)
    until("the hub has forgotten the dead one", lambda: desk.status().workers == 2, 60)


def watched(desk):
    """What the watcher printed, when it has printed the last update."""
    path = os.path.join(SPOOL, "watched")
    last = desk.status().last.sequence

    def caught_up():
        with open(path, "w", encoding="utf-8") as file:
            file.write(run(["docker", "logs", containers("watch")[0]]))
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        return lines and json.loads(lines[-1])["sequence"] == last

    until("the watcher has printed everything", caught_up, 30)
    return path


def examine(desk):
    findings = checker.Findings()
    counts = checker.check_running(findings, desk.asker, [os.path.join(SPOOL, "journal")], [], [watched(desk)])
    check("the checker finds nothing in %s" % counts, findings.total() == 0)
    compose("stop", "feed", "watch", "work", "hub")
    hub = run(["docker", "ps", "-a", "-q", "--filter", "label=com.docker.compose.service=hub",
               "--filter", "label=com.docker.compose.project=" + PROJECT]).split()[0]
    code = run(["docker", "inspect", "-f", "{{.State.ExitCode}}", hub]).strip()
    check("SIGTERM ends the hub with 0", code == "0", code)
    said = run(COMPOSE + ["run", "--rm", "--no-deps", "hub", "claimwired", "verify"])
    check("the stopped store is right: %s" % said.split("\n")[0].strip(), ", 0 findings" in said, said)


def main():
    start()
    desk = Desk()
    desk.rate(1)
    desk.rate(2)
    load(desk)
    examine(desk)


if __name__ == "__main__":
    main()
