"""A wizard is a table of steps; where one may go from each is decided here, without Qt."""

from __future__ import annotations

from dataclasses import dataclass

from pes_client.wording import NOTHING, Text


@dataclass(frozen=True, slots=True)
class Step:
    """One panel. `asks`: its button waits for an answer; `commits`: it sends, and what was sent has no way back.

    `ends`: its button leaves the wizard, although other panels follow in the table.
    """

    name: str
    title: Text
    breadcrumb: Text
    forward: Text
    backward: Text = NOTHING
    asks: bool = False
    commits: bool = False
    ends: bool = False

    @property
    def waits(self) -> bool:
        """Whether going on has to wait for somebody's answer."""
        return self.asks or self.commits


class Path:
    """Walks a table of steps. Going back keeps nothing to itself: what was typed stays in the panels."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self._steps = steps
        self._place = 0

    @property
    def step(self) -> Step:
        """The panel that is open."""
        return self._steps[self._place]

    @property
    def place(self) -> int:
        """Its number, from 0."""
        return self._place

    @property
    def is_last(self) -> bool:
        """Whether going on leaves the wizard."""
        return self.step.ends or self._place == len(self._steps) - 1

    @property
    def is_committed(self) -> bool:
        """Whether a step before this one has sent what was typed."""
        return any(step.commits for step in self._steps[: self._place])

    @property
    def may_go_back(self) -> bool:
        """Whether there is a way back from here; never over a step that has sent something."""
        return self._place > 0 and not self.is_committed

    def go_on(self) -> Step:
        """The next panel; the last one stays."""
        self._place = min(self._place + 1, len(self._steps) - 1)
        return self.step

    def go_to(self, name: str) -> Step:
        """The panel of that name, wherever it stands in the table."""
        self._place = next(place for place, step in enumerate(self._steps) if step.name == name)
        return self.step

    def go_back(self) -> Step:
        """The panel before, where there is a way back."""
        if self.may_go_back:
            self._place -= 1
        return self.step

    def start_again(self) -> Step:
        """The first panel."""
        self._place = 0
        return self.step
