"""The back office's one thread: answers each submission exactly once, and posts letters when ready."""

from __future__ import annotations

import logging
import re
import threading
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, update

from pes_portal.backoffice.answers import Answer, answers_to
from pes_portal.backoffice.implementation_guide import GuideChecker
from pes_portal.clock import Clock
from pes_portal.crashes import log_crash
from pes_portal.database.engine import Database
from pes_portal.database.settings import Counter, next_number
from pes_portal.database.tables import back_office_work, ledger
from pes_portal.notices.posting import LetterPosting
from pes_portal.trade_files.contents import ContentStore
from pes_portal.trade_files.shelf import (
    X12_MEDIA_TYPE,
    NewTradeFile,
    put_on_shelf,
)

_LOOK_EVERY_SECONDS = 1.0
_ANSWERS_STAY = timedelta(days=180)
# After this many failures only the structure is answered for; after the last, a person has to look.
_ATTEMPTS_WITH_GUIDES = 2
_ATTEMPTS_MAX = 4


@dataclass(frozen=True)
class _Work:
    submission_key: UUID
    receipt: str
    avrs_id: str
    file_id: str
    attempts: int


class BackOffice:
    """Works through what was received; all it knows is in the database, so it may die at any moment."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        contents: ContentStore,
        received: Path,
        letters: LetterPosting,
    ) -> None:
        self._database = database
        self._clock = clock
        self._contents = contents
        self._received = received
        self._letters = letters
        self._guides = GuideChecker()
        self._expected = threading.Event()
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def expect(self) -> None:
        """Something is coming: get the guides ready meanwhile."""
        self._expected.set()
        self._wanted.set()

    def wake(self) -> None:
        """Something was received."""
        self._wanted.set()

    def start(self) -> None:
        """Begin to work, with whatever an earlier process left."""
        self._thread = threading.Thread(target=self._run, name="back office", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End soon; an answer under way is made again at the next start."""
        self._stopping.set()
        self._wanted.set()
        self._guides.interrupt()
        if self._thread is not None:
            self._thread.join(timeout=0.5)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wanted.wait(_LOOK_EVERY_SECONDS)
            self._wanted.clear()
            if self._expected.is_set():
                self._guides.get_ready()
            try:
                self._letters.post_ready_letters()
                self._answer_everything()
            except Exception as crash:  # noqa: BLE001  (the thread must outlive any one failure)
                log_crash(crash)
        self._guides.close()

    def _answer_everything(self) -> None:
        for work in self._waiting():
            if self._stopping.is_set():
                return
            try:
                self._answer(work)
            except Exception as crash:  # noqa: BLE001  (one file must not hold up the others)
                if not self._stopping.is_set():
                    log_crash(crash)
                    self._note_failure(work)

    def _waiting(self) -> list[_Work]:
        with self._database.reading() as connection:
            rows = connection.execute(
                select(back_office_work, ledger.c.receipt, ledger.c.avrs_id)
                .join(ledger, ledger.c.submission_key == back_office_work.c.submission_key)
                .where(back_office_work.c.answered_at.is_(None), back_office_work.c.attempts < _ATTEMPTS_MAX)
                .order_by(ledger.c.number)
            ).all()
        return [_Work(UUID(row.submission_key), row.receipt, row.avrs_id, row.file_id, row.attempts) for row in rows]

    def _answer(self, work: _Work) -> None:
        guides = self._guides if work.attempts < _ATTEMPTS_WITH_GUIDES else None
        path = self._received / work.file_id
        answers = answers_to(path, self._next_control_number, self._clock.now(), guides)
        files = [self._trade_file(work, answer) for answer in answers]
        if self._stopping.is_set():
            # A check that was cut short said nothing, and its silence must not be posted as consent.
            return
        with self._database.writing() as connection:
            first_time = connection.execute(
                update(back_office_work)
                .where(
                    back_office_work.c.submission_key == str(work.submission_key),
                    back_office_work.c.answered_at.is_(None),
                )
                .values(answered_at=self._clock.now())
            ).rowcount
            if first_time:
                for file in files:
                    put_on_shelf(connection, file)

    def _trade_file(self, work: _Work, answer: Answer) -> NewTradeFile:
        now = self._clock.now()
        number = re.sub(r"[^0-9A-Za-z]", "_", answer.control_number)
        return NewTradeFile(
            avrs_id=work.avrs_id,
            transaction_type=answer.transaction_type,
            name=f"{answer.transaction_type}_{work.receipt}_{number}.x12",
            content=self._contents.keep(answer.content),
            media_type=X12_MEDIA_TYPE,
            posted_at=now,
            available_until=now + _ANSWERS_STAY,
            in_reply_to=work.submission_key,
        )

    def _next_control_number(self) -> int:
        with self._database.writing() as connection:
            return next_number(connection, Counter.INTERCHANGE)

    def _note_failure(self, work: _Work) -> None:
        logging.getLogger("pes_portal.back_office").error("no answer yet for %s", work.receipt)
        with self._database.writing() as connection:
            connection.execute(
                update(back_office_work)
                .where(back_office_work.c.submission_key == str(work.submission_key))
                .values(attempts=work.attempts + 1)
            )
