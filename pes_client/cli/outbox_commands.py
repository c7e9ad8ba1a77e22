"""`pes upload`, `run`, `outbox` and `status`."""

from __future__ import annotations

from pathlib import Path

import click

from pes_client.cli.context import (
    Choice,
    chosen_account,
    chosen_organisation,
    common_options,
    workspace,
)
from pes_client.cli.documents import account_row, submission_row
from pes_client.cli.exit_codes import ExitCode, of_all, of_submission
from pes_client.cli.output import columns
from pes_client.cli.progress import progress_shown
from pes_client.cli.watching import watch
from pes_client.domain.submissions import OUTBOX_STATES, Submission, SubmissionState
from pes_client.errors import InputError
from pes_client.services.checking import CheckedFile
from pes_client.services.submissions import QueueOutcome
from pes_client.wording import _, counted, text


@click.command(
    "upload",
    help=_("Put files into the outbox and send them. What cannot go now stays there and goes later, once."),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--queue-only", is_flag=True, help=_("Only put them into the outbox; `pes run` or the window sends."))
@click.option("--wait", is_flag=True, help=_("Also wait for the portal's acknowledgement."))
@click.option("--timeout", default=300.0, show_default=True, help=_("With --wait: seconds to wait at most."))
@click.option("--again", is_flag=True, help=_("Send content that was sent before once more, on purpose."))
@common_options
def upload(
    *, choice: Choice, paths: tuple[Path, ...], queue_only: bool, wait: bool, timeout: float, again: bool
) -> None:
    """Send claim files exactly once."""
    with workspace(choice) as opened, progress_shown(opened, choice.output):
        known = chosen_account(opened, choice)
        organisation = chosen_organisation(known, choice)
        checked = opened.submissions.check(paths, account=known.account)
        if not checked:
            raise InputError(text("There is no file to send in what was named."))
        _tell_findings(choice, checked)
        outcomes = opened.submissions.queue(known.account, organisation.avrs_id, checked, again=again)
        keys = [each.submission.key for each in outcomes if each.submission]
        rows: dict[str, Submission] = {key: opened.submissions.get(key) for key in keys}
        if keys and not queue_only:
            watched = watch(opened, choice, known.account, keys, acknowledged=wait, seconds=timeout)
            rows = {each.key: each for each in watched}
        codes = [_code(each, rows, queue_only=queue_only, wait=wait) for each in outcomes]
        document = {"files": [_row(each, rows) for each in outcomes]}
        choice.output.result(document, [_line(each, rows) for each in outcomes])
        raise click.exceptions.Exit(of_all(codes))


@click.command("run", help=_("Work until nothing more can be done now: send, fetch what is wanted, read answers."))
@common_options
def run(*, choice: Choice) -> None:
    """Work the queue of the chosen account, or of every account."""
    with workspace(choice) as opened, progress_shown(opened, choice.output):
        accounts = {chosen_account(opened, choice).account} if choice.account else None
        summary = opened.transfers.run(accounts)
        waiting = [
            row
            for row in opened.submissions.rows(open_only=True, limit=100_000)
            if row.in_outbox and (accounts is None or row.account in accounts)
        ]
        received = counted("{n} file received by the portal", "{n} files received by the portal", summary.received)
        kept = counted("{n} file brought here", "{n} files brought here", summary.kept)
        left = counted("{n} waits", "{n} wait", len(waiting))
        document = {
            "received": summary.received,
            "refused": sum(each.refused for each in summary.reports),
            "kept": summary.kept,
            "waiting": len(waiting),
            "next_try_in": summary.next_try_in,
        }
        lines = [f"{received}, {kept}, {left}."] + ([str(waiting[-1].reason)] if waiting else [])
        choice.output.result(document, lines)
        trouble = ExitCode(summary.trouble.exit_code) if summary.trouble else ExitCode.DONE
        raise click.exceptions.Exit(of_all(map(of_submission, waiting)) or trouble)


@click.command("outbox", help=_("What was queued, how far it is, and the portal's receipts."))
@click.option("--waiting", is_flag=True, help=_("Only what has not reached the portal yet."))
@click.option("--limit", type=click.IntRange(min=1), help=_("At most so many, newest first."))
@common_options
def outbox(*, choice: Choice, waiting: bool, limit: int | None) -> None:
    """List submissions, newest first."""
    with workspace(choice) as opened:
        account = chosen_account(opened, choice).account if choice.account else None
        rows = opened.submissions.rows(account=account, avrs_id=choice.avrs, limit=limit or 1_000_000)
        if waiting:
            rows = [each for each in rows if each.in_outbox]
        table = [
            (each.queued_at.astimezone().strftime("%Y-%m-%d %H:%M"), each.file_name, each.state.value, str(each.reason))
            for each in rows
        ]
        choice.output.result({"rows": [submission_row(each) for each in rows]}, columns(table))


@click.command("status", help=_("Accounts, what waits, what is new. Asks no portal."))
@common_options
def status(*, choice: Choice) -> None:
    """What this data folder knows, without the network."""
    with workspace(choice) as opened:
        known = opened.accounts.known()
        rows = opened.submissions.rows(limit=1_000_000)
        counts = {state.value: sum(row.state is state for row in rows) for state in SubmissionState}
        waiting = sum(counts[state.value] for state in OUTBOX_STATES)
        lines = [
            _("{account}: signed in", account=str(each.account))
            if each.signed_in and not each.stopped_because.msgid
            else _("{account}: sign in to send. {reason}", account=str(each.account), reason=str(each.stopped_because))
            for each in known
        ]
        lines.append(counted("{n} file waits in the outbox", "{n} files wait in the outbox", waiting))
        document = {
            "home": str(opened.home),
            "accounts": [account_row(each) for each in known],
            "submissions": counts,
            "waiting": waiting,
            "sending_elsewhere": opened.transfers.is_sending_elsewhere(),
        }
        choice.output.result(document, lines)


def _tell_findings(choice: Choice, checked: list[CheckedFile]) -> None:
    for each in checked:
        for finding in each.report.findings[:3] if each.report else ():
            place = _("segment {segment}, byte {byte}", segment=finding.place.segment, byte=finding.place.offset)
            choice.output.say(f"{each.name}: {finding.words} ({place})")


def _code(outcome: QueueOutcome, rows: dict[str, Submission], *, queue_only: bool, wait: bool) -> ExitCode:
    if outcome.already:
        return ExitCode.ALREADY_SENT
    if outcome.submission is None:
        return ExitCode.FILE_INVALID
    if queue_only:
        return ExitCode.DONE
    row = rows[outcome.submission.key]
    if wait and row.state is SubmissionState.RECEIVED:
        return ExitCode.TIMED_OUT
    return of_submission(row, acknowledged=wait)


def _row(outcome: QueueOutcome, rows: dict[str, Submission]) -> dict[str, object]:
    if outcome.already:
        return {"outcome": "already_sent", **submission_row(outcome.already), "name": outcome.name}
    if outcome.submission is None:
        return {"outcome": "not_usable", "name": outcome.name, "reason": str(outcome.problem)}
    return {"outcome": "queued", **submission_row(rows[outcome.submission.key])}


def _line(outcome: QueueOutcome, rows: dict[str, Submission]) -> str:
    if outcome.already:
        earlier = outcome.already
        return _(
            "{file}: already sent as {earlier} on {day} ({state}). Use --again to send it once more.",
            file=outcome.name,
            earlier=earlier.file_name,
            day=earlier.queued_at.astimezone().strftime("%Y-%m-%d %H:%M"),
            state=earlier.state.value,
        )
    if outcome.submission is None:
        return f"{outcome.name}: {outcome.problem}"
    row = rows[outcome.submission.key]
    receipt = _(" Receipt {number}.", number=row.receipt.number) if row.receipt else ""
    return f"{outcome.name}: {row.reason}{receipt}"
