"""The clerk review as a document for the file: who works for the organization, with which rights, since when away."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pes_client.domain.accounts import Organisation
from pes_client.domain.clerks import Clerk, ClerkBook, ClerkStatus
from pes_client.policy.document import PolicyDocument
from pes_client.policy.rules import RoleEntry
from pes_client.services.saving import save_over
from pes_client.wording import _, text

# What a spreadsheet would take for the beginning of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_STATUS_WORDS = {
    ClerkStatus.ACTIVE: text("Active"),
    ClerkStatus.FIRST_SIGN_ON: text("First sign-on due"),
    ClerkStatus.SITE_SECURITY: text("Site security due"),
    ClerkStatus.LOCKED: text("Locked"),
    ClerkStatus.DISABLED: text("Disabled"),
}


@dataclass(frozen=True, slots=True)
class ClerkReview:
    """The clerks under review at `made_at`, as the portal told them at `told_at` (both UTC).

    `clerks` are those that the person looked at; `idle_for` is the number of days that chose them, 0 for all.
    """

    organisation: Organisation
    clerks: tuple[Clerk, ...]
    roles: tuple[RoleEntry, ...]
    idle_for: int
    reviewed_on: datetime | None
    reviewed_by: str
    told_at: datetime
    made_at: datetime

    @property
    def titles(self) -> tuple[str, ...]:
        """The columns of the list."""
        return (
            _("User ID"),
            _("Name"),
            _("Email"),
            _("Roles"),
            _("Last sign-in"),
            _("Days since"),
            _("Status"),
        )

    def row(self, clerk: Clerk) -> tuple[str, ...]:
        """One clerk in the columns of `titles`; days as ISO 8601."""
        days = clerk.idle_days(self.made_at)
        labels = [each.label for each in self.roles if each.code in clerk.roles]
        return (
            clerk.user_id,
            clerk.name,
            clerk.email,
            ", ".join(labels),
            _day(clerk.last_sign_in_at) or _("never"),
            "" if days is None else str(days),
            str(_STATUS_WORDS[clerk.status]),
        )

    def facts(self) -> tuple[tuple[str, str], ...]:
        """What the document says above the list."""
        by = f" ({self.reviewed_by})" if self.reviewed_by else ""
        reviewed = f"{_day(self.reviewed_on)}{by}" if self.reviewed_on else _("never")
        chosen = _("not signed in for {days} days or longer", days=self.idle_for) if self.idle_for else _("all")
        return (
            (_("Organization"), f"{self.organisation.name} ({self.organisation.avrs_id})"),
            (_("As of"), _minute(self.told_at)),
            (_("Clerks shown"), chosen),
            (_("Reviewed on"), reviewed),
        )


def review_of(
    book: ClerkBook,
    clerks: Sequence[Clerk],
    organisation: Organisation,
    policy: PolicyDocument,
    now: datetime,
    *,
    idle_for: int = 0,
) -> ClerkReview:
    """The review of these clerks of the book."""
    return ClerkReview(
        organisation=organisation,
        clerks=tuple(clerks),
        roles=policy.roles,
        idle_for=idle_for,
        reviewed_on=book.reviewed_on,
        reviewed_by=book.reviewed_by,
        told_at=book.told_at,
        made_at=now,
    )


def as_csv(review: ClerkReview) -> bytes:
    """The review as CSV (UTF-8 with a mark, so that spreadsheets read it); no cell can act as a formula.

    After the list's columns comes one for every right, with `yes` or nothing, so that rights can be filtered.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for fact in review.facts():
        writer.writerow([harmless(cell) for cell in fact])
    writer.writerow([])
    writer.writerow([harmless(cell) for cell in (*review.titles, *(each.label for each in review.roles))])
    for clerk in review.clerks:
        rights = (_("yes") if each.code in clerk.roles else "" for each in review.roles)
        writer.writerow([harmless(cell) for cell in (*review.row(clerk), *rights)])
    return written.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell as words: an apostrophe before whatever a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA_STARTS) else cell


def save_review(target: Path, content: bytes) -> Path:
    """Write the document to the path that a person chose. Raises FileError, DiskFull."""
    return save_over(target, io.BytesIO(content))


def proposed_name(review: ClerkReview, suffix: str) -> str:
    """A file name that says what it is and sorts by day."""
    return f"clerk-review-{review.organisation.avrs_id}-{_day(review.made_at)}.{suffix}"


def _day(moment: datetime | None) -> str:
    return moment.astimezone().strftime("%Y-%m-%d") if moment else ""


def _minute(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
