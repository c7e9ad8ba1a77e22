"""The outbox and everything that ever left it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql.elements import ColumnElement

from pes_client.domain.accounts import AccountId
from pes_client.domain.submissions import (
    OUTBOX_STATES,
    Answer,
    Receipt,
    Submission,
    SubmissionState,
    WaitsFor,
)
from pes_client.store import tables
from pes_client.store.rows.changes import UNCHANGED, Unchanged, given
from pes_client.store.rows.submission_reading import (
    read_submissions,
    submissions_of,
    submissions_with_receipts,
)
from pes_client.wording import NOTHING, Text

_ROW = tables.submission.c
_OVER = (SubmissionState.WITHDRAWN, SubmissionState.REFUSED)
_NEVER_LEFT = (*_OVER, SubmissionState.QUEUED)
_A_PERSON_ACTS_FIRST = (WaitsFor.PERSON, WaitsFor.SIGN_IN)


class SubmissionRows:
    """Submissions with their receipts and interchanges; oldest means queued first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, submission: Submission) -> None:
        """Put a new submission into the outbox; its document is committed already."""
        self._connection.execute(
            insert(tables.submission).values(
                key=submission.key,
                portal=submission.account.portal,
                user_id=submission.account.user_id,
                avrs_id=submission.avrs_id,
                file_name=submission.file_name,
                size=submission.size,
                sha256=submission.sha256,
                document_id=submission.document_id,
                again=submission.again,
                queued_at=submission.queued_at,
                state=submission.state,
                waits_for=submission.waits_for,
                reason=submission.reason,
                next_try_at=submission.next_try_at,
                attempts=submission.attempts,
                upload_url=submission.upload_url,
                offset=submission.offset,
                answered_at=submission.answered_at,
            )
        )
        if submission.receipt:
            self._put_receipt(submission.key, submission.receipt)
        if submission.interchanges:
            self._connection.execute(
                insert(tables.interchange),
                [
                    {
                        "key": submission.key,
                        "position": each.position,
                        "control_number": each.control_number,
                        "answer": each.answer,
                    }
                    for each in submission.interchanges
                ],
            )

    def get(self, key: str) -> Submission | None:
        """The submission with this key."""
        return next(iter(read_submissions(self._connection, submissions_with_receipts().where(_ROW.key == key))), None)

    def matching(self, portal: str, avrs_id: str, sha256: str) -> list[Submission]:
        """The same content on its way to, or received by, this portal for this AVRS ID; oldest first."""
        query = submissions_with_receipts().where(_ROW.portal == portal, _ROW.avrs_id == avrs_id, _ROW.sha256 == sha256)
        return read_submissions(self._connection, query.where(_ROW.state.not_in(_OVER)).order_by(_ROW.entry))

    def find(
        self,
        *,
        account: AccountId | None = None,
        portal: str | None = None,
        avrs_id: str | None = None,
        states: Collection[SubmissionState] | None = None,
        limit: int | None = None,
        before: str | None = None,
        newest_first: bool = True,
    ) -> list[Submission]:
        """Submissions that fit everything given; `before` is the key of the last one already seen."""
        query = submissions_with_receipts().where(*_belonging(account, portal, avrs_id)).limit(limit)
        if states is not None:
            query = query.where(_ROW.state.in_(states))
        if before is not None:
            seen = select(_ROW.entry).where(_ROW.key == before).scalar_subquery()
            query = query.where(_ROW.entry < seen if newest_first else _ROW.entry > seen)
        return read_submissions(self._connection, query.order_by(_ROW.entry.desc() if newest_first else _ROW.entry))

    def due(self, account: AccountId, now: datetime) -> list[Submission]:
        """What the engine may work on now, oldest first.

        Rows that wait for a person or for a sign-in are not among them: `update` or `release` wakes these.
        """
        return read_submissions(
            self._connection, submissions_with_receipts().where(*_workable(account), _is_due(now)).order_by(_ROW.entry)
        )

    def next_due_at(self, account: AccountId) -> datetime | None:
        """The earliest time set for a later try; rows without a time are due already and do not count."""
        query = select(func.min(_ROW.next_try_at)).where(*_workable(account))
        return self._connection.execute(query).scalar()

    def update(
        self,
        key: str,
        *,
        state: SubmissionState | Unchanged = UNCHANGED,
        waits_for: WaitsFor | Unchanged = UNCHANGED,
        reason: Text | Unchanged = UNCHANGED,
        next_try_at: datetime | Unchanged | None = UNCHANGED,
        attempts: int | Unchanged = UNCHANGED,
        upload_url: str | Unchanged | None = UNCHANGED,
        offset: int | Unchanged = UNCHANGED,
        receipt: Receipt | Unchanged = UNCHANGED,
        answered_at: datetime | Unchanged | None = UNCHANGED,
    ) -> None:
        """Change what is given and nothing else; KeyError for an unknown key."""
        columns = given(
            state=state,
            waits_for=waits_for,
            reason=reason,
            next_try_at=next_try_at,
            attempts=attempts,
            upload_url=upload_url,
            offset=offset,
            answered_at=answered_at,
        )
        # Naming the key itself keeps the statement valid when only the receipt is given.
        change = update(tables.submission).where(_ROW.key == key).values({"key": key, **columns})
        if self._connection.execute(change).rowcount == 0:
            raise KeyError(key)
        if isinstance(receipt, Receipt):
            self._put_receipt(key, receipt)

    def set_answer(self, key: str, position: int, answer: Answer) -> None:
        """Keep what an acknowledgement said about one interchange; KeyError if there is no such one."""
        columns = tables.interchange.c
        change = update(tables.interchange).where(columns.key == key, columns.position == position)
        if self._connection.execute(change.values(answer=answer)).rowcount == 0:
            raise KeyError(f"{key} {position}")

    def put_answer_sheet(self, key: str, sheet: str, answers: Sequence[Answer | None] = ()) -> None:
        """Keep a submission's answer sheet instead of the earlier one.

        `answers` are those to the interchanges in the order of the file, as far as the sheet follows them.
        """
        row = upsert(tables.answer_sheet).values(key=key, sheet=sheet)
        self._connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"sheet": sheet}))
        columns = tables.interchange.c
        order = select(columns.position).where(columns.key == key).order_by(columns.position)
        for position, answer in zip(self._connection.execute(order).scalars().all(), answers, strict=False):
            change = update(tables.interchange).where(columns.key == key, columns.position == position)
            self._connection.execute(change.values(answer=answer))

    def answer_sheet(self, key: str) -> str | None:
        """The answer sheet of a submission, as it was put."""
        columns = tables.answer_sheet.c
        return self._connection.execute(select(columns.sheet).where(columns.key == key)).scalar()

    def unanswered(self, portal: str, avrs_id: str, control_number: str) -> list[tuple[Submission, int]]:
        """Interchanges that an acknowledgement with this ISA13 may mean, with their positions; oldest first."""
        columns = tables.interchange.c
        query = (
            submissions_with_receipts()
            .add_columns(columns.position.label("interchange_position"))
            .join(tables.interchange, columns.key == _ROW.key)
            .where(_ROW.portal == portal, _ROW.avrs_id == avrs_id, _ROW.state.not_in(_NEVER_LEFT))
            .where(columns.control_number == control_number, columns.answer.is_(None))
            .order_by(_ROW.entry, columns.position)
        )
        rows = self._connection.execute(query).all()
        positions = [row.interchange_position for row in rows]
        return list(zip(submissions_of(self._connection, rows), positions, strict=True))

    def claim_orphans(self, reason: Text) -> int:
        """At start-up: what a dead process was sending may have arrived, so the portal is asked next."""
        change = (
            update(tables.submission)
            .where(_ROW.state == SubmissionState.SENDING)
            .values(state=SubmissionState.UNKNOWN, waits_for=WaitsFor.TURN, reason=reason, next_try_at=None)
        )
        return self._connection.execute(change).rowcount

    def release(self, account: AccountId, waits_for: WaitsFor, reason: Text = NOTHING) -> int:
        """Let the rows that waited for this take their turn now; how many there were."""
        change = (
            update(tables.submission)
            .where(*_belonging(account, None, None), _ROW.state.in_(OUTBOX_STATES))
            .where(_ROW.waits_for == waits_for)
            .values(waits_for=WaitsFor.TURN, reason=reason, next_try_at=None)
        )
        return self._connection.execute(change).rowcount

    def hold(
        self,
        account: AccountId,
        *,
        waits_for: WaitsFor,
        reason: Text,
        next_try_at: datetime | None,
        now: datetime,
    ) -> list[str]:
        """Give every row that was due, and waits for no person, this reason and time; their keys."""
        held = (
            update(tables.submission)
            .where(*_belonging(account, None, None), _ROW.state.in_(OUTBOX_STATES))
            .where(_ROW.waits_for != WaitsFor.PERSON, _is_due(now))
            .values(waits_for=waits_for, reason=reason, next_try_at=next_try_at)
            .returning(_ROW.key)
        )
        return list(self._connection.execute(held).scalars())

    def counts(self, portal: str | None = None, avrs_id: str | None = None) -> dict[SubmissionState, int]:
        """How many submissions there are in every state, zeros included."""
        query = select(_ROW.state, func.count()).where(*_belonging(None, portal, avrs_id)).group_by("state")
        found: dict[SubmissionState, int] = {row[0]: row[1] for row in self._connection.execute(query)}
        return {state: found.get(state, 0) for state in SubmissionState}

    def waiting(self, account: AccountId) -> int:
        """How many submissions of this account still have to reach the portal."""
        query = select(func.count()).where(*_belonging(account, None, None), _ROW.state.in_(OUTBOX_STATES))
        return self._connection.execute(query).scalar_one()

    def _put_receipt(self, key: str, receipt: Receipt) -> None:
        told = {
            "number": receipt.number,
            "submission_key": receipt.submission_key,
            "sha256": receipt.sha256,
            "size": receipt.size,
            "received_at": receipt.received_at,
            "user_id": receipt.user_id,
            "avrs_id": receipt.avrs_id,
            "file_name": receipt.file_name,
        }
        row = upsert(tables.receipt).values(key=key, **told)
        self._connection.execute(row.on_conflict_do_update(index_elements=["key"], set_=told))


def _belonging(account: AccountId | None, portal: str | None, avrs_id: str | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if account is not None:
        conditions += [_ROW.portal == account.portal, _ROW.user_id == account.user_id]
    if portal is not None:
        conditions.append(_ROW.portal == portal)
    if avrs_id is not None:
        conditions.append(_ROW.avrs_id == avrs_id)
    return conditions


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(_ROW.next_try_at.is_(None), _ROW.next_try_at <= now)


def _workable(account: AccountId) -> list[ColumnElement[bool]]:
    return [
        *_belonging(account, None, None),
        _ROW.state.in_(OUTBOX_STATES),
        _ROW.waits_for.not_in(_A_PERSON_ACTS_FIRST),
    ]
