"""When a password ends and when idleness disables an account, in a sentence and its tone."""

from __future__ import annotations

from pes_client.gui import formats
from pes_client.gui.theme import Tone
from pes_client.policy.deadlines import Deadlines, Urgency
from pes_client.wording import _, counted

_TONES = {
    Urgency.UNKNOWN: Tone.MUTED,
    Urgency.CALM: Tone.PLAIN,
    Urgency.SOON: Tone.WARN,
    Urgency.URGENT: Tone.STOP,
    Urgency.OVER: Tone.STOP,
}


def password_words(ends: Deadlines) -> tuple[str, Tone]:
    """How long the password still lasts (ACC-5)."""
    tone = _TONES[ends.password_urgency]
    if ends.password_ends_at is None or ends.password_days_left is None:
        return _("The portal has not told when the password ends."), tone
    day = formats.day(ends.password_ends_at)
    if ends.password_urgency is Urgency.OVER:
        return _("The password ended on {day}.", day=day), tone
    return (
        counted(
            "The password ends on {day}: {n} day left.",
            "The password ends on {day}: {n} days left.",
            ends.password_days_left,
            day=day,
        ),
        tone,
    )


def idle_words(ends: Deadlines) -> tuple[str, Tone]:
    """How long the account may still rest (ACC-4)."""
    tone = _TONES[ends.idle_urgency]
    if ends.idle_ends_at is None or ends.idle_days_left is None:
        return _("The portal has not told when idleness disables the account."), tone
    day = formats.day(ends.idle_ends_at)
    if ends.idle_urgency is Urgency.OVER:
        return _("The account was disabled on {day} because nobody signed in.", day=day), tone
    return (
        counted(
            "Without a sign-in the account is disabled on {day}: {n} day left.",
            "Without a sign-in the account is disabled on {day}: {n} days left.",
            ends.idle_days_left,
            day=day,
        ),
        tone,
    )
