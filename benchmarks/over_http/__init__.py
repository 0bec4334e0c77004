"""The same form over local HTTP: each bot polls a Bot API of its own, in another process, that drives and measures it."""
