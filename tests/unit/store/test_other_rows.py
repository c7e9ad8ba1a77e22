"""Portals, policies, accounts, cursors, secrets and the audit trail as rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from pes_client.domain.accounts import AccountId, KnownAccount, Standing
from pes_client.domain.activity import Deed
from pes_client.domain.portals import Portal
from pes_client.store.rows.policies import StoredPolicy
from pes_client.store.store import Store
from pes_client.wording import NOTHING, text


def test_a_portal_of_the_same_name_takes_the_new_address_and_stays_known_since_then(
    store: Store, portal: Portal
) -> None:
    moved = replace(portal, url="https://new.invalid", ca_pem=None, known_since=portal.known_since + timedelta(1))
    other = replace(portal, name="a portal", url="https://other.invalid")
    with store.write() as records:
        for each in (portal, moved, other):
            records.portals.add(each)
        assert records.portals.get("cmap") == replace(moved, known_since=portal.known_since)
        assert records.portals.by_url("https://new.invalid") == records.portals.get("cmap")
        assert records.portals.by_url(portal.url) is None
        assert [each.name for each in records.portals.all()] == ["a portal", "cmap"]


def test_a_portal_is_removed_with_its_policy(store: Store, portal: Portal, noon: datetime) -> None:
    with store.write() as records:
        records.portals.add(portal)
        records.policies.put("cmap", '"1"', "{}", noon)
        records.policies.put("cmap", '"2"', '{"rules": []}', noon + timedelta(days=1))
        assert records.policies.get("cmap") == StoredPolicy('"2"', '{"rules": []}', noon + timedelta(days=1))
        records.portals.remove("cmap")
        assert records.portals.get("cmap") is None
        assert records.policies.get("cmap") is None


def test_an_account_keeps_its_standing_for_working_offline(store: Store, standing: Standing) -> None:
    account = standing.account
    with store.write() as records:
        records.accounts.save_standing(standing)
        assert records.accounts.get(account) == KnownAccount(account, False, NOTHING, standing)
        records.accounts.set_signed_in(account, True)
        changed = replace(standing, organisations=standing.organisations[1:], last_sign_in_at=None)
        records.accounts.save_standing(changed)
        assert records.accounts.get(account) == KnownAccount(account, True, NOTHING, changed)


def test_an_account_can_be_stopped_before_its_standing_is_known(store: Store, account: AccountId) -> None:
    why = text("The portal did not accept the password.")
    with store.write() as records:
        records.accounts.set_signed_in(account, True, stopped_because=why)
        assert records.accounts.all() == [KnownAccount(account, True, why, None)]
        records.accounts.set_signed_in(account, True)
        assert records.accounts.all() == [KnownAccount(account, True, NOTHING, None)]


def test_a_forgotten_account_leaves_standing_and_cursors_of_others_alone(store: Store, standing: Standing) -> None:
    other = replace(standing, account=AccountId("clerk@firm.invalid", "cmap"))
    with store.write() as records:
        for each in (standing, other):
            records.accounts.save_standing(each)
            records.cursors.put(each.account, "1001", "letters", "c-1")
        records.accounts.forget(standing.account)
        assert [known.standing for known in records.accounts.all()] == [other]
        assert records.accounts.get(standing.account) is None
        assert records.cursors.get(standing.account, "1001", "letters") is None
        assert records.cursors.get(other.account, "1001", "letters") == "c-1"


def test_a_cursor_belongs_to_what_the_roles_show(store: Store, account: AccountId) -> None:
    with store.write() as records:
        records.cursors.put(account, "1001", "letters", "c-1")
        records.cursors.put(account, "1001", "letters", "c-2")
        assert records.cursors.get(account, "1001", "letters") == "c-2"
        assert records.cursors.get(account, "1001", "everything") is None
        assert records.cursors.get(account, "1000", "letters") is None


def test_a_secret_is_replaced_and_deleted(store: Store) -> None:
    with store.write() as records:
        records.secrets.put("password", "one")
        records.secrets.put("password", "two")
        assert records.secrets.get("password") == "two"
        records.secrets.delete("password")
        records.secrets.delete("password")
        assert records.secrets.get("password") is None


def test_the_trail_is_read_newest_first_page_by_page(store: Store, account: AccountId, noon: datetime) -> None:
    with store.write() as records:
        for number in range(5):
            owner = account if number % 2 else None
            records.activity.append(
                noon, Deed.QUEUED, text("{file} was queued.", file=f"f{number}.x12"), account=owner, avrs_id="1001"
            )
        newest, *_ = page = records.activity.find(limit=2)
        assert [str(entry.words) for entry in page] == ["f4.x12 was queued.", "f3.x12 was queued."]
        assert (newest.at, newest.deed, newest.account, newest.avrs_id) == (noon, Deed.QUEUED, None, "1001")
        rest = records.activity.find(before=page[-1].entry_id)
        assert [entry.entry_id for entry in rest] == [3, 2, 1]
        assert [entry.entry_id for entry in records.activity.find(account=account)] == [4, 2]
        assert [entry.entry_id for entry in records.activity.find(words="QUEUED f2")] == [3]
        assert records.activity.find(words="f2 received") == []


@pytest.mark.parametrize("statement", ["UPDATE activity SET subject = 'other'", "DELETE FROM activity"])
def test_an_entry_of_the_trail_can_be_neither_changed_nor_deleted(statement: str, store: Store, noon: datetime) -> None:
    with store.write() as records:
        records.activity.append(noon, Deed.SIGNED_IN, text("Signed in."))
    with pytest.raises(IntegrityError, match="only ever added to"), store.write() as records:
        records.activity._connection.exec_driver_sql(statement)
    with store.read() as records:
        assert [str(entry.words) for entry in records.activity.find()] == ["Signed in."]


def test_an_entry_cannot_be_replaced_by_one_with_its_number(store: Store, noon: datetime) -> None:
    with store.write() as records:
        records.activity.append(noon, Deed.SIGNED_IN, text("Signed in."))
    with pytest.raises(IntegrityError), store.write() as records:
        records.activity._connection.exec_driver_sql(
            "INSERT OR REPLACE INTO activity SELECT entry_id, 0, deed, portal, user_id, '', '', '' FROM activity"
        )
