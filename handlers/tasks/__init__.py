"""What waits for a person (/viec)."""
