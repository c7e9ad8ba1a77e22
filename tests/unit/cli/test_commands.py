"""Whatever ends a command becomes an exit code and words; a mistake of ours quotes nothing that was read."""

from __future__ import annotations

import json

import click
import pytest

from pes_client.cli import commands
from pes_client.cli.commands import run
from pes_client.cli.exit_codes import EXPLAINED, ExitCode


def every_command(group: click.Group) -> list[click.Command]:
    """The commands of a group and of the groups inside it."""
    found: list[click.Command] = []
    for each in group.commands.values():
        found += every_command(each) if isinstance(each, click.Group) else [each]
    return found


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command of `pes` with a mistake in it."""

    @click.command("broken")
    @click.option("--json", "as_json", is_flag=True)
    def command(as_json: bool) -> None:
        raise KeyError("patient Doe")

    monkeypatch.setitem(commands.pes.commands, "broken", command)


def test_a_mistake_of_ours_is_told_without_what_was_read(broken, capsys):
    assert run(["broken", "--json"]) == ExitCode.UNEXPECTED
    said = capsys.readouterr()
    assert "KeyError at" in said.err
    assert "Doe" not in said.out + said.err
    assert json.loads(said.out)["error"]["kind"] == "PesError"


def test_without_json_a_mistake_leaves_stdout_alone(broken, capsys):
    run(["broken"])
    assert capsys.readouterr().out == ""


def test_the_help_names_every_command_and_every_exit_code(capsys):
    assert run(["--help"]) == ExitCode.DONE
    told = capsys.readouterr().out
    for name in commands.pes.commands:
        assert f"\n  {name} " in told
    assert " ".join(EXPLAINED.split()) in " ".join(told.split())


@pytest.mark.parametrize("command", every_command(commands.pes), ids=lambda command: command.name)
def test_every_command_takes_the_options_that_all_share_and_no_secret(command):
    options = {option for each in command.params for option in each.opts}
    assert {"--account", "--avrs", "--json", "--quiet", "--home"} <= options
    assert not options & {"--password", "--new-password", "--answer", "--answer-1", "--answer-2", "--pin", "--key"}
