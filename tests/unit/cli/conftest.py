"""A submission at any of its stations, for the tests of the command line's own rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from pes_client.domain.accounts import AccountId
from pes_client.domain.submissions import Submission, SubmissionState, WaitsFor
from pes_client.wording import text


@pytest.fixture
def submission() -> Callable[..., Submission]:
    """Makes a submission in this state, waiting for this."""

    def make(state: SubmissionState, waits_for: WaitsFor = WaitsFor.NOTHING) -> Submission:
        return Submission(
            key="key-1",
            account=AccountId("provider1", "portal.invalid"),
            avrs_id="1001",
            file_name="claims.x12",
            size=2048,
            sha256="ab" * 32,
            document_id="s" + "0" * 32,
            again=False,
            queued_at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
            state=state,
            waits_for=waits_for,
            reason=text("A reason."),
        )

    return make
