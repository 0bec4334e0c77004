"""Report a meeting of the cell (/hop)."""
