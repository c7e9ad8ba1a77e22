#!/usr/bin/env python3
"""The main job, end to end, on a practice portal of its own: `python3 scripts/demo.py --help`."""

import sys

from environment import run_inside

if __name__ == "__main__":
    sys.exit(run_inside("scripts.main_job", sys.argv[1:], extras=["portal"]))
