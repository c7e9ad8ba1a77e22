"""What the core announces while it works; frozen, so that a window may receive them on another thread."""

from __future__ import annotations

from dataclasses import dataclass

from pes_client.domain.accounts import AccountId
from pes_client.wording import Text


@dataclass(frozen=True, slots=True)
class SubmissionChanged:
    """A submission moved to another station, or waits for another reason."""

    key: str


@dataclass(frozen=True, slots=True)
class TradeFilesChanged:
    """Rows of the local list of trade files changed for this organisation."""

    portal: str
    avrs_id: str


@dataclass(frozen=True, slots=True)
class TransferProgress:
    """Bytes done of one running transfer; at most ten a second. `subject` as in `Activity`."""

    subject: str
    name: str
    sending: bool
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """Whether the portal answered last time it was asked, and the words for it."""

    portal: str
    online: bool
    words: Text


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """Sign-in, sign-out, a due step or a stop of the account's queue."""

    account: AccountId


@dataclass(frozen=True, slots=True)
class ActivityAdded:
    """Something new is in the audit trail."""


Event = SubmissionChanged | TradeFilesChanged | TransferProgress | ConnectionChanged | AccountChanged | ActivityAdded
