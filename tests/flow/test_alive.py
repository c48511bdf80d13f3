#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The sign of life of an extractor, a feeder and a watcher: there while they
turn and hear their hub, and gone when either ends, whatever still runs."""
import os
import signal
import subprocess
import sys
import time

import zmq

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "support"))
import hub as hubs  # noqa: E402

PARTS = {"work": ["claimwired", "work"], "feed": ["claimwire", "feed", "-"], "watch": ["claimwire", "watch", "--json"]}
ALIVE, SILENT, USAGE = 0, 75, 64


def check(name, condition, detail=""):
    if not condition:
        raise SystemExit("not ok %s %s" % (name, detail))
    print("ok %s" % name, flush=True)


class Part:
    def __init__(self, hub, name):
        self.name, self.file = name, hub.path("alive-" + name)
        self.environment = dict(hub.environment, CLAIMWIRE_ALIVE=self.file)
        self.look = [hub.program("claimwired"), "healthcheck", "alive"]
        self.process = hubs.start([hub.program(PARTS[name][0])] + PARTS[name][1:], env=self.environment,
                                  stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def health(self):
        return subprocess.run(self.look, env=self.environment, stdout=subprocess.DEVNULL, check=False).returncode

    def becomes(self, code, seconds=20.0):
        end = time.monotonic() + seconds
        while self.health() != code:
            if time.monotonic() > end:
                raise SystemExit("not ok %s: healthcheck says %d, not %d" % (self.name, self.health(), code))
            time.sleep(0.1)

    def end(self):
        self.process.kill()
        self.process.wait()


def all_become(parts, code):
    for part in parts:
        part.becomes(code)


def a_mute_hub(hub):
    """Somebody binds the endpoint of work and never says a word."""
    mute = zmq.Context.instance().socket(zmq.ROUTER)
    mute.setsockopt(zmq.LINGER, 0)
    mute.bind(hub.endpoints["work"])
    part = Part(hub, "work")
    ready = mute.poll(5000)
    time.sleep(1.5)
    check("an extractor that no hub counts as one gives no sign", ready and part.health() == SILENT)
    part.end()
    mute.close()


def main():
    with hubs.Hub(os.environ["CLAIMWIRE_BUILD"], ["--workers", "0"]) as hub:
        a_mute_hub(hub)
        hub.start()
        parts = [Part(hub, name) for name in PARTS]
        all_become(parts, ALIVE)
        check("extractor, feeder and watcher show that they are alive", True)
        time.sleep(6.0)
        check("and go on, though nothing is to be done", [part.health() for part in parts] == [ALIVE] * 3)
        hub.kill()
        all_become(parts, SILENT)
        check("they run on without a hub and say so", all(part.process.poll() is None for part in parts))
        hub.start()
        all_become(parts, ALIVE)
        check("they are alive again with the next hub", True)
        for part, ending in zip(parts, (signal.SIGSTOP, signal.SIGSTOP, signal.SIGKILL)):
            part.process.send_signal(ending)
        all_become(parts, SILENT)
        check("a stopped or dead one is silent though the hub is there", True)
        for part in parts:
            part.end()
        nothing = subprocess.run([hub.program("claimwired"), "healthcheck", "alive"], env=hub.environment,
                                 stderr=subprocess.DEVNULL, check=False).returncode
        check("without --alive there is nothing to look at", nothing == USAGE)
        hub.stop()


if __name__ == "__main__":
    main()
