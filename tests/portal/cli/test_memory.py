"""Memory stays flat: the size of a file does not decide how much of this computer is needed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.portal.cli.conftest import Office

pytestmark = pytest.mark.skipif(os.name != "posix", reason="peak memory is measured with POSIX's getrusage")
MEGABYTE = 1_000_000
MOST = 200 * MEGABYTE
SIZES = [300, pytest.param(1000, marks=[pytest.mark.long, pytest.mark.timeout(600)])]
MEASURE = """
import resource, subprocess, sys
code = subprocess.call([sys.executable, "-m", "pes_client.cli", *sys.argv[1:]])
unit = 1 if sys.platform == "darwin" else 1024
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit, file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def peak_of(office: Office) -> Callable[..., int]:
    """Runs `pes` to a good end; the most memory it needed at once, in bytes."""

    def run(*arguments: str | Path) -> int:
        command = [sys.executable, "-c", MEASURE, *map(str, arguments)]
        done = subprocess.run(command, check=False, env=office.environment, capture_output=True, text=True, timeout=500)
        assert done.returncode == 0, done.stderr
        return int(done.stderr.splitlines()[-1])

    return run


@pytest.mark.parametrize("megabytes", SIZES)
def test_a_large_file_is_sent_in_little_memory(office, portal, claim, peak_of, megabytes):
    path = claim(f"large-{megabytes}.x12", lines=megabytes * 10_000)
    assert path.stat().st_size > megabytes * MEGABYTE
    assert peak_of("upload", path, *office.at("provider1")) < MOST
    (row,) = [row for row in portal.ledger() if row["file_name"] == path.name]
    assert row["size"] == path.stat().st_size


@pytest.mark.parametrize("megabytes", SIZES)
def test_a_large_file_is_fetched_proved_and_saved_in_little_memory(office, portal, peak_of, tmp_path, megabytes):
    source = tmp_path / "large.txt"
    with source.open("wb") as file:
        for number in range(megabytes):
            file.write(f"{number:09d}\n".encode() * (MEGABYTE // 10))
    digest = portal.post(office.organisations["provider1"][0], f"large-{megabytes}.txt", source, transaction_type="277")
    command = ("download", "--all", "--transaction-type", "277", *office.at("provider1"), "--to", tmp_path / "here")
    assert peak_of(*command) < MOST
    with (tmp_path / "here" / f"large-{megabytes}.txt").open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == digest
