"""VIETNAMESE, both ways: understanding text, and every sentence that the bot says."""
