"""Rights of the person (/dulieu): what is stored, who looked, correction, withdrawal, erasure, and how the office handles it."""
