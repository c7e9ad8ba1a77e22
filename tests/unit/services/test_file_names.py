"""Names from a portal become plain file names: no path, no device, no program, nothing hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pes_client.services.file_names import safe_file_name, truthful_file_name


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("EFT-2026-0019.pdf", "EFT-2026-0019.pdf"),
        ("Brief für Zoë.pdf", "Brief für Zoë.pdf"),
        ("../../evil.pdf", "evil.pdf"),
        ("..\\..\\evil.pdf", "evil.pdf"),
        ("/etc/cron.d/x", "etc_cron.d_x"),
        ("C:\\Windows\\x.dll", "C__Windows_x.dll"),
        ("\\\\attacker\\share\\x.pdf", "attacker_share_x.pdf"),
        ("\\\\?\\C:\\x", "C__x"),
        ("file.pdf::$DATA", "file.pdf___DATA"),
        ("%2e%2e%2fx.pdf", "2e_2e_2fx.pdf"),
        ("a.pdf\0.exe", "a.pdf.exe"),
        ("two\r\nlines.pdf", "two__lines.pdf"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        (".htaccess", "htaccess"),
        ("name ", "name"),
        ("name....", "name"),
        ("PROGRA~1", "PROGRA_1"),
        ("e\u0301.pdf", "\u00e9.pdf"),
    ],
)
def test_what_a_portal_calls_a_file_becomes_one_plain_name(told, name):
    assert safe_file_name(told) == name


@pytest.mark.parametrize("told", ["", "   ", ".", "..", "...", "/", "\0", "\u200b", "\ud800", "_._"])
def test_a_name_with_nothing_in_it_gets_the_fallback(told):
    assert safe_file_name(told, "letter 7") == "letter 7"


@pytest.mark.parametrize(
    "told",
    [
        "CON",
        "con",
        "NUL.pdf",
        "aux.835.txt",
        "COM1",
        "LPT9.pdf",
        "COM¹",
        "CON_.pdf",
        "CON .pdf",
        "CON .a.pdf",
        "desktop.ini",
        "Thumbs.db",
        "autorun.inf",
    ],
)
def test_a_name_that_windows_keeps_for_itself_is_led_by_plain_words(told):
    assert safe_file_name(told, "letter 7").startswith("letter 7 ")


@pytest.mark.parametrize("told", ["x" * 4096 + ".pdf", "李" * 255 + ".pdf", "🦉" * 100 + ".pdf", "x" * 119 + " .pdf"])
def test_a_long_name_is_cut_in_bytes_and_keeps_its_kind(told):
    name = safe_file_name(told)
    assert len(name.encode()) <= 124
    assert name.endswith(".pdf")


@given(st.text(max_size=300))
def test_whatever_a_portal_says_the_name_stays_one_harmless_name(told):
    name = safe_file_name(told)
    assert name
    assert name.isprintable()
    assert not set(name) & set('/\\:*?"<>|')
    assert not name.startswith((".", " "))
    assert not name.endswith((".", " "))
    assert len(name.encode()) <= 200
    assert safe_file_name(name) == name


@pytest.mark.parametrize(
    ("name", "media_type", "truthful"),
    [
        ("letter.pdf", "application/pdf", "letter.pdf"),
        ("LETTER.PDF", "application/pdf", "LETTER.PDF"),
        ("letter.pdf.exe", "application/pdf", "letter.pdf.exe.pdf"),
        ("letter.pdf", "text/plain", "letter.pdf.txt"),
        ("claims.x12", "application/edi-x12", "claims.x12"),
        ("claims", "application/edi-x12", "claims.x12"),
        ("txt", "text/plain", "txt.txt"),
        ("open me.lnk", "application/octet-stream", "open me.lnk.bin"),
    ],
)
def test_the_suffix_says_what_the_file_is(name, media_type, truthful):
    assert truthful_file_name(name, media_type) == truthful
