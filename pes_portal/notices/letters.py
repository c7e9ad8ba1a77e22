"""Who is told of posted letters, and in which words (TRF-3, TRF-5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from pes_portal.accounts.book import AccountRecord, account_record, organisations_of
from pes_portal.database.tables import accounts, memberships
from pes_portal.notices.outgoing import write_mail
from pes_portal.wire.session import Role

_READERS = (Role.TRADE_FILES, Role.LETTERS_ONLY)


def write_notices(connection: Connection, letters_for: Sequence[str], portal_name: str, now: datetime) -> None:
    """Write one mail to each account that may read some of the letters posted.

    `letters_for` is the AVRS ID of each letter. A mail names AVRS IDs and counts, and nothing out of a letter.
    """
    posted = Counter(letters_for)
    for account in _accounts_with_mail(connection, posted):
        own = {avrs_id: posted[avrs_id] for avrs_id in _readable(connection, account) if avrs_id in posted}
        if own and account.email:
            subject = f"{_letters(sum(own.values()))} for AVRS ID {', '.join(own)}"
            write_mail(connection, account.email, subject, _text(account.name, own, portal_name), now)


def _accounts_with_mail(connection: Connection, posted: Counter[str]) -> list[AccountRecord]:
    rows = connection.execute(
        select(accounts)
        .join(memberships, memberships.c.account_id == accounts.c.id)
        .where(
            memberships.c.avrs_id.in_(posted),
            accounts.c.email.is_not(None),
            accounts.c.deleted_at.is_(None),
        )
        .order_by(accounts.c.id)
        .distinct()
    )
    return [account_record(row) for row in rows.all()]


def _readable(connection: Connection, account: AccountRecord) -> list[str]:
    places = organisations_of(connection, account)
    return [place.avrs_id for place in places if not place.roles.isdisjoint(_READERS)]


def _text(name: str, own: dict[str, int], portal_name: str) -> str:
    lines = "\n".join(f"    AVRS ID {avrs_id}: {_letters(count)}" for avrs_id, count in own.items())
    return (
        f"Dear {name},\n\n"
        f"there are new letters for you on the {portal_name}:\n\n{lines}\n\n"
        "Sign in to read them: Trade Files > Download, transaction type E-Delivery.\n"
        "They stay there for 6 to 12 months.\n"
    )


def _letters(count: int) -> str:
    return "1 new letter" if count == 1 else f"{count} new letters"
