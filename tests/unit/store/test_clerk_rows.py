"""The clerks as last told are there for reading offline."""

from __future__ import annotations

from datetime import datetime, timedelta

from pes_client.domain.accounts import Role
from pes_client.domain.clerks import Clerk, ClerkBook, ClerkStatus
from pes_client.store.store import Store


def clerk(user_id: str, noon: datetime, **about: object) -> Clerk:
    told: dict[str, object] = {
        "first_name": "Pat",
        "last_name": "Reader",
        "email": "pat@example.org",
        "roles": frozenset({Role.CLAIM}),
        "status": ClerkStatus.ACTIVE,
        "last_sign_in_at": noon - timedelta(days=40),
        "other_organisations": 0,
        "etag": "1",
    }
    return Clerk(user_id, **{**told, **about})  # type: ignore[arg-type]


def book(noon: datetime, *clerks: Clerk) -> ClerkBook:
    return ClerkBook("cmap", "1001", clerks, noon, "provider1", noon)


def test_clk_5_the_book_comes_back_as_it_was_told(store: Store, noon: datetime) -> None:
    told = book(noon, clerk("b-clerk", noon), clerk("a-clerk", noon, last_sign_in_at=None, roles=frozenset()))
    with store.write() as records:
        records.clerks.put(told)
    with store.read() as records:
        assert records.clerks.get("cmap", "1001") == told
        assert records.clerks.get("cmap", "1000") is None


def test_a_newer_book_takes_the_place_of_the_old_one(store: Store, noon: datetime) -> None:
    with store.write() as records:
        records.clerks.put(book(noon, clerk("gone", noon)))
        records.clerks.put(book(noon, clerk("here", noon)))
    with store.read() as records:
        found = records.clerks.get("cmap", "1001")
    assert found is not None
    assert [each.user_id for each in found.clerks] == ["here"]


def test_a_role_that_only_a_newer_client_knows_is_kept(store: Store, noon: datetime) -> None:
    newer = clerk("newer", noon, other_roles=frozenset({"attestation"}))
    with store.write() as records:
        records.clerks.put(book(noon, newer))
    with store.read() as records:
        found = records.clerks.get("cmap", "1001")
    assert found is not None
    assert found.clerks == (newer,)
