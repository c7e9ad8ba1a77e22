"""`kill -9` at any moment of an upload: nothing is lost and nothing is sent twice."""

from __future__ import annotations

import hashlib
import subprocess
from collections import Counter
from pathlib import Path
from random import Random

KILLS = 12
LINES = 300_000
SIZE = 30_000_000  # bytes that so many lines make
MOST_ROUNDS = 30
A_MOMENT = 0.002


def arrived(data: Path) -> int:
    """How many bytes of uploads, whole or not, a portal has on its disk."""
    return sum(path.stat().st_size for path in (data / "received").rglob("*") if path.is_file())


def kill_when(upload: subprocess.Popen[str], data: Path, enough: float) -> bool:
    """End the process the way a power cut does when the portal has so many bytes; False if it ended before."""
    while upload.poll() is None and arrived(data) < enough:
        try:
            upload.wait(A_MOMENT)
        except subprocess.TimeoutExpired:
            continue
    upload.kill()
    upload.communicate()
    return upload.returncode < 0


def test_whatever_was_queued_when_the_process_died_reaches_the_ledger_exactly_once(office, portal, claim):
    random, paths, broken_off = Random(20), [], 0
    for number in range(KILLS):
        paths.append(claim(f"killed-{number}.x12", lines=LINES))
        enough = arrived(portal.data) + random.uniform(0, 1) * SIZE
        upload = office.start("upload", paths[-1], *office.at("provider1"))
        broken_off += kill_when(upload, portal.data, enough)
    assert broken_off == KILLS
    queued = office.outbox()
    assert {row["state"] for row in queued.values()} >= {"sending"}

    for _round in range(MOST_ROUNDS):
        if office.pes("run").code == 0:
            break
    finished = {row["file_name"] for row in portal.ledger()}
    assert set(queued) <= finished, "what was in the outbox was sent"

    lost = [path for path in paths if path.name not in queued]
    known = next(path for path in paths if path.name in queued)
    again = office.pes("upload", *lost, known, *office.at("provider1"), "--json").document["files"]
    assert [row["outcome"] for row in again] == ["queued"] * len(lost) + ["already_sent"]
    digests = Counter(row["sha256"] for row in portal.ledger())
    assert {digests[hashlib.sha256(path.read_bytes()).hexdigest()] for path in paths} == {1}
