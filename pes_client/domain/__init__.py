"""The field's own nouns as frozen objects: no I/O, standard library only."""
