"""The passwords that are kept for accounts, and how one gives way to another without a moment of neither.

While a password is being changed two are kept: the one that works so far, and the coming one. Which of them the
portal accepts is found out by signing in, at most once with each, and the other is dropped then.
"""

from __future__ import annotations

from typing import Protocol

from pes_client.domain.accounts import AccountId


class KeptPasswords(Protocol):
    """Wherever passwords are kept: the keyring, or the encrypted database where there is none."""

    def get(self, account: AccountId) -> str | None:
        """The kept password, or None."""

    def put(self, account: AccountId, password: str) -> None:
        """Keep the password, instead of an earlier one."""

    def forget(self, account: AccountId) -> None:
        """Drop the password, if one is kept."""


def expect(passwords: KeptPasswords, account: AccountId, coming: str) -> None:
    """Keep a coming password beside the present one, before the portal hears of it."""
    passwords.put(_coming(account), coming)


def candidates(passwords: KeptPasswords, account: AccountId) -> tuple[str, ...]:
    """The passwords that may be right, likeliest first: mostly one, two after an interrupted change, or none."""
    kept = (passwords.get(_coming(account)), passwords.get(account))
    return tuple(dict.fromkeys(each for each in kept if each))


def settle(passwords: KeptPasswords, account: AccountId, right: str) -> None:
    """Keep the password that was just proven, and only that."""
    if passwords.get(account) != right:
        passwords.put(account, right)
    if passwords.get(_coming(account)) is not None:
        passwords.forget(_coming(account))


def abandon(passwords: KeptPasswords, account: AccountId) -> None:
    """Drop a coming password that the portal surely did not take."""
    passwords.forget(_coming(account))


def drop(passwords: KeptPasswords, account: AccountId) -> None:
    """Keep no password of the account any more."""
    passwords.forget(account)
    passwords.forget(_coming(account))


def _coming(account: AccountId) -> AccountId:
    # No user ID holds a blank, so this names no other account.
    return AccountId(f"coming password of {account.user_id}", account.portal)
