"""Read the audit trail (/nhatky)."""
