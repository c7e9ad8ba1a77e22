"""Numbers, sizes and times in the reader's locale."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale

from pes_client.wording import _, counted

_SHORT = QLocale.FormatType.ShortFormat


def size(count: int | None) -> str:
    """A number of bytes as people read it; a dash where it is not known."""
    if count is None:
        return "—"
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def number(count: int) -> str:
    """A number with the locale's grouping."""
    return QLocale().toString(count)


def moment(at: datetime | None) -> str:
    """A point in time on this machine's clock; a dash where there is none."""
    if at is None:
        return "—"
    return QLocale().toString(_local(at), _SHORT)


def day(at: datetime | date | None) -> str:
    """A day; a dash where there is none."""
    if at is None:
        return "—"
    whole = _local(at).date() if isinstance(at, datetime) else QDate(at.year, at.month, at.day)
    return QLocale().toString(whole, _SHORT)


def short_day(at: date) -> str:
    """Day and month, for the foot of a chart."""
    return QLocale().toString(QDate(at.year, at.month, at.day), "d MMM")


def clock(at: datetime) -> str:
    """The time of day."""
    return QLocale().toString(_local(at).time(), _SHORT)


def when(at: datetime | None) -> str:
    """The time of day for today, else day and time."""
    if at is None:
        return "—"
    return clock(at) if _local(at).date() == QDate.currentDate() else moment(at)


def rate(bytes_per_second: float) -> str:
    """How fast something moves."""
    return _("{size} a second", size=size(int(bytes_per_second)))


def time_left(seconds: float) -> str:
    """How long it will still take, roughly."""
    if seconds < 60:
        return _("less than a minute left")
    return counted("about {n} minute left", "about {n} minutes left", round(seconds / 60))


def _local(at: datetime) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
