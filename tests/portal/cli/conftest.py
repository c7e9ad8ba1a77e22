"""An office at work: the `pes` command as its own process, against a practice portal that really runs."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from pes_portal.commands import DataOptions, ledger_text
from pes_portal.database.engine import Database, sqlite_url
from pes_portal.folders import DataFolder
from pes_portal.trade_files.contents import Content, ContentStore
from pes_portal.trade_files.shelf import NewTradeFile, put_on_shelf

SAMPLES = Path(__file__).parents[3] / "resources" / "samples"
SECONDS_FOR_A_COMMAND = 60


@dataclass(frozen=True)
class Answer:
    """What one run of `pes` said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        document: dict[str, Any] = json.loads(self.out)
        assert document["schema_version"] == 1
        assert self.out.count("\n") == 1
        return document

    @property
    def error(self) -> dict[str, Any]:
        """The error inside the document."""
        return dict(self.document["error"])

    @property
    def only_file(self) -> dict[str, Any]:
        """The row of the one file that was named."""
        (row,) = self.document["files"]
        return dict(row)


class Portal:
    """A `pes-portal serve --practice` process over a data folder that outlives it."""

    def __init__(self, data: Path, environment: Mapping[str, str]) -> None:
        self.data = data
        self._environment = environment
        self._log = data.with_suffix(".log")
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    @property
    def name(self) -> str:
        """The name under which a client knows it."""
        return self.url.removeprefix("https://")

    @property
    def ca_file(self) -> Path:
        return self.data / "certificates" / "ca.pem"

    def start(self) -> None:
        """Serve, at the address of the last time if there was one; returns when it is ready, at once if it is."""
        if self._process is not None:
            return
        port = self.url.rpartition(":")[2] or "0"
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pes_portal", "serve", "--practice", "--port", port, "--data", str(self.data)],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=self._environment,
            )
        assert self._process.stdout is not None
        ready = self._process.stdout.readline()
        if not ready:
            self.stop()
            raise AssertionError(f"The portal did not start: {self._log.read_text('utf-8')[-2000:]}")
        self.url = json.loads(ready)["url"]

    def stop(self) -> None:
        """End it as an operator would; nothing answers afterwards."""
        process, self._process = self._process, None
        if process is not None and process.stdout is not None:
            process.terminate()
            process.wait(timeout=20)
            process.stdout.close()

    def account(self, user_id: str) -> dict[str, Any]:
        """A sample account as the accounts file tells it."""
        listed = json.loads((self.data / "practice-accounts.json").read_text("utf-8"))["accounts"]
        return next(dict(each) for each in listed if each["user_id"] == user_id)

    def ledger(self) -> list[dict[str, Any]]:
        """What `pes-portal ledger --json` prints of what it accepted, oldest first."""
        return list(json.loads(ledger_text(DataOptions(DataFolder(self.data)), as_json=True))["rows"])

    def requests(self, what: str) -> int:
        """How often something was asked of it, such as `POST /v1/session`."""
        return self._log.read_text("utf-8").count(f"{what} ")

    def post(self, avrs_id: str, name: str, file: Path, *, transaction_type: str = "EDELIVERY") -> str:
        """Put a file on the shelf of an organisation, as its back office would; its digest."""
        now, contents = datetime.now(UTC), ContentStore(DataFolder(self.data).contents)
        with file.open("rb") as opened:
            content = Content(hashlib.file_digest(opened, "sha256").hexdigest(), file.stat().st_size)
        contents.path(content.sha256).parent.mkdir(exist_ok=True)
        shutil.copyfile(file, contents.path(content.sha256))
        new = NewTradeFile(
            avrs_id=avrs_id,
            transaction_type=transaction_type,
            letter_kind="EFT" if transaction_type == "EDELIVERY" else None,
            name=name,
            content=content,
            media_type="application/octet-stream",
            posted_at=now,
            available_until=now + timedelta(days=200),
        )
        database = Database(sqlite_url(DataFolder(self.data).database))
        try:
            with database.writing() as connection:
                put_on_shelf(connection, new)
        finally:
            database.close()
        return content.sha256


@dataclass
class Office:
    """One data folder with its key file, and the `pes` command on it."""

    folder: Path
    portal: Portal
    environment: dict[str, str]
    organisations: dict[str, list[str]] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def start(self, *arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
        """Start `pes` and leave it running."""
        command = [sys.executable, "-m", "pes_client.cli", *map(str, arguments)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        spoken = {"encoding": "utf-8", "errors": "surrogateescape"}
        return subprocess.Popen(command, env=self.environment, **{**pipes, **spoken, **options})

    def pes(self, *arguments: str | Path, stdin: str = "") -> Answer:
        """Run `pes` to its end."""
        return self.end(self.start(*arguments), stdin)

    def end(self, process: subprocess.Popen[str], stdin: str | None = None) -> Answer:
        """Wait for a command that was started; one that hangs is killed and fails the test."""
        try:
            out, err = process.communicate(stdin, timeout=SECONDS_FOR_A_COMMAND)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise
        return Answer(process.returncode, out, err)

    def sign_in(self, user_id: str, password: str | None = None) -> Answer:
        """Sign in with `pes`, by default with the right password."""
        answer = self.pes(
            *("sign-in", "--portal", self.portal.url, "--ca", self.portal.ca_file, "--user", user_id),
            *("--password-stdin", "--json"),
            stdin=(password or str(self.portal.account(user_id)["password"])) + "\n",
        )
        if answer.code == 0:
            told = answer.document["organisations"]
            self.organisations[user_id] = [each["avrs_id"] for each in told]
        return answer

    def account(self, user_id: str) -> str:
        return f"{user_id}@{self.portal.name}"

    def at(self, user_id: str, organisation: int = 0) -> Sequence[str]:
        """The options that choose an account and one of its organisations."""
        return ("--account", self.account(user_id), "--avrs", self.organisations[user_id][organisation])

    def outbox(self) -> dict[str, dict[str, Any]]:
        """The rows of `pes outbox --json` by file name."""
        return {row["name"]: row for row in self.pes("outbox", "--json").document["rows"]}

    def bytes_on_disk(self) -> bytes:
        """Everything that lies in the data folder, end to end."""
        return b"".join(path.read_bytes() for path in self.home.rglob("*") if path.is_file())


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of every process: nothing of ours in it, and compiled code shared between them."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PES_", "PYTHON"))}
    for trust in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        inherited.pop(trust, None)
    compiled = tmp_path_factory.getbasetemp() / "compiled"
    project = Path(__file__).parents[3]
    return {**inherited, "PYTHONPYCACHEPREFIX": str(compiled), "PYTHONPATH": str(project)}


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """The data folder of a practice portal that was started once."""
    portal = Portal(tmp_path_factory.mktemp("seeded") / "data", environment)
    portal.start()
    portal.stop()
    return portal.data


@pytest.fixture(scope="session")
def open_portal(
    tmp_path_factory: pytest.TempPathFactory, seeded: Path, environment: dict[str, str]
) -> Iterator[Callable[[], Portal]]:
    """Starts portals, each with data of its own."""
    portals = []

    def start() -> Portal:
        data = tmp_path_factory.mktemp("portal") / "data"
        shutil.copytree(seeded, data)
        portals.append(Portal(data, environment))
        portals[-1].start()
        return portals[-1]

    yield start
    for portal in portals:
        portal.stop()


@pytest.fixture(scope="session")
def portal(open_portal: Callable[[], Portal]) -> Portal:
    """A portal for every test that leaves its accounts as they are."""
    return open_portal()


@pytest.fixture(scope="session")
def new_office(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Callable[[Portal], Office]:
    """Opens offices where nobody has signed in yet."""

    def open_office(portal: Portal) -> Office:
        folder = tmp_path_factory.mktemp("office")
        key_file = folder / "master.key"
        key_file.touch(mode=0o600)
        key_file.write_bytes(secrets.token_bytes(32))
        own = {"PES_HOME": str(folder / "home"), "PES_MASTER_KEY_FILE": str(key_file), "PYTHONWARNINGS": "error"}
        return Office(folder, portal, {**environment, **own})

    return open_office


@pytest.fixture(scope="session")
def first_office(new_office: Callable[[Portal], Office], portal: Portal) -> Office:
    """An office where the master user of two organisations signed in, and nothing else was done."""
    opened = new_office(portal)
    assert opened.sign_in("provider1").code == 0
    return opened


@pytest.fixture(scope="module")
def office(new_office: Callable[[Portal], Office], first_office: Office) -> Office:
    """An office where the master user of two organisations is signed in; each module has its own."""
    copied = new_office(first_office.portal)
    shutil.copytree(first_office.folder, copied.folder, dirs_exist_ok=True)
    copied.organisations.update(first_office.organisations)
    return copied


_numbers = count(200_000_001)
_NOTE = b"NTE*ADD*" + b"INVENTED WORDS THAT FILL A LARGE FILE".ljust(90, b".") + b"~\n"


@pytest.fixture
def claim(tmp_path: Path) -> Callable[..., Path]:
    """Writes a claim file that nobody has sent yet; each 1,000 `lines` make it 100,000 bytes longer."""

    def write(name: str = "claims.x12", *, lines: int = 0) -> Path:
        sample = (SAMPLES / "claims-professional.x12").read_bytes()
        own = sample.replace(b"000000101", f"{next(_numbers):09d}".encode())
        before, _trailer, after = own.partition(b"SE*")
        segments, rest = after.split(b"*", 1)
        path = tmp_path / name
        with path.open("wb") as file:
            file.write(before)
            for _block in range(lines // 1000):
                file.write(_NOTE * 1000)
            file.write(b"SE*%d*%s" % (int(segments) + lines, rest))
        return path

    return write
