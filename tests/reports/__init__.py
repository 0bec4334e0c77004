"""Files that are made and read."""
