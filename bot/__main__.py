"""`python -m bot` is `chibot`."""

import sys

from bot.main import main

sys.exit(main())
