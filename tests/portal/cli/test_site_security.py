"""Increased Site Security by `pes`: mistakes are found before the portal is asked, success lets the files go."""

from __future__ import annotations

import json
import re

import pytest

RIGHT = {
    "question_1": "Which bird sat on the old gate?",
    "answer_1": "A heron in June",
    "question_2": "What did we call the blue van?",
    "answer_2": "Grandmother",
    "email": "billing@example.org",
    "confirm_email": "billing@example.org",
}
SAVE = "PUT /v1/account/security-profile"


@pytest.fixture(scope="module")
def office(new_office, portal):
    """An office whose trading partner has the one-time panel still to do, and a file that waits for it."""
    opened = new_office(portal)
    answer = opened.sign_in("tpmaster1")
    assert answer.document["next_step"] == "site_security"
    assert "pes site-security" in answer.err
    return opened


def test_sec_6_mistakes_are_listed_in_the_message_table_and_the_portal_is_not_asked(office, portal):
    asked = portal.requests(SAVE)
    wrong = {**RIGHT, "question_1": "Who? (really)", "answer_2": "a" * 21, "confirm_email": "other@example.org"}
    answer = office.pes("site-security", "--answers-stdin", "--json", stdin=json.dumps(wrong))
    assert answer.code == 2
    messages = answer.document["messages"]
    assert [each["field"] for each in messages] == ["question_1", "answer_2", "confirm_email"]
    assert {each["panel"] for each in messages} == {"Account Security"}
    assert portal.requests(SAVE) == asked


def test_sec_6_the_table_has_the_portals_four_columns_and_the_fields_own_labels(office):
    answer = office.pes("site-security", "--answers-stdin", stdin=json.dumps({**RIGHT, "answer_1": ""}))
    assert answer.code == 2
    head, row = answer.out.splitlines()
    assert re.split(" {2,}", head) == ["Message Description", "Panel", "Field", "Row"]
    assert re.split(" {2,}", row)[1:] == ["Account Security", "1st Answer"]


@pytest.mark.parametrize("typed", ['{"question_1": 7}', "[" * 9000, "\udcff"])
def test_answers_that_are_no_json_object_are_refused_without_a_trace_of_them(office, typed):
    answer = office.pes("site-security", "--answers-stdin", stdin=typed)
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert "no JSON object" in answer.err


def test_answers_are_no_arguments_and_are_not_asked_for_without_a_terminal(office):
    answer = office.pes("site-security")
    assert answer.code == 2
    assert "--answers-stdin" in answer.err


def test_sec_9_the_one_time_panel_is_done_and_the_file_that_waited_goes(office, portal, claim):
    waiting = office.pes("upload", claim(), *office.at("tpmaster1"), "--json")
    assert waiting.code == 4
    assert waiting.only_file["waits_for"] == "sign_in"

    saved = office.pes("site-security", "--answers-stdin", stdin=json.dumps(RIGHT))
    assert saved.code == 0
    assert "Save was Successful" in saved.out
    assert "Account Security" in saved.out

    assert office.pes("run", "--json").document["received"] == 1
    assert [row["submission_key"] for row in portal.ledger()].count(waiting.only_file["key"]) == 1

    again = office.pes("site-security", "--answers-stdin", "--json", stdin=json.dumps(RIGHT))
    assert again.code == 0, "SEC-7: the earlier answers may be entered again"
    for secret in ("Grandmother", "heron", "blue van"):
        assert secret not in saved.out + saved.err + again.out + again.err
        assert secret.encode() not in office.bytes_on_disk()
