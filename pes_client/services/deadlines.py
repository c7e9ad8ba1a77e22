"""The clock page: for every account of this machine, when its password ends and when idleness disables it."""

from __future__ import annotations

from dataclasses import dataclass

from pes_client.domain.accounts import KnownAccount
from pes_client.policy.deadlines import Deadlines, deadlines, due_reminder
from pes_client.services.accounts import Accounts
from pes_client.services.portals import Portals
from pes_client.transfer.clock import Clock


@dataclass(frozen=True, slots=True)
class AccountDeadlines:
    """One account with its deadlines; `reminder` is the days-ahead reminder that is due (14, 7, 3, 1), if any."""

    known: KnownAccount
    deadlines: Deadlines | None
    reminder: int | None


class DeadlineCalendar:
    """Reads what the portals last told; asks nobody."""

    def __init__(self, *, accounts: Accounts, portals: Portals, clock: Clock) -> None:
        self._accounts = accounts
        self._portals = portals
        self._clock = clock

    def lines(self) -> tuple[AccountDeadlines, ...]:
        """One line for every known account, the most pressing first; unknown ends come last."""
        lines = [self._line(each) for each in self._accounts.known()]
        return tuple(sorted(lines, key=_pressing))

    def _line(self, known: KnownAccount) -> AccountDeadlines:
        if known.standing is None:
            return AccountDeadlines(known, None, None)
        policy = self._portals.policy(known.account.portal)
        found = deadlines(known.standing, policy, self._clock.now(), idle_ends_at=known.standing.idle_disables_at)
        return AccountDeadlines(known, found, due_reminder(found.days_left, policy))


def _pressing(line: AccountDeadlines) -> tuple[int, str]:
    days = line.deadlines.days_left if line.deadlines else None
    return (days if days is not None else 1_000_000, str(line.known.account))
