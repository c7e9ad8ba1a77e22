"""A portal that really runs: its own process, real TLS, its own CA, sample accounts."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from pes_portal.clock import PortalClock, advance_clock
from pes_portal.database.engine import Database, sqlite_url
from pes_portal.database.upgrade import upgrade
from pes_portal.folders import DataFolder
from pes_portal.practice.seed import seed_if_empty

HARBOR = "009900111"
RIVERBEND = "009900222"
TUS = {"Tus-Resumable": "1.0.0"}
OFFSET_STREAM = {"Content-Type": "application/offset+octet-stream"}


class RunningPortal:
    """A `pes-portal serve` process and what its ready line said."""

    def __init__(self, data: Path) -> None:
        self.data = data
        # The parent's trust settings must not decide which CA the tests trust.
        environment = {name: value for name, value in os.environ.items() if not name.endswith("CA_BUNDLE")}
        self.process = subprocess.Popen(
            [sys.executable, *self._arguments("--log-level", "warning", "serve", "--practice", "--port", "0")],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert self.process.stdout is not None
        self.ready = json.loads(self.process.stdout.readline())
        self.url: str = self.ready["url"]
        self.ca_file: str = self.ready["ca_file"]

    def _arguments(self, *arguments: str) -> list[str]:
        return ["-m", "pes_portal", *arguments, "--data", str(self.data)]

    def stop(self) -> int:
        """Ask it to end; gives the exit code."""
        self.process.terminate()
        code = self.process.wait(timeout=10)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait(timeout=10)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def report(self, command: str) -> Any:
        """What `pes-portal <command> --json` says while the portal serves."""
        printed = subprocess.run(
            [sys.executable, *self._arguments(command, "--json")], check=True, capture_output=True, text=True
        )
        return json.loads(printed.stdout)

    def advance(self, **amount: float) -> None:
        """Move its clock on, and wait until it has noticed."""
        with self.database() as database:
            target = datetime.now(UTC) + advance_clock(database, timedelta(**amount))
        while self.now() < target - timedelta(seconds=1):
            pass

    def now(self) -> datetime:
        """What the portal takes for the present: a new ticket lives for 15 minutes from it."""
        ticket = self.visitor().post("/v1/self-service", json={"user_id": "the-clock"}).json()
        return datetime.fromisoformat(ticket["expires_at"]) - timedelta(minutes=15)

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Its database, while it serves."""
        opened = Database(sqlite_url(self.data / "portal.sqlite3"))
        yield opened
        opened.close()

    def accounts(self) -> dict[str, dict[str, Any]]:
        """The sample accounts by user ID."""
        content = json.loads(Path(self.ready["accounts_file"]).read_text())
        return {account["user_id"]: account for account in content["accounts"]}

    def visitor(self) -> Caller:
        """Somebody who is not signed in."""
        return Caller(self, {})

    def try_sign_in(self, user_id: str, password: str) -> requests.Response:
        """What the portal says to a user ID and a password."""
        return self.visitor().post("/v1/session", json={"user_id": user_id, "password": password})

    def sign_in(self, user_id: str, password: str | None = None) -> Caller:
        """Somebody with an open session; sample accounts bring their passwords."""
        answer = self.try_sign_in(user_id, password or self.accounts()[user_id]["password"])
        assert answer.status_code == 201, answer.text
        return Caller(self, {"Authorization": f"Bearer {answer.json()['token']}"})


class Caller:
    """Raw HTTP requests over one TLS connection, with one account's token."""

    def __init__(self, portal: RunningPortal, headers: dict[str, str]) -> None:
        self.url = portal.url
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = portal.ca_file
        self.session.headers.update({**headers, "Accept-Encoding": "identity"})
        self.authorization = headers.get("Authorization", "")

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        return self.session.request(method, self.url + path, timeout=30, **options)

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> requests.Response:
        return self.request("PUT", path, **options)

    def delete(self, path: str, **options: Any) -> requests.Response:
        return self.request("DELETE", path, **options)

    def announce(self, announcement: Announcement, body: bytes | None = None) -> requests.Response:
        """Create an upload, perhaps with its first bytes."""
        headers = announcement.headers()
        if body is not None:
            headers.update(OFFSET_STREAM)
        return self.post("/v1/uploads", headers=headers, data=body)

    def send(self, location: str, offset: int, body: bytes, headers: dict[str, str] | None = None) -> requests.Response:
        """Append bytes to an upload."""
        return self.request(
            "PATCH",
            location,
            headers={**TUS, **OFFSET_STREAM, "Upload-Offset": str(offset), **(headers or {})},
            data=body,
        )

    def offset(self, location: str) -> requests.Response:
        """Ask how much of an upload is there."""
        return self.request("HEAD", location, headers=TUS)

    def trade_files(self, avrs_id: str = HARBOR, **query: Any) -> dict[str, Any]:
        """One page of the list."""
        answer = self.get("/v1/trade-files", params={"avrs_id": avrs_id, **query})
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        return page

    def content(self, item: dict[str, Any], **headers: str) -> requests.Response:
        """A trade file's bytes."""
        return self.get(
            f"/v1/trade-files/{item['id']}/content",
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )

    def answers_to(self, submission_key: str, avrs_id: str = HARBOR) -> list[dict[str, Any]]:
        """The acknowledgements of a submission, as soon as there are any."""
        deadline = time.monotonic() + 60
        cursor = None
        found: list[dict[str, Any]] = []
        while not found:
            assert time.monotonic() < deadline, "the back office did not answer"
            page = self.trade_files(avrs_id, **({"after": cursor} if cursor else {}))
            cursor = page["next"]
            found = [item for item in page["items"] if item["in_reply_to"] == submission_key]
        return found


class Announcement:
    """What a client says before it sends a file; every part can be told wrongly."""

    def __init__(self, content: bytes, **changes: str) -> None:
        self.content = content
        self.metadata = {
            "filename": "claims.x12",
            "sha256": hashlib.sha256(content).hexdigest(),
            "submission_key": str(uuid.uuid4()),
            "avrs_id": HARBOR,
            **changes,
        }

    @property
    def key(self) -> str:
        return self.metadata["submission_key"]

    def headers(self) -> dict[str, str]:
        pairs = (f"{name} {base64.b64encode(text.encode()).decode()}" for name, text in self.metadata.items())
        return {**TUS, "Upload-Length": str(len(self.content)), "Upload-Metadata": ",".join(pairs)}


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """The portal most tests share: what they change there must not matter to others."""
    running = RunningPortal(tmp_path_factory.mktemp("portal"))
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def practice_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal's folder as its first start fills it: others begin with a copy, and sooner."""
    folder = DataFolder(tmp_path_factory.mktemp("practice-data"))
    folder.create()
    database = Database(sqlite_url(folder.database))
    upgrade(database)
    seed_if_empty(folder, database, PortalClock(database))
    database.close()
    return folder.root


@pytest.fixture
def start_portal(practice_data: Path) -> Iterator[Callable[[Path], RunningPortal]]:
    """Starts portals of a test's own, and ends those it left running."""
    started: list[RunningPortal] = []

    def start(data: Path) -> RunningPortal:
        if not DataFolder(data).database.exists():
            shutil.copytree(practice_data, data, dirs_exist_ok=True)
        started.append(RunningPortal(data))
        return started[-1]

    yield start
    for running in started:
        if running.process.poll() is None:
            running.kill()


@pytest.fixture(scope="module")
def module_portal(tmp_path_factory: pytest.TempPathFactory, practice_data: Path) -> Iterator[RunningPortal]:
    """A portal for one module whose tests may spoil it."""
    data = tmp_path_factory.mktemp("module-portal")
    shutil.copytree(practice_data, data, dirs_exist_ok=True)
    running = RunningPortal(data)
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def visitor(portal: RunningPortal) -> Caller:
    return portal.visitor()


@pytest.fixture(scope="session")
def provider(portal: RunningPortal) -> Caller:
    """A master user with nothing left to do."""
    return portal.sign_in("provider1")


@pytest.fixture(scope="session")
def file_clerk(portal: RunningPortal) -> Caller:
    """A clerk with the role Trade Files Includes E-Delivery."""
    return portal.sign_in("clerktf01")


@pytest.fixture(scope="session")
def letter_clerk(portal: RunningPortal) -> Caller:
    """A clerk with the role Trade Files E-Delivery Only."""
    return portal.sign_in("clerkedo1")


@pytest.fixture(scope="session")
def announcement() -> type[Announcement]:
    return Announcement


@pytest.fixture
def fresh_content() -> bytes:
    """Bytes that no portal has seen."""
    return os.urandom(3000)
