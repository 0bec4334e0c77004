"""HOW WE TALK: one file or folder per messenger; vendor types never leave it."""
