#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""deploy/settings.conf names every setting with its default, and nothing else."""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CONF = os.path.join(ROOT, "deploy", "settings.conf")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMWIRE_")}


def settings(*arguments):
    """Name to (value, origin) as `claimwired check` prints them."""
    program = os.path.join(os.environ["CLAIMWIRE_BUILD"], "claimwired")
    said = subprocess.run([program, "check"] + list(arguments), env=ENVIRONMENT, stdout=subprocess.PIPE, text=True,
                          check=True).stdout
    return {name: (value, origin) for name, value, origin in re.findall(r"^(\S+) = (.*?)  # (.*)$", said, re.M)}


def main():
    defaults, as_shipped = settings(), settings("--settings", CONF)
    with open(CONF, encoding="utf-8") as file:
        lines = dict(re.findall(r"^#([a-z-]+) = ?(.*)$", file.read(), re.M))
    expected = {name: value for name, (value, _) in defaults.items()}
    expected["workers"] = "one for each core"
    wrong = sorted(set(lines.items()) ^ set(expected.items()))
    if wrong:
        sys.exit("not ok deploy/settings.conf and `claimwired check` differ in %s" % wrong)
    print("ok deploy/settings.conf has every setting with its default")
    if as_shipped != defaults:
        sys.exit("not ok the file as it is shipped changes a setting")
    print("ok as it is shipped it changes nothing")
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as copy:
        copy.writelines("%s = %s\n" % (name, "3" if name == "workers" else value) for name, value in lines.items())
        copy.flush()
        taken = settings("--settings", copy.name)
        others = [name for name, (_, origin) in taken.items() if origin != copy.name]
    if others:
        sys.exit("not ok these are not taken from the file: %s" % others)
    print("ok every line of it is taken when it is let in")


if __name__ == "__main__":
    main()
