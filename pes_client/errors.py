"""The one error family. Every error carries words for a person: what happened, what it means, what to do.

    PesError
    ├── InputError                    what was typed or given cannot be used
    ├── FileError                     a file of this machine cannot be read or written
    │   └── DiskFull
    ├── PortalError                   the portal, or the way to it
    │   ├── PortalUnreachable         nothing was answered (name, proxy, connection, TLS, time-out)
    │   │   └── CertificateRejected
    │   ├── PortalBusy                429, 5xx: later, perhaps at a time the portal named
    │   ├── PortalAnswerInvalid       an answer that is not the portal's (HTML, broken JSON, wrong digest)
    │   ├── SignInError               the account cannot work now; a person is needed
    │   │   ├── WrongPassword
    │   │   ├── AccountLocked
    │   │   ├── AccountDisabled
    │   │   ├── SessionEnded          sign in again (the engine does, once)
    │   │   └── StepDue               a one-time panel has to be done first
    │   ├── PortalRefused             the portal's own, final "no"
    │   │   ├── RoleMissing
    │   │   ├── DuplicateContent      received before; carries the earlier receipt
    │   │   ├── NotOnPortal           unknown or gone
    │   │   ├── ChangedMeanwhile      another changed it first; carries it as it is now
    │   │   ├── SelfServiceOver       too many wrong answers (ACC-6)
    │   │   └── OffsetMismatch        the portal has another number of bytes than we thought
    │   └── StillPosting              the letter is not ready yet (TRF-6): no error, tried again later
    ├── StoreError                    the local database or documents
    │   ├── StoreNewer                written by a newer version of this program
    │   ├── StoreDamaged
    │   └── StoreLocked               the key does not open it
    ├── CredentialError               the operating system's keyring
    │   ├── NoKeyring
    │   └── PasswordMissing           nothing is kept for this account
    └── SenderBusy                    another process of ours is sending (it will take the work)

`retryable` says whether trying the same again later can succeed without a person.
`hint` is the third sentence: what the person can do.
"""

from __future__ import annotations

from typing import Any, ClassVar

from pes_client.wording import NOTHING, Text, text


class PesError(Exception):
    """Anything that this program can explain to the person who uses it."""

    title: ClassVar[Text] = text("Something went wrong")
    retryable: ClassVar[bool] = False
    exit_code: ClassVar[int] = 1

    def __init__(self, message: Text, hint: Text = NOTHING) -> None:
        super().__init__(message.msgid)  # never the parameters: tracebacks and crash reports stay clean
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InputError(PesError):
    """What was typed or given cannot be used."""

    title = text("Please check what was entered")
    exit_code = 2


class FileError(PesError):
    """A file of this machine cannot be read or written."""

    title = text("The file cannot be used")
    exit_code = 3


class DiskFull(FileError):
    """There is no room left where the program keeps its data."""

    title = text("The disk is full")
    retryable = True


class PortalError(PesError):
    """The portal, or the way to it."""

    title = text("The portal could not do it")
    exit_code = 5


class PortalUnreachable(PortalError):
    """Nothing was answered. `may_have_arrived` is False only if no byte of the request can have left."""

    title = text("The portal cannot be reached")
    retryable = True

    def __init__(self, message: Text, hint: Text = NOTHING, *, may_have_arrived: bool = True) -> None:
        super().__init__(message, hint)
        self.may_have_arrived = may_have_arrived


class CertificateRejected(PortalUnreachable):
    """The other side could not prove that it is the portal."""

    title = text("The portal's certificate is not trusted")

    def __init__(self, message: Text, hint: Text = NOTHING) -> None:
        super().__init__(message, hint, may_have_arrived=False)


class PortalBusy(PortalError):
    """The portal asks to come back later. `retry_after` is in seconds, None if it named no time."""

    title = text("The portal is busy")
    retryable = True

    def __init__(self, message: Text, hint: Text = NOTHING, *, retry_after: float | None = None) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after


class PortalAnswerInvalid(PortalError):
    """An answer that cannot be the portal's: a captive network's page, half a body, another digest."""

    title = text("The answer did not come from the portal")
    retryable = True


class SignInError(PortalError):
    """The account cannot work now; trying again by itself would only make it worse (DESIGN §4.5)."""

    title = text("Sign in to continue")
    exit_code = 4


class WrongPassword(SignInError):
    """User ID and password do not fit together."""

    title = text("The portal did not accept the password")


class AccountLocked(SignInError):
    """Too many wrong passwords (ACC-3)."""

    title = text("The account is locked")


class AccountDisabled(SignInError):
    """Not used for too long (ACC-4), or ended by the organisation."""

    title = text("The account is disabled")


class SessionEnded(SignInError):
    """The token is no longer good; a new sign-in with the kept password may do."""

    title = text("The session has ended")
    retryable = True


class StepDue(SignInError):
    """A panel has to be completed before anything else (SEC-1); `step` is the portal's name for it."""

    title = text("One step is due first")

    def __init__(self, message: Text, hint: Text = NOTHING, *, step: str) -> None:
        super().__init__(message, hint)
        self.step = step


class PortalRefused(PortalError):
    """The portal's own "no". `code` is stable, `findings` are its message table (SEC-6)."""

    title = text("The portal refused it")
    exit_code = 6

    def __init__(self, message: Text, hint: Text = NOTHING, *, code: str = "", findings: tuple[Any, ...] = ()) -> None:
        super().__init__(message, hint)
        self.code = code
        self.findings = findings


class RoleMissing(PortalRefused):
    """The account's roles do not include this."""

    title = text("Your roles do not allow this")


class DuplicateContent(PortalRefused):
    """The same content was received before. `receipt` is the earlier receipt, where the portal told it."""

    title = text("This file was already sent")
    exit_code = 7

    def __init__(self, message: Text, hint: Text = NOTHING, *, code: str = "", receipt: Any = None) -> None:
        super().__init__(message, hint, code=code)
        self.receipt = receipt


class NotOnPortal(PortalRefused):
    """The portal does not know it, or no longer has it."""

    title = text("The portal does not have it")


class ChangedMeanwhile(PortalRefused):
    """Somebody else changed it after it was read. `current` is it as the portal has it now."""

    title = text("It was changed by someone else")

    def __init__(self, message: Text, hint: Text = NOTHING, *, code: str = "", current: Any = None) -> None:
        super().__init__(message, hint, code=code)
        self.current = current


class SelfServiceOver(PortalRefused):
    """Self-service has ended for a while (ASM-3); it says who helps a master user and who a clerk (ACC-6)."""

    title = text("Self-service is over for now")

    def __init__(self, message: Text, *, for_master_user: Text, for_clerk: Text, code: str = "") -> None:
        both = text("{master_user} {clerk}", master_user=str(for_master_user), clerk=str(for_clerk))
        super().__init__(message, both, code=code)
        self.for_master_user = for_master_user
        self.for_clerk = for_clerk


class OffsetMismatch(PortalRefused):
    """The portal holds another number of bytes of this upload than we believed: ask, then go on."""


class StillPosting(PortalError):
    """A letter that is still being posted (TRF-6). `retry_after` is in seconds."""

    title = text("The letter is still being posted")
    retryable = True

    def __init__(self, message: Text, hint: Text = NOTHING, *, retry_after: float | None = None) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after


class StoreError(PesError):
    """The local database or the documents beside it."""

    title = text("The local data cannot be used")


class StoreNewer(StoreError):
    """The data were written by a newer version of this program; nothing was changed."""

    title = text("The data belong to a newer version")


class StoreDamaged(StoreError):
    """The database cannot be read; it is kept under another name."""

    title = text("The local data are damaged")


class StoreLocked(StoreError):
    """The key at hand does not open the data."""

    title = text("The local data cannot be unlocked")
    exit_code = 4


class CredentialError(PesError):
    """The place where passwords and the key are kept."""

    title = text("The keyring cannot be used")
    exit_code = 4


class NoKeyring(CredentialError):
    """This machine offers no safe place for a key."""

    title = text("No keyring was found")


class PasswordMissing(CredentialError):
    """No password is kept for the account."""

    title = text("Sign in to continue")


class SenderBusy(PesError):
    """Another window or command is sending from the same data folder; it takes the work over."""

    title = text("Another program is sending")
    retryable = True
    exit_code = 9
