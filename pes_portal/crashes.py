"""Logs what nobody expected, without the values in it: they may be a patient's."""

from __future__ import annotations

import logging
import traceback

_log = logging.getLogger("pes_portal.crashes")


def log_crash(crash: BaseException) -> None:
    """Log where an exception came from, and never its text."""
    frames = traceback.extract_tb(crash.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
    _log.error("unexpected %s at %s", type(crash).__name__, places)
