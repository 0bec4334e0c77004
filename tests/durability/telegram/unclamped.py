"""`chibot` on a machine whose clock may stand before what the database holds: CHIBOT_NOW is obeyed as it is."""

from __future__ import annotations

import sys
from datetime import datetime

from bot import prepare
from bot.main import main
from bot.settings import Settings
from storage.connection import Database


def obeyed(connection: Database, settings: Settings) -> datetime | None:
    del connection
    return settings.now


if __name__ == "__main__":
    prepare.start_instant = obeyed
    sys.exit(main())
