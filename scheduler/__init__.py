"""WHEN THINGS HAPPEN: puts due occurrences in the inbox, through a port."""
