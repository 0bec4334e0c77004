"""python-telegram-bot as it is usually run: its Updater polls, its own HTTP client sends, the state in memory."""

from __future__ import annotations

from pathlib import Path

import telegram
from telegram.ext import Application

from benchmarks.over_http.bot import Bot, main
from benchmarks.peers.ptb_form import Finished, five_step_form
from benchmarks.telegram import TOKEN


async def start(folder: Path, address: str) -> Bot:
    """What `run_polling` does, but for the signals."""
    del folder
    finished: Finished = {}
    application = Application.builder().token(TOKEN).base_url(f"{address}/bot").build()
    application.add_handler(five_step_form(finished, is_kept=False))
    await application.initialize()
    await application.updater.start_polling()
    await application.start()

    async def stop() -> None:
        await application.updater.stop()
        await application.stop()
        await application.shutdown()

    return Bot("python-telegram-bot", telegram.__version__, "nothing", finished.get, stop)


if __name__ == "__main__":
    main(start)
