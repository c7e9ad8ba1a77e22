"""The sample accounts on paper: a file for the person who practises, readable by nobody else."""

from __future__ import annotations

import json
from dataclasses import asdict

from pes_portal.folders import DataFolder, write_private
from pes_portal.practice.people import ACCOUNTS, PIN_LETTER_PIN, PIN_LETTER_TO, SampleAccount


def write_accounts_file(folder: DataFolder) -> None:
    """Write the file, in place of an earlier one."""
    content = {
        "accounts": [_account(account) for account in ACCOUNTS],
        "pin_letter": {
            "npi": PIN_LETTER_TO.npi,
            "pin": PIN_LETTER_PIN,
            "organisation": {"avrs_id": PIN_LETTER_TO.avrs_id, "name": PIN_LETTER_TO.name},
        },
    }
    write_private(folder.accounts_file, (json.dumps(content, indent=2) + "\n").encode())


def _account(account: SampleAccount) -> dict[str, object]:
    profile = account.security_profile
    return {
        "user_id": account.user_id,
        "password": account.password,
        "role": account.role,
        "kind": account.kind,
        "name": account.name,
        "email": account.email,
        "organisations": [{"avrs_id": place.avrs_id, "name": place.name} for place in account.organisations],
        "shows": account.shows,
        **(asdict(profile) if profile else {}),
    }
