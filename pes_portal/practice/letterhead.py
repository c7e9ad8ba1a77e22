"""Draws a letter or a remittance advice as a PDF on the practice portal's letterhead."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from fpdf import FPDF
from fpdf.enums import XPos, YPos

_MARGIN_MM = 22
# A question and its lines to write on stay on one page.
_QUESTION_MM = 30
_INK = (32, 40, 52)
_ACCENT = (20, 92, 138)
_FAINT = (120, 128, 138)


@dataclass(frozen=True)
class Table:
    """Rows under named columns; widths are shares of the page."""

    columns: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Letter:
    """What a letter says, without how it looks."""

    title: str
    reference: str
    to_name: str
    to_lines: tuple[str, ...]
    paragraphs: tuple[str, ...]
    table: Table | None = None
    questions: tuple[str, ...] = field(default=())
    closing: str = "This letter was made for practice. It concerns no real person, provider or payment."


class _Sheet(FPDF):
    """A page with the practice letterhead above and the page number below."""

    def header(self) -> None:
        """Called by fpdf2 at the top of every page."""
        self.set_fill_color(*_ACCENT)
        self.rect(0, 0, self.w, 3, style="F")
        self.set_y(12)
        self.set_font("Helvetica", "B", 13)
        self.set_text_color(*_ACCENT)
        self.cell(0, 6, "CMAP Secure Web portal", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_font("Helvetica", "", 9)
        self.set_text_color(*_FAINT)
        self.cell(0, 5, "PRACTICE - invented data - not a real notice", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(8)

    def footer(self) -> None:
        """Called by fpdf2 at the bottom of every page."""
        self.set_y(-16)
        self.set_font("Helvetica", "", 8)
        self.set_text_color(*_FAINT)
        self.cell(0, 5, f"Page {self.page_no()} of {{nb}}  -  PRACTICE", align="C")


def draw(letter: Letter, posted_at: datetime) -> bytes:
    """The letter as a PDF of as many pages as it needs; the same bytes for the same letter and moment."""
    sheet = _Sheet(format="letter")
    sheet.set_creation_date(posted_at)
    sheet.set_title(letter.title)
    sheet.set_author("CMAP Secure Web portal (practice)")
    sheet.set_margins(_MARGIN_MM, 12, _MARGIN_MM)
    sheet.set_auto_page_break(auto=True, margin=24)
    sheet.add_page()
    _draw_address(sheet, letter, posted_at)
    _draw_paragraphs(sheet, letter.paragraphs)
    if letter.table is not None:
        _draw_table(sheet, letter.table)
    for number, question in enumerate(letter.questions, start=1):
        _draw_question(sheet, number, question)
    _draw_closing(sheet, letter.closing)
    return bytes(sheet.output())


def _draw_address(sheet: FPDF, letter: Letter, posted_at: datetime) -> None:
    sheet.set_text_color(*_INK)
    sheet.set_font("Helvetica", "", 10.5)
    for line in (letter.to_name, *letter.to_lines):
        sheet.cell(0, 5.2, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheet.ln(6)
    date = f"{posted_at:%B} {posted_at.day}, {posted_at.year}"
    sheet.cell(0, 5.2, f"{date}      Reference {letter.reference}", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheet.ln(6)
    sheet.set_font("Helvetica", "B", 14)
    sheet.multi_cell(0, 7, letter.title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheet.ln(3)


def _draw_paragraphs(sheet: FPDF, paragraphs: tuple[str, ...]) -> None:
    sheet.set_font("Helvetica", "", 10.5)
    for paragraph in paragraphs:
        sheet.multi_cell(0, 5.4, paragraph, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        sheet.ln(2.6)


def _draw_table(sheet: FPDF, table: Table) -> None:
    sheet.ln(2)
    sheet.set_font("Helvetica", "", 9.5)
    sheet.set_draw_color(*_FAINT)
    with sheet.table(
        col_widths=table.shares, text_align="LEFT", line_height=6, borders_layout="HORIZONTAL_LINES"
    ) as drawn:
        for cells in (table.columns, *table.rows):
            row = drawn.row()
            for cell in cells:
                row.cell(cell)
    sheet.ln(4)


def _draw_question(sheet: FPDF, number: int, question: str) -> None:
    if sheet.will_page_break(_QUESTION_MM):
        sheet.add_page()
    sheet.set_font("Helvetica", "", 10.5)
    sheet.multi_cell(0, 5.4, f"{number}. {question}", align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheet.set_draw_color(*_FAINT)
    for _ in range(2):
        sheet.ln(8)
        sheet.line(_MARGIN_MM, sheet.get_y(), sheet.w - _MARGIN_MM, sheet.get_y())
    sheet.ln(6)


def _draw_closing(sheet: FPDF, closing: str) -> None:
    sheet.ln(3)
    sheet.set_font("Helvetica", "I", 9.5)
    sheet.set_text_color(*_FAINT)
    sheet.multi_cell(0, 5, closing, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
