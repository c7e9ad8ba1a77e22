"""The delta list, the letters, and downloads with ranges and digests."""

from __future__ import annotations

import base64
import hashlib

import pytest


@pytest.fixture
def letters(letter_clerk):
    return letter_clerk.trade_files()["items"]


@pytest.fixture
def letter(letters):
    return next(item for item in letters if item["status"] == "posted")


def test_trf_4_thirteen_letters_of_five_kinds_wait_and_one_is_still_being_posted(letters):
    assert len(letters) == 13
    assert {item["letter_kind"] for item in letters} == {"ORG_MEMBER", "EFT", "REENROLL", "PA", "TPL"}
    assert {item["avrs_id"] for item in letters} == {"009900111"}
    assert [item["status"] for item in letters].count("posting") == 1


def test_trf_7_letters_stay_6_to_12_months(letters):
    for item in letters:
        months = (int(item["available_until"][:4]) - int(item["posted_at"][:4])) * 12
        months += int(item["available_until"][5:7]) - int(item["posted_at"][5:7])
        assert 6 <= months <= 12


def test_each_posted_letter_is_a_pdf_of_the_digest_that_the_list_names(letter_clerk, letters):
    for item in letters:
        if item["status"] == "posted":
            answer = letter_clerk.content(item)
            assert answer.headers["Content-Type"] == "application/pdf"
            assert answer.content.startswith(b"%PDF-")
            assert hashlib.sha256(answer.content).hexdigest() == item["sha256"]
            assert len(answer.content) == item["size"]


def test_trf_6_a_letter_still_being_posted_says_when_to_come_back(letter_clerk, letters):
    posting = next(item for item in letters if item["status"] == "posting")
    answer = letter_clerk.content(posting)
    assert (answer.status_code, answer.json()["code"]) == (409, "trade_file.still_posting")
    assert answer.headers["Retry-After"] == "7200"
    assert "Check back" in answer.json()["detail"]
    assert posting["size"] is posting["sha256"] is None


def test_clk_2_a_clerk_for_letters_sees_letters_and_nothing_else(letter_clerk, provider, letters):
    assert {item["transaction_type"] for item in letters} == {"EDELIVERY"}
    refused = letter_clerk.get("/v1/trade-files?avrs_id=009900111&transaction_type=RA")
    assert (refused.status_code, refused.json()["code"]) == (403, "role.missing")
    remittance = provider.trade_files(transaction_type="RA")["items"][0]
    assert letter_clerk.content(remittance).json()["code"] == "role.missing"


def test_an_organization_of_others_and_an_unknown_file_do_not_exist(provider):
    foreign = provider.get("/v1/trade-files?avrs_id=000000001")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "organisation.unknown")
    unknown = provider.get("/v1/trade-files/0/content")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "trade_file.unknown")


def test_a_list_in_pages_is_the_list_in_one(letter_clerk):
    whole = letter_clerk.trade_files()
    cursor, items, more = None, [], True
    while more:
        page = letter_clerk.trade_files(limit=3, **({"after": cursor} if cursor else {}))
        items, cursor, more = items + page["items"], page["next"], page["more"]
    assert items == whole["items"]
    assert cursor == whole["next"]


def test_asking_again_costs_what_is_new(provider, announcement, fresh_content):
    cursor = provider.trade_files("009900222")["next"]
    assert provider.trade_files("009900222", after=cursor)["items"] == []
    said = announcement(fresh_content, avrs_id="009900222")
    provider.announce(said, fresh_content)
    provider.answers_to(said.key, "009900222")
    news = provider.trade_files("009900222", after=cursor)["items"]
    assert [item["in_reply_to"] for item in news] == [said.key]


def test_a_list_can_be_narrowed_to_days(letter_clerk):
    items = letter_clerk.trade_files()["items"]
    day = items[2]["posted_at"][:10]
    narrowed = letter_clerk.trade_files(**{"from": day, "to": day})["items"]
    assert narrowed == [item for item in items if item["posted_at"].startswith(day)]
    assert narrowed


@pytest.mark.parametrize(
    "query", [{"after": "nonsense"}, {"after": "!"}, {"transaction_type": "XYZ"}, {"limit": 0}, {"from": "soon"}]
)
def test_a_list_that_cannot_be_made_is_refused(provider, query):
    answer = provider.get("/v1/trade-files", params={"avrs_id": "009900111", **query})
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")


@pytest.mark.parametrize("first", [0, 1, 1000])
def test_the_rest_of_a_file_can_be_fetched_from_any_byte(letter_clerk, letter, first):
    whole = letter_clerk.content(letter)
    part = letter_clerk.content(letter, Range=f"bytes={first}-", If_Range=whole.headers["ETag"])
    assert part.status_code == 206
    assert part.content == whole.content[first:]
    assert part.headers["Content-Range"] == f"bytes {first}-{letter['size'] - 1}/{letter['size']}"
    assert part.headers["Repr-Digest"] == whole.headers["Repr-Digest"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("bytes=0-9", slice(0, 10)), ("bytes=5-5", slice(5, 6)), ("bytes=-7", slice(-7, None))],
)
def test_a_range_with_an_end_is_obeyed(letter_clerk, letter, asked, expected):
    whole = letter_clerk.content(letter).content
    part = letter_clerk.content(letter, Range=asked)
    assert (part.status_code, part.content) == (206, whole[expected])


@pytest.mark.parametrize("asked", ["lines=1-2", "bytes=1-2,4-5", "bytes=", "bytes=a-"])
def test_a_range_of_another_kind_is_ignored(letter_clerk, letter, asked):
    answer = letter_clerk.content(letter, Range=asked)
    assert (answer.status_code, len(answer.content)) == (200, letter["size"])


def test_a_range_of_other_bytes_gets_the_whole_file(letter_clerk, letter):
    answer = letter_clerk.content(letter, Range="bytes=10-", If_Range='"something-else"')
    assert (answer.status_code, len(answer.content)) == (200, letter["size"])


@pytest.mark.parametrize("asked", ["bytes={size}-", "bytes=9-2", "bytes=-0"])
def test_a_range_outside_the_file_is_refused(letter_clerk, letter, asked):
    answer = letter_clerk.content(letter, Range=asked.format(size=letter["size"]))
    assert (answer.status_code, answer.json()["code"]) == (416, "range.not_satisfiable")
    assert answer.headers["Content-Range"] == f"bytes */{letter['size']}"


def test_the_digest_of_the_whole_comes_with_every_answer(letter_clerk, letter):
    answer = letter_clerk.content(letter)
    digest = base64.b64encode(hashlib.sha256(answer.content).digest()).decode()
    assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"
    assert answer.headers["ETag"] == f'"{letter["sha256"]}"'
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{letter["name"]}"')


def test_content_is_never_compressed(letter_clerk, letter):
    answer = letter_clerk.content(letter, Accept_Encoding="gzip")
    assert "Content-Encoding" not in answer.headers


def test_the_sample_835_balances(provider):
    content = provider.content(provider.trade_files(transaction_type="835")["items"][0]).text
    segments = [segment.split("*") for segment in content.replace("\n", "").split("~")]
    payment = next(segment for segment in segments if segment[0] == "BPR")
    claims = [segment for segment in segments if segment[0] == "CLP"]
    assert int(payment[2]) == sum(int(claim[4]) for claim in claims)
