"""Practice mode: invented organisations, accounts and letters to learn and to test with."""
