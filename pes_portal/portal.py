"""Everything one running portal consists of, built once and handed to whoever needs it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pes_portal.accounts.account_setup import AccountSetupDesk
from pes_portal.accounts.password_desk import PasswordDesk
from pes_portal.accounts.secrets import SecretHasher
from pes_portal.accounts.security_profile import SecurityProfileDesk
from pes_portal.accounts.self_service import SelfServiceDesk
from pes_portal.accounts.sign_in import SignInDesk
from pes_portal.backoffice.worker import BackOffice
from pes_portal.clerks.desk import ClerkDesk
from pes_portal.clerks.review import ReviewBook
from pes_portal.clock import Clock, PortalClock
from pes_portal.database.engine import Database
from pes_portal.folders import DataFolder
from pes_portal.notices.post import Post
from pes_portal.notices.posting import LetterPosting
from pes_portal.notices.sender import MailSender
from pes_portal.secret_key import SecretKey
from pes_portal.trade_files.contents import ContentStore
from pes_portal.uploads.desk import UploadDesk
from pes_portal.wire.policy import Policy


@dataclass(frozen=True)
class Portal:
    """The composition root's result; endpoints get it as a dependency."""

    policy: Policy
    database: Database
    clock: Clock
    key: SecretKey
    sign_in: SignInDesk
    passwords: PasswordDesk
    security_profiles: SecurityProfileDesk
    self_service: SelfServiceDesk
    account_setup: AccountSetupDesk
    clerks: ClerkDesk
    reviews: ReviewBook
    uploads: UploadDesk
    contents: ContentStore
    back_office: BackOffice
    mail: MailSender
    mailbox: Path

    def start(self) -> None:
        """Pick up what an earlier process left, and let the back office and the mail sender work."""
        self.uploads.tidy()
        self.mail.start()
        self.back_office.start()

    def stop(self) -> None:
        """End the threads; what they had in hand is done at the next start."""
        self.back_office.stop()
        self.mail.stop()


def build_portal(folder: DataFolder, database: Database, policy: Policy, post: Post | None) -> Portal:
    """Put a portal together on a database whose schema is up to date; without a post, mail waits."""
    clock = PortalClock(database)
    hasher = SecretHasher()
    key = SecretKey.kept_in(folder.secret_key)
    contents = ContentStore(folder.contents)
    mail = MailSender(database, clock, post)
    letters = LetterPosting(database, clock, policy.portal_name, mail.wake)
    back_office = BackOffice(database, clock, contents, folder.received, letters)
    uploads = UploadDesk(
        database, clock, folder.received, on_announced=back_office.expect, on_received=back_office.wake
    )
    return Portal(
        policy=policy,
        database=database,
        clock=clock,
        key=key,
        sign_in=SignInDesk(database, hasher, clock, policy),
        passwords=PasswordDesk(database, hasher, clock, policy),
        security_profiles=SecurityProfileDesk(database, hasher, clock, policy.security_profile),
        self_service=SelfServiceDesk(database, hasher, clock, policy, key),
        account_setup=AccountSetupDesk(database, hasher, clock, policy, key),
        clerks=ClerkDesk(database, hasher, clock, policy),
        reviews=ReviewBook(database, clock),
        uploads=uploads,
        contents=contents,
        back_office=back_office,
        mail=mail,
        mailbox=folder.mailbox,
    )
