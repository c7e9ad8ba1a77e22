"""Tables show the rows they were handed, and keep the person's place while rows change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from pes_client.domain.accounts import AccountId
from pes_client.domain.activity import Activity, Deed
from pes_client.domain.findings import Finding, Severity
from pes_client.domain.submissions import Receipt, Submission, SubmissionState, WaitsFor
from pes_client.domain.tradefiles import ListedFile, TradeFile, TradeFileState
from pes_client.gui.models.activity import ActivityModel
from pes_client.gui.models.findings import MessagesModel
from pes_client.gui.models.rows import SORT_ROLE
from pes_client.gui.models.submissions import SubmissionsModel
from pes_client.gui.models.trade_files import LettersModel, TradeFilesModel
from pes_client.gui.theme import Theme
from pes_client.gui.widgets.table import RowsView
from pes_client.wording import NOTHING, text

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ACCOUNT = AccountId("tpmaster1", "portal.example")


def submission(number: int, state: SubmissionState = SubmissionState.QUEUED, **changes: object) -> Submission:
    made = Submission(
        key=f"key-{number}",
        account=ACCOUNT,
        avrs_id="009900111",
        file_name=f"claims-{number}.x12",
        size=1000 * number,
        sha256="0" * 64,
        document_id=f"document-{number}",
        again=False,
        queued_at=NOON + timedelta(minutes=number),
        state=state,
        waits_for=WaitsFor.TURN,
        reason=text("It waits for its turn."),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def letter(number: int, state: TradeFileState = TradeFileState.LISTED) -> TradeFile:
    listed = ListedFile(
        remote_id=f"r{number}",
        avrs_id="009900111",
        transaction_type="EDELIVERY",
        letter_kind="PA",
        name=f"PA-{number}.pdf",
        posting=False,
        size=2048,
        sha256="0" * 64,
        posted_at=NOON - timedelta(days=number),
        available_until=None,
        in_reply_to=None,
    )
    return TradeFile(number, "portal.example", listed, state, WaitsFor.NOTHING, NOTHING)


def names(model: SubmissionsModel) -> list[str]:
    return [row.file_name for row in model]


def test_rows_that_come_go_and_change_keep_the_model_consistent(theme: Theme) -> None:
    model = SubmissionsModel(theme)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    first, second, third, fourth = (submission(number) for number in (1, 2, 3, 4))

    model.show_rows([first, second, third])
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.show_rows([fourth, replace(second, state=SubmissionState.SENDING), first])
    model.show_rows([])
    model.show_rows([second])

    assert names(model) == ["claims-2.x12"]


def test_a_row_that_moves_takes_the_selection_with_it(theme: Theme) -> None:
    model = SubmissionsModel(theme)
    model.show_rows([submission(1), submission(2), submission(3)])
    kept = QPersistentModelIndex(model.index(2, 0))

    model.show_rows([submission(3), submission(9), submission(1)])

    assert kept.row() == 0
    assert model.row_at(kept).file_name == "claims-3.x12"


def test_only_the_row_that_changed_is_drawn_again(theme: Theme, qtbot: object) -> None:
    model = SubmissionsModel(theme)
    model.show_rows([submission(1), submission(2)])
    drawn: list[int] = []
    model.dataChanged.connect(lambda top, _bottom: drawn.append(top.row()))

    model.show_rows([submission(1), submission(2, SubmissionState.SENDING)])

    assert drawn == [1]


def test_sizes_sort_as_numbers_and_not_as_words(theme: Theme) -> None:
    model = SubmissionsModel(theme)
    model.show_rows([submission(10), submission(9), submission(100)])
    size = next(place for place, column in enumerate(model.columns) if column.name == "size")

    model.sort(size, Qt.SortOrder.AscendingOrder)

    assert names(model) == ["claims-9.x12", "claims-10.x12", "claims-100.x12"]
    assert model.index(0, size).data(SORT_ROLE) == 9000


@pytest.mark.parametrize("state", SubmissionState)
def test_every_state_of_a_submission_has_an_icon_and_a_word(theme: Theme, state: SubmissionState) -> None:
    model = SubmissionsModel(theme)
    model.show_rows([submission(1, state)])
    shown = model.index(0, 1)

    assert shown.data(Qt.ItemDataRole.DisplayRole)
    assert not shown.data(Qt.ItemDataRole.DecorationRole).isNull()


@pytest.mark.parametrize("state", TradeFileState)
def test_every_state_of_a_trade_file_has_an_icon_and_a_word(theme: Theme, state: TradeFileState) -> None:
    model = TradeFilesModel(lambda row: row.listed.letter_kind, theme)
    model.show_rows([letter(1, state)])
    shown = model.index(0, model.columnCount() - 1)

    assert shown.data(Qt.ItemDataRole.DisplayRole)
    assert not shown.data(Qt.ItemDataRole.DecorationRole).isNull()


@pytest.mark.parametrize("deed", Deed)
def test_every_deed_of_the_trail_has_an_icon_and_a_word(theme: Theme, deed: Deed) -> None:
    model = ActivityModel(theme)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show_rows([Activity(1, NOON, deed, ACCOUNT, "009900111", "subject", text("It happened."))])

    assert model.index(0, 1).data(Qt.ItemDataRole.DisplayRole)
    assert not model.index(0, 1).data(Qt.ItemDataRole.DecorationRole).isNull()


def test_a_file_that_waits_for_a_sign_in_says_so(theme: Theme) -> None:
    model = SubmissionsModel(theme)
    model.show_rows([submission(1, waits_for=WaitsFor.SIGN_IN)])

    assert model.index(0, 1).data() == "Waits for sign-in"


def test_a_letter_is_new_until_it_was_opened(theme: Theme) -> None:
    model = LettersModel(lambda row: row.listed.letter_kind, theme)
    model.show_rows([letter(1, TradeFileState.KEPT), replace(letter(2, TradeFileState.KEPT), opened_at=NOON)])

    assert [model.index(row, 0).data() for row in (0, 1)] == ["New", "Read"]


def test_sec_6_the_message_table_has_the_portals_four_columns(theme: Theme) -> None:
    model = MessagesModel(theme)
    finding = Finding(
        text("Save was Successful"), text("Account Security"), field="answer_1", row=2, severity=Severity.SUCCESS
    )

    model.show_findings((finding,), {"answer_1": text("1st Answer")})

    titles = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
    assert titles == ["Message Description", "Panel", "Field", "Row"]
    assert [model.index(0, place).data() for place in range(4)] == [
        "Save was Successful",
        "Account Security",
        "1st Answer",
        "2",
    ]


def test_chosen_rows_are_copied_as_text_with_their_titles(theme: Theme, qapp: QApplication, qtbot: object) -> None:
    model = SubmissionsModel(theme)
    view: RowsView[Submission] = RowsView(model, theme, name="t", label=text("Files"))
    qtbot.addWidget(view)  # type: ignore[attr-defined]
    receipt = Receipt("PR-1", "key-1", "0" * 64, 1000, NOON, "tpmaster1", "009900111", "claims-1.x12")
    model.show_rows([submission(1, SubmissionState.RECEIVED, receipt=receipt), submission(2)])
    view.selectRow(0)

    view.copy_rows()

    lines = qapp.clipboard().text().splitlines()
    assert lines[0].split("\t")[:2] == ["File", "State"]
    assert lines[1].split("\t")[:2] == ["claims-1.x12", "Received"]
    assert "PR-1" in lines[1]
    assert len(lines) == 2
