"""The one bridge between the core's threads and the widgets.

What the core announces arrives as queued signals; what a page asks for runs on a worker thread and comes back
to a bound method of the page on the GUI thread. A page that is gone gets nothing.
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from pes_client.domain.events import (
    AccountChanged,
    ActivityAdded,
    ConnectionChanged,
    Event,
    SubmissionChanged,
    TradeFilesChanged,
    TransferProgress,
)
from pes_client.errors import PesError
from pes_client.wording import text

Result = TypeVar("Result")
_WORKERS = 4


class Announcements(Protocol):
    """Where the core says what it does; listeners are called on its own threads."""

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call `listener` from now on; the answer ends it."""
        ...


@dataclass(frozen=True, slots=True)
class _Job:
    done: weakref.WeakMethod[Any]
    failed: weakref.WeakMethod[Any] | None


class Bridge(QObject):
    """Lives as long as the window; every signal is emitted on the GUI thread."""

    submission_changed = Signal(SubmissionChanged)
    trade_files_changed = Signal(TradeFilesChanged)
    transfer_progressed = Signal(TransferProgress)
    connection_changed = Signal(ConnectionChanged)
    account_changed = Signal(AccountChanged)
    activity_added = Signal(ActivityAdded)
    nobody_handled = Signal(object)

    _announced = Signal(object)
    _answered = Signal(int, object, object)
    _relayed = Signal(object, tuple)

    def __init__(self, announcements: Announcements, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="pes-window")
        self._jobs: dict[int, _Job] = {}
        self._last_job = 0
        self._stopped = False
        queued = Qt.ConnectionType.QueuedConnection
        self._announced.connect(self._on_announced, queued)
        self._answered.connect(self._on_answered, queued)
        self._relayed.connect(self._on_relayed, queued)
        self._signals = {
            SubmissionChanged: self.submission_changed,
            TradeFilesChanged: self.trade_files_changed,
            TransferProgress: self.transfer_progressed,
            ConnectionChanged: self.connection_changed,
            AccountChanged: self.account_changed,
            ActivityAdded: self.activity_added,
        }
        self._unsubscribe = announcements.subscribe(self._announce)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still on its way to somebody."""
        return bool(self._jobs)

    def run(
        self,
        task: Callable[[], Result],
        done: Callable[[Result], object],
        failed: Callable[[PesError], object] | None = None,
        *,
        instead_of: int = 0,
    ) -> int:
        """Run a blocking task on a worker and hand its result, or its error, to a bound method.

        The number that comes back may be given as `instead_of` later: the older answer is then dropped.
        Without `failed` the error goes to `nobody_handled`.
        """
        self._jobs.pop(instead_of, None)
        if self._stopped:
            return 0
        self._last_job += 1
        number = self._last_job
        self._jobs[number] = _Job(weakref.WeakMethod(done), weakref.WeakMethod(failed) if failed else None)
        self._workers.submit(self._work, number, task)
        return number

    def relay(self, slot: Callable[..., object]) -> Callable[..., None]:
        """A function that any thread may call: its arguments reach the bound method `slot` on the GUI thread."""
        receiver = weakref.WeakMethod(slot)

        def pass_on(*arguments: object) -> None:
            self._relayed.emit(receiver, arguments)

        return pass_on

    def stop(self) -> None:
        """Drop what has not begun, wait for what has; nothing is delivered afterwards."""
        self._stopped = True
        self._unsubscribe()
        self._jobs.clear()
        self._workers.shutdown(wait=True, cancel_futures=True)

    def _announce(self, event: Event) -> None:
        if not self._stopped:
            self._announced.emit(event)

    def _work(self, number: int, task: Callable[[], object]) -> None:
        result: object = None
        error: BaseException | None = None
        try:
            result = task()
        except BaseException as raised:  # noqa: BLE001 - told on the GUI thread, where a person can read it
            error = raised
        if not self._stopped:
            self._answered.emit(number, result, error)

    @Slot(object)
    def _on_announced(self, event: Event) -> None:
        if not self._stopped:
            self._signals[type(event)].emit(event)

    @Slot(object, tuple)
    def _on_relayed(self, receiver: weakref.WeakMethod[Any], arguments: tuple[object, ...]) -> None:
        method = _alive(receiver)
        if method is not None and not self._stopped:
            method(*arguments)

    @Slot(int, object, object)
    def _on_answered(self, number: int, result: object, error: BaseException | None) -> None:
        job = self._jobs.pop(number, None)
        if job is None or self._stopped:
            return
        if error is None:
            if (done := _alive(job.done)) is not None:
                done(result)
            return
        self._deliver_error(job, error)

    def _deliver_error(self, job: _Job, error: BaseException) -> None:
        explained = error if isinstance(error, PesError) else _unexpected()
        if job.failed is None:
            if _alive(job.done) is not None:
                self.nobody_handled.emit(explained)
        elif (failed := _alive(job.failed)) is not None:
            failed(explained)
        if not isinstance(error, PesError):
            sys.excepthook(type(error), error, error.__traceback__)


def _unexpected() -> PesError:
    return PesError(
        text("The program made a mistake while it worked on this."),
        text("Nothing that was saved is lost. Try again; if it happens again, copy the details for support."),
    )


def _alive(method: weakref.WeakMethod[Any]) -> Callable[..., object] | None:
    found = method()
    if found is None:
        return None
    owner = found.__self__
    return None if isinstance(owner, QObject) and not isValid(owner) else found
