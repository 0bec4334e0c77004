"""The cell answers what a union introduced."""
