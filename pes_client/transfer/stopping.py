"""How a running transfer is asked to end: a request that it notices at the next block, never a killed thread."""

from __future__ import annotations

import threading


class Interrupted(Exception):
    """The engine was asked to stop; the transfer at hand goes on where it stood, next time."""


class StopRequest:
    """Set by one thread, noticed by another."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def ask(self) -> None:
        """Ask whatever is running to end soon."""
        self._asked.set()

    def withdraw(self) -> None:
        """Let work begin again."""
        self._asked.clear()

    @property
    def is_asked(self) -> bool:
        """Whether somebody asked."""
        return self._asked.is_set()

    def check(self) -> None:
        """Raise Interrupted if somebody asked."""
        if self._asked.is_set():
            raise Interrupted
