"""Candidates for paper (/xuattep)."""
