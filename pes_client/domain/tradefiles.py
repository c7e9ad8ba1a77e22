"""A file that a portal holds for an organisation, and how far it has come to this machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pes_client.domain.submissions import WaitsFor
from pes_client.wording import Text

E_DELIVERY = "EDELIVERY"


class TradeFileState(StrEnum):
    """LISTED on the portal → WANTED → FETCHING → KEPT here.

    POSTING: the portal is still preparing it (TRF-6). UNVERIFIED: kept, but no digest proves it.
    GONE: the portal no longer has it and it was never fetched.
    """

    LISTED = "listed"
    POSTING = "posting"
    WANTED = "wanted"
    FETCHING = "fetching"
    KEPT = "kept"
    UNVERIFIED = "unverified"
    GONE = "gone"


KEPT_STATES = frozenset({TradeFileState.KEPT, TradeFileState.UNVERIFIED})


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One row of a portal's trade-file list, as the portal told it."""

    remote_id: str
    avrs_id: str
    transaction_type: str
    letter_kind: str
    name: str
    posting: bool
    size: int | None
    sha256: str | None
    posted_at: datetime
    available_until: datetime | None
    in_reply_to: str | None


@dataclass(frozen=True, slots=True)
class TradeFile:
    """A listed file together with what this machine did about it. `local_id` names it here for ever."""

    local_id: int
    portal: str
    listed: ListedFile
    state: TradeFileState
    waits_for: WaitsFor
    reason: Text
    next_try_at: datetime | None = None
    attempts: int = 0
    document_id: str | None = None
    kept_at: datetime | None = None
    opened_at: datetime | None = None

    @property
    def is_letter(self) -> bool:
        """Whether it came by eDelivery."""
        return self.listed.transaction_type == E_DELIVERY

    @property
    def is_here(self) -> bool:
        """Whether it can be opened without the portal."""
        return self.state in KEPT_STATES
