"""What every page works with, handed to it by the window."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSettings

from pes_client.gui.bridge import Bridge
from pes_client.gui.clerks_at_hand import ClerksAtHand
from pes_client.gui.figures import Figures
from pes_client.gui.reminders import Reminders
from pes_client.gui.theme import Theme
from pes_client.gui.workplace import Workplace
from pes_client.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Desk:
    """The services, the way to them, the looks, and who works here."""

    workspace: Workspace
    bridge: Bridge
    theme: Theme
    workplace: Workplace
    figures: Figures
    clerks: ClerksAtHand
    reminders: Reminders
    settings: QSettings
