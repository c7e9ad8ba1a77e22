"""Typing into the account panels, and waiting until the portal has answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from pes_client.gui.app import Program
from pes_client.gui.widgets.entry_fields import EntryFields
from pes_client.gui.wizards.form_wizard import FormWizard

PATIENCE = 40_000
NEW = "Blue-Heron-2031"
FIRST_ANSWER, SECOND_ANSWER = "Dinghy seven", "Marbles"


@dataclass(frozen=True)
class PinLetter:
    """The practice portal's unused letter."""

    npi: str
    pin: str


def fill(fields: EntryFields, entries: Mapping[str, str]) -> None:
    """Type these entries in place of what stands there."""
    for field, words in entries.items():
        control(fields, field).setText(words)


def control(fields: EntryFields, field: str) -> QLineEdit:
    """The control of a field that must be there."""
    found = fields.control(field)
    assert found is not None
    return found


def go_on(wizard: FormWizard, qtbot: QtBot) -> None:
    """Press the forward button and wait for the answer."""
    wizard.go_on()
    qtbot.waitUntil(lambda: not wizard.is_sending, timeout=PATIENCE)


def broken_fields(wizard: FormWizard) -> list[str]:
    """The fields that the message table speaks of, from top to bottom."""
    return [finding.field for finding in wizard.messages.findings()]


def said(wizard: FormWizard) -> list[str]:
    """What the message table says."""
    return [str(finding.description) for finding in wizard.messages.findings()]


def questions_asked(wizard: FormWizard) -> list[QMessageBox]:
    """The dialogs that ask whether to leave."""
    return [box for box in wizard.findChildren(QMessageBox) if box.isVisible()]


def pin_letter(program: Program) -> PinLetter:
    """The letter that the practice portal of this data folder waits for."""
    file = Path(program.workspace.home / "practice/data/practice-accounts.json")
    letter = json.loads(file.read_text("utf-8"))["pin_letter"]
    return PinLetter(letter["npi"], letter["pin"])
