# SPDX-License-Identifier: Apache-2.0
"""Starts hubs and other programs for the tests, in a folder of their own, and
leaves none behind."""
import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time

import wire

PARTS = ("feed", "work", "wire", "ask")


def die_with_parent():
    """In the child, before exec: SIGKILL when the test dies (PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def start(command, **options):
    return subprocess.Popen(command, preexec_fn=die_with_parent, **options)


def children_of(pid):
    """Pids of the direct children; empty when the process is gone."""
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid)) as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def alive(pid):
    try:
        with open("/proc/%d/stat" % pid) as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


class Hub:
    """One store in a temporary folder, and the hub that is started on it again and again."""

    def __init__(self, build, arguments=()):
        self.build = build
        self.arguments = list(arguments)
        self.folder = tempfile.mkdtemp(prefix="claimwire-")
        self.data = os.path.join(self.folder, "data")
        self.endpoints = {part: "ipc://%s/%s" % (self.folder, part) for part in PARTS}
        self.environment = dict(os.environ, CLAIMWIRE_DATA=self.data, CLAIMWIRE_HTTP="off")
        self.environment.update({"CLAIMWIRE_" + part.upper(): self.endpoints[part] for part in PARTS})
        self.environment.pop("CLAIMWIRE_FAULT", None)
        self.process = None
        self.keep = False  # the folder, for whoever wants to look
        self.asker = wire.Asker(self.endpoints["ask"])

    def program(self, name):
        return os.path.join(self.build, name)

    def spawn(self, fault=None):
        """Starts the hub and waits for nothing. `fault` is name:n, the point at which it kills itself."""
        environment = dict(self.environment)
        if fault:
            environment["CLAIMWIRE_FAULT"] = fault
        with open(self.path("hub.log"), "ab") as log:
            self.process = start([self.program("claimwired")] + self.arguments, env=environment, stdout=log,
                                 stderr=log, stdin=subprocess.DEVNULL)

    def wait_ready(self, timeout_s=30.0):
        """Until the hub answers: the seconds that took. None when it has killed itself before."""
        begin = time.monotonic()
        while time.monotonic() < begin + timeout_s:
            if self.process.poll() == -signal.SIGKILL:
                return None
            if self.process.poll() is not None:
                raise RuntimeError("the hub ended with %d:\n%s" % (self.process.returncode, self.talk()))
            try:
                if self.asker.status(timeout_s=0.25).pid == self.process.pid:
                    return time.monotonic() - begin
            except TimeoutError:
                pass
        raise RuntimeError("the hub does not answer after %.0f s:\n%s" % (timeout_s, self.talk()))

    def start(self, timeout_s=30.0):
        self.spawn()
        return self.wait_ready(timeout_s)

    def kill(self):
        """SIGKILL to the hub alone; returns those of its children that outlive it by 2 s (and ends them)."""
        children = children_of(self.process.pid)
        self.process.kill()
        self.process.wait()
        end = time.monotonic() + 2.0
        while time.monotonic() < end and any(alive(pid) for pid in children):
            time.sleep(0.01)
        orphans = [pid for pid in children if alive(pid)]
        for pid in orphans:
            os.kill(pid, signal.SIGKILL)
        return orphans

    def stop(self, timeout_s=20.0):
        """SIGTERM; returns the exit code. The hub has to drain in time."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError("the hub did not stop in %.0f s:\n%s" % (timeout_s, self.talk())) from None

    def drained(self, timeout_s):
        """Waits until nothing is queued; returns the last status."""
        end = time.monotonic() + timeout_s
        while True:
            status = self.asker.status(timeout_s=10.0)
            if status.queued == 0:
                return status
            if time.monotonic() > end:
                raise RuntimeError("%d articles still queued after %.0f s" % (status.queued, timeout_s))
            time.sleep(0.1)

    def path(self, name):
        return os.path.join(self.folder, name)

    def talk(self, lines=30):
        try:
            with open(self.path("hub.log"), errors="replace") as file:
                return "".join(file.readlines()[-lines:])
        except OSError:
            return ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process is not None and self.process.poll() is None:
            self.kill()
        self.asker.close()
        if self.keep:
            print("kept: " + self.folder)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)
