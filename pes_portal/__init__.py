"""The reference portal: a real HTTPS server to practise on, to test against, and to read the interface from."""
