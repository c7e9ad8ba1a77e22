"""The checks that CI runs, one after the other, all of them even if one fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BINARIES = Path(sys.executable).parent

CHECKS: Sequence[tuple[str, Sequence[str]]] = (
    ("format", ["ruff", "format", "--check", "."]),
    ("lint", ["ruff", "check", "."]),
    ("types", ["mypy"]),
    ("layers", ["lint-imports"]),
    ("tests", ["pytest", "-n", "2", "--dist", "loadfile", "-q"]),
)


def main(arguments: Sequence[str]) -> int:
    """Run every check; the number of those that failed."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PES_TEST_REQUIRE_SECRET_SERVICE": "1",
        "PES_TEST_REQUIRE_XVFB": "1",
        "PYTHONPATH": str(PROJECT),
    }
    failed = []
    for name, (program, *rest) in CHECKS:
        began = time.monotonic()
        print(f"== {name}", flush=True)
        extra = arguments if name == "tests" else []
        command = [str(BINARIES / program), *rest, *extra]
        if subprocess.run(command, cwd=PROJECT, env=environment, check=False).returncode != 0:
            failed.append(name)
        print(f"== {name}: {time.monotonic() - began:.0f} s", flush=True)
    print("All checks passed." if not failed else f"Failed: {', '.join(failed)}.")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
