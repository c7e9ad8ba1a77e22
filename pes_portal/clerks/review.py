"""The clerk review: noting that somebody looked through the clerks of an organisation (CLK-5)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select

from pes_portal.audit import note
from pes_portal.clerks.office import Office
from pes_portal.clock import Clock
from pes_portal.database.engine import Database
from pes_portal.database.tables import clerk_reviews
from pes_portal.wire.audit import Event
from pes_portal.wire.clerks import Review


@dataclass(frozen=True)
class ReviewBook:
    """Every review is kept; the last one is shown."""

    database: Database
    clock: Clock

    def last(self, office: Office) -> Review | None:
        """The last review of the organisation's clerks."""
        with self.database.reading() as connection:
            office.require_administrator(connection)
            row = connection.execute(
                select(clerk_reviews)
                .where(clerk_reviews.c.avrs_id == office.avrs_id)
                .order_by(clerk_reviews.c.id.desc())
                .limit(1)
            ).one_or_none()
        return None if row is None else Review(reviewed_on=row.reviewed_at, reviewed_by=row.reviewed_by)

    def note_review(self, office: Office) -> Review:
        """The clerks were reviewed now."""
        now = self.clock.now()
        review = Review(reviewed_on=now, reviewed_by=office.account.user_id)
        with self.database.writing() as connection:
            office.require_administrator(connection)
            connection.execute(
                insert(clerk_reviews).values(
                    avrs_id=office.avrs_id, reviewed_at=review.reviewed_on, reviewed_by=review.reviewed_by
                )
            )
            note(connection, office.deed(Event.CLERKS_REVIEWED), now)
        return review
