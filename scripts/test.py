#!/usr/bin/env python3
"""Everything that CI runs, with its own set-up: `python3 scripts/test.py [--long] [pytest arguments]`."""

import sys

from environment import run_inside
from system_packages import ensure

if __name__ == "__main__":
    ensure()
    sys.exit(run_inside("scripts.checks", sys.argv[1:], extras=["portal", "postgres"], groups=["dev"]))
