"""The program's log: local, rotating, and without a word about patients, letters or secrets.

Messages are constants of ours with counts and class names in them; an exception is reduced to its class and the
places it passed, because its text may quote what was read.
"""

from __future__ import annotations

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
        return super().format(record).replace("\r", " ").replace("\n", " | ")


def keep_logbook(folder: Path) -> None:
    """Write the program's own log records to `folder`; at most five files of one megabyte."""
    program = logging.getLogger("pes_client")
    if any(isinstance(each, RotatingFileHandler) for each in program.handlers):
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = RotatingFileHandler(
        folder / "pes.log", maxBytes=_LARGEST, backupCount=_FILES - 1, encoding="utf-8", delay=True
    )
    handler.setFormatter(_PlacesOnly("%(asctime)s %(levelname)s %(name)s %(message)s"))
    program.addHandler(handler)
    program.setLevel(logging.INFO)
    program.propagate = False
