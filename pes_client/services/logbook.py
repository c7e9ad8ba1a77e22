"""The program's log: local, rotating, and without a word about patients, letters or secrets.

Messages are constants of ours with counts and class names in them; an exception is reduced to its class and the
places it passed, because its text may quote what was read.
"""

from __future__ import annotations

import copy
import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

_LARGEST = 1_000_000
_FILES = 5

_ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def passage(kind: type[BaseException] | None, trace: TracebackType | None) -> str:
    """An exception as its class and the places it passed; never its text or its values."""
    places = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
    )
    return f"{kind.__name__ if kind else '?'} at {places}"


class _PlacesOnly(logging.Formatter):
    """Shows an exception as its passage, and every record on one line."""

    def formatException(self, ei: _ExceptionInfo) -> str:
        kind, _error, trace = ei
        return passage(kind, trace)

    def format(self, record: logging.LogRecord) -> str:
        # Another formatter may have left its own, talkative text of the exception in the record.
        own = copy.copy(record)
        own.exc_text = None
        return super().format(own).replace("\r", " ").replace("\n", " | ")


class Logbook:
    """Writes the program's own log records to a folder until it is closed; at most five files of one megabyte."""

    def __init__(self, folder: Path) -> None:
        self._program = logging.getLogger("pes_client")
        path = folder / "pes.log"
        kept = {each.baseFilename for each in self._program.handlers if isinstance(each, RotatingFileHandler)}
        self._handler: RotatingFileHandler | None = None
        if str(path.absolute()) in kept:
            return
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._handler = RotatingFileHandler(
            path, maxBytes=_LARGEST, backupCount=_FILES - 1, encoding="utf-8", delay=True
        )
        self._handler.setFormatter(_PlacesOnly("%(asctime)s %(levelname)s %(name)s %(message)s"))
        self._program.addHandler(self._handler)
        self._program.setLevel(logging.INFO)
        self._program.propagate = False

    def close(self) -> None:
        """Write nothing more."""
        if self._handler is not None:
            self._program.removeHandler(self._handler)
            self._handler.close()
