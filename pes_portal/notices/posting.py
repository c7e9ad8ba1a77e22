"""Posting letters that have become ready, and telling their readers, in one transaction (TRF-5, TRF-6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pes_portal.clock import Clock
from pes_portal.database.engine import Database
from pes_portal.notices.letters import write_notices
from pes_portal.trade_files.shelf import anything_ready, post_what_is_ready


@dataclass(frozen=True)
class LetterPosting:
    """Each letter is posted once and told of once, whatever ends in between."""

    database: Database
    clock: Clock
    portal_name: str
    on_notices: Callable[[], None]

    def post_ready_letters(self) -> None:
        """Post what is ready now; cheap when nothing is."""
        now = self.clock.now()
        with self.database.reading() as connection:
            if not anything_ready(connection, now):
                return
        with self.database.writing() as connection:
            letters_for = post_what_is_ready(connection, now)
            write_notices(connection, letters_for, self.portal_name, now)
        self.on_notices()
