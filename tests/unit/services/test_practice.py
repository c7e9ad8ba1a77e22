"""The practice portal beside the program: at its old address again, elsewhere if that is taken, and really gone."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pes_client.errors import PesError, PortalUnreachable
from pes_client.services import practice as module
from pes_client.services.practice import PracticePortal


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice folder, whose data are seeded by the first start."""
    return tmp_path_factory.mktemp("practice")


@pytest.fixture
def practice(workspace, folder, tmp_path_factory, monkeypatch) -> Iterator[PracticePortal]:
    """A practice portal that is not started yet, and is ended at last."""
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.getbasetemp() / "compiled"))
    made = PracticePortal(folder, workspace.portals)
    yield made
    made.stop()


def port_of(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


def test_it_starts_once_shows_its_accounts_and_is_gone_after_stop(workspace, practice):
    started = practice.start()
    assert started.portal.practice is True
    assert started.portal.name in [each.name for each in workspace.portals.known()]
    shown = {each.user_id: each for each in started.accounts}
    assert {"tpmaster1", "provider1", "clerkedo1"} <= set(shown)
    assert all(each.password and each.role and each.note for each in started.accounts)
    assert practice.start().portal.url == started.portal.url
    practice.stop()
    with pytest.raises(PortalUnreachable):
        workspace.portals.refresh_policy(started.portal.name)


def test_it_comes_back_at_the_address_it_had_so_that_its_accounts_stay_known(practice, folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "port").write_text(str(port))
    assert port_of(practice.start().portal.url) == port


def test_it_moves_elsewhere_where_its_port_is_taken_and_remembers_that(practice, folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        (folder / "port").write_text(str(taken.getsockname()[1]))
        started = practice.start()
        assert port_of(started.portal.url) != taken.getsockname()[1]
    assert int((folder / "port").read_text()) == port_of(started.portal.url)


def test_a_portal_that_does_not_start_is_a_clear_error_that_names_its_log(practice, folder, monkeypatch):
    monkeypatch.setattr(module.sys, "executable", "/bin/false")
    with pytest.raises(PesError) as failed:
        practice.start()
    assert str(folder / "portal.log") in str(failed.value.hint)
