"""`pes check`, `doctor` and `status`: looking without touching."""

from __future__ import annotations

from pathlib import Path

SAMPLES = Path(__file__).parents[3] / "resources" / "samples"


def test_check_says_what_a_file_is(office):
    answer = office.pes("check", SAMPLES / "claims-professional.x12", "--json")
    assert answer.code == 0
    assert answer.only_file["kind"] == "837P"
    assert answer.only_file["isa13"] == ["000000101"]
    assert answer.only_file["ok"] is True


def test_check_names_the_place_of_every_mistake(office, tmp_path):
    sample = (SAMPLES / "claims-professional.x12").read_bytes()
    broken = tmp_path / "broken.x12"
    broken.write_bytes(sample.replace(b"IEA*1*000000101", b"IEA*1*000000999"))
    answer = office.pes("check", broken, SAMPLES / "claims-institutional.x12", "--json")
    assert answer.code == 3
    first, second = answer.document["files"]
    assert (first["ok"], second["ok"]) == (False, True)
    (mistake,) = [each for each in first["findings"] if each["severity"] == "error"]
    assert (mistake["found"], mistake["expected"]) == ("000000999", "000000101")
    assert mistake["byte"] == sample.index(b"IEA*")
    assert mistake["segment"] == sample.count(b"~")
    spoken = office.pes("check", broken)
    assert f"segment {mistake['segment']}, byte {mistake['byte']}: {mistake['words']}" in spoken.out


def test_check_of_what_cannot_be_read_tells_why(office, tmp_path):
    answer = office.pes("check", tmp_path / "missing.x12", tmp_path / ("a" * 300), "--json")
    assert answer.code == 3
    assert answer.document["files"][0]["problem"] == "The file is not there."
    assert answer.document["files"][1]["problem"].startswith("The file cannot be read:")


def test_doctor_finds_everything_in_order(office, portal):
    answer = office.pes("doctor", "--json")
    assert answer.code == 0
    assert answer.document["ok"] is True
    told = {each["what"]: each["words"] for each in answer.document["checks"]}
    assert told["data folder"] == str(office.home)
    assert told["key"] == "key file"
    assert told[office.account("provider1")] == "signed in"
    assert portal.name in told


def test_status_asks_no_portal(office, portal):
    asked = portal.requests("GET /v1/policy") + portal.requests("POST /v1/session")
    answer = office.pes("status", "--json")
    assert answer.code == 0
    assert [each["account"] for each in answer.document["accounts"]] == [office.account("provider1")]
    assert answer.document["waiting"] == 0
    assert portal.requests("GET /v1/policy") + portal.requests("POST /v1/session") == asked
