"""Reading interchanges: bytes and streams in, facts and findings out; pure, in one pass, in bounded memory."""
