"""The states of the world that the tests of the store start from."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pes_client.domain.accounts import AccountId, AccountKind, NextStep, Organisation, Role, Standing
from pes_client.domain.portals import Portal
from pes_client.domain.submissions import (
    Receipt,
    SentInterchange,
    Submission,
    SubmissionState,
    WaitsFor,
)
from pes_client.domain.tradefiles import E_DELIVERY, ListedFile
from pes_client.store.store import Store
from pes_client.wording import text

NOON = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def key() -> bytes:
    return bytes(range(32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home of Ж & 李 100%"


@pytest.fixture
def opened(folder: Path, key: bytes) -> Iterator[Callable[[], Store]]:
    """Opens the folder, as often as wanted; everything is closed at the end."""
    stores: list[Store] = []

    def open_store() -> Store:
        stores.append(Store.open(folder, key))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    return opened()


@pytest.fixture
def account() -> AccountId:
    return AccountId("tpmaster1", "cmap")


@pytest.fixture
def portal() -> Portal:
    return Portal("cmap", "https://portal.invalid", "cmap", "CMAP practice", True, "PEM", NOON)


@pytest.fixture
def standing(account: AccountId) -> Standing:
    return Standing(
        account=account,
        kind=AccountKind.TRADING_PARTNER,
        name="Willow Billing",
        email="office@willow.invalid",
        next_step=NextStep.SITE_SECURITY,
        organisations=(
            Organisation("1001", "Willow Clinic", "1234567893", frozenset({Role.TRADE_FILES, Role.CLAIM})),
            Organisation("1000", "Birch Clinic", "1245319599", frozenset()),
        ),
        password_expires_at=NOON + timedelta(days=60),
        last_sign_in_at=NOON,
        told_at=NOON,
    )


@pytest.fixture
def submission(account: AccountId) -> Submission:
    return Submission(
        key="key-1",
        account=account,
        avrs_id="1001",
        file_name="claims.x12",
        size=2048,
        sha256="ab" * 32,
        document_id="s" + "0" * 32,
        again=False,
        queued_at=NOON,
        state=SubmissionState.QUEUED,
        waits_for=WaitsFor.TURN,
        reason=text("Waits for its turn."),
        interchanges=(SentInterchange(0, "000000101"), SentInterchange(1, "000000102")),
    )


@pytest.fixture
def receipt(submission: Submission) -> Receipt:
    return Receipt(
        number="R-77",
        submission_key=submission.key,
        sha256=submission.sha256,
        size=submission.size,
        received_at=NOON + timedelta(minutes=1),
        user_id="tpmaster1",
        avrs_id="1001",
        file_name="claims.x12",
    )


@pytest.fixture
def letter() -> ListedFile:
    return ListedFile(
        remote_id="L-1",
        avrs_id="1001",
        transaction_type=E_DELIVERY,
        letter_kind="EFT",
        name="eft letter 100%.pdf",
        posting=False,
        size=9000,
        sha256="cd" * 32,
        posted_at=NOON,
        available_until=NOON + timedelta(days=200),
        in_reply_to=None,
    )


@pytest.fixture
def numbered(submission: Submission) -> Callable[[int], Submission]:
    return lambda number: replace(submission, key=f"key-{number}", sha256=f"{number:064x}")


@pytest.fixture
def started() -> Iterator[Callable[[str, Path, bytes], subprocess.Popen[str]]]:
    """Starts another process of ours on the same folder; `store` is open in the code that it is given."""
    processes: list[subprocess.Popen[str]] = []

    def start(code: str, folder: Path, key: bytes) -> subprocess.Popen[str]:
        prelude = (
            "import sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
            "from pes_client.domain.activity import Deed\nfrom pes_client.store.store import Store\n"
            "from pes_client.wording import text\n"
            "store = Store.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))\nnow = datetime.now(UTC)\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", prelude + code, str(folder), key.hex()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MiB of its own."""
    place = tmp_path / "small disk"
    place.mkdir()
    mount = shutil.which("mount")
    if not (mount and sys.platform == "linux" and os.geteuid() == 0):
        pytest.skip("only root on Linux can mount a small disk")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], check=False, capture_output=True
    )
    if done.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)
