"""Words that people all over the world, and in a billing office, choose first; the likeliest stand at the front."""

from __future__ import annotations

_WORDS = """
password passwort passw0rd welcome admin letmein login secret master default changeme test guest user access
qwerty abc123 iloveyou monkey dragon football baseball basketball soccer hockey sunshine princess shadow
superman batman pokemon starwars whatever freedom trustno1 flower butterfly cookie chocolate cheese coffee
summer winter spring autumn january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday weekend holiday christmas
office doctor nurse clinic hospital health medical medicaid medicare billing claim claims provider patient
pharmacy dental family practice portal account money company manager system server computer internet
connecticut hartford boston america england mother daddy buster tigger maggie ginger pepper bailey
charlie michael jordan robert thomas daniel andrew joshua matthew jessica jennifer ashley michelle nicole
hello hallo love baby angel lucky happy orange banana purple yellow silver golden diamond
"""

COMMON_PASSWORDS = tuple(_WORDS.split())
