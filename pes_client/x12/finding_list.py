"""A bounded list of findings: the first hundred are kept, the rest is counted, and no error is lost to warnings."""

from __future__ import annotations

from collections.abc import Iterable

from pes_client.domain.findings import Severity
from pes_client.x12.findings import EnvelopeFinding

MOST_FINDINGS = 100


class FindingList:
    """Findings in the order in which they were made."""

    def __init__(self) -> None:
        self.kept: list[EnvelopeFinding] = []
        self.left_out = 0

    def add(self, finding: EnvelopeFinding) -> None:
        """Keep the finding, or count it; an error takes a warning's place where the list is full."""
        if len(self.kept) < MOST_FINDINGS:
            self.kept.append(finding)
            return
        self.left_out += 1
        if finding.severity is Severity.ERROR:
            for index, kept in enumerate(self.kept):
                if kept.severity is not Severity.ERROR:
                    del self.kept[index]
                    self.kept.append(finding)
                    return

    def add_all(self, several: Iterable[EnvelopeFinding]) -> None:
        """Add each of them."""
        for each in several:
            self.add(each)
