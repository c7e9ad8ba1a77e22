"""One sender at a time per data folder: a lock of the operating system that dies with its process (DESIGN §4.8)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pes_client.errors import SenderBusy
from pes_client.wording import text


class SenderLock:
    """The right to send, shared by the window and every `pes` on one data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "sender.lock"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock. Raises SenderBusy at once if another process, or another engine of ours, has it."""
        lock = FileLock(self._path, timeout=0, thread_local=False, is_singleton=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise SenderBusy(
                text("Another window or command is sending from the same data folder."),
                text("Your files are in the outbox; it takes them along."),
            ) from error
        try:
            yield
        finally:
            lock.release()

    def is_held_elsewhere(self) -> bool:
        """Whether somebody else is sending at this moment."""
        try:
            with self.held():
                return False
        except SenderBusy:
            return True
