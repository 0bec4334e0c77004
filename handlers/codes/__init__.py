"""Make an invitation for a post (/capma)."""
