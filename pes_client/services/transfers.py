"""The engine at work: once for a command, or all the time in the background of the window."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection
from datetime import timedelta

from pes_client.domain.accounts import AccountId
from pes_client.domain.submissions import SubmissionState
from pes_client.errors import PesError, SenderBusy
from pes_client.store.store import Store
from pes_client.transfer.clock import Clock
from pes_client.transfer.engine import Engine, RunSummary
from pes_client.transfer.sender_lock import SenderLock

_log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 60.0
SECONDS_WHILE_AN_ANSWER_IS_NEAR = 2.0
SECONDS_WHILE_ANOTHER_SENDS = 5.0
SECONDS_AFTER_TROUBLE = 15.0
AN_ANSWER_IS_NEAR_FOR = timedelta(minutes=3)


class Transfers:
    """Runs the engine; at most one run at a time in this process."""

    def __init__(self, engine: Engine, *, store: Store, clock: Clock, lock: SenderLock) -> None:
        self._engine = engine
        self._store = store
        self._clock = clock
        self._lock = lock
        self._one_run = threading.Lock()
        self._woken = threading.Event()
        self._ending = threading.Event()
        self._worker: threading.Thread | None = None

    def run(self, accounts: Collection[AccountId] | None = None) -> RunSummary:
        """Do now what a person asked for, without waiting out our own pauses.

        Raises SenderBusy where another process is the sender.
        """
        return self._run(accounts, eager=True)

    def start(self) -> None:
        """Keep working in the background until `stop`."""
        if self._worker is None:
            self._ending.clear()
            self._engine.allow()
            self._worker = threading.Thread(target=self._work, name="transfers", daemon=True)
            self._worker.start()

    def stop(self) -> None:
        """Ask the background work to end at its next block, and wait until it has."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self._ending.set()
            self._engine.ask_to_stop()
            self._woken.set()
            worker.join()
            self._engine.allow()

    def wake(self) -> None:
        """Look at once for something to do."""
        self._woken.set()

    def is_sending_elsewhere(self) -> bool:
        """Whether another window or command is the sender at this moment."""
        return not self._one_run.locked() and self._lock.is_held_elsewhere()

    def _run(self, accounts: Collection[AccountId] | None, *, eager: bool) -> RunSummary:
        with self._one_run:
            return self._engine.run(accounts, eager=eager)

    def _work(self) -> None:
        woken = False
        while not self._ending.is_set():
            self._woken.clear()
            wait = self._one_round(eager=woken)
            woken = self._woken.wait(wait)

    def _one_round(self, *, eager: bool) -> float:
        """One run; the seconds until the next is worthwhile."""
        try:
            summary = self._run(None, eager=eager)
        except SenderBusy:
            return SECONDS_WHILE_ANOTHER_SENDS
        except PesError as error:
            _log.warning("run ended: %s", type(error).__name__)
            return SECONDS_AFTER_TROUBLE
        except Exception:  # noqa: BLE001
            # A mistake of ours in one round must not end the sending for the day.
            _log.exception("run failed")
            return SECONDS_AFTER_TROUBLE
        wait = SECONDS_WHILE_AN_ANSWER_IS_NEAR if self._answer_is_near() else SECONDS_BETWEEN_LOOKS
        return wait if summary.next_try_in is None else min(wait, max(summary.next_try_in, 0.1))

    def _answer_is_near(self) -> bool:
        """Whether something was received so lately that its acknowledgement may come any moment."""
        with self._store.read() as records:
            latest = records.submissions.find(states={SubmissionState.RECEIVED}, limit=1)
        receipt = latest[0].receipt if latest else None
        return receipt is not None and self._clock.now() - receipt.received_at < AN_ANSWER_IS_NEAR_FOR
