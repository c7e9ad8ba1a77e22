"""`kill -9` at any moment of an upload: nothing is lost and nothing is sent twice."""

from __future__ import annotations

import hashlib
import subprocess
import time
from collections import Counter
from random import Random

KILLS = 12
LINES = 300_000  # 30 MB
MOST_ROUNDS = 30


def test_whatever_was_queued_when_the_process_died_reaches_the_ledger_exactly_once(office, portal, claim, tmp_path):
    began = time.monotonic()
    assert office.pes("upload", claim("whole.x12", lines=LINES), *office.at("provider1")).code == 0
    (tmp_path / "whole.x12").unlink()
    usual = time.monotonic() - began

    random, paths = Random(20), []
    for number in range(KILLS):
        paths.append(claim(f"killed-{number}.x12", lines=LINES))
        upload = office.start("upload", paths[-1], *office.at("provider1"))
        try:
            upload.wait(random.uniform(0.2, 1.0) * usual)
        except subprocess.TimeoutExpired:
            upload.kill()
        upload.communicate()

    queued = set(office.outbox())
    for _round in range(MOST_ROUNDS):
        if office.pes("run").code == 0:
            break
    finished = {row["file_name"] for row in portal.ledger()}
    assert queued <= finished, "what was in the outbox was sent"

    lost = [path for path in paths if path.name not in queued]
    known = paths[[path.name in queued for path in paths].index(True)]
    again = office.pes("upload", *lost, known, *office.at("provider1"), "--json").document["files"]
    assert [row["outcome"] for row in again] == ["queued"] * len(lost) + ["already_sent"]
    digests = Counter(row["sha256"] for row in portal.ledger())
    assert {digests[hashlib.sha256(path.read_bytes()).hexdigest()] for path in paths} == {1}
