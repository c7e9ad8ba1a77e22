"""A file on its way to a portal: what was queued, how far it came, what proves it, what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pes_client.domain.accounts import AccountId
from pes_client.wording import Text


class SubmissionState(StrEnum):
    """The stations of a submission, in order.

    QUEUED → SENDING → RECEIVED → ACCEPTED | PARTLY | REJECTED. UNKNOWN means that the last byte may have
    arrived: the portal is asked before anything is sent again. DUPLICATE and REFUSED are the portal's no to
    the file itself (it has the content already; it does not want it), WITHDRAWN is a person's.
    """

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OUTBOX_STATES = frozenset({SubmissionState.QUEUED, SubmissionState.SENDING, SubmissionState.UNKNOWN})
RECEIVED_STATES = frozenset(
    {SubmissionState.RECEIVED, SubmissionState.ACCEPTED, SubmissionState.PARTLY, SubmissionState.REJECTED}
)


class WaitsFor(StrEnum):
    """Who or what has to act next; together with `reason` and `next_try_at` no row is left unexplained.

    PORTAL: it did not answer as it should, and the time of the next try is ours. APPOINTMENT: the portal named
    the time itself, so that nobody's impatience shortens it.
    """

    NOTHING = "nothing"
    TURN = "turn"
    PORTAL = "portal"
    APPOINTMENT = "appointment"
    SIGN_IN = "sign_in"
    PERSON = "person"
    ACKNOWLEDGEMENT = "acknowledgement"


class Answer(StrEnum):
    """What an acknowledgement says about one interchange."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The portal's proof that it has the file; the only proof there is."""

    number: str
    submission_key: str
    sha256: str
    size: int
    received_at: datetime
    user_id: str
    avrs_id: str
    file_name: str


@dataclass(frozen=True, slots=True)
class SentInterchange:
    """One interchange inside a submitted file, and the answer to it once there is one."""

    position: int
    control_number: str
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """One file in the outbox or already out of it. `offset` counts the bytes that the portal confirmed."""

    key: str
    account: AccountId
    avrs_id: str
    file_name: str
    size: int
    sha256: str
    document_id: str
    again: bool
    queued_at: datetime
    state: SubmissionState
    waits_for: WaitsFor
    reason: Text
    next_try_at: datetime | None = None
    attempts: int = 0
    upload_url: str | None = None
    offset: int = 0
    receipt: Receipt | None = None
    answered_at: datetime | None = None
    interchanges: tuple[SentInterchange, ...] = ()

    @property
    def in_outbox(self) -> bool:
        """Whether it still has to reach the portal."""
        return self.state in OUTBOX_STATES
