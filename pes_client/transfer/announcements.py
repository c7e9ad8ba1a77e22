"""Where the engine says what happens and others listen; the one thread-safe way from the core outward."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from pes_client.domain.events import Event, TransferProgress
from pes_client.transfer.clock import Clock

_log = logging.getLogger(__name__)

Listener = Callable[[Event], None]
SECONDS_BETWEEN_PROGRESS = 0.1


class Announcements:
    """Hands every event to every listener, on the thread that announced it."""

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()
        self._lock = threading.Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every event from now on; the returned function ends it."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            with self._lock:
                self._listeners = tuple(each for each in self._listeners if each is not listener)

        return unsubscribe

    def announce(self, event: Event) -> None:
        """Tell every listener; one that fails does not keep it from the others, nor from the transfer."""
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:  # noqa: BLE001 - whatever it is, it is the listener's own
                _log.exception("a listener failed")


class ProgressMeter:
    """Announces the bytes of one transfer, at most ten times a second and always at the end."""

    def __init__(
        self,
        announcements: Announcements,
        clock: Clock,
        *,
        subject: str,
        name: str,
        sending: bool,
        total: int,
        keep_going: Callable[[], None],
    ) -> None:
        self._announcements = announcements
        self._clock = clock
        self._subject = subject
        self._name = name
        self._sending = sending
        self._total = total
        self._keep_going = keep_going
        self._last = clock.monotonic() - SECONDS_BETWEEN_PROGRESS

    def __call__(self, done: int) -> None:
        """Note that `done` bytes are through. Raises Interrupted when the engine was asked to stop."""
        self._keep_going()
        now = self._clock.monotonic()
        if done < self._total and now - self._last < SECONDS_BETWEEN_PROGRESS:
            return
        self._last = now
        self._announcements.announce(TransferProgress(self._subject, self._name, self._sending, done, self._total))
