"""The sample accounts on paper: a file for the person who practises, readable by nobody else."""

from __future__ import annotations

import json

from pes_portal.folders import DataFolder, write_private
from pes_portal.practice.people import ACCOUNTS, PIN_LETTER_NPI, PIN_LETTER_PIN


def write_accounts_file(folder: DataFolder) -> None:
    """Write the file, in place of an earlier one."""
    content = {
        "accounts": [
            {
                "user_id": account.user_id,
                "password": account.password,
                "role": account.role,
                "kind": account.kind,
                "name": account.name,
                "organisations": [{"avrs_id": place.avrs_id, "name": place.name} for place in account.organisations],
                "shows": account.shows,
            }
            for account in ACCOUNTS
        ],
        "pin_letter": {"npi": PIN_LETTER_NPI, "pin": PIN_LETTER_PIN},
    }
    write_private(folder.accounts_file, (json.dumps(content, indent=2) + "\n").encode())
