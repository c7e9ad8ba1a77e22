"""How a portal is reached. Above this folder nobody knows about HTTP, TLS or JSON."""
