"""`pes-desktop`: opens the data folder, then the window."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from pes_client.errors import PesError
from pes_client.gui.app import MistakeReporter, Program, make_application
from pes_client.gui.passphrase import ask_passphrase
from pes_client.gui.widgets.error_banner import details_of
from pes_client.gui.widgets.error_dialog import ErrorDialog
from pes_client.resources import resource
from pes_client.services.workspace import Workspace, open_workspace
from pes_client.version import VERSION
from pes_client.wording import _, use_language


def main(arguments: list[str] | None = None) -> int:
    """Open the window; ends with the exit code of the process."""
    given, for_qt = _parser().parse_known_args(sys.argv[1:] if arguments is None else arguments)
    use_language(resource("locale"))
    application = make_application([sys.argv[0], *for_qt])
    workspace = _open(given.home)
    return _run(application, workspace) if workspace else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pes-desktop", description=_("The window of PES Client."))
    parser.add_argument(
        "--home", type=Path, metavar="DIR", help=_("the data folder (default: PES_HOME, or the system's)")
    )
    parser.add_argument("--version", action="version", version=VERSION)
    return parser


def _open(home: Path | None) -> Workspace | None:
    try:
        return open_workspace(home, ask_passphrase=ask_passphrase)
    except PesError as error:
        ErrorDialog(str(error.title), str(error), details_of(error)).exec()
        return None


def _run(application: QApplication, workspace: Workspace) -> int:
    program = Program(application, workspace)
    reporter = MistakeReporter(program.theme, application)
    reporter.install()
    try:
        program.begin()
        return application.exec()
    finally:
        program.close()


if __name__ == "__main__":
    sys.exit(main())
