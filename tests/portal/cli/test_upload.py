"""Sending claim files with `pes upload`: once, with a receipt, each file for itself."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[3] / "resources" / "samples"


def test_a_file_is_received_and_its_receipt_is_the_ledgers(office, portal, claim):
    path = claim()
    sent = office.pes("upload", path, *office.at("provider1"), "--json")
    assert sent.code == 0
    assert sent.only_file["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    (row,) = [row for row in portal.ledger() if row["submission_key"] == sent.only_file["key"]]
    for name in ("sha256", "size", "receipt", "avrs_id"):
        assert row[name] == sent.only_file[name]
    assert row["file_name"] == "claims.x12"
    assert row["user_id"] == "provider1"


def test_the_same_content_is_not_sent_twice_unless_somebody_insists(office, portal, claim):
    path, at = claim("monday.x12"), office.at("provider1")
    assert office.pes("upload", path, *at).code == 0
    renamed = shutil.copyfile(path, path.with_name("tuesday.x12"))

    refused = office.pes("upload", renamed, *at)
    assert refused.code == 7
    assert "tuesday.x12: already sent as monday.x12" in refused.out
    assert "--again" in refused.out

    insisted = office.pes("upload", renamed, *at, "--again", "--json")
    assert insisted.code == 0
    digest = insisted.only_file["sha256"]
    assert len({row["receipt"] for row in portal.ledger() if row["sha256"] == digest}) == 2


def test_queue_only_sends_nothing_until_run(office, portal, claim):
    queued = office.pes("upload", claim("later.x12"), *office.at("provider1"), "--queue-only", "--json")
    assert queued.code == 0
    assert (queued.only_file["state"], queued.only_file["receipt"]) == ("queued", None)
    key = queued.only_file["key"]
    assert key not in [row["submission_key"] for row in portal.ledger()]
    assert office.pes("run", "--json").document["received"] == 1
    assert [row["submission_key"] for row in portal.ledger()].count(key) == 1


def test_one_bad_file_does_not_hold_the_others(office, claim, tmp_path):
    (tmp_path / "empty.x12").touch()
    good, twin = claim("good.x12"), claim("other.x12")
    sent = office.pes(
        *("upload", good, tmp_path / "empty.x12", tmp_path / "missing.x12", twin, good),
        *(*office.at("provider1"), "--json"),
    )
    assert sent.code == 10
    told = [(row["name"], row["outcome"]) for row in sent.document["files"]]
    assert told == [
        ("good.x12", "queued"),
        ("empty.x12", "not_usable"),
        ("missing.x12", "not_usable"),
        ("other.x12", "queued"),
        ("good.x12", "already_sent"),
    ]
    assert sent.document["files"][1]["reason"] == "The file is empty."
    assert sent.document["files"][2]["reason"] == "The file is not there."
    assert all(row["receipt"] for row in sent.document["files"] if row["outcome"] == "queued")


def test_a_folder_stands_for_the_plain_files_below_it(office, claim, tmp_path):
    folder = tmp_path / "to send"
    (folder / "deeper").mkdir(parents=True)
    claim("a.x12").rename(folder / "b.x12")
    claim("a.x12").rename(folder / "deeper" / "a.x12")
    (folder / ".hidden").write_bytes(b"not meant")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    sent = office.pes("upload", folder, *office.at("provider1"), "--json")
    assert sent.code == 0
    assert [row["name"] for row in sent.document["files"]] == ["b.x12", "a.x12"]


def test_a_folder_with_nothing_to_send_is_said_so(office, tmp_path):
    answer = office.pes("upload", tmp_path, *office.at("provider1"))
    assert answer.code == 2
    assert "no file to send" in answer.err


@pytest.mark.parametrize(
    ("sample", "code", "state"),
    [("claims-institutional.x12", 0, "accepted"), ("claims-rejected.x12", 6, "rejected")],
)
def test_with_wait_the_acknowledgement_decides(office, sample, code, state):
    sent = office.pes("upload", SAMPLES / sample, *office.at("provider1", organisation=1), "--wait", "--json")
    assert sent.only_file["state"] == state
    assert sent.code == code
    assert sent.only_file["answers"] == [state]
    assert sent.only_file["answered_at"] is not None


def test_an_acknowledgement_that_does_not_come_in_time_is_no_failure_of_the_file(office, claim):
    sent = office.pes("upload", claim(), *office.at("provider1"), "--wait", "--timeout", "0", "--json")
    assert sent.only_file["receipt"] is not None
    assert sent.code == (8 if sent.only_file["answered_at"] is None else 0)


def test_the_outbox_says_what_the_ledger_says_row_by_row(office, portal, environment, claim):
    names = ("one.x12", "two.x12", "three.x12")
    assert office.pes("upload", *map(claim, names), *office.at("provider1")).code == 0
    ours = [row for row in office.pes("outbox", "--json").document["rows"] if row["receipt"]]
    keys = {row["key"] for row in ours}
    command = [sys.executable, "-m", "pes_portal", "ledger", "--data", str(portal.data), "--json"]
    printed = subprocess.run(command, check=True, capture_output=True, env=environment).stdout
    theirs = [row for row in json.loads(printed)["rows"] if row["submission_key"] in keys]
    assert len(theirs) == len(ours) >= 3
    for mine, row in zip(reversed(ours), theirs, strict=True):
        told = (mine["key"], mine["sha256"], mine["size"], mine["receipt"], mine["avrs_id"], mine["name"])
        columns = ("submission_key", "sha256", "size", "receipt", "avrs_id", "file_name")
        assert told == tuple(row[column] for column in columns)
        assert datetime.fromisoformat(mine["received_at"]) == datetime.fromisoformat(row["received_at"])
        assert mine["account"] == f"{row['user_id']}@{portal.name}"


def test_of_two_organizations_one_has_to_be_named(office, portal, claim):
    listed = office.organisations["provider1"]
    assert len(listed) == 2
    answer = office.pes("upload", claim())
    assert answer.code == 2
    assert "--avrs" in answer.err
    for avrs_id in listed:
        assert avrs_id in answer.err
    strange = office.pes("upload", claim(), "--avrs", "000000000", "--json")
    assert strange.code == 2
    assert "no organization 000000000" in strange.error["message"]


def test_of_two_accounts_one_has_to_be_named(new_office, portal, claim):
    office = new_office(portal)
    for user_id in ("provider1", "clerktf01"):
        office.sign_in(user_id)
    answer = office.pes("upload", claim())
    assert answer.code == 2
    assert "--account" in answer.err
    for user_id in ("provider1", "clerktf01"):
        assert office.account(user_id) in answer.err
    assert office.pes("upload", claim(), *office.at("clerktf01")).code == 0


def test_clk_2_a_letters_only_clerk_sends_nothing_and_hears_which_role_is_missing(new_office, portal, claim):
    office = new_office(portal)
    office.sign_in("clerkedo1")
    answer = office.pes("upload", claim(), *office.at("clerkedo1"), "--json")
    assert answer.code == 6
    assert answer.error["kind"] == "RoleMissing"
    assert "Trade Files Includes E-Delivery" in answer.error["message"]
    assert office.outbox() == {}
