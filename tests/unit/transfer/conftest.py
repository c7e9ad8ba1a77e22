"""The states of the world that the tests of the engine start from: a real store, a portal of memory, a set clock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest

from pes_client.domain.accounts import AccountId
from pes_client.domain.events import Event
from pes_client.domain.submissions import SentInterchange, Submission, SubmissionState, WaitsFor
from pes_client.domain.tradefiles import TradeFile
from pes_client.store.store import Store
from pes_client.transfer.announcements import Announcements
from pes_client.transfer.engine import Engine, RunSummary
from pes_client.transfer.open_sessions import OpenSessions
from pes_client.transfer.sender_lock import SenderLock
from pes_client.wording import NOTHING
from tests.unit.transfer.portal_of_memory import ACCOUNT, NOON, PortalOfMemory


class SetClock:
    """Both clocks, moved by hand."""

    def __init__(self) -> None:
        self.wall = NOON
        self.seconds = 1000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.seconds += seconds


@dataclass
class Passwords:
    """Passwords in memory."""

    kept: dict[AccountId, str] = field(default_factory=dict)

    def get(self, account: AccountId) -> str | None:
        return self.kept.get(account)

    def put(self, account: AccountId, password: str) -> None:
        self.kept[account] = password

    def forget(self, account: AccountId) -> None:
        self.kept.pop(account, None)


@dataclass
class Office:
    """One data folder with an engine over it, and what the tests look at."""

    store: Store
    portal: PortalOfMemory
    clock: SetClock
    passwords: Passwords
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine = self.fresh_engine()

    def fresh_engine(self) -> Engine:
        """An engine as a newly started process would have it."""
        announcements = Announcements()
        announcements.subscribe(self.events.append)
        return Engine(
            store=self.store,
            passwords=self.passwords,
            sessions=OpenSessions(),
            open_gateway=lambda name: self.portal,
            clock=self.clock,
            random=Random(7),
            announcements=announcements,
            lock=SenderLock(self.store.folder),
        )

    def run(self) -> RunSummary:
        return self.engine.run()

    def run_until_quiet(self, rounds: int = 30) -> None:
        """Run again and again, an hour later each time, until nothing waits for time any more."""
        for _round in range(rounds):
            if self.engine.run().next_try_in is None and not self.waiting():
                return
            self.clock.pass_by(3600)

    def queue(self, content: bytes = b"ISA*claims~", *, again: bool = False, name: str = "claims.x12") -> str:
        """Put a file into the outbox as the services do."""
        with self.store.documents.new() as draft:
            draft.write(content)
            document_id = draft.keep()
        key = str(uuid4())
        with self.store.write() as records:
            records.submissions.add(
                Submission(
                    key=key,
                    account=ACCOUNT,
                    avrs_id="1001",
                    file_name=name,
                    size=len(content),
                    sha256=hashlib.sha256(content).hexdigest(),
                    document_id=document_id,
                    again=again,
                    queued_at=self.clock.now(),
                    state=SubmissionState.QUEUED,
                    waits_for=WaitsFor.TURN,
                    reason=NOTHING,
                    interchanges=(SentInterchange(1, "000000101"),),
                )
            )
        return key

    def row(self, key: str) -> Submission:
        with self.store.read() as records:
            found = records.submissions.get(key)
        assert found is not None
        return found

    def waiting(self) -> list[Submission]:
        with self.store.read() as records:
            return [each for each in records.submissions.find(account=ACCOUNT) if each.in_outbox]

    def want_all(self) -> None:
        with self.store.write() as records:
            listed = records.trade_files.find(portal=ACCOUNT.portal, avrs_id="1001")
            records.trade_files.want([each.local_id for each in listed])

    def file(self, remote_id: str) -> TradeFile:
        with self.store.read() as records:
            found = records.trade_files.by_remote(ACCOUNT.portal, "1001", remote_id)
        assert found is not None
        return found

    def stopped_because(self) -> str:
        with self.store.read() as records:
            known = records.accounts.get(ACCOUNT)
        return str(known.stopped_because) if known else ""


@pytest.fixture
def signed_in(tmp_path: Path) -> Iterator[Office]:
    """An account that signed in a while ago; the session is gone, the password is kept."""
    store = Store.open(tmp_path / "home", bytes(range(32)))
    portal = PortalOfMemory()
    standing = portal.sign_in(ACCOUNT.user_id, portal.password).standing
    portal.asked.clear()
    with store.write() as records:
        records.accounts.save_standing(standing)
        records.accounts.set_signed_in(ACCOUNT, signed_in=True)
    yield Office(store, portal, SetClock(), Passwords({ACCOUNT: portal.password}))
    store.close()
