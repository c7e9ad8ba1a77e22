"""Everything one running portal consists of, built once and handed to whoever needs it."""

from __future__ import annotations

from dataclasses import dataclass

from pes_portal.accounts.secrets import SecretHasher
from pes_portal.accounts.security_profile import SecurityProfileDesk
from pes_portal.accounts.sign_in import SignInDesk
from pes_portal.backoffice.worker import BackOffice
from pes_portal.clock import Clock, PortalClock
from pes_portal.database.engine import Database
from pes_portal.folders import DataFolder
from pes_portal.trade_files.contents import ContentStore
from pes_portal.uploads.desk import UploadDesk
from pes_portal.wire.policy import Policy


@dataclass(frozen=True)
class Portal:
    """The composition root's result; endpoints get it as a dependency."""

    policy: Policy
    database: Database
    clock: Clock
    sign_in: SignInDesk
    security_profiles: SecurityProfileDesk
    uploads: UploadDesk
    contents: ContentStore
    back_office: BackOffice


def build_portal(folder: DataFolder, database: Database, policy: Policy) -> Portal:
    """Put a portal together on a database whose schema is up to date."""
    clock = PortalClock(database)
    hasher = SecretHasher()
    contents = ContentStore(folder.contents)
    back_office = BackOffice(database, clock, contents, folder.received)
    return Portal(
        policy=policy,
        database=database,
        clock=clock,
        sign_in=SignInDesk(database, hasher, clock, policy),
        security_profiles=SecurityProfileDesk(database, hasher, clock, policy.security_profile),
        uploads=UploadDesk(database, clock, folder.received, back_office.wake),
        contents=contents,
        back_office=back_office,
    )
