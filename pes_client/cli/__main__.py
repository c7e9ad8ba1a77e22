"""Starts `pes`; answers `--version` before anything heavy is loaded."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] == ["--version"]:
        from pes_client.version import VERSION

        sys.stdout.write(f"pes {VERSION}\n")
        return
    from pes_client.resources import resource
    from pes_client.wording import use_language

    use_language(resource("locale"))
    from pes_client.cli.commands import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
