"""Reading documents inside the program, from memory only."""
