"""Ask for progress (/tiendo)."""
