"""Every sentence that the bot says, as typed functions."""
