"""The portal's lists as rows: what a new list changes, what is wanted, what is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pes_client.domain.activity import Deed
from pes_client.domain.submissions import WaitsFor
from pes_client.domain.tradefiles import ListedFile, TradeFile, TradeFileState
from pes_client.store.records import Records
from pes_client.store.store import Store
from pes_client.wording import NOTHING, text

REMITTANCE = "835"


def names(found: list[TradeFile]) -> list[str]:
    return [each.listed.name for each in found]


def state_of(records: Records, row: TradeFile) -> TradeFileState:
    found = records.trade_files.get(row.local_id)
    assert found is not None
    return found.state


@pytest.fixture
def posting(letter: ListedFile) -> ListedFile:
    return replace(letter, remote_id="L-2", posting=True, size=None, sha256=None)


def test_a_listed_file_comes_back_as_the_portal_told_it(store: Store, letter: ListedFile, noon: datetime) -> None:
    with store.write() as records:
        row = records.trade_files.record("cmap", letter, noon)
    with store.read() as records:
        assert records.trade_files.get(row.local_id) == row
        assert records.trade_files.by_remote("cmap", "1001", "L-1") == row
        assert records.trade_files.by_remote("cmap", "1000", "L-1") is None
        assert records.trade_files.get(999) is None
    assert (row.listed, row.portal, row.state) == (letter, "cmap", TradeFileState.LISTED)


@pytest.mark.parametrize(
    "name", ["../../evil\0.pdf", "half a character \udc80", "\u202efdp.exe", "'; DROP TABLE x", "%"]
)
def test_no_name_from_a_portal_holds_up_the_list(name: str, store: Store, letter: ListedFile, noon: datetime) -> None:
    with store.write() as records:
        row = records.trade_files.record("cmap", replace(letter, name=name, remote_id=name), noon)
        assert row.listed.name == name.replace("\udc80", "?")
        assert records.trade_files.by_remote("cmap", "1001", name) == row
        records.trade_files.update(row.local_id, reason=text("{file}", file=name))
        records.activity.append(noon, Deed.KEPT, text("{file}", file=name))


def test_the_same_id_in_two_organisations_is_two_files(store: Store, letter: ListedFile, noon: datetime) -> None:
    with store.write() as records:
        one = records.trade_files.record("cmap", letter, noon)
        other = records.trade_files.record("cmap", replace(letter, avrs_id="1000"), noon)
        again = records.trade_files.record("cmap", replace(letter, name="renamed"), noon)
    assert one.local_id != other.local_id
    assert again == replace(one, listed=replace(letter, name="renamed"))


def test_trf_6_a_letter_still_being_posted_says_so_and_is_listed_once_it_is_posted(
    store: Store, posting: ListedFile, noon: datetime
) -> None:
    with store.write() as records:
        row = records.trade_files.record("cmap", posting, noon)
        assert (row.state, row.waits_for) == (TradeFileState.POSTING, WaitsFor.PORTAL)
        assert row.reason != NOTHING
        records.trade_files.update(row.local_id, next_try_at=noon, attempts=4)
        row = records.trade_files.record("cmap", replace(posting, posting=False, size=5), noon)
        assert (row.state, row.reason, row.next_try_at, row.attempts) == (TradeFileState.LISTED, NOTHING, None, 0)
        assert row.listed.size == 5


def test_trf_6_a_letter_wanted_while_it_was_being_posted_is_wanted_once_it_is_posted(
    store: Store, posting: ListedFile, noon: datetime
) -> None:
    with store.write() as records:
        row = records.trade_files.record("cmap", posting, noon)
        assert records.trade_files.want([row.local_id]) == 1
        assert records.trade_files.want([row.local_id]) == 0
        assert state_of(records, row) is TradeFileState.POSTING
        assert [each.local_id for each in records.trade_files.wanted_due("cmap", ["1001"], noon)] == [1]
        records.trade_files.record("cmap", replace(posting, posting=False), noon)
        assert state_of(records, row) is TradeFileState.WANTED


def test_a_file_that_was_gone_and_is_listed_again_can_be_fetched(
    store: Store, letter: ListedFile, noon: datetime
) -> None:
    with store.write() as records:
        row = records.trade_files.record("cmap", letter, noon)
        records.trade_files.want([row.local_id])
        records.trade_files.update(row.local_id, state=TradeFileState.GONE, reason=text("gone"))
        assert records.trade_files.want([row.local_id]) == 0
        assert records.trade_files.record("cmap", letter, noon).state is TradeFileState.WANTED


@pytest.mark.parametrize("state", [TradeFileState.KEPT, TradeFileState.UNVERIFIED])
def test_a_list_changes_nothing_about_what_is_kept(
    state: TradeFileState, store: Store, letter: ListedFile, noon: datetime
) -> None:
    with store.write() as records:
        row = records.trade_files.record("cmap", letter, noon)
        records.trade_files.want([row.local_id])
        records.trade_files.update(row.local_id, state=state, document_id="s1", kept_at=noon)
        changed = replace(letter, posting=True, size=1, sha256="00" * 32, name="new name")
        row = records.trade_files.record("cmap", changed, noon)
        assert (row.state, row.document_id, row.kept_at) == (state, "s1", noon)
        assert (row.listed.size, row.listed.sha256) == (letter.size, letter.sha256)
        assert row.listed.name == "new name"
        assert records.trade_files.want([row.local_id]) == 0
        assert records.trade_files.wanted("cmap", ["1001"]) == []


def test_wanted_files_are_due_when_their_time_has_come_oldest_first(
    store: Store, letter: ListedFile, noon: datetime
) -> None:
    with store.write() as records:
        rows = [
            records.trade_files.record(
                "cmap", replace(letter, remote_id=str(age), posted_at=noon - timedelta(days=age)), noon
            )
            for age in range(5)
        ]
        ids = [row.local_id for row in rows]
        assert records.trade_files.want(ids[:4]) == 4
        records.trade_files.update(ids[0], next_try_at=noon)
        records.trade_files.update(ids[1], next_try_at=noon + timedelta(hours=1))
        records.trade_files.update(ids[2], state=TradeFileState.FETCHING, waits_for=WaitsFor.NOTHING)
        records.trade_files.update(ids[3], waits_for=WaitsFor.PERSON)
        due = records.trade_files.wanted_due("cmap", ["1000", "1001"], noon)
        assert [row.local_id for row in due] == [ids[2], ids[0]]
        wanted = records.trade_files.wanted("cmap", ["1001"])
        assert [row.local_id for row in wanted] == [ids[2], ids[1], ids[0]]
        assert records.trade_files.wanted("cmap", ["1000"]) == []
        assert records.trade_files.wanted("cmap", []) == []
        assert records.trade_files.next_due_at("cmap", ["1001"]) == noon
        assert records.trade_files.next_due_at("husky", ["1001"]) is None


def test_what_a_dead_process_was_fetching_is_wanted_again(store: Store, letter: ListedFile, noon: datetime) -> None:
    with store.write() as records:
        row = records.trade_files.record("cmap", letter, noon)
        records.trade_files.update(row.local_id, state=TradeFileState.FETCHING, next_try_at=noon)
        assert records.trade_files.claim_orphans() == 1
        assert records.trade_files.claim_orphans() == 0
        assert state_of(records, row) is TradeFileState.WANTED


def test_an_unknown_trade_file_cannot_be_updated(store: Store, noon: datetime) -> None:
    with pytest.raises(KeyError), store.write() as records:
        records.trade_files.update(77, opened_at=noon)


@pytest.fixture
def shelf(store: Store, letter: ListedFile, noon: datetime) -> Store:
    """Three letters and a remittance advice, a day apart, and one file of another organisation."""
    listed = [
        replace(letter, remote_id="a", name="100% done.pdf", posted_at=noon),
        replace(letter, remote_id="b", name="Re-enrolment notice.pdf", posted_at=noon + timedelta(days=1)),
        replace(letter, remote_id="c", name="100x done.pdf", letter_kind="PA", posted_at=noon + timedelta(days=2)),
        replace(letter, remote_id="d", name="ra", transaction_type=REMITTANCE, posted_at=noon + timedelta(days=3)),
        replace(letter, remote_id="e", name="theirs", avrs_id="1000"),
    ]
    with store.write() as records:
        for each in listed:
            records.trade_files.record("cmap", each, noon)
    return store


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["ra", "100x done.pdf", "Re-enrolment notice.pdf", "100% done.pdf"]),
        ({"newest_first": False, "limit": 1}, ["100% done.pdf"]),
        ({"limit": 2, "offset": 1}, ["100x done.pdf", "Re-enrolment notice.pdf"]),
        ({"transaction_type": REMITTANCE}, ["ra"]),
        ({"words": "100%"}, ["100% done.pdf"]),
        ({"words": "NOTICE re-enrol"}, ["Re-enrolment notice.pdf"]),
        ({"words": "done pa"}, ["100x done.pdf"]),
        ({"words": "_"}, []),
        ({"posted_from": date(2026, 11, 22)}, ["ra", "100x done.pdf"]),
        ({"posted_to": date(2026, 11, 20)}, ["100% done.pdf"]),
        ({"posted_from": date(2026, 11, 21), "posted_to": date(2026, 11, 21)}, ["Re-enrolment notice.pdf"]),
        (
            {"posted_from": date.min, "posted_to": date.max},
            ["ra", "100x done.pdf", "Re-enrolment notice.pdf", "100% done.pdf"],
        ),
        ({"posted_from": date.max}, []),
        ({"posted_to": date.min}, []),
        ({"states": {TradeFileState.KEPT}}, []),
    ],
)
def test_find_shows_what_fits_every_filter(filters: dict[str, object], expected: list[str], shelf: Store) -> None:
    with shelf.read() as records:
        found = records.trade_files.find(portal="cmap", avrs_id="1001", **filters)  # type: ignore[arg-type]
        assert names(found) == expected
        paging = {"limit", "offset", "newest_first"}
        if not paging & filters.keys():
            counted = records.trade_files.count(portal="cmap", avrs_id="1001", **filters)  # type: ignore[arg-type]
            assert counted == len(expected)


def test_trf_3_unread_letters_are_those_that_are_ready_and_were_never_opened(
    shelf: Store, posting: ListedFile, noon: datetime
) -> None:
    with shelf.write() as records:
        records.trade_files.record("cmap", posting, noon)
        assert records.trade_files.unread_letters("cmap", "1001") == 3
        [opened, gone, *_] = records.trade_files.find(portal="cmap", avrs_id="1001", transaction_type="EDELIVERY")
        records.trade_files.update(opened.local_id, state=TradeFileState.KEPT, opened_at=noon)
        records.trade_files.update(gone.local_id, state=TradeFileState.GONE)
        assert records.trade_files.unread_letters("cmap", "1001") == 1
        assert records.trade_files.unread_letters("cmap", "1000") == 1


def test_a_day_is_a_day_of_this_machines_clock(
    store: Store, letter: ListedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a running process can only be changed on POSIX")
    with store.write() as records:
        late = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # nine in the evening of the 20th in Connecticut
        records.trade_files.record("cmap", replace(letter, posted_at=late), late)
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        with store.read() as records:
            day = date(2026, 11, 20)
            count = records.trade_files.count(portal="cmap", avrs_id="1001", posted_from=day, posted_to=day)
    time.tzset()
    assert count == 1
