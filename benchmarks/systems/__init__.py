"""The runner of chibot itself."""
