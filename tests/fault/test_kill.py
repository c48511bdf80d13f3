#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Five kill cycles, the part of `make soak` that every `make check` has time
for. CLAIMWIRE_SEED repeats one run. A build under sanitizers reads slower,
so it is fed slower."""
import os
import sys

import kill

build = os.environ["CLAIMWIRE_BUILD"]
rate = "100" if os.path.basename(build) in ("sanitize", "thread") else "400"
code = kill.main(["--build", build, "--cycles", "5", "--rate", rate, "--seed", os.environ.get("CLAIMWIRE_SEED", "1")])
if code == 0:
    print("ok five kills lose nothing, double nothing and tell everybody the same")
sys.exit(code)
