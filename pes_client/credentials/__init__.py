"""Where passwords and the key of the data come from: the operating system's keyring, a key file, a passphrase."""
