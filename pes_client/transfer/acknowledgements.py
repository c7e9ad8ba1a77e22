"""Ties acknowledgements that came home to the submissions they answer."""

from __future__ import annotations

from collections.abc import Iterable

from pes_client.domain.activity import Deed
from pes_client.domain.submissions import Answer, Submission, SubmissionState, WaitsFor
from pes_client.domain.tradefiles import ListedFile, TradeFile
from pes_client.store.documents import Documents
from pes_client.store.records import Records
from pes_client.transfer.clock import Clock
from pes_client.wording import Text, text
from pes_client.x12.acknowledgements import AcknowledgementReport, read_acknowledgements
from pes_client.x12.answer_sheet import AnswerSheet

ACKNOWLEDGEMENT_TYPES = frozenset({"TA1", "999"})

_STATES = {
    Answer.ACCEPTED: SubmissionState.ACCEPTED,
    Answer.PARTLY: SubmissionState.PARTLY,
    Answer.REJECTED: SubmissionState.REJECTED,
}
_WORDS = {
    Answer.ACCEPTED: text("Accepted by the portal."),
    Answer.PARTLY: text("Partly accepted: the acknowledgement names what was rejected."),
    Answer.REJECTED: text("Rejected: the acknowledgement says why."),
}


class Acknowledgements:
    """Reads TA1 and 999 files and writes what they answer into the submissions.

    It works inside the caller's transaction: an acknowledgement is kept and takes effect in one step, and a
    receipt that comes after its own acknowledgement finds the answer waiting.
    """

    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    def read(self, kept: ListedFile, document_id: str) -> AcknowledgementReport | None:
        """What a document says as an acknowledgement; None if it is of another kind or broken itself."""
        if kept.transaction_type not in ACKNOWLEDGEMENT_TYPES:
            return None
        with self._documents.open(document_id) as content:
            report = read_acknowledgements(content)
        return report if report.complete else None

    def apply(self, records: Records, kept: TradeFile, report: AcknowledgementReport) -> str | None:
        """Note what the acknowledgement answers; the key of the submission that it moved, if any."""
        for submission in _candidates(records, kept):
            sheet = _sheet(records, submission.key)
            merged = sheet.merge(report) if sheet else None
            if merged is not None and merged != sheet:
                records.submissions.put_answer_sheet(submission.key, merged.to_json(), merged.interchange_answers())
                self.settle(records, submission.key)
                return submission.key
        return None

    def settle(self, records: Records, key: str) -> None:
        """Move a received submission on, if everything in it is answered."""
        submission, sheet = records.submissions.get(key), _sheet(records, key)
        outcome = sheet.outcome() if sheet else None
        if submission is None or submission.state is not SubmissionState.RECEIVED or outcome is None:
            return
        now = self._clock.now()
        records.submissions.update(
            key,
            state=_STATES[outcome],
            waits_for=WaitsFor.NOTHING,
            reason=_WORDS[outcome],
            next_try_at=None,
            answered_at=now,
        )
        records.activity.append(
            now,
            Deed.ANSWERED,
            _answered(submission.file_name, outcome),
            account=submission.account,
            avrs_id=submission.avrs_id,
            subject=key,
        )


def _candidates(records: Records, kept: TradeFile) -> Iterable[Submission]:
    """The submissions that it may answer: the one the portal names, else the unanswered ones, oldest first."""
    if kept.listed.in_reply_to:
        named = records.submissions.get(kept.listed.in_reply_to)
        ours = named is not None and (named.account.portal, named.avrs_id) == (kept.portal, kept.listed.avrs_id)
        return [named] if named is not None and ours else []
    return records.submissions.find(
        portal=kept.portal, avrs_id=kept.listed.avrs_id, states={SubmissionState.RECEIVED}, newest_first=False
    )


def _sheet(records: Records, key: str) -> AnswerSheet | None:
    stored = records.submissions.answer_sheet(key)
    return AnswerSheet.from_json(stored) if stored else None


def _answered(file_name: str, outcome: Answer) -> Text:
    if outcome is Answer.ACCEPTED:
        return text("{file} was accepted.", file=file_name)
    if outcome is Answer.PARTLY:
        return text("{file} was partly accepted.", file=file_name)
    return text("{file} was rejected.", file=file_name)
