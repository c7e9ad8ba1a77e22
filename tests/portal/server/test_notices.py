"""Notices by e-mail when letters are posted: to the right people, once, whatever happens in between (TRF-5)."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from pes_portal.clock import Clock
from pes_portal.commands import DataOptions, mailbox_text
from pes_portal.database.tables import accounts, granted_roles, memberships, outgoing_mail
from pes_portal.folders import DataFolder
from pes_portal.notices.letters import write_notices
from pes_portal.notices.mailbox import read_mailbox
from pes_portal.notices.outgoing import OutgoingMail
from pes_portal.notices.post import MailboxPost, SmtpCredentials, SmtpPost, read_credentials
from pes_portal.notices.sender import MailSender
from pes_portal.trade_files.contents import Content
from pes_portal.trade_files.shelf import PDF_MEDIA_TYPE, NewTradeFile, put_on_shelf
from pes_portal.wire.mailbox import Mail

HARBOR, RIVERBEND = "009900111", "009900222"
NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
MAIL = OutgoingMail(7, "office@example.org", "1 new letter", "There is a letter.\n")


def wait_for_mail(portal, number: int) -> list[Mail]:
    """The mailbox, as soon as it has so many mails."""
    found: list[Mail] = []
    while len(found) < number:
        assert portal.process.poll() is None
        found = read_mailbox(portal.data / "mailbox")
    return found


def post_letter(portal, avrs_id: str) -> None:
    """Put a letter on the shelf that is ready at once."""
    with portal.database() as database, database.writing() as connection:
        put_on_shelf(
            connection,
            NewTradeFile(
                avrs_id,
                "EDELIVERY",
                "letter.pdf",
                Content("0" * 64, 5),
                PDF_MEDIA_TYPE,
                posted_at=portal.now(),
                available_until=portal.now() + timedelta(days=270),
                letter_kind="EFT",
                ready_at=portal.now(),
            ),
        )


def test_trf_5_a_letter_that_is_posted_is_told_to_its_readers_once_also_across_a_kill(start_portal, tmp_path):
    portal = start_portal(tmp_path)
    portal.advance("5h")
    # Of HARBOR: master users and the clerks with either trade-files role; who has no address is not written to.
    readers = {"provider1", "clerktf01", "clerkedo1", "lockedusr", "disabled1", "expired01"}
    mails = wait_for_mail(portal, len(readers))
    assert {mail.to.partition("@")[0] for mail in mails} == readers
    assert all(mail.subject == f"1 new letter for AVRS ID {HARBOR}" for mail in mails)

    portal.kill()
    portal = start_portal(tmp_path)
    post_letter(portal, RIVERBEND)
    later = wait_for_mail(portal, len(readers) + 2)
    assert later[2:] == mails, "nothing is sent again"
    assert {mail.to for mail in later[:2]} == {"provider1@sample.example", "clerktf01@sample.example"}

    caller = portal.sign_in("clerktf01")
    shown = caller.get("/v1/practice/mailbox").json()["items"]
    assert [mail["subject"] for mail in shown] == [f"1 new letter for AVRS ID {each}" for each in (RIVERBEND, HARBOR)]
    assert {mail["to"] for mail in shown} == {"clerktf01@sample.example"}
    assert portal.report("mailbox")["items"] == [mail.model_dump(mode="json") for mail in later]


def test_who_has_no_address_has_an_empty_mailbox(portal):
    assert portal.sign_in("tpmaster1").get("/v1/practice/mailbox").json() == {"items": []}


@pytest.fixture
def written(database) -> list[tuple[str, str, str]]:
    """The mails after letters for two organisations were posted together."""
    with database.writing() as connection:
        write_notices(connection, [HARBOR, RIVERBEND, HARBOR], "Sample portal", NOW)
        rows = connection.execute(select(outgoing_mail).order_by(outgoing_mail.c.id)).all()
    return [(row.to_address.partition("@")[0], row.subject, row.text) for row in rows]


def test_trf_5_one_mail_names_every_organization_of_its_reader(written):
    mails = {to: (subject, text) for to, subject, text in written}
    assert len(mails) == len(written), "one mail for each account"
    subject, text = mails["clerktf01"]
    assert subject == f"3 new letters for AVRS ID {HARBOR}, {RIVERBEND}"
    assert f"AVRS ID {HARBOR}: 2 new letters" in text
    assert f"AVRS ID {RIVERBEND}: 1 new letter\n" in text
    assert RIVERBEND not in "".join(mails["clerkedo1"])


def test_trf_3_clerks_without_a_trade_files_role_are_not_told(written):
    assert {"clerkold1", "clerkadm1"}.isdisjoint(to for to, _, _ in written)


class TestMailbox:
    def test_a_mail_delivered_twice_is_there_once(self, tmp_path):
        post = MailboxPost(tmp_path, "portal@portal.example")
        post.deliver(MAIL, NOW)
        post.deliver(MAIL, NOW)
        assert [(mail.id, mail.to, mail.sent_at) for mail in read_mailbox(tmp_path)] == [
            ("00000007", "office@example.org", NOW)
        ]

    def test_the_newest_is_first_and_an_address_is_the_same_in_capitals(self, tmp_path):
        post = MailboxPost(tmp_path, "portal@portal.example")
        for number, to in ((9, "Office@Example.org"), (10, "other@example.org"), (11, "office@example.org")):
            post.deliver(OutgoingMail(number, to, "s", "t"), NOW)
        assert [mail.id for mail in read_mailbox(tmp_path, "OFFICE@example.org")] == ["00000011", "00000009"]

    def test_the_command_shows_it_to_a_person(self, tmp_path):
        folder = DataFolder(tmp_path)
        folder.create()
        MailboxPost(folder.mailbox, "portal@portal.example").deliver(MAIL, NOW)
        assert "There is a letter." in mailbox_text(DataOptions(folder), as_json=False)
