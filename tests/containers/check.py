#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Brings docker-compose.yml up, looks at its keys and who is let in, feeds it
with 1, 2 and 3 extractors, kills one under load, and has the checker look at
what the hub holds. Called by check.sh, which sets the environment up and takes
everything down."""
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
for folder in ("support", "fault", "bench"):
    sys.path.insert(0, os.path.join(HERE, "..", folder))
import checker  # noqa: E402
import newsroom  # noqa: E402
import press  # noqa: E402
import wire  # noqa: E402

ROUNDS = (1, 2, 3, 3, 2, 1)  # extractors, in turn: the best of each number counts
PHASE = 2500  # articles fed in each round, of that many bytes
BYTES = 1000
LOAD = 3000  # articles kept waiting while one extractor becomes three and one is killed
PARTS = ("hub", "work", "feed", "watch")
SPOOL = os.environ["CLAIMWIRE_SPOOL"]
PROJECT = os.environ["COMPOSE_PROJECT_NAME"]
COMPOSE = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
UNREACHABLE, REFUSED = 69, 77


def check(name, condition, detail=""):
    if not condition:
        raise SystemExit("not ok %s %s" % (name, detail))
    print("ok %s" % name, flush=True)


def run(command, timeout=120):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, check=False,
                            text=True)
    if result.returncode:
        raise SystemExit("not ok %s exits %d: %s" % (" ".join(command), result.returncode,
                                                     (result.stderr or result.stdout)[-2000:]))
    return result.stdout


def compose(*arguments):
    return run(COMPOSE + list(arguments))


def containers(service, *more):
    """Names of the running containers of a service; of all with "-a"."""
    return run(["docker", "ps", "--format", "{{.Names}}", "--filter", "label=com.docker.compose.project=" + PROJECT,
                "--filter", "label=com.docker.compose.service=" + service] + list(more)).split()


def inside(service, *command):
    return ["docker", "exec", containers(service)[0]] + list(command)


def until(name, condition, seconds):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit("not ok %s within %d s" % (name, seconds))
        time.sleep(0.1)


def health(service):
    return set(run(["docker", "inspect", "-f", "{{.State.Health.Status}}"] + containers(service)).split())


def healthy():
    return all(containers(service) and health(service) == {"healthy"} for service in PARTS)


def become_healthy():
    """Says what each was told, when not all do."""
    end = time.monotonic() + 60
    while not healthy():
        if time.monotonic() > end:
            for service in PARTS:
                for name in containers(service, "-a"):
                    print(name, run(["docker", "inspect", "-f", "{{json .State}}", name]))
            raise SystemExit("not ok every part is healthy within 60 s")
        time.sleep(0.1)


def up(workers):
    compose("up", "-d", "--no-build", "--no-recreate", "--scale", "work=%d" % workers)


class Desk:
    """What is fed, and how far the hub is with it."""

    def __init__(self):
        self.newsroom = newsroom.Newsroom(8570)
        self.press = press.articles(8570, BYTES)
        self.fed = 0
        self.asker = None
        self.find_hub()

    def find_hub(self):
        """Over the network of the project, with the admin's key."""
        if self.asker:
            self.asker.close()
        where = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"
        address = run(["docker", "inspect", "-f", where, containers("hub")[0]]).strip()
        self.asker = wire.Asker("tcp://%s:5573" % address, wire.Keys(keys_folder("hub"), "admin"))

    def feed(self, count):
        self.put([next(self.newsroom) for _ in range(count)])

    def put(self, articles):
        self.fed += len(articles)
        with open(os.path.join(SPOOL, "articles.jsonl"), "a", encoding="utf-8") as file:
            file.write("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles))

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
        """One that is stopped says so, and gets nothing more; the hub counts it for some seconds still."""
        up(workers)
        until("the hub hears of %d extractors" % workers, lambda: self.status().workers >= workers, 30)

    def rate(self, workers):
        """Articles a second, from the first line fed to the last reading applied."""
        self.scale(workers)
        articles = [dict(article, id="press-" + article["id"]) for _, article in zip(range(PHASE), self.press)]
        begin = time.monotonic()
        self.put(articles)
        until("%d articles are read" % PHASE, self.drained, 120)
        return PHASE / (time.monotonic() - begin)


def keys_folder(part):
    return run(["docker", "volume", "inspect", "-f", "{{.Mountpoint}}", "%s_%s-keys" % (PROJECT, part)]).strip()


def key_files():
    """Digest of every file of every keys folder."""
    found = {}
    for part in PARTS:
        folder = keys_folder(part)
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), "rb") as file:
                found[part + "/" + name] = hashlib.sha256(file.read()).hexdigest()
    return found


def start():
    open(os.path.join(SPOOL, "articles.jsonl"), "w").close()
    up(1)
    become_healthy()
    check("hub, extractor, feeder and watcher are healthy", True)
    for service in PARTS:
        if run(inside(service, "id", "-u")).strip() == "0":
            raise SystemExit("not ok %s runs as root" % service)
    check("no part runs as root", True)


def secrets():
    """Each part sees its own secret and nobody else's."""
    own = {"hub": ["admin.key", "hub.key"], "work": ["work.key"], "feed": ["feed.key"], "watch": ["watch.key"]}
    for service, names in own.items():
        seen = run(inside(service, "find", "/etc/claimwire", "-name", "*.key")).split()
        check("%s holds %s" % (service, " and ".join(names)),
              sorted(seen) == ["/etc/claimwire/%s/%s" % (service, name) for name in names], seen)
        writes = subprocess.run(inside(service, "touch", "/etc/claimwire/%s/new" % service), check=False,
                                stderr=subprocess.DEVNULL)
        check("%s cannot write there, nor to its root" % service, writes.returncode != 0 and subprocess.run(
            inside(service, "touch", "/usr/new"), check=False, stderr=subprocess.DEVNULL).returncode != 0)


def refused():
    """Each may do its own work alone, and nobody may do anything without a key."""
    for service, name, command in (("feed", "feed", "status"), ("feed", "feed", "watch"), ("work", "work", "status"),
                                   ("work", "work", "watch"), ("watch", "watch", "feed")):
        line = ["claimwire", "--key", name, "--timeout", "2", command] + (["/etc/hostname"] if command == "feed" else [])
        code = subprocess.run(inside(service, *line), check=False, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode
        check("%s's key is refused to %s" % (service, command), code == REFUSED, code)
    for command in ("status", "watch"):
        code = subprocess.run(inside("watch", "env", "-u", "CLAIMWIRE_KEYS", "claimwire", "--timeout", "1", command),
                              check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        check("%s without a key is not answered" % command, code == UNREACHABLE, code)
    run(inside("watch", "claimwire", "status"))
    run(inside("hub", "claimwire", "dead", "list"))
    check("the watcher may ask, the admin may too", True)


def again(desk):
    """All down and up again, on the volumes alone."""
    desk.feed(200)
    until("200 articles are read", desk.drained, 60)
    before, keys = desk.status(), key_files()
    compose("stop", "--timeout", "15", "watch")
    watched_before = run(["docker", "logs", containers("watch", "-a")[0]])
    compose("down", "--timeout", "15")
    os.rename(os.path.join(SPOOL, "journal"), os.path.join(SPOOL, "journal-1"))
    up(1)
    desk.find_hub()
    until("the lines are fed again", desk.drained, 60)
    after = desk.status()
    check("a second start keeps the keys", keys and key_files() == keys)
    check("and the log, which goes on", (after.epoch, after.last.sequence, after.last.digest, after.articles) ==
          (before.epoch, before.last.sequence, before.last.digest, before.articles), (before.last, after.last))
    with open(os.path.join(SPOOL, "journal"), encoding="utf-8") as file:
        answers = {json.loads(line)["answer"] for line in file}
    check("nothing that is fed again is taken twice", answers <= {"DUPLICATE", "REJECTED"}, answers)
    become_healthy()
    check("every part is healthy again", True)
    return watched_before


def sick(desk):
    """Without its hub no part calls itself healthy."""
    hub = containers("hub")[0]
    run(["docker", "pause", hub])
    until("nobody is healthy", lambda: all(health(part) == {"unhealthy"} for part in PARTS[1:]), 60)
    run(["docker", "unpause", hub])
    become_healthy()
    check("health follows the hub", desk.status().workers == 1)


def processor_seconds(service):
    """What the first processes of its containers have used."""
    total = 0
    for pid in run(["docker", "inspect", "-f", "{{.State.Pid}}"] + containers(service)).split():
        with open("/proc/%s/stat" % pid, encoding="utf-8") as file:
            user, system = file.read().rsplit(")", 1)[1].split()[11:13]
        total += (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return total


def rates(desk):
    """Every container lives through the first round, so its processor time is that of the round."""
    best, used = {}, {}
    for workers in ROUNDS:
        before = {service: processor_seconds(service) for service in PARTS}
        rate = desk.rate(workers)
        used = used or {service: (processor_seconds(service) - before[service]) / PHASE for service in PARTS}
        best[workers] = max(rate, best.get(workers, 0))
        print("   %d extractor(s): %.0f articles/s" % (workers, rate), flush=True)
    print("   the best: %s articles/s; %d cores for all parts" % (
        ", ".join("%.0f with %d" % (rate, workers) for workers, rate in best.items()), os.cpu_count()))
    print("   processor time an article, in the first round: %s" % ", ".join(
        "%s %.0f us" % (service, seconds * 1e6) for service, seconds in used.items()), flush=True)


def waiting(desk, asker):
    """Articles that are not read yet."""
    return desk.fed - desk.answered() + asker.status().queued


def keep_feeding(desk, ended):
    asker = wire.Asker(desk.asker.endpoint, desk.asker.keys)  # a socket belongs to one thread
    while not ended.wait(0.1):
        if waiting(desk, asker) < LOAD:
            desk.feed(LOAD // 4)
    asker.close()


def load(desk):
    """Two more extractors, and the end of one, while articles come in."""
    ended = threading.Event()
    feeding = threading.Thread(target=keep_feeding, args=(desk, ended))
    desk.scale(1)
    feeding.start()
    try:
        until("articles are queued", lambda: desk.status().queued > 0, 30)
        desk.scale(3)
        count = waiting(desk, desk.asker)
        check("3 extractors while %d articles wait" % count, count > 0)
        run(["docker", "kill", "-s", "KILL", containers("work")[0]])
        count = waiting(desk, desk.asker)
        check("one of them is killed while %d wait" % count, count > 0)
    finally:
        ended.set()
        feeding.join()
    until("the rest is read by the others", desk.drained, 120)
    check("the rest is read by the others", len(containers("work")) == 2)
    until("the hub has forgotten the dead one", lambda: desk.status().workers == 2, 60)


def watched(desk, before):
    """What the watchers printed, when the present one has printed the last update."""
    path = os.path.join(SPOOL, "watched")
    last = desk.status().last.sequence

    def caught_up():
        lines = run(["docker", "logs", "--tail", "1", containers("watch")[0]]).splitlines()
        return lines and json.loads(lines[-1])["sequence"] == last

    until("the watcher has printed everything", caught_up, 60)
    with open(path, "w", encoding="utf-8") as file:
        file.write(before + run(["docker", "logs", containers("watch")[0]]))
    return path


def examine(desk, watched_before):
    findings = checker.Findings()
    journals = [os.path.join(SPOOL, name) for name in ("journal-1", "journal")]
    counts = checker.check_running(findings, desk.asker, journals, [], [watched(desk, watched_before)],
                                   feeder="feed")
    check("the checker finds nothing in %s" % counts, findings.total() == 0)
    compose("stop", "feed", "watch", "work", "hub")
    code = run(["docker", "inspect", "-f", "{{.State.ExitCode}}", containers("hub", "-a")[0]]).strip()
    check("SIGTERM ends the hub with 0", code == "0", code)
    said = run(COMPOSE + ["run", "--rm", "--no-deps", "hub", "claimwired", "verify"])
    check("the stopped store is right: %s" % said.split("\n")[0].strip(), ", 0 findings" in said, said)


def main():
    start()
    desk = Desk()
    secrets()
    refused()
    watched_before = again(desk)
    sick(desk)
    rates(desk)
    load(desk)
    examine(desk, watched_before)


if __name__ == "__main__":
    main()
