"""`chibot` that gives up sooner, when it is stopped, on what cannot be sent."""

from __future__ import annotations

import sys

from bot import program
from bot.main import main

if __name__ == "__main__":
    program.DRAIN_SECONDS = 0.5
    sys.exit(main())
