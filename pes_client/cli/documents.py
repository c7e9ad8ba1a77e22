"""The rows of `--json`: what a script may rely on, field by field."""

from __future__ import annotations

from typing import Any

from pes_client.domain.accounts import KnownAccount
from pes_client.domain.clerks import Clerk
from pes_client.domain.findings import Finding
from pes_client.domain.submissions import Submission
from pes_client.domain.tradefiles import TradeFile
from pes_client.services.checking import CheckedFile
from pes_client.services.deadlines import AccountDeadlines
from pes_client.x12.findings import EnvelopeFinding


def submission_row(submission: Submission) -> dict[str, Any]:
    """One submission: where it stands, why, when it goes on, and the portal's receipt."""
    receipt = submission.receipt
    return {
        "key": submission.key,
        "name": submission.file_name,
        "account": str(submission.account),
        "avrs_id": submission.avrs_id,
        "size": submission.size,
        "sha256": submission.sha256,
        "queued_at": submission.queued_at,
        "state": submission.state.value,
        "waits_for": submission.waits_for.value,
        "reason": str(submission.reason),
        "next_try": submission.next_try_at,
        "attempts": submission.attempts,
        "bytes_confirmed": submission.offset,
        "receipt": receipt.number if receipt else None,
        "received_at": receipt.received_at if receipt else None,
        "answered_at": submission.answered_at,
        "isa13": [each.control_number for each in submission.interchanges],
        "answers": [each.answer.value if each.answer else None for each in submission.interchanges],
    }


def trade_file_row(row: TradeFile) -> dict[str, Any]:
    """One trade file: what the portal says of it and whether it is here."""
    listed = row.listed
    return {
        "id": row.local_id,
        "portal_id": listed.remote_id,
        "avrs_id": listed.avrs_id,
        "transaction_type": listed.transaction_type,
        "letter_kind": listed.letter_kind,
        "name": listed.name,
        "size": listed.size,
        "sha256": listed.sha256,
        "posted_at": listed.posted_at,
        "available_until": listed.available_until,
        "in_reply_to": listed.in_reply_to,
        "state": row.state.value,
        "here": row.is_here,
        "reason": str(row.reason),
        "next_try": row.next_try_at,
    }


def account_row(known: KnownAccount) -> dict[str, Any]:
    """One account as this machine knows it."""
    standing = known.standing
    return {
        "account": str(known.account),
        "signed_in": known.signed_in,
        "stopped_because": str(known.stopped_because),
        "kind": standing.kind.value if standing else None,
        "next_step": standing.next_step.value if standing else None,
        "password_expires_at": standing.password_expires_at if standing else None,
        "last_sign_in_at": standing.last_sign_in_at if standing else None,
        "told_at": standing.told_at if standing else None,
        "organisations": [
            {"avrs_id": each.avrs_id, "name": each.name, "roles": sorted(role.value for role in each.roles)}
            for each in (standing.organisations if standing else ())
        ],
    }


def deadline_row(line: AccountDeadlines) -> dict[str, Any]:
    """The days left of one account; None where the portal never told."""
    found = line.deadlines
    return {
        "password_days_left": found.password_days_left if found else None,
        "idle_disables_at": found.idle_ends_at if found else None,
        "idle_days_left": found.idle_days_left if found else None,
        "reminder": line.reminder,
    }


def clerk_row(clerk: Clerk) -> dict[str, Any]:
    """One row of Clerk Maintenance."""
    return {
        "user_id": clerk.user_id,
        "first_name": clerk.first_name,
        "last_name": clerk.last_name,
        "email": clerk.email,
        "roles": sorted(role.value for role in clerk.roles),
        "status": clerk.status.value,
        "last_sign_in_at": clerk.last_sign_in_at,
        "other_organisations": clerk.other_organisations,
    }


def finding_row(finding: Finding) -> dict[str, Any]:
    """One row of the message table (SEC-6)."""
    return {
        "description": str(finding.description),
        "panel": str(finding.panel),
        "field": finding.field,
        "row": finding.row,
        "severity": finding.severity.value,
    }


def checked_row(checked: CheckedFile) -> dict[str, Any]:
    """One checked file with everything the check found."""
    report = checked.report
    return {
        "name": checked.name,
        "path": str(checked.path),
        "size": checked.size,
        "ok": checked.sound,
        "problem": str(checked.problem),
        "kind": checked.kind,
        "segments": report.segment_count if report else 0,
        "isa13": [each.control_number for each in report.interchanges] if report else [],
        "findings": [envelope_finding_row(each) for each in report.findings] if report else [],
        "findings_left_out": report.findings_left_out if report else 0,
    }


def envelope_finding_row(finding: EnvelopeFinding) -> dict[str, Any]:
    """One mistake in an envelope, with its place in the file."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "segment": finding.place.segment,
        "byte": finding.place.offset,
        "found": finding.found,
        "expected": finding.expected,
        "words": str(finding.words),
    }
