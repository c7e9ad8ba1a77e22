"""tus 1.0.0 as the portal speaks it, and the receipt as the only proof."""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import ssl
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

TUS = {"Tus-Resumable": "1.0.0"}


def checksum(algorithm: str, body: bytes) -> dict[str, str]:
    digest = base64.b64encode(hashlib.new(algorithm, body).digest()).decode()
    return {"Upload-Checksum": f"{algorithm} {digest}"}


def offset_of(caller, location: str) -> int:
    return int(caller.offset(location).headers["Upload-Offset"])


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, "it never came true"


def test_the_portal_says_what_its_tus_can_do(visitor):
    headers = visitor.request("OPTIONS", "/v1/uploads").headers
    assert headers["Tus-Version"] == headers["Tus-Resumable"] == "1.0.0"
    assert headers["Tus-Extension"].split(",") == [
        "creation",
        "creation-with-upload",
        "checksum",
        "expiration",
        "termination",
    ]
    assert headers["Tus-Max-Size"] == "2147483648"
    assert headers["Tus-Checksum-Algorithm"] == "sha256,sha1"


def test_a_file_in_one_request_is_received_with_a_receipt(file_clerk, portal, announcement, fresh_content):
    said = announcement(fresh_content)
    answer = file_clerk.announce(said, fresh_content)
    receipt = answer.json()
    assert answer.status_code == 201
    assert receipt["sha256"] == hashlib.sha256(fresh_content).hexdigest()
    assert (receipt["size"], receipt["submission_key"]) == (len(fresh_content), said.key)
    assert (receipt["user_id"], receipt["avrs_id"]) == ("clerktf01", "009900111")
    assert receipt in portal.report("ledger")["rows"]


def test_the_ledger_holds_what_was_uploaded_oldest_first(file_clerk, portal, announcement):
    receipts = [
        file_clerk.announce(announcement(content), content).json()
        for content in (uuid.uuid4().bytes, uuid.uuid4().bytes)
    ]
    assert portal.report("ledger")["rows"][-2:] == receipts
    assert set(receipts[0]) == {
        "submission_key",
        "sha256",
        "size",
        "received_at",
        "user_id",
        "avrs_id",
        "file_name",
        "receipt",
    }


def test_a_file_sent_in_parts_is_received_with_its_last_byte(file_clerk, announcement, fresh_content):
    said = announcement(fresh_content)
    created = file_clerk.announce(said)
    assert (created.status_code, created.headers["Upload-Offset"]) == (201, "0")
    location = created.headers["Location"]
    assert file_clerk.send(location, 0, fresh_content[:1000]).headers["Upload-Offset"] == "1000"
    assert file_clerk.offset(location).headers["Upload-Offset"] == "1000"
    assert file_clerk.offset(location).headers["Upload-Length"] == "3000"
    under_way = file_clerk.get(f"/v1/submissions/{said.key}").json()
    assert under_way == {"state": "uploading", "location": location, "offset": 1000, "length": 3000}
    assert file_clerk.send(location, 1000, fresh_content[1000:]).status_code == 204
    received = file_clerk.get(f"/v1/submissions/{said.key}").json()
    assert received["state"] == "received"
    assert received["receipt"]["sha256"] == said.metadata["sha256"]


def test_creation_may_bring_the_first_part_only(file_clerk, announcement, fresh_content):
    created = file_clerk.announce(announcement(fresh_content), fresh_content[:100])
    assert (created.status_code, created.headers["Upload-Offset"], created.content) == (201, "100", b"")
    assert file_clerk.send(created.headers["Location"], 100, fresh_content[100:]).status_code == 204


def test_a_part_at_the_wrong_offset_is_refused_and_nothing_is_lost(file_clerk, announcement, fresh_content):
    location = file_clerk.announce(announcement(fresh_content), fresh_content[:100]).headers["Location"]
    for wrong in (0, 99, 101):
        answer = file_clerk.send(location, wrong, b"xxx")
        assert (answer.status_code, answer.json()["code"]) == (409, "upload.offset")
    assert file_clerk.send(location, 100, fresh_content[100:]).status_code == 204


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_part_that_changed_on_its_way_is_discarded(file_clerk, announcement, fresh_content, algorithm):
    location = file_clerk.announce(announcement(fresh_content)).headers["Location"]
    good = checksum(algorithm, fresh_content[:500])
    spoiled = file_clerk.send(location, 0, b"x" * 500, good)
    assert (spoiled.status_code, spoiled.json()["code"]) == (460, "upload.checksum")
    assert file_clerk.offset(location).headers["Upload-Offset"] == "0"
    assert file_clerk.send(location, 0, fresh_content[:500], good).status_code == 204
    assert file_clerk.send(location, 500, fresh_content[500:]).status_code == 204


def test_a_checksum_of_an_unknown_kind_is_refused(file_clerk, announcement, fresh_content):
    location = file_clerk.announce(announcement(fresh_content)).headers["Location"]
    answer = file_clerk.send(location, 0, b"x", {"Upload-Checksum": "md5 AAAA"})
    assert (answer.status_code, answer.json()["code"]) == (400, "request.invalid")


def test_a_file_that_is_not_the_announced_one_is_not_kept(file_clerk, announcement, fresh_content):
    said = announcement(fresh_content, sha256="0" * 64)
    answer = file_clerk.announce(said, fresh_content)
    assert (answer.status_code, answer.json()["code"]) == (422, "upload.digest_mismatch")
    assert file_clerk.get(f"/v1/submissions/{said.key}").json()["code"] == "submission.unknown"


def test_the_same_key_gets_the_same_receipt_for_ever(file_clerk, portal, announcement, fresh_content):
    said = announcement(fresh_content)
    first = file_clerk.announce(said, fresh_content)
    again = file_clerk.announce(said, fresh_content)
    assert (again.status_code, again.content) == (200, first.content)
    asked = file_clerk.get(f"/v1/submissions/{said.key}").json()["receipt"]
    assert asked == first.json()
    keys = [row["submission_key"] for row in portal.report("ledger")["rows"]]
    assert keys.count(said.key) == 1


def test_the_same_key_under_way_is_told_where_to_continue(file_clerk, announcement, fresh_content):
    said = announcement(fresh_content)
    first = file_clerk.announce(said, fresh_content[:1234])
    again = file_clerk.announce(said, fresh_content)
    assert again.status_code == 200
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Upload-Offset"] == "1234"


def test_a_key_is_good_for_one_content_only(file_clerk, announcement, fresh_content):
    said = announcement(fresh_content)
    file_clerk.announce(said, fresh_content)
    other = announcement(b"something else", submission_key=said.key)
    answer = file_clerk.announce(other, other.content)
    assert (answer.status_code, answer.json()["code"]) == (409, "submission.key_reused")


def test_a_key_belongs_to_the_account_that_used_it(file_clerk, provider, announcement, fresh_content):
    said = announcement(fresh_content)
    file_clerk.announce(said, fresh_content)
    answer = provider.announce(said, fresh_content)
    assert (answer.status_code, answer.json()["code"]) == (409, "submission.key_reused")


def test_asm_7_the_same_content_is_received_twice_only_on_insisting(file_clerk, provider, announcement, fresh_content):
    first = file_clerk.announce(announcement(fresh_content), fresh_content).json()
    refused = provider.announce(announcement(fresh_content), fresh_content)
    assert (refused.status_code, refused.json()["code"]) == (409, "submission.duplicate_content")
    assert refused.json()["receipt"] == first
    assert provider.announce(announcement(fresh_content, again="true"), fresh_content).status_code == 201
    elsewhere = announcement(fresh_content, avrs_id="009900222")
    assert provider.announce(elsewhere, fresh_content).status_code == 201


def test_asm_7_two_uploads_of_one_content_that_race_end_in_one_receipt(file_clerk, portal, announcement, fresh_content):
    locations = [file_clerk.announce(announcement(fresh_content)).headers["Location"] for _ in range(4)]
    callers = [portal.sign_in("clerktf01") for _ in locations]

    def finish(place: int) -> int:
        return callers[place].send(locations[place], 0, fresh_content).status_code

    with ThreadPoolExecutor() as pool:
        outcomes = sorted(pool.map(finish, range(4)))
    assert outcomes == [204, 409, 409, 409]
    sha256 = hashlib.sha256(fresh_content).hexdigest()
    assert [row["sha256"] for row in portal.report("ledger")["rows"]].count(sha256) == 1


def test_one_announcement_that_races_with_itself_opens_one_upload(portal, announcement, fresh_content):
    said = announcement(fresh_content)
    callers = [portal.sign_in("clerktf01") for _ in range(4)]
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda caller: caller.announce(said), callers))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.headers["Location"] for answer in answers}) == 1


def test_a_body_that_breaks_off_keeps_what_arrived(portal, file_clerk, announcement):
    content = os.urandom(3_000_000)
    location = file_clerk.announce(announcement(content)).headers["Location"]
    address = urlsplit(portal.url)
    line = http.client.HTTPSConnection(
        address.hostname, address.port, context=ssl.create_default_context(cafile=portal.ca_file), timeout=10
    )
    line.putrequest("PATCH", location)
    for name, value in {
        **TUS,
        "Authorization": file_clerk.authorization,
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": "0",
        "Content-Length": str(len(content)),
    }.items():
        line.putheader(name, value)
    line.endheaders()
    line.send(content[:2_000_000])
    on_disk = portal.data / "received" / location.rpartition("/")[2]
    wait_until(lambda: on_disk.stat().st_size >= 1_000_000)
    line.close()
    wait_until(lambda: offset_of(file_clerk, location) > 0)
    offset = offset_of(file_clerk, location)
    assert 1_000_000 <= offset <= 2_000_000
    answers = []
    wait_until(lambda: answers.append(file_clerk.send(location, offset, content[offset:])) or answers[-1].ok)
    assert answers[-1].status_code == 204


def test_an_upload_that_was_given_up_is_gone(file_clerk, announcement, fresh_content):
    location = file_clerk.announce(announcement(fresh_content), fresh_content[:10]).headers["Location"]
    assert file_clerk.request("DELETE", location, headers=TUS).status_code == 204
    assert file_clerk.offset(location).status_code == 404


def test_another_accounts_upload_does_not_exist(file_clerk, provider, announcement, fresh_content):
    location = file_clerk.announce(announcement(fresh_content)).headers["Location"]
    assert provider.offset(location).status_code == 404
    assert provider.send(location, 0, fresh_content).json()["code"] == "upload.unknown"


def test_more_bytes_than_announced_are_refused(file_clerk, announcement, fresh_content):
    location = file_clerk.announce(announcement(fresh_content)).headers["Location"]
    answer = file_clerk.send(location, 0, fresh_content + b"x")
    assert (answer.status_code, answer.json()["code"]) == (413, "upload.too_large")
    assert file_clerk.send(location, 0, fresh_content).status_code == 204


def test_clk_2_a_clerk_for_letters_cannot_upload(letter_clerk, announcement, fresh_content):
    answer = letter_clerk.announce(announcement(fresh_content), fresh_content)
    assert (answer.status_code, answer.json()["code"]) == (403, "role.missing")


def test_clk_2_a_clerk_for_letters_sees_no_submission(file_clerk, letter_clerk, announcement, fresh_content):
    said = announcement(fresh_content)
    file_clerk.announce(said, fresh_content)
    assert letter_clerk.get(f"/v1/submissions/{said.key}").json()["code"] == "submission.unknown"


def test_somebody_else_of_the_organization_sees_the_receipt(file_clerk, provider, announcement, fresh_content):
    said = announcement(fresh_content)
    receipt = file_clerk.announce(said, fresh_content).json()
    assert provider.get(f"/v1/submissions/{said.key}").json()["receipt"] == receipt


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"avrs_id": "123456789"}, 404, "organisation.unknown"),
        ({"sha256": "A" * 64}, 422, "input.invalid"),
        ({"sha256": "0" * 63}, 422, "input.invalid"),
        ({"submission_key": "1"}, 422, "input.invalid"),
        ({"filename": " "}, 422, "input.invalid"),
        ({"filename": "a\nb"}, 422, "input.invalid"),
        ({"filename": "a" * 256}, 422, "input.invalid"),
        ({"again": "yes"}, 422, "input.invalid"),
    ],
)
def test_what_is_announced_wrongly_is_refused(file_clerk, announcement, fresh_content, changes, status, code):
    answer = file_clerk.announce(announcement(fresh_content, **changes), fresh_content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_an_empty_file_is_refused(file_clerk, announcement):
    answer = file_clerk.announce(announcement(b""))
    assert (answer.status_code, answer.json()["code"]) == (422, "input.invalid")


def test_asm_7_a_file_above_the_limit_is_refused_before_its_bytes(file_clerk, announcement, fresh_content):
    headers = {**announcement(fresh_content).headers(), "Upload-Length": str(2**31 + 1)}
    answer = file_clerk.post("/v1/uploads", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "upload.too_large")


def test_without_the_tus_header_nothing_happens(file_clerk, announcement, fresh_content):
    headers = announcement(fresh_content).headers()
    del headers["Tus-Resumable"]
    answer = file_clerk.post("/v1/uploads", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (412, "tus.version")
    assert answer.headers["Tus-Version"] == "1.0.0"
