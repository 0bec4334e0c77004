"""aiogram as it is usually run: `start_polling`, its own HTTP session, the state in memory.

Updates of one chat wait for each other (`SimpleEventIsolation`); without that the next answer may overtake the number of the
message that loses its buttons.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiogram
from aiogram import Bot as Aiogram
from aiogram import Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.storage.memory import MemoryStorage, SimpleEventIsolation

from benchmarks.over_http.bot import Bot, main
from benchmarks.peers.aiogram_form import Finished, form_with_buttons
from benchmarks.telegram import TOKEN


async def start(folder: Path, address: str) -> Bot:
    del folder
    finished: Finished = {}
    bot = Aiogram(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(address)))
    dispatcher = Dispatcher(storage=MemoryStorage(), events_isolation=SimpleEventIsolation())
    dispatcher.include_router(form_with_buttons(finished))
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))

    async def stop() -> None:
        await dispatcher.stop_polling()
        await polling

    return Bot("aiogram", aiogram.__version__, "nothing", finished.get, stop)


if __name__ == "__main__":
    main(start)
