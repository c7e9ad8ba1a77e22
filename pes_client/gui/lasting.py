"""Keeps None, True and False alive on Python 3.11, where PySide6 6.12 gives away references that it does not own.

Since Python 3.12 these three are immortal, and PySide6 6.12 counts on it: each call that returns None and each
`emit` takes one reference too many. On 3.11 the count would reach zero within minutes, and the interpreter would
end with "deallocating None". A count that cannot be used up has the same effect as immortality.
"""

from __future__ import annotations

import ctypes
import sys

_MORE_THAN_A_YEAR_OF_CALLS = 1 << 44


def keep_singletons() -> None:
    """Make the count of the three last; once per process, nothing to do from Python 3.12 on."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for singleton in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(singleton))
        if count.value < _MORE_THAN_A_YEAR_OF_CALLS:
            count.value += _MORE_THAN_A_YEAR_OF_CALLS
