"""What notices say and to whom, and how they leave: into a mailbox, or to a mail server that may be closed."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from pes_portal.commands import DataOptions, mailbox_text
from pes_portal.database.tables import outgoing_mail
from pes_portal.folders import DataFolder
from pes_portal.notices.letters import write_notices
from pes_portal.notices.mailbox import read_mailbox
from pes_portal.notices.outgoing import OutgoingMail, waiting_mail, write_mail
from pes_portal.notices.post import MailboxPost, SmtpCredentials, SmtpPost, read_credentials
from pes_portal.notices.sender import MailSender

HARBOR, RIVERBEND = "009900111", "009900222"
NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
MAIL = OutgoingMail(7, "office@example.org", "1 new letter", "There is a letter.\n")


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


def test_a_mail_delivered_twice_is_in_the_mailbox_once(tmp_path):
    post = MailboxPost(tmp_path, "portal@portal.example")
    post.deliver(MAIL, NOW)
    post.deliver(MAIL, NOW)
    assert [(mail.id, mail.to, mail.sent_at) for mail in read_mailbox(tmp_path)] == [
        ("00000007", "office@example.org", NOW)
    ]


def test_the_newest_mail_is_first_and_an_address_is_the_same_in_capitals(tmp_path):
    post = MailboxPost(tmp_path, "portal@portal.example")
    for number, to in ((9, "Office@Example.org"), (10, "other@example.org"), (11, "office@example.org")):
        post.deliver(OutgoingMail(number, to, "s", "t"), NOW)
    assert [mail.id for mail in read_mailbox(tmp_path, "OFFICE@example.org")] == ["00000011", "00000009"]


def test_the_command_shows_the_mailbox_to_a_person(tmp_path):
    folder = DataFolder(tmp_path)
    folder.create()
    MailboxPost(folder.mailbox, "portal@portal.example").deliver(MAIL, NOW)
    assert "There is a letter." in mailbox_text(DataOptions(folder), as_json=False)


class MailServer(socketserver.ThreadingTCPServer):
    """As much of SMTP as it takes to receive a mail; remembers what was said to it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.received: list[str] = []
        self.commands: list[str] = []
        self.arrived = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = self.server
        assert isinstance(server, MailServer)
        self._say("220 mail.example")
        while line := self.rfile.readline().decode().strip():
            server.commands.append(line)
            command = line[:4].upper()
            if command == "DATA":
                self._say("354 go on")
                server.received.append(self._mail())
                server.arrived.set()
            self._say(_ANSWERS.get(command, "250 fine"))

    def _mail(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        return "".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


_ANSWERS = {"EHLO": "250-mail.example\r\n250 AUTH PLAIN", "AUTH": "235 welcome", "QUIT": "221 bye"}


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


def test_a_notice_goes_to_a_mail_server_with_its_words_and_no_reply_address_of_a_person(mail_server):
    SmtpPost("127.0.0.1", mail_server.port, "portal@portal.example", starttls=False).deliver(MAIL, NOW)
    (mail,) = mail_server.received
    assert "To: office@example.org\r\n" in mail
    assert "From: portal@portal.example\r\n" in mail
    assert "Message-ID: <notice-7@portal.example>\r\n" in mail
    assert mail.endswith("There is a letter.\r\n")


def test_credentials_for_the_mail_server_come_from_a_file_and_show_nowhere(mail_server, tmp_path):
    (tmp_path / "smtp").write_text("pes\nSm7p-Secret\n")
    credentials = read_credentials(tmp_path / "smtp")
    assert credentials == SmtpCredentials("pes", "Sm7p-Secret")
    post = SmtpPost("127.0.0.1", mail_server.port, "portal@portal.example", starttls=False, credentials=credentials)
    assert "Sm7p-Secret" not in repr(post)
    post.deliver(MAIL, NOW)
    assert any(command.startswith("AUTH PLAIN") for command in mail_server.commands)


def test_a_mail_server_without_starttls_gets_nothing_when_starttls_is_wanted(mail_server):
    post = SmtpPost("127.0.0.1", mail_server.port, "portal@portal.example", starttls=True)
    with pytest.raises(OSError, match="STARTTLS"):
        post.deliver(MAIL, NOW)
    assert mail_server.received == []


@pytest.fixture
def two_mails(database) -> None:
    with database.writing() as connection:
        for number in (1, 2):
            write_mail(connection, f"office{number}@example.org", "s", "t", NOW)


class ClosingPost:
    """A post that takes the first mail and is closed for the second one, the first time."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.was_closed = threading.Event()
        self.got_both = threading.Event()

    def deliver(self, mail: OutgoingMail, now: datetime) -> None:
        if mail.to_address.startswith("office2") and not self.was_closed.is_set():
            self.was_closed.set()
            raise ConnectionRefusedError
        self.taken.append(mail.to_address)
        if mail.to_address.startswith("office2"):
            self.got_both.set()


@pytest.mark.usefixtures("two_mails")
def test_a_closed_post_loses_no_mail_and_what_left_does_not_leave_again(database, clock):
    post = ClosingPost()
    before = MailSender(database, clock, post)
    before.start()
    assert post.was_closed.wait(10)
    before.stop()
    after = MailSender(database, clock, post)
    after.start()
    assert post.got_both.wait(10)
    after.stop()
    assert post.taken == ["office1@example.org", "office2@example.org"]
    with database.reading() as connection:
        assert waiting_mail(connection) == []


@pytest.mark.usefixtures("two_mails")
def test_without_a_mail_server_mail_waits(database, clock):
    sender = MailSender(database, clock, None)
    sender.start()
    sender.stop()
    with database.reading() as connection:
        assert len(waiting_mail(connection)) == 2
