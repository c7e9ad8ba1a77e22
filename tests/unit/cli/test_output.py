"""How `pes` speaks: one document or plain lines on stdout, everything else on stderr, nothing forged."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from pes_client.cli.output import Output, columns, shown
from pes_client.errors import PortalBusy
from pes_client.wording import text

BUSY = PortalBusy(text("The portal asks to wait {n} seconds.", n=30), text("It is tried again."))


def test_json_is_one_line_with_its_version_and_times_as_rfc_3339(capsys):
    Output(as_json=True, quiet=False).result({"at": datetime(2026, 11, 20, tzinfo=UTC), "name": "李\n"}, ["for people"])
    said = capsys.readouterr()
    assert said.out.count("\n") == 1
    assert json.loads(said.out) == {"schema_version": 1, "at": "2026-11-20T00:00:00+00:00", "name": "李\n"}
    assert said.err == ""


def test_without_json_the_lines_for_people_are_the_result(capsys):
    Output(as_json=False, quiet=True).result({"name": "x"}, ["one", "two"])
    assert capsys.readouterr() == ("one\ntwo\n", "")


def test_remarks_go_to_stderr_and_keep_silent_when_asked_to(capsys):
    Output(as_json=False, quiet=False).say("a remark")
    Output(as_json=False, quiet=True).say("another")
    assert capsys.readouterr() == ("", "a remark\n")


def test_an_error_is_told_in_words_even_when_quiet_and_in_the_document_with_json(capsys):
    Output(as_json=True, quiet=True).fail(BUSY)
    said = capsys.readouterr()
    assert said.err == "pes: The portal is busy: The portal asks to wait 30 seconds. It is tried again.\n"
    assert json.loads(said.out) == {
        "schema_version": 1,
        "error": {
            "kind": "PortalBusy",
            "title": "The portal is busy",
            "message": "The portal asks to wait 30 seconds.",
            "hint": "It is tried again.",
            "retryable": True,
        },
    }
    Output(as_json=False, quiet=True).fail(BUSY)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("foreign", ["\x1b[2J", "\r", "\n", "\x9b1m", "\u202e", "\0", "\u2028"])
def test_foreign_words_cannot_steer_a_terminal(foreign):
    assert shown(f"a{foreign}b").isprintable()
    assert shown("Zoë 李\tok") == "Zoë 李\tok"


def test_columns_are_aligned_by_what_is_shown_and_end_without_blanks():
    assert columns([("a", "long cell", "x"), ("bb\n", "c", "")]) == [
        "a    long cell  x",
        "bb\N{REPLACEMENT CHARACTER}  c",
    ]
    assert columns([]) == []
