"""The cut of the program holds: arrows go down only, every heavy library stays in its own folder."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CLIENT = PROJECT / "pes_client"

HOMES = {
    "PySide6": {"gui"},
    "requests": {"portal"},
    "urllib3": {"portal"},
    "ssl": {"portal"},
    "truststore": {"portal"},
    "sqlalchemy": {"store"},
    "sqlcipher3": {"store"},
    "alembic": {"store"},
    "keyring": {"credentials"},
    "click": {"cli"},
}


def imports(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_library_is_imported_only_in_its_own_folder(library: str) -> None:
    strays = [
        str(module.relative_to(PROJECT))
        for module in CLIENT.rglob("*.py")
        if any(each.split(".")[0] == library for each in imports(module))
        and module.relative_to(CLIENT).parts[0] not in HOMES[library]
    ]
    assert strays == []


@pytest.mark.parametrize("package", ["pes_client", "pes_portal"])
def test_client_and_portal_are_strangers(package: str) -> None:
    other = {"pes_client": "pes_portal", "pes_portal": "pes_client"}[package]
    strays = [
        str(module.relative_to(PROJECT))
        for module in (PROJECT / package).rglob("*.py")
        if any(each.split(".")[0] == other for each in imports(module))
    ]
    assert strays == []


def test_arrows_go_down_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run([linter], cwd=PROJECT, capture_output=True, encoding="utf-8", check=False)
    assert found.returncode == 0, found.stdout


def test_the_command_line_loads_no_qt() -> None:
    program = "import sys, pes_client.cli.commands; print([m for m in sys.modules if m.startswith('PySide6')])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert found.stdout.strip() == "[]"


def test_the_version_is_answered_by_the_standard_library_alone() -> None:
    program = (
        "import sys; sys.argv = ['pes', '--version']\n"
        "import pes_client.cli.__main__ as start; start.main()\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'click', 'pydantic', 'sqlalchemy', 'requests'}))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert found.stdout.splitlines()[1] == "[]"


def test_every_module_opens_with_a_sentence_that_says_why_it_exists() -> None:
    silent = [
        str(module.relative_to(PROJECT))
        for package in ("pes_client", "pes_portal", "scripts")
        for module in (PROJECT / package).rglob("*.py")
        if "versions" not in module.parts and not ast.get_docstring(ast.parse(module.read_text("utf-8")))
    ]
    assert silent == []


def test_there_is_no_drawer_module() -> None:
    drawers = {"utils", "helpers", "common", "manager", "misc", "tools"}
    found = [
        str(module)
        for package in ("pes_client", "pes_portal")
        for module in (PROJECT / package).rglob("*.py")
        if module.stem in drawers
    ]
    assert found == []


def test_the_lock_names_only_the_public_index() -> None:
    lock = (PROJECT / "uv.lock").read_text("utf-8")
    registries = {part.split('"')[0] for part in lock.split('registry = "')[1:]}
    hosts = {part.split("/")[2] for part in lock.split('url = "')[1:]}
    assert registries == {"https://pypi.org/simple"}
    assert hosts == {"files.pythonhosted.org"}


def test_no_code_switches_tls_checks_off() -> None:
    switches = ("CERT_NONE", "verify=False", "check_hostname = False", "_create_unverified_context")
    found = [
        f"{module.relative_to(PROJECT)}: {switch}"
        for package in ("pes_client", "pes_portal")
        for module in (PROJECT / package).rglob("*.py")
        for switch in switches
        if switch in module.read_text("utf-8")
    ]
    assert found == []
