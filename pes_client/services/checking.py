"""Looking through files and folders before anything is sent: what they are, and what keeps them from going."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pes_client.wording import NOTHING, Text, text
from pes_client.x12.envelope import read_envelopes
from pes_client.x12.facts import EnvelopeReport

_NOT_MEANT = frozenset({"thumbs.db", "desktop.ini"})
_UNKNOWN_MODE = 0

Progress = Callable[[int, int], None]
"""Told how many files are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file as the check saw it. `problem` keeps it from being sent; findings are for a person to weigh."""

    path: Path
    name: str
    size: int
    report: EnvelopeReport | None
    problem: Text = NOTHING

    @property
    def kind(self) -> str:
        """What the file carries, such as `837P`; empty where that cannot be told."""
        return self.report.kind if self.report else ""

    @property
    def sendable(self) -> bool:
        """Whether it can be sent at all."""
        return self.problem == NOTHING

    @property
    def sound(self) -> bool:
        """Whether it can be sent and the check found nothing wrong."""
        return self.sendable and self.report is not None and self.report.ok


def check_files(
    paths: Sequence[Path], *, largest: int | None = None, progress: Progress | None = None
) -> list[CheckedFile]:
    """Look through files, and through the files in folders; `largest` is the portal's limit in bytes."""
    files = [each for path in paths for each in _files_in(path)]
    checked = []
    for done, path in enumerate(files):
        if progress:
            progress(done, len(files))
        checked.append(_checked(path, largest))
    if progress:
        progress(len(files), len(files))
    return checked


def without_test_warning(checked: CheckedFile) -> CheckedFile:
    """On a practice portal test files are what is meant to be sent, so ISA15 = T is nothing to warn of."""
    report = checked.report
    if report is None:
        return checked
    findings = tuple(each for each in report.findings if each.code != "isa15.test")
    return replace(checked, report=replace(report, findings=findings))


def _files_in(path: Path) -> Iterator[Path]:
    """The file itself, or every plain file below a folder, in the order of their names.

    A link that a person names is followed, one that only lies in a folder is not. What cannot be looked at is
    among them: the check tells why.
    """
    if not stat.S_ISDIR(_mode(path)):
        yield path
        return
    try:
        entries = sorted(path.iterdir(), key=lambda each: each.name)
    except OSError:
        yield path
        return
    for each in entries:
        hidden = each.name.startswith((".", "~$")) or each.name.casefold() in _NOT_MEANT
        mode = _mode(each, follow_symlinks=False)
        if hidden or (hasattr(each, "is_junction") and each.is_junction()):
            continue
        if stat.S_ISDIR(mode):
            yield from _files_in(each)
        elif mode == _UNKNOWN_MODE or stat.S_ISREG(mode):
            yield each


def _mode(path: Path, *, follow_symlinks: bool = True) -> int:
    """What sort of thing lies there, as `stat` has it."""
    try:
        return path.stat(follow_symlinks=follow_symlinks).st_mode
    except (OSError, ValueError):
        return _UNKNOWN_MODE


def _checked(path: Path, largest: int | None) -> CheckedFile:
    name = path.name
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            return CheckedFile(path, name, 0, None, text("This computer does not let you look into the folder."))
        if not stat.S_ISREG(about.st_mode):
            return CheckedFile(path, name, 0, None, text("This is not a file."))
        if largest is not None and about.st_size > largest:
            megabytes = largest // 1_000_000
            problem = text("The file is larger than the {n} MB that the portal accepts.", n=megabytes)
            return CheckedFile(path, name, about.st_size, None, problem)
        with path.open("rb") as file:
            report = read_envelopes(file)
    except (OSError, ValueError) as error:
        return CheckedFile(path, name, 0, None, unreadable(error))
    problem = text("The file is empty.") if about.st_size == 0 else NOTHING
    return CheckedFile(path, name, about.st_size, report, problem)


def unreadable(error: OSError | ValueError) -> Text:
    """Why a file cannot be read, in words."""
    if isinstance(error, FileNotFoundError):
        return text("The file is not there.")
    if isinstance(error, PermissionError):
        return text("This computer does not let you read the file.")
    reason = error.strerror if isinstance(error, OSError) else None
    return text("The file cannot be read: {reason}", reason=reason or type(error).__name__)
