"""The word, icon and tone for every state that a row can be in."""

from __future__ import annotations

from dataclasses import dataclass

from pes_client.domain.accounts import AccountKind, Role, Standing
from pes_client.domain.activity import Deed
from pes_client.domain.clerks import Clerk, ClerkStatus
from pes_client.domain.findings import Severity
from pes_client.domain.submissions import Submission, SubmissionState, WaitsFor
from pes_client.domain.tradefiles import TradeFile, TradeFileState
from pes_client.gui.theme import Tone
from pes_client.policy.deadlines import Urgency
from pes_client.wording import Text, text


@dataclass(frozen=True, slots=True)
class Sign:
    """How a state is shown: an icon and a word, in a tone."""

    word: Text
    icon: str
    tone: Tone


_SUBMISSIONS = {
    SubmissionState.QUEUED: Sign(text("Waiting"), "wait", Tone.WAIT),
    SubmissionState.SENDING: Sign(text("Sending"), "upload", Tone.ACCENT),
    SubmissionState.UNKNOWN: Sign(text("Being checked"), "ask", Tone.WARN),
    SubmissionState.RECEIVED: Sign(text("Received"), "ok", Tone.ACCENT),
    SubmissionState.ACCEPTED: Sign(text("Accepted"), "ok", Tone.OK),
    SubmissionState.PARTLY: Sign(text("Partly accepted"), "warn", Tone.WARN),
    SubmissionState.REJECTED: Sign(text("Rejected"), "stop", Tone.STOP),
    SubmissionState.REFUSED: Sign(text("Refused"), "stop", Tone.STOP),
    SubmissionState.DUPLICATE: Sign(text("Already sent"), "warn", Tone.WARN),
    SubmissionState.WITHDRAWN: Sign(text("Withdrawn"), "withdraw", Tone.MUTED),
}
_NEEDS_SIGN_IN = Sign(text("Waits for sign-in"), "key", Tone.WARN)
_NEEDS_PERSON = Sign(text("Waits for you"), "warn", Tone.WARN)

_TRADE_FILES = {
    TradeFileState.LISTED: Sign(text("On the portal"), "portal", Tone.MUTED),
    TradeFileState.POSTING: Sign(text("Still being posted"), "wait", Tone.WAIT),
    TradeFileState.WANTED: Sign(text("Waiting"), "wait", Tone.WAIT),
    TradeFileState.FETCHING: Sign(text("Downloading"), "download", Tone.ACCENT),
    TradeFileState.KEPT: Sign(text("Here, verified"), "ok", Tone.OK),
    TradeFileState.UNVERIFIED: Sign(text("Here, not verified"), "warn", Tone.WARN),
    TradeFileState.GONE: Sign(text("No longer on the portal"), "stop", Tone.STOP),
}

SEVERITIES = {
    Severity.SUCCESS: Sign(text("Done"), "ok", Tone.OK),
    Severity.ADVICE: Sign(text("Advice"), "info", Tone.WAIT),
    Severity.WARNING: Sign(text("Warning"), "warn", Tone.WARN),
    Severity.ERROR: Sign(text("Error"), "stop", Tone.STOP),
}

_DEEDS = {
    Deed.PORTAL_ADDED: Sign(text("Portal added"), "portal", Tone.MUTED),
    Deed.SIGNED_IN: Sign(text("Signed in"), "key", Tone.MUTED),
    Deed.SIGN_IN_FAILED: Sign(text("Sign-in failed"), "warn", Tone.WARN),
    Deed.SIGNED_OUT: Sign(text("Signed out"), "key", Tone.MUTED),
    Deed.ACCOUNT_FORGOTTEN: Sign(text("Account removed here"), "remove", Tone.MUTED),
    Deed.SECURITY_PROFILE_SAVED: Sign(text("Site security saved"), "shield", Tone.OK),
    Deed.PASSWORD_CHANGED: Sign(text("Password changed"), "key", Tone.OK),
    Deed.SELF_SERVICE: Sign(text("Self-service"), "lock", Tone.ACCENT),
    Deed.ACCOUNT_SET_UP: Sign(text("Account set up"), "user", Tone.OK),
    Deed.CLERK_MAINTAINED: Sign(text("Clerk maintained"), "user", Tone.ACCENT),
    Deed.QUEUED: Sign(text("Ready to send"), "wait", Tone.WAIT),
    Deed.WITHDRAWN: Sign(text("Withdrawn"), "withdraw", Tone.MUTED),
    Deed.RECEIVED: Sign(text("Received by the portal"), "send", Tone.ACCENT),
    Deed.REFUSED: Sign(text("Refused by the portal"), "stop", Tone.STOP),
    Deed.ANSWERED: Sign(text("Answered"), "claim", Tone.ACCENT),
    Deed.KEPT: Sign(text("Downloaded"), "download", Tone.OK),
    Deed.OPENED: Sign(text("Opened"), "letter-open", Tone.MUTED),
    Deed.SAVED_AS: Sign(text("Saved as a file"), "save", Tone.MUTED),
    Deed.GONE: Sign(text("No longer on the portal"), "warn", Tone.WARN),
}

_CLERKS = {
    ClerkStatus.ACTIVE: Sign(text("Active"), "ok", Tone.OK),
    ClerkStatus.FIRST_SIGN_ON: Sign(text("First sign-on due"), "wait", Tone.WAIT),
    ClerkStatus.SITE_SECURITY: Sign(text("Site security due"), "shield", Tone.WAIT),
    ClerkStatus.LOCKED: Sign(text("Locked"), "lock", Tone.STOP),
    ClerkStatus.DISABLED: Sign(text("Disabled"), "stop", Tone.STOP),
}

_URGENCIES = {
    Urgency.UNKNOWN: Sign(text("Not known"), "ask", Tone.MUTED),
    Urgency.CALM: Sign(text("In good time"), "ok", Tone.OK),
    Urgency.SOON: Sign(text("Soon"), "warn", Tone.WARN),
    Urgency.URGENT: Sign(text("Very soon"), "stop", Tone.STOP),
    Urgency.OVER: Sign(text("Over"), "lock", Tone.STOP),
}

_KINDS = {
    AccountKind.MASTER: text("Master user"),
    AccountKind.CLERK: text("Clerk"),
    AccountKind.TRADING_PARTNER: text("Trading partner"),
}


def submission_sign(submission: Submission) -> Sign:
    """How a submission stands; a waiting one says whom it waits for."""
    if submission.in_outbox and submission.waits_for is WaitsFor.SIGN_IN:
        return _NEEDS_SIGN_IN
    if submission.in_outbox and submission.waits_for is WaitsFor.PERSON:
        return _NEEDS_PERSON
    return _SUBMISSIONS[submission.state]


def trade_file_sign(trade_file: TradeFile) -> Sign:
    """How a trade file stands."""
    return _TRADE_FILES[trade_file.state]


def deed_sign(deed: Deed) -> Sign:
    """How an entry of the trail is shown."""
    return _DEEDS[deed]


def clerk_sign(clerk: Clerk) -> Sign:
    """What a clerk would meet when signing in now."""
    return _CLERKS[clerk.status]


def urgency_sign(urgency: Urgency) -> Sign:
    """How pressing a deadline is."""
    return _URGENCIES[urgency]


def kind_of_account(standing: Standing) -> Text:
    """What sort of account it is, in the portal's words."""
    return _KINDS[standing.kind]


def letters_only(roles: frozenset[Role]) -> bool:
    """Whether the roles show letters and no other trade file (CLK-2)."""
    return Role.TRADE_FILES_E_DELIVERY_ONLY in roles and Role.TRADE_FILES not in roles
