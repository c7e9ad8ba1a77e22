"""Letters and other trade files by `pes`: listed, brought home, proved, saved under names that are only names."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def listed(office):
    """Everything the portal held for the office when this module began, by name."""
    answer = office.pes("list", "--json")
    assert answer.code == 0
    assert answer.document["fresh"] is True
    return {row["name"]: row for row in answer.document["files"]}


@pytest.fixture
def strange_names(portal, office, tmp_path: Path) -> list[str]:
    """Files that the portal calls by hostile names; their digests."""
    names = [
        "../../evil.pdf",
        "..\\..\\evil.pdf",
        "/etc/cron.d/x",
        "C:\\Windows\\x.dll",
        "CON",
        ".htaccess",
        "invoice.pdf.exe",
        "invoice\u202efdp.exe",
        "a\nforged line",
        "\x1b[31mred",
        "x" * 255,
        "李" * 120 + ".x12",
        "same.txt",
        "SAME.txt",
    ]
    content = tmp_path / "content"
    digests = []
    for number, name in enumerate(names):
        content.write_text(f"invented content {number} of {tmp_path.name}\n")
        digests.append(portal.post(office.organisations["provider1"][1], name, content, transaction_type="271"))
    return digests


def day_of(row: dict[str, str]) -> date:
    return datetime.fromisoformat(row["posted_at"]).astimezone().date()


@pytest.mark.parametrize("spelled", ["E-Delivery", "eDelivery", "e delivery"])
def test_trf_1_every_spelling_of_e_delivery_is_understood(office, listed, spelled):
    answer = office.pes("list", "--transaction-type", spelled, "--offline", "--json")
    letters = {row["name"] for row in answer.document["files"]}
    assert letters == {name for name, row in listed.items() if row["transaction_type"] == "EDELIVERY"}
    assert len(letters) == 13


def test_a_transaction_type_that_the_portal_has_not_is_refused_with_what_it_has(office, listed):
    answer = office.pes("list", "--transaction-type", "mail", "--offline", "--json")
    assert answer.code == 2
    assert "E-Delivery" in answer.error["hint"]


def test_a_list_may_be_cut_to_days_both_included(office, listed):
    days = sorted({day_of(row) for row in listed.values()})
    first, last = days[1], days[-2]
    answer = office.pes("list", "--from", first, "--to", last, "--offline", "--json")
    expected = {name for name, row in listed.items() if first <= day_of(row) <= last}
    assert {row["name"] for row in answer.document["files"]} == expected
    assert 0 < len(expected) < len(listed)


def test_trf_6_all_letters_come_home_and_a_second_run_changes_nothing_on_the_disk(office, listed, tmp_path):
    command = ("download", "--all", "--transaction-type", "E-Delivery", "--to", tmp_path / "letters.2026", "--json")
    first = office.pes(*command)
    assert first.code == 0
    told = first.document
    assert (told["kept"], told["still_posting"], told["not_yet"]) == (12, 1, 0)
    saved = {row["saved_as"]: row["sha256"] for row in told["files"] if row["saved_as"]}
    assert set(map(Path, saved)) == set((tmp_path / "letters.2026").iterdir())
    for path, digest in saved.items():
        content = Path(path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest
        assert content.startswith(b"%PDF-")
        assert path.endswith(".pdf")
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in map(Path, saved)}

    assert office.pes(*command).document["kept"] == 12
    after = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in (tmp_path / "letters.2026").iterdir()}
    assert after == before


def test_files_are_chosen_by_our_id_or_by_the_portals(office, listed, tmp_path):
    (letter, other, *_rest) = [row for row in listed.values() if row["state"] != "posting"]
    answer = office.pes("download", letter["id"], other["portal_id"], letter["id"], "--to", tmp_path / "two", "--json")
    assert answer.code == 0
    assert [row["name"] for row in answer.document["files"]] == [letter["name"], other["name"]]
    assert len(list((tmp_path / "two").iterdir())) == 2


@pytest.mark.parametrize("named", [["99999"], ["1", "--all"]], ids=["unknown", "IDs and --all"])
def test_a_choice_that_is_none_is_refused(office, listed, tmp_path, named):
    assert office.pes("download", *named, "--to", tmp_path / "nothing").code == 2
    assert not (tmp_path / "nothing").exists()


def test_a_persons_own_file_never_gives_way_to_a_download(office, listed, tmp_path):
    letter = next(row for row in listed.values() if row["state"] != "posting")
    own = tmp_path / letter["name"]
    own.write_text("my own notes")
    answer = office.pes("download", letter["id"], "--to", tmp_path, "--json")
    assert answer.only_file["saved_as"] == str(own.with_stem(f"{own.stem} (2)"))
    assert own.read_text() == "my own notes"

    assert office.pes("download", letter["id"], "--to", own).code == 2
    assert own.read_text() == "my own notes"


def test_names_from_the_portal_never_become_paths_or_programs(office, strange_names, tmp_path):
    folder = tmp_path / "here" / "only"
    answer = office.pes("download", "--all", "--transaction-type", "271", "--to", folder, "--json")
    assert answer.code == 0
    saved = {Path(row["saved_as"]): row["sha256"] for row in answer.document["files"]}
    assert set(saved) == set(folder.iterdir())
    assert sorted(saved.values()) == sorted(strange_names)
    assert list((tmp_path / "here").iterdir()) == [folder]
    for path, digest in saved.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
        assert path.name.isprintable()
        assert not path.name.startswith(".")
        assert path.suffix in {".txt", ".x12"}
        assert len(path.name.encode()) < 200

    shown = office.pes("list", "--transaction-type", "271", "--offline")
    assert "\x1b" not in shown.out
    assert len(shown.out.splitlines()) == len(strange_names)


def test_clk_2_a_letters_only_clerk_sees_letters_and_nothing_else(new_office, portal, tmp_path):
    office = new_office(portal)
    office.sign_in("clerkedo1")
    answer = office.pes("list", "--json")
    assert {row["transaction_type"] for row in answer.document["files"]} == {"EDELIVERY"}
    fetched = office.pes("download", "--all", "--to", tmp_path / "letters", "--json")
    assert fetched.code == 0
    assert {row["transaction_type"] for row in fetched.document["files"]} == {"EDELIVERY"}


def test_signed_out_the_known_list_is_shown_and_nothing_is_fetched(new_office, portal, tmp_path):
    office = new_office(portal)
    office.sign_in("clerktf01")
    known = office.pes("list", "--json").document["files"]
    office.pes("sign-out")
    listed = office.pes("list", "--json")
    assert listed.code == 0
    assert listed.document["fresh"] is False
    assert listed.document["files"] == known
    assert "signed out" in listed.err
    fetched = office.pes("download", known[-1]["id"], "--to", tmp_path / "letters", "--json")
    assert fetched.code == 4
    assert (fetched.document["kept"], fetched.document["not_yet"]) == (0, 1)
    assert "signed out" in fetched.only_file["reason"]
