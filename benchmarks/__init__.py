"""How fast chibot is, beside two named peers, under one load driver. Nothing here is part of the program."""
