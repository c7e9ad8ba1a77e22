"""The real thing: a Secret Service of its own on a session bus of its own (gnome-keyring)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
IN_A_SESSION = """
set -e
export XDG_DATA_HOME="$HOME/.local/share"
mkdir -p "$XDG_DATA_HOME"
eval "$(printf '\\n' | gnome-keyring-daemon --unlock --components=secrets --daemonize)"
exec "$@"
"""
CONVERSATION = """
import sys
from pathlib import Path
from pes_client.credentials.passwords import KeyringPasswords
from pes_client.credentials.vault_key import KeyringKey, keyring_available
from pes_client.domain.accounts import AccountId
from pes_client.errors import CredentialError

folder, account, password = Path(sys.argv[1]), AccountId("clerk@firm.invalid", "cmap"), sys.stdin.read()
assert keyring_available() == "Secret Service", keyring_available()

passwords = KeyringPasswords()
assert passwords.get(account) is None
passwords.put(account, "an earlier one")
passwords.put(account, password)
assert KeyringPasswords().get(account) == password
assert passwords.get(AccountId("clerk@firm.invalid", "husky")) is None

key = KeyringKey(folder).key()
assert len(key) == 32 and KeyringKey(folder).key() == key

passwords.forget(account)
passwords.forget(account)
assert passwords.get(account) is None

import keyring
name = [line for line in (folder / "profile.json").read_text().split('"') if len(line) == 16][0]
keyring.delete_password("PES Client", f"key of profile {name}")
try:
    KeyringKey(folder).key()
except CredentialError as error:
    print(error)
"""


def missing() -> str:
    if sys.platform != "linux":
        return "the Secret Service is Linux's"
    names = [name for name in NEEDED if shutil.which(name) is None]
    return f"not installed: {', '.join(names)}" if names else ""


@pytest.mark.secret_service
def test_passwords_and_the_key_live_in_a_real_secret_service(tmp_path: Path) -> None:
    if missing():
        if os.environ.get("PES_TEST_REQUIRE_SECRET_SERVICE") == "1":
            pytest.fail(f"a real Secret Service is required here, but {missing()}")
        pytest.skip(missing())
    home, runtime = tmp_path / "home", tmp_path / "run"
    for folder in (home, runtime):
        folder.mkdir(mode=0o700)
    kept_out = {
        "DBUS_SESSION_BUS_ADDRESS",
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "PYTHON_KEYRING_BACKEND",
        "GNOME_KEYRING_CONTROL",
    }
    environment = {name: value for name, value in os.environ.items() if name not in kept_out}
    environment |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime)}
    environment["PYTHONPATH"] = str(Path(__file__).parents[3])

    done = subprocess.run(
        [
            "dbus-run-session",
            "--",
            "sh",
            "-c",
            IN_A_SESSION,
            "sh",
            sys.executable,
            "-c",
            CONVERSATION,
            str(tmp_path / "data"),
        ],
        input="Marabou 1959 Ж𝔵",
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "The keyring no longer has the key of your data." in done.stdout
    assert b"Marabou" not in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
