"""Files: bytes in, bytes out; no database, no network."""
