"""Set targets (/chitieu)."""
