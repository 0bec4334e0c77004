"""python-telegram-bot: a persistent ConversationHandler, its pickle file written after each update.

Updates are processed one after another, over all people, as ConversationHandler demands. `on_flush=True` and one
`flush()` an update write the file once instead of once for the conversation and once for the answers; leaving chat
data, bot data and callback data out, and clearing the answers of a finished form, keep it small. All of that is in the
peer's favour.
"""

from __future__ import annotations

import asyncio
import json
import os
from itertools import count
from pathlib import Path
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "1")

import telegram
from telegram import Update
from telegram.ext import (
    Application,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PersistenceInput,
    PicklePersistence,
    filters,
)
from telegram.request import BaseRequest, RequestData

from benchmarks.load import Replied, System, main
from benchmarks.telegram import BOT, TOKEN, raw_update, sent_message

Finished = dict[int, tuple[str, ...]]
STEPS = range(5)
ONE_DAY_SECONDS = 86_400


class RecordingRequest(BaseRequest):
    """Answers `getMe` and `sendMessage` itself and reports the latter; any other call is a mistake of the benchmark."""

    def __init__(self, replied: Replied) -> None:
        self.replied = replied
        self.message_ids = count(1)

    @property
    def read_timeout(self) -> float:
        return 5

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        endpoint = url.rsplit("/", 1)[1]
        if endpoint == "getMe":
            return 200, json.dumps({"ok": True, "result": BOT}).encode()
        assert endpoint == "sendMessage", endpoint
        assert request_data is not None
        fields = request_data.json_parameters
        person, text = int(fields["chat_id"]), fields["text"]
        self.replied(person, text)
        return 200, json.dumps(sent_message(next(self.message_ids), person, text)).encode()


def five_step_form(finished: Finished) -> ConversationHandler[ContextTypes.DEFAULT_TYPE]:
    """The usual ConversationHandler: one state a step, the answers in `user_data`."""

    async def begin(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        context.user_data.clear()
        await update.message.reply_text("Question 1?")
        return STEPS[0]

    def step_handler(number: int) -> MessageHandler[ContextTypes.DEFAULT_TYPE, int]:
        async def answered(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
            context.user_data[number] = update.message.text
            if number + 1 < len(STEPS):
                await update.message.reply_text(f"Question {number + 2}?")
                return STEPS[number + 1]
            finished[update.message.chat_id] = tuple(context.user_data.values())
            context.user_data.clear()
            await update.message.reply_text("Thank you.")
            return ConversationHandler.END

        return MessageHandler(filters.TEXT & ~filters.COMMAND, answered)

    return ConversationHandler(
        entry_points=[CommandHandler("start", begin)],
        states={number: [step_handler(number)] for number in STEPS},
        fallbacks=[],
        persistent=True,
        name="form",
    )


async def start(path: Path, replied: Replied) -> System:
    """Opens the bot on a new pickle file in the folder."""
    finished: Finished = {}
    update_ids = count(1)
    kept = PersistenceInput(bot_data=False, chat_data=False, callback_data=False)
    # The persistence's own timer is put out of the way: the benchmark flushes after each update.
    pickle = PicklePersistence(path / "bot.pickle", store_data=kept, on_flush=True, update_interval=ONE_DAY_SECONDS)
    request, polling = RecordingRequest(replied), RecordingRequest(replied)
    builder = Application.builder().token(TOKEN).request(request).get_updates_request(polling)
    application = builder.persistence(pickle).updater(None).build()
    application.add_handler(five_step_form(finished))
    await application.initialize()
    one_at_a_time = asyncio.Lock()

    async def deliver(person: int, text: str) -> None:
        async with one_at_a_time:
            update = Update.de_json(raw_update(next(update_ids), person, text), application.bot)
            await application.process_update(update)
            await application.update_persistence()
            await pickle.flush()

    return System(
        name="python-telegram-bot",
        version=telegram.__version__,
        durable="state only, torn if killed",
        deliver=deliver,
        form=finished.get,
        stop=application.shutdown,
    )


if __name__ == "__main__":
    main(start)
