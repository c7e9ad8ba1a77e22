"""The demonstration behind `scripts/demo.py`: one trading partner's morning, through the real client core.

Sign in, Increased Site Security, send claim files, wait for their acknowledgements, bring the letters home, prove
every digest, and compare with what the portal's own ledger says.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pes_client.credentials.vault_key import KeyFile
from pes_client.domain.accounts import AccountId, NextStep, Standing
from pes_client.domain.submissions import RECEIVED_STATES, Submission, SubmissionState
from pes_client.domain.tradefiles import E_DELIVERY, TradeFile, TradeFileState
from pes_client.errors import PesError
from pes_client.policy.security_profile import SecurityProfile
from pes_client.resources import resource
from pes_client.services.checking import CheckedFile
from pes_client.services.practice import PracticeStarted
from pes_client.services.submissions import QueueOutcome
from pes_client.services.trade_files import TradeFileQuery
from pes_client.services.workspace import Workspace, open_workspace

USER = "tpmaster1"
SECONDS_FOR_ANSWERS = 300.0
PROFILE = SecurityProfile(
    question_1="Which bird sat on the old gate?",
    answer_1="A heron in June",
    question_2="What did we call the blue van?",
    answer_2="Grandmother",
    email="billing@example.org",
    confirm_email="billing@example.org",
)
_ANSWERS = {
    SubmissionState.ACCEPTED: "accepted",
    SubmissionState.PARTLY: "partly",
    SubmissionState.REJECTED: "rejected",
}


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file of the demonstration and what came of it."""

    name: str
    sha256: str
    receipt: str | None
    isa13: str | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the demonstration did; `seconds` is the whole of it."""

    sent: int
    acknowledged: int
    accepted: int
    partly: int
    rejected: int
    letters_kept: int
    still_posting: int
    outbox_left: int
    seconds: float
    files: tuple[SentFile, ...]

    def sentence(self) -> str:
        """The one line a person reads."""
        partly = f"{self.partly} partly, " if self.partly else ""
        return (
            f"demo: {self.sent} sent, {self.acknowledged} acknowledged ({self.accepted} accepted, {partly}"
            f"{self.rejected} rejected), {self.letters_kept} letters kept, {self.still_posting} still being posted, "
            f"{self.outbox_left} left in the outbox"
        )


def main(arguments: Sequence[str]) -> int:
    """Run the demonstration; 0 if everything went out, came back, and agrees with the ledger."""
    parser = argparse.ArgumentParser(prog="demo.py", description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=Path, metavar="DIR", help="send these files instead of the samples")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--gui", action="store_true", help="then open the window on the same portal")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="pes-demo-") as folder:
        home = Path(folder) / "client"
        os.environ["PES_MASTER_KEY_FILE"] = str(Path(folder) / "master.key")
        KeyFile.create(Path(folder) / "master.key")
        try:
            with open_workspace(home) as workspace:
                outcome, agrees = _demonstrate(
                    workspace, [options.files] if options.files else sorted(resource("samples").glob("*.x12"))
                )
                _tell(outcome, as_json=options.json)
                if options.gui:
                    subprocess.run([sys.executable, "-m", "pes_client.gui", "--home", str(home)], check=False)
        except PesError as error:
            sys.exit(f"demo: {error.title}: {error}")
    done = agrees and outcome.outbox_left == 0 and all(each.answer for each in outcome.files)
    return 0 if done else 1


def _demonstrate(workspace: Workspace, paths: Sequence[Path]) -> tuple[Outcome, bool]:
    began = time.monotonic()
    _say("Starting a practice portal …")
    practice = workspace.practice.start()
    standing = _sign_in(workspace, practice)
    avrs_id = standing.organisations[0].avrs_id
    checked = workspace.submissions.check(paths, account=standing.account)
    queued = _send(workspace, standing.account, avrs_id, checked)
    keys = [each.submission.key for each in queued if each.submission]
    submissions = _await_answers(workspace, standing.account, keys)
    letters = _bring_letters_home(workspace, standing)
    files = tuple(_sent_file(workspace, *each) for each in zip(checked, queued, strict=True))
    outcome = _outcome(submissions, files, letters, time.monotonic() - began)
    agrees = _agrees_with_ledger(workspace.home / "practice" / "data", submissions)
    _say("The portal's ledger agrees." if agrees else "THE PORTAL'S LEDGER DOES NOT AGREE.")
    return outcome, agrees


def _sign_in(workspace: Workspace, practice: PracticeStarted) -> Standing:
    password = next(each.password for each in practice.accounts if each.user_id == USER)
    standing = workspace.accounts.sign_in(practice.portal.name, USER, password)
    _say(f"Signed in as {standing.account}.")
    if standing.next_step is NextStep.SITE_SECURITY:
        workspace.accounts.save_security_profile(standing.account, PROFILE)
        _say("Increased Site Security is done.")
    done = workspace.accounts.get(standing.account).standing
    return done or standing


def _send(workspace: Workspace, account: AccountId, avrs_id: str, checked: Sequence[CheckedFile]) -> list[QueueOutcome]:
    outcomes = workspace.submissions.queue(account, avrs_id, checked)
    for each in outcomes:
        if each.submission is None:
            _say(f"{each.name}: not queued. {each.problem}" if each.already is None else f"{each.name}: sent before.")
    _say("Sending …")
    workspace.transfers.run()
    return outcomes


def _await_answers(workspace: Workspace, account: AccountId, keys: Sequence[str]) -> list[Submission]:
    _say("Waiting for the acknowledgements …")
    deadline = time.monotonic() + SECONDS_FOR_ANSWERS
    told: set[str] = set()
    while True:
        submissions = [workspace.submissions.get(key) for key in keys]
        for each in submissions:
            if each.state in _ANSWERS and each.key not in told:
                told.add(each.key)
                _say(f"  {each.file_name}: {each.reason}")
        unanswered = [each for each in submissions if each.in_outbox or each.state is SubmissionState.RECEIVED]
        if not unanswered or time.monotonic() > deadline:
            return submissions
        time.sleep(0.3)
        workspace.transfers.run({account})


def _bring_letters_home(workspace: Workspace, standing: Standing) -> list[TradeFile]:
    """Ask for every letter of every organisation, fetch what is posted, and prove each digest once more."""
    query = TradeFileQuery(transaction_type=E_DELIVERY)
    for each in standing.organisations:
        workspace.trade_files.refresh(standing.account, each.avrs_id)
        listed = workspace.trade_files.search(standing.account, each.avrs_id, query, limit=10_000)
        workspace.trade_files.want(standing.account, [row.local_id for row in listed])
    _say("Bringing the letters home …")
    workspace.transfers.run({standing.account})
    letters = [
        row
        for each in standing.organisations
        for row in workspace.trade_files.search(standing.account, each.avrs_id, query, limit=10_000)
    ]
    for row in letters:
        if row.state is TradeFileState.KEPT:
            workspace.trade_files.open(standing.account, row.local_id)
    return letters


def _outcome(
    submissions: Sequence[Submission], files: tuple[SentFile, ...], letters: Sequence[TradeFile], seconds: float
) -> Outcome:
    states = [each.state for each in submissions]
    return Outcome(
        sent=sum(state in RECEIVED_STATES for state in states),
        acknowledged=sum(state in _ANSWERS for state in states),
        accepted=states.count(SubmissionState.ACCEPTED),
        partly=states.count(SubmissionState.PARTLY),
        rejected=states.count(SubmissionState.REJECTED),
        letters_kept=sum(each.state is TradeFileState.KEPT for each in letters),
        still_posting=sum(each.state is TradeFileState.POSTING for each in letters),
        outbox_left=sum(each.in_outbox for each in submissions),
        seconds=round(seconds, 2),
        files=files,
    )


def _sent_file(workspace: Workspace, checked: CheckedFile, outcome: QueueOutcome) -> SentFile:
    """A file as it stands now; one with the content of another shares its receipt, an unusable one has none."""
    queued = outcome.submission or outcome.already
    if queued is None:
        readable = checked.path.is_file()
        digest = hashlib.sha256(checked.path.read_bytes() if readable else b"").hexdigest()
        return SentFile(outcome.name, digest, receipt=None, isa13=None, answer=None)
    submission = workspace.submissions.get(queued.key)
    interchanges = submission.interchanges
    return SentFile(
        name=outcome.name,
        sha256=submission.sha256,
        receipt=submission.receipt.number if submission.receipt else None,
        isa13=interchanges[0].control_number if interchanges else None,
        answer=_ANSWERS.get(submission.state),
    )


def _agrees_with_ledger(data: Path, submissions: Sequence[Submission]) -> bool:
    """Whether the portal's append-only ledger holds exactly what we hold receipts for."""
    command = [sys.executable, "-m", "pes_portal", "ledger", "--data", str(data), "--json"]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)["rows"]
    theirs = sorted((row["submission_key"], row["sha256"], row["size"], row["receipt"]) for row in rows)
    ours = sorted((each.key, each.sha256, each.size, each.receipt.number) for each in submissions if each.receipt)
    return ours == theirs


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(asdict(outcome)))
    else:
        print(outcome.sentence())


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
