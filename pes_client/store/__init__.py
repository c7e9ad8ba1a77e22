"""Everything kept on this machine, encrypted: the database of records and the documents beside it (DESIGN §6)."""
