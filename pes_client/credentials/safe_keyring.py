"""The operating system's keyring, and no imitation of it: the backend's class is checked, calls cannot hang."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from pes_client.errors import CredentialError, InputError, NoKeyring
from pes_client.wording import text

SERVICE = "PES Client"
TIME_LIMIT = 30.0  # seconds
LONGEST = 1200  # UTF-16 units; Windows keeps 2,560 bytes at most
_SAFE = {
    "keyring.backends.SecretService.Keyring": "Secret Service",
    "keyring.backends.libsecret.Keyring": "Secret Service",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
    "keyring.backends.kwallet.DBusKeyringKWallet4": "KWallet",
    "keyring.backends.macOS.Keyring": "macOS Keychain",
    "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Manager",
}
_CHAIN = "keyring.backends.chainer.ChainerBackend"
Result = TypeVar("Result")


class Backend(Protocol):
    """What is used of a backend of the `keyring` library."""

    def get_password(self, service: str, username: str) -> str | None:
        """The kept value, or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a value."""

    def delete_password(self, service: str, username: str) -> None:
        """Delete a value."""


class SafeKeyring:
    """One trusted backend. Raises NoKeyring for any other one; nothing is ever written to a plaintext file.

    A call that takes longer than `time_limit` seconds, or fails in the backend's own way, is a
    CredentialError. Values never appear in an error.
    """

    def __init__(self, backend: Backend, *, time_limit: float = TIME_LIMIT) -> None:
        self._backend = _trusted(backend)
        if self._backend is None:
            raise NoKeyring(
                text("This computer has no keyring that this program can trust with a password."),
                text("Use a passphrase, or name a key file in PES_MASTER_KEY_FILE."),
            )
        self._time_limit = time_limit
        self.name = _SAFE[_class_name(self._backend)]
        if self.name == "Windows Credential Manager":
            self._backend.persist = "local machine"  # the default roams with the user's profile

    def __repr__(self) -> str:
        return f"SafeKeyring({self.name!r})"

    @classmethod
    def of_this_machine(cls) -> SafeKeyring:
        """The keyring of the person who is logged in. Raises NoKeyring."""
        import keyring

        return cls(_within(TIME_LIMIT, keyring.get_keyring))

    def get(self, name: str) -> str | None:
        """The value kept under a name, or None. Raises CredentialError."""
        kept = self._call(lambda: self._backend.get_password(SERVICE, name))
        return None if kept is None else str(kept)

    def put(self, name: str, value: str) -> None:
        """Keep a value, instead of an earlier one. Raises CredentialError; InputError for a value too long."""
        if len(value.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
            raise InputError(
                text("This is too long for the keyring, which keeps {n} characters at most.", n=LONGEST),
                text("Choose a shorter one on the portal."),
            )
        self._call(lambda: self._backend.set_password(SERVICE, name, value))

    def delete(self, name: str) -> None:
        """Forget a value; nothing happens if there is none. Raises CredentialError."""
        if self.get(name) is not None:
            self._call(lambda: self._backend.delete_password(SERVICE, name))

    def _call(self, call: Callable[[], Result]) -> Result:
        return _within(self._time_limit, call)


def keyring_available() -> str | None:
    """The name of the keyring that will be used, or None where there is none to trust."""
    try:
        return SafeKeyring.of_this_machine().name
    except CredentialError:
        return None


def _trusted(backend: Backend) -> Any:
    """The backend itself, or the first trusted member of a chain: never the chain, which tries them all."""
    if _class_name(backend) in _SAFE:
        return backend
    members: Iterable[Backend] = getattr(backend, "backends", ()) if _class_name(backend) == _CHAIN else ()
    return next((each for each in members if _class_name(each) in _SAFE), None)


def _class_name(backend: object) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _within(seconds: float, call: Callable[[], Result]) -> Result:
    """The call's result, made on a thread of its own: a keyring may wait for a dialog that nobody sees."""
    results: list[Result] = []
    failures: list[Exception] = []

    def make() -> None:
        try:
            results.append(call())
        except Exception as error:  # noqa: BLE001 - backends raise whatever their library does
            failures.append(error)

    thread = threading.Thread(target=make, name="keyring", daemon=True)
    thread.start()
    thread.join(seconds)
    if results:
        return results[0]
    if failures:
        raise _explained(failures[0]) from None  # the backend's own words may hold what was to be kept
    raise CredentialError(
        text("The keyring did not answer."),
        text("Look for a window that asks you to unlock it, then try again."),
    )


def _explained(error: Exception) -> CredentialError:
    from keyring.errors import KeyringLocked, NoKeyringError

    if isinstance(error, CredentialError):
        return error
    if isinstance(error, NoKeyringError):
        return NoKeyring(
            text("No keyring was found on this computer."),
            text("Use a passphrase, or name a key file in PES_MASTER_KEY_FILE."),
        )
    if isinstance(error, KeyringLocked):
        return CredentialError(
            text("The keyring is locked, or access to it was denied."), text("Unlock it, then try again.")
        )
    return CredentialError(
        text("The keyring reported a problem ({kind}).", kind=type(error).__name__),
        text("Check that the keyring of your operating system works, then try again."),
    )
