"""What goes over the wire: the shapes of every request and answer, and of every refusal."""
