"""The main job once more in a real window, on an X server of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SECONDS = 110


@pytest.fixture
def display() -> Iterator[str]:
    """A display of our own; Xvfb itself chooses a free number and tells it."""
    server = shutil.which("Xvfb")
    if server is None:
        assert not os.environ.get("PES_TEST_REQUIRE_XVFB"), "Xvfb is not installed"
        pytest.skip("Xvfb is not installed")
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [server, "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    process.terminate()
    process.wait(10)


@pytest.mark.xvfb
@pytest.mark.skipif(bool(os.environ.get("PES_TEST_XVFB")), reason="already inside")
def test_the_main_job_in_a_real_window(display: str) -> None:
    root = Path(__file__).parents[2]
    environment = {**os.environ, "DISPLAY": display, "PES_TEST_XVFB": "1", "QT_QPA_PLATFORM": "xcb"}

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "tests/gui/test_main_job.py"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
