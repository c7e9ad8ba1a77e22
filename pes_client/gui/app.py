"""The application around the window: style, words of Qt itself, and what happens when the program makes a mistake."""

from __future__ import annotations

import platform
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSettings, QTranslator, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from pes_client.gui.bridge import Bridge
from pes_client.gui.clerks_at_hand import ClerksAtHand
from pes_client.gui.desk import Desk
from pes_client.gui.figures import Figures
from pes_client.gui.icons import Icons
from pes_client.gui.main_window import MainWindow
from pes_client.gui.panels.settings import APPEARANCE
from pes_client.gui.reminders import Reminders
from pes_client.gui.theme import LIGHT, Appearance, Theme
from pes_client.gui.widgets.error_dialog import ErrorDialog
from pes_client.gui.workplace import Workplace
from pes_client.services.workspace import Workspace
from pes_client.version import VERSION
from pes_client.wording import _

_WINDOWS_11_BUILD = 22000


def make_application(arguments: list[str]) -> QApplication:
    """The one QApplication, in the style of the system: native on Windows 11, Fusion elsewhere."""
    application = QApplication(arguments)
    application.setApplicationName("PES Client")
    application.setApplicationVersion(VERSION)
    application.setStyle("windows11" if _is_windows_11() else "fusion")
    application.setWindowIcon(application_icon())
    if QLocale().language() == QLocale.Language.C:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    translator = QTranslator(application)
    if translator.load(QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    return application


def application_icon() -> QIcon:
    """The program's mark."""
    return Icons().tinted("pes", LIGHT.accent, LIGHT.muted)


def window_settings(home: Path) -> QSettings:
    """Where the window's looks are kept: place, columns, appearance; nothing else."""
    return QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)


class Program:
    """The window with everything under it; `close` ends it in the right order."""

    def __init__(self, application: QApplication, workspace: Workspace) -> None:
        self.workspace = workspace
        self.settings = window_settings(workspace.home)
        self.theme = Theme(application, appearance=_kept_appearance(self.settings))
        self.bridge = Bridge(workspace.announcements, application)
        self.workplace = Workplace(workspace.portals, workspace.accounts, self.bridge, self.settings)
        self.figures = Figures(workspace.overview, self.workplace, self.bridge)
        clerks = ClerksAtHand(workspace.clerks, self.workplace, self.bridge)
        self.reminders = Reminders(workspace.deadlines, self.bridge, self.settings)
        self.desk = Desk(
            workspace=workspace,
            bridge=self.bridge,
            theme=self.theme,
            workplace=self.workplace,
            figures=self.figures,
            clerks=clerks,
            reminders=self.reminders,
            settings=self.settings,
        )
        self.window = MainWindow(self.desk)

    def begin(self) -> None:
        """Show the window, say what has to be said about the data, and let files move."""
        self.window.show()
        self.window.tell(self.workspace.notices)
        self.workspace.transfers.start()

    def close(self) -> None:
        """Let nothing new begin, wait for what runs, put the data away."""
        self.window.close()
        self.bridge.stop()
        self.workspace.close()
        self.settings.sync()
        # Now, and not whenever Python gets to it: a PDF view must not outlive the application.
        delete(self.window)


class MistakeReporter(QObject):
    """Shows what nobody caught, whatever thread it came from; its details hold no values, only places."""

    happened = Signal(str, str)

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dialog: ErrorDialog | None = None
        self.happened.connect(self._on_happened)

    def install(self) -> None:
        """Take over what Python does with an exception that nobody caught."""
        sys.excepthook = self.report

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Keep the place of the mistake and show it; the exception's own words may hold patients' data."""
        del error
        frames = traceback.extract_tb(trace)
        places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        self.happened.emit(kind.__name__, "\n".join(places))

    @Slot(str, str)
    def _on_happened(self, kind: str, places: str) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            return
        details = f"{kind}\n{places}\n\nPES Client {VERSION}\n{platform.platform()}"
        self._dialog = ErrorDialog(
            _("The program made a mistake"),
            _(
                "Your files and what was queued are safe. Close the window and start the program again if something"
                " looks wrong; the details help support to find the mistake."
            ),
            details,
            self._theme,
        )
        self._dialog.open()


def _kept_appearance(settings: QSettings) -> Appearance:
    kept = str(settings.value(APPEARANCE, Appearance.SYSTEM.value))
    return Appearance(kept) if kept in set(Appearance) else Appearance.SYSTEM


def _is_windows_11() -> bool:
    return sys.platform == "win32" and sys.getwindowsversion().build >= _WINDOWS_11_BUILD
