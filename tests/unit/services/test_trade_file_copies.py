"""Kept files, opened and saved: proved again each time, named truthfully, shown only to whom they belong."""

from __future__ import annotations

import pytest

from pes_client.domain.accounts import AccountId
from pes_client.domain.activity import Deed
from pes_client.errors import FileError, InputError, RoleMissing, StoreDamaged
from pes_client.services.trade_files import TradeFileQuery

WILLOW = "1001"
LETTER = b"%PDF-1.7 an invented letter"


def test_a_letter_opens_from_memory_and_the_trail_says_so(workspace, account, kept):
    row = kept("EFT-1.pdf")
    opened = workspace.trade_files.open(account, row.local_id)
    assert (opened.content, opened.media_type, opened.verified) == (LETTER, "application/pdf", True)
    assert workspace.trail.entries()[0].deed is Deed.OPENED


def test_several_files_saved_into_a_folder_with_a_dot_stay_several(workspace, account, kept, tmp_path):
    folder = tmp_path / "letters.2026"
    rows = [kept("EFT-1.pdf"), kept("EFT-2.pdf", LETTER + b" 2")]
    paths = [workspace.trade_files.save_into(account, row.local_id, folder) for row in rows]
    assert paths == [folder / "EFT-1.pdf", folder / "EFT-2.pdf"]
    assert [path.read_bytes() for path in paths] == [LETTER, LETTER + b" 2"]


@pytest.mark.parametrize("name", ["chosen.pdf", "chosen"])
def test_save_as_writes_to_exactly_the_path_that_a_person_chose(workspace, account, kept, tmp_path, name):
    chosen = tmp_path / name
    assert workspace.trade_files.save_as(account, kept("EFT-1.pdf").local_id, chosen) == chosen
    assert chosen.read_bytes() == LETTER
    assert workspace.trail.entries()[0].deed is Deed.SAVED_AS


@pytest.mark.parametrize(
    ("told", "content", "name"),
    [
        ("letter.pdf", b"<html>not a letter</html>", "letter.pdf.txt"),
        ("letter.txt", LETTER, "letter.txt.pdf"),
        ("invoice.pdf.exe", b"MZ\0\0", "invoice.pdf.exe.bin"),
        ("../835", b"ISA*00*", "835.x12"),
    ],
)
def test_the_name_of_a_copy_tells_what_it_is(workspace, account, kept, tmp_path, told, content, name):
    path = workspace.trade_files.save_into(account, kept(told, content).local_id, tmp_path / "here")
    assert path == tmp_path / "here" / name


def test_a_file_that_is_not_here_yet_is_not_opened(workspace, account, kept, tmp_path):
    row = kept("EFT-1.pdf", here=False)
    with pytest.raises(FileError, match="not on this computer yet"):
        workspace.trade_files.open(account, row.local_id)
    with pytest.raises(FileError, match="not on this computer yet"):
        workspace.trade_files.save_into(account, row.local_id, tmp_path / "here")
    assert not (tmp_path / "here").exists()


def test_a_file_that_is_no_longer_what_the_portal_sent_is_neither_shown_nor_saved(
    workspace, store, account, kept, tmp_path
):
    row, other = kept("EFT-1.pdf"), kept("EFT-2.pdf", b"%PDF-1.7 something else")
    with store.write() as records:
        records.trade_files.update(row.local_id, document_id=other.document_id)
    with pytest.raises(StoreDamaged, match="altered"):
        workspace.trade_files.open(account, row.local_id)
    with pytest.raises(StoreDamaged, match="altered"):
        workspace.trade_files.save_into(account, row.local_id, tmp_path / "here")
    assert not (tmp_path / "here").exists()


def test_clk_2_a_letters_only_clerk_sees_the_letters_that_lie_here_and_nothing_else(workspace, letters_only, kept):
    letter, advice = kept("EFT-1.pdf"), kept("RA-1.pdf", LETTER + b" RA", transaction_type="RA")
    query = TradeFileQuery()
    assert [row.local_id for row in workspace.trade_files.search(letters_only, WILLOW, query)] == [letter.local_id]
    assert workspace.trade_files.count(letters_only, WILLOW, query) == 1
    assert workspace.trade_files.search(letters_only, WILLOW, TradeFileQuery(transaction_type="RA")) == []
    with pytest.raises(RoleMissing):
        workspace.trade_files.open(letters_only, advice.local_id)


def test_an_account_of_another_portal_sees_none_of_it(workspace, kept):
    row = kept("EFT-1.pdf")
    with pytest.raises(InputError, match="no trade file"):
        workspace.trade_files.get(AccountId("provider1", "another.invalid"), row.local_id)
