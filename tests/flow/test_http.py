#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""/metrics, /livez and /readyz of a hub, what may not read them, and
`claimwired healthcheck`. With promtool on the path, or named by PROMTOOL,
/metrics is also checked by it."""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "support"))
import hub as hubs  # noqa: E402
import newsroom  # noqa: E402
import wire  # noqa: E402

TOKEN = "a-token-of-the-tests-0123456789"
SAMPLE = re.compile(r'^(claimwire_[a-z_]+)(\{[a-z]+="(?:[^"\\\n]|\\.)*"\})? (-?[0-9.e+-]+)$')


def check(name, condition, detail=""):
    if not condition:
        raise SystemExit("not ok %s %s" % (name, detail))
    print("ok %s" % name, flush=True)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def exchange(port, data, timeout=5.0):
    """Sends bytes, returns all that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout) as client:
        client.sendall(data)
        answer = b""
        try:
            while True:
                part = client.recv(65536)
                if not part:
                    return answer
                answer += part
        except ConnectionResetError:
            return answer


def get(port, path, *headers, method="GET", host="localhost"):
    """Status and body."""
    lines = ["%s %s HTTP/1.1" % (method, path), "Connection: close"] + (["Host: " + host] if host else [])
    answer = exchange(port, "\r\n".join(lines + list(headers) + ["", ""]).encode())
    top, _, body = answer.partition(b"\r\n\r\n")
    return (int(top.split()[1]) if top else 0), body.decode()


def samples(text):
    """Metric (with its label) to value; every line must be in the format."""
    values, typed = {}, {}
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            name, kind = line.split()[2:]
            if name in typed:
                raise SystemExit("not ok %s has two types" % name)
            typed[name] = kind
        elif not line.startswith("# HELP "):
            found = SAMPLE.match(line)
            if not found or typed.get(found.group(1)) not in ("counter", "gauge"):
                raise SystemExit("not ok this is no sample: " + line)
            if (typed[found.group(1)] == "counter") != found.group(1).endswith("_total"):
                raise SystemExit("not ok a counter, and only that, ends in _total: " + line)
            values[found.group(1) + (found.group(2) or "")] = float(found.group(3))
    return values


def promtool(text):
    tool = os.environ.get("PROMTOOL") or shutil.which("promtool")
    if not tool:
        print("promtool is not here; `deploy/deps.sh metrics` installs it")
        return
    said = subprocess.run([tool, "check", "metrics"], input=text, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    check("promtool finds nothing in /metrics", said.returncode == 0 and not said.stdout, said.stdout)
    for kind, name in (("rules", "alerts.yml"), ("config", "prometheus.yml")):
        said = subprocess.run([tool, "check", kind, os.path.join(ROOT, "deploy/prometheus", name)], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        check("promtool takes " + name, said.returncode == 0, said.stdout)


def names_used():
    """Every metric that the rules and the dashboard ask for."""
    used = set()
    for name in ("prometheus/alerts.yml", "grafana/claimwire.json"):
        with open(os.path.join(ROOT, "deploy", name), encoding="utf-8") as file:
            used |= set(re.findall(r"\bclaimwire_[a-z_]+", file.read()))
    return used


def healthcheck(hub, *arguments):
    done = subprocess.run([hub.program("claimwired"), "healthcheck"] + list(arguments), env=hub.environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=30, check=False)
    return done.returncode, done.stdout


def until_ready(port, expected, seconds=15):
    end = time.monotonic() + seconds
    while True:
        try:
            status, said = get(port, "/readyz?verbose")
        except ConnectionRefusedError:  # it is starting
            status, said = 0, ""
        if status == expected or time.monotonic() > end:
            return status, said
        time.sleep(0.1)


def feed(hub, count, seconds=60, enough=lambda: False):
    """Feeds so many articles, others for another count; gives up after that time, or when it is enough."""
    path = hub.path("articles.jsonl")
    room = newsroom.Newsroom(count)
    with open(path, "w", encoding="utf-8") as file:
        for _ in range(count):
            file.write(json.dumps(next(room)) + "\n")
    feeder = hubs.start([hub.program("claimwire"), "feed", path], env=hub.environment, stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL)
    end = time.monotonic() + seconds
    while feeder.poll() is None and time.monotonic() < end and not enough():
        time.sleep(0.1)
    feeder.kill()
    feeder.wait()


def feed_rubbish(hub):
    """A message that the hub has to refuse."""
    feeder = wire.dealer(hub.endpoints["feed"])
    feeder.send_multipart([b"CW\x01S", b"\xff"])
    check("rubbish is answered", feeder.poll(5000) != 0)
    feeder.close()


def pages(hub, port):
    check("/readyz says yes", until_ready(port, 200)[0] == 200)
    check("/livez says yes", get(port, "/livez") == (200, "alive\n"))
    check("/readyz is one word without verbose", get(port, "/readyz") == (200, "ready\n"))
    feed(hub, 40)
    feed_rubbish(hub)
    hub.drained(30)
    time.sleep(1.2)  # what is of the store is taken once a second
    status, text = get(port, "/metrics")
    values, last = samples(text), hub.asker.status()
    check("/metrics is in the text format", status == 200 and len(values) > 30)
    check("it names the version", values.get('claimwire_build_info{version="%s"}' % last.version) == 1, text)
    counters = {counter.name: counter.value for counter in last.counters}
    for name in ("answers_accepted", "answers_rejected", "updates_published"):
        check("it counts %s" % name, values["claimwire_%s_total" % name] == counters[name] > 0, (name, values, counters))
    check("it gives the reason of a refusal", values.get('claimwire_refusals_total{reason="MALFORMED"}') == 1, values)
    check("it knows the last sequence", values["claimwire_last_sequence"] == last.last.sequence)
    check("it knows queue, workers and store", values["claimwire_queue_articles"] == 0
          and values["claimwire_workers"] == 2 and 0 <= values["claimwire_store_fullness_ratio"] < 1)
    check("times are seconds", 0 < values["claimwire_commit_seconds_total"] < 60)
    unknown = names_used() - {name.split("{")[0] for name in values}
    check("rules and dashboard use metrics that there are", not unknown, unknown)
    promtool(text)


def strangers(port):
    check("there is no other page", get(port, "/")[0] == 404 and get(port, "/metrics/")[0] == 404)
    check("only GET and HEAD", [get(port, "/metrics", method=m)[0] for m in ("POST", "PUT", "DELETE", "OPTIONS")]
          == [405] * 4)
    check("HEAD has no body", get(port, "/metrics", method="HEAD") == (200, ""))
    hosts = {"evil.example": 421, "127.0.0.1.evil.example": 421, "localhost.evil.example:8570": 421, "10.0.0.1": 421,
             "127.0.0.1:8570": 200, "[::1]:80": 200, "localhost": 200}
    for host, expected in hosts.items():
        check("the Host %s is answered with %d" % (host, expected), get(port, "/metrics", host=host)[0] == expected)
    check("a header over 8 KiB is refused", get(port, "/livez", "X-Long: " + "a" * 9000)[0] in (431, 0))
    check("a long path is refused", get(port, "/" + "a" * 9000)[0] in (414, 431, 0))
    check("two requests in one are no smuggling", exchange(
        port, b"GET /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
              b"0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").count(b"claimwire_build_info") == 0)
    check("bytes that are no HTTP harm nobody", exchange(port, bytes(range(256)) * 8) is not None
          and get(port, "/livez")[0] == 200)


def slow(port):
    """Sixteen who send a byte now and then must not keep others out for long."""
    begin = time.monotonic()
    crowd = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(40)]
    gone = set()
    while len(gone) < len(crowd) and time.monotonic() < begin + 20:
        for one in crowd:
            try:
                if one not in gone:
                    one.send(b"G" if time.monotonic() < begin + 1 else b"\n")
            except OSError:
                gone.add(one)
        time.sleep(0.5)
    for one in crowd:
        one.close()
    took = time.monotonic() - begin
    check("who dribbles is parted from after 10 s", len(gone) == len(crowd) and took < 14, (len(gone), took))
    check("and others are served again", get(port, "/livez")[0] == 200)


def reasons(hub, port):
    check("healthcheck is 0 when ready", healthcheck(hub)[0] == 0)
    check("healthcheck asks the hub where http is off", healthcheck(hub, "--http", "off")[0] == 0)
    check("healthcheck hub is 0 when one answers", healthcheck(hub, "hub")[0] == 0)
    check("healthcheck takes nothing else", healthcheck(hub, "cat")[0] == 64)
    hub.stop()
    code, said = healthcheck(hub)
    check("healthcheck is 69 when nobody answers", code == 69 and "no hub answers" in said, (code, said))
    check("healthcheck hub too", healthcheck(hub, "hub")[0] == 69)
    hub.arguments = ["hub"]
    hub.start()
    status, said = until_ready(port, 503)
    check("no extractor is a reason", status == 503 and "[-] work: no extractor" in said, said)
    code, said = healthcheck(hub)
    check("healthcheck is 75 and says why", code == 75 and "[-] work" in said, (code, said))
    check("healthcheck over --ask too", healthcheck(hub, "--http", "off")[0] == 75)
    check("healthcheck hub is 0 all the same", healthcheck(hub, "hub")[0] == 0)
    said = ""

    def both_said():
        nonlocal said
        said = get(port, "/readyz?verbose")[1]
        return "[-] queue" in said and "[-] backlog" in said

    feed(hub, 90, enough=both_said)  # nobody reads them
    check("an old queue and a full backlog are reasons", both_said(), said)
    hub.stop()
    hub.arguments = ["--workers", "2"]
    hub.environment["CLAIMWIRE_DISK_RESERVE_MIB"] = "16777216"
    hub.start()
    said = until_ready(port, 503)[1]
    check("a full store is a reason", "[-] store: the store is nearly full" in said, said)
    check("it is alive all the same", get(port, "/livez")[0] == 200)
    del hub.environment["CLAIMWIRE_DISK_RESERVE_MIB"]
    check("SIGTERM ends it cleanly", hub.stop() == 0, hub.talk())


def draining(hub, port):
    """Extractors that stand still keep a stopping hub waiting."""
    hub.start()
    until_ready(port, 200)
    extractors = [pid for nursery in hubs.children_of(hub.process.pid) for pid in hubs.children_of(nursery)]
    for pid in extractors:
        os.kill(pid, signal.SIGSTOP)
    feed(hub, 5)
    hub.process.terminate()
    status, said = until_ready(port, 503)
    for pid in extractors:
        os.kill(pid, signal.SIGCONT)
    check("draining is a reason", status == 503 and "[-] running: draining" in said, said)
    check("it ends when they go on", hub.stop() == 0, hub.talk())


def keygen(hub, folder, name):
    return subprocess.run([hub.program("claimwire"), "keygen", folder, name], stdout=subprocess.PIPE, text=True,
                          check=True).stdout


def keyed(hub, port):
    """Where keys are needed, healthcheck has one, and a refused one is told apart."""
    folder, ask = hub.path("keys"), "tcp://127.0.0.1:%d" % free_port()
    keygen(hub, folder, "hub")
    with open(folder + "/allow", "w", encoding="ascii") as file:
        file.write(keygen(hub, folder, "admin"))
    os.chmod(folder + "/allow", 0o600)
    keygen(hub, folder, "stranger")
    environment = dict(hub.environment)
    hub.environment.update(CLAIMWIRE_KEYS=folder, CLAIMWIRE_ASK=ask)
    hub.spawn()
    check("a hub with keys is ready", until_ready(port, 200)[0] == 200, hub.talk())
    check("healthcheck takes the admin's key over --ask", healthcheck(hub, "hub")[0] == 0)
    code, said = healthcheck(hub, "hub", "--key", "stranger")
    check("healthcheck is 77 when the key is refused", code == 77 and "refused" in said, (code, said))
    check("healthcheck is 78 without that key", healthcheck(hub, "hub", "--key", "nobody")[0] == 78)
    check("the hub with keys ends cleanly", hub.stop() == 0, hub.talk())
    hub.environment = environment


def set_token(hub, text, mode):
    path = hub.path("token")
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
    os.chmod(path, mode)
    hub.environment["CLAIMWIRE_HTTP_TOKEN"] = path


def refuses_to_start(hub):
    done = subprocess.run([hub.program("claimwired")], env=hub.environment, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=30, check=False)
    return done.returncode == 73 and TOKEN not in done.stdout


def tokens(hub, port):
    hub.environment["CLAIMWIRE_HTTP"] = "0.0.0.0:%d" % port
    hub.start()
    check("/readyz needs no token", until_ready(port, 200)[0] == 200)
    check("off loopback /metrics is closed without a token file", get(port, "/metrics")[0] == 403)
    check("a Host decides nothing there", get(port, "/livez", host="hub.example")[0] == 200)
    check("healthcheck works there too", healthcheck(hub)[0] == 0)
    hub.stop()
    set_token(hub, TOKEN + "\n", 0o604)
    check("a token that others may read is refused", refuses_to_start(hub))
    set_token(hub, "short\n", 0o600)
    check("a short token is refused", refuses_to_start(hub))
    set_token(hub, TOKEN + "\n", 0o600)
    hub.start()
    wrong = (None, "Bearer", "Bearer ", "Bearer " + TOKEN[:-1], "Bearer " + TOKEN + "x", "Basic " + TOKEN,
             "Bearer " + TOKEN.upper())
    for one in wrong:
        headers = ["Authorization: " + one] if one else []
        check("Authorization %s is refused" % one, get(port, "/metrics", *headers)[0] == 401)
    status, text = get(port, "/metrics", "Authorization: Bearer " + TOKEN)
    check("the token opens /metrics", status == 200 and "claimwire_workers" in text)
    check("the other pages need none", get(port, "/livez")[0] == 200 and get(port, "/readyz")[0] in (200, 503))
    hub.stop()
    check("the log does not hold the token", TOKEN not in hub.talk(1000))


def main():
    port = free_port()
    with hubs.Hub(os.environ["CLAIMWIRE_BUILD"], ["--workers", "2"]) as hub:
        hub.environment.update(CLAIMWIRE_HTTP="127.0.0.1:%d" % port, CLAIMWIRE_READY_QUEUE_AGE="1",
                               CLAIMWIRE_BACKLOG="50")
        hub.start()
        pages(hub, port)
        strangers(port)
        slow(port)
        reasons(hub, port)
        draining(hub, port)
        keyed(hub, port)
        tokens(hub, port)


if __name__ == "__main__":
    main()
