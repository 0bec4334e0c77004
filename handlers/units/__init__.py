"""Change the tree of units (/donvi)."""
