"""The clerk review on paper: the same facts and list as the CSV, as a PDF with numbered pages."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QBuffer, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from pes_client.services.clerk_review import ClerkReview
from pes_client.wording import _

_DOTS_PER_INCH = 300


def review_as_pdf(review: ClerkReview) -> bytes:
    """The document's bytes. Names come from the portal: they are words, never markup."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    writer.setTitle(_("Clerk review"))
    writer.setCreator("PES Client")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    # QTextDocument leaves two centimeters by itself.
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setHtml(_html(review))
    document.print_(writer)
    del writer
    return bytes(buffer.data().data())


def _html(review: ClerkReview) -> str:
    facts = "".join(
        f"<tr><td style='color:#55636A;padding-right:24px'>{escape(name)}</td><td>{escape(words)}</td></tr>"
        for name, words in review.facts()
    )
    titles = "".join(f"<th align='left'>{escape(title)}</th>" for title in review.titles)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in review.row(clerk)) + "</tr>" for clerk in review.clerks
    )
    return (
        "<html><body style='color:#000000;font-family:sans-serif;font-size:8pt'>"
        f"<h2>{escape(_('Clerk review'))}</h2><table cellspacing='0' cellpadding='2'>{facts}</table><br>"
        "<table width='100%' border='1' cellspacing='0' cellpadding='4' style='border-collapse:collapse;"
        "border-style:solid;border-color:#8C989D'>"
        f"<thead><tr style='background-color:#EBF0F0'>{titles}</tr></thead>{rows}</table>"
        "</body></html>"
    )
