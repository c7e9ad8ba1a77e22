"""What a portal's list, or a new state, means for a trade file that is known already."""

from __future__ import annotations

from pes_client.domain.submissions import WaitsFor
from pes_client.domain.tradefiles import KEPT_STATES, ListedFile, TradeFileState
from pes_client.store.rows.changes import UNCHANGED, Unchanged
from pes_client.wording import NOTHING, text

_STILL_POSTING = text("The portal is still posting it. Check back in a few hours.")
_NO_LONGER_WANTED = (TradeFileState.LISTED, *KEPT_STATES)


def told(listed: ListedFile) -> dict[str, object]:
    """The columns that repeat what the portal said."""
    return {
        "avrs_id": listed.avrs_id,
        "remote_id": listed.remote_id,
        "transaction_type": listed.transaction_type,
        "letter_kind": listed.letter_kind,
        "name": listed.name,
        "posting": listed.posting,
        "size": listed.size,
        "sha256": listed.sha256,
        "posted_at": listed.posted_at,
        "available_until": listed.available_until,
        "in_reply_to": listed.in_reply_to,
    }


def first_state(*, posting: bool) -> dict[str, object]:
    """The columns that say where a file stands that was never seen before."""
    if posting:
        return {"state": TradeFileState.POSTING, "waits_for": WaitsFor.PORTAL, "reason": _STILL_POSTING}
    return {"state": TradeFileState.LISTED, "waits_for": WaitsFor.NOTHING, "reason": NOTHING}


def moved(state: TradeFileState, *, posting: bool, wanted: bool) -> dict[str, object]:
    """The columns that change when the portal's list says something new about a known file."""
    if posting and state in {TradeFileState.LISTED, TradeFileState.WANTED, TradeFileState.GONE}:
        return first_state(posting=True)
    if posting or state not in {TradeFileState.POSTING, TradeFileState.GONE}:
        return {}
    if wanted:
        moved: dict[str, object] = {"state": TradeFileState.WANTED, "waits_for": WaitsFor.TURN, "reason": NOTHING}
    else:
        moved = first_state(posting=False)
    return {**moved, "next_try_at": None, "attempts": 0}


def wish_after(state: TradeFileState | Unchanged) -> bool | Unchanged:
    """Whether a file is wanted once it is in this state; UNCHANGED where the wish stays what it was."""
    if state in _NO_LONGER_WANTED:
        return False
    if state in {TradeFileState.WANTED, TradeFileState.FETCHING}:
        return True
    return UNCHANGED
