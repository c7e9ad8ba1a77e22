"""One module for each kind of row: domain objects in, domain objects out, SQL in between."""
