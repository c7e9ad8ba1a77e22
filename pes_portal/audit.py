"""The audit trail: who did what to whom, one line each, appended and never changed, without secrets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from pes_portal.database.tables import audit
from pes_portal.wire.audit import Audit, AuditLine, Event


@dataclass(frozen=True)
class Deed:
    """Something worth a line; `who` and `whom` are user IDs that exist, never what a stranger typed."""

    event: Event
    source: str
    who: str | None = None
    whom: str | None = None
    avrs_id: str | None = None
    detail: str | None = None


def note(connection: Connection, deed: Deed, now: datetime) -> None:
    """Append a line, in the transaction of the deed itself."""
    connection.execute(
        insert(audit).values(
            at=now,
            source=deed.source,
            event=deed.event,
            who=deed.who,
            whom=deed.whom,
            avrs_id=deed.avrs_id,
            detail=deed.detail,
        )
    )


def whole_audit(connection: Connection) -> Audit:
    """Every line, oldest first."""
    rows = connection.execute(select(audit).order_by(audit.c.number))
    return Audit(
        rows=[
            AuditLine(
                number=row.number,
                at=row.at,
                source=row.source,
                event=Event(row.event),
                who=row.who,
                whom=row.whom,
                avrs_id=row.avrs_id,
                detail=row.detail,
            )
            for row in rows
        ]
    )
