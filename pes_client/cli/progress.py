"""Progress of transfers on a terminal; silent where stderr is none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pes_client.cli.output import Output, shown
from pes_client.domain.events import Event, TransferProgress
from pes_client.services.workspace import Workspace


@contextmanager
def progress_shown(opened: Workspace, output: Output) -> Iterator[None]:
    """Show the bytes of running transfers on stderr while the block runs."""
    if output.quiet or output.as_json or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TransferSpeedColumn

    bars: dict[str, TaskID] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:

        def show(event: Event) -> None:
            if not isinstance(event, TransferProgress):
                return
            if event.subject not in bars:
                bars[event.subject] = progress.add_task(escape(shown(event.name)), total=event.total)
            progress.update(bars[event.subject], completed=event.done)
            if event.done >= event.total:
                progress.remove_task(bars.pop(event.subject))

        unsubscribe = opened.announcements.subscribe(show)
        try:
            yield
        finally:
            unsubscribe()
