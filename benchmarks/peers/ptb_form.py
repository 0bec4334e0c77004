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
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
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

from benchmarks.form import RECEIPT, SEND, STEPS, UNDO, buttons, question, script, summary
from benchmarks.load import Replied, System, main
from benchmarks.telegram import BOT, TOKEN, raw_update, sent_message

Finished = dict[int, tuple[str, ...]]
ONE_DAY_SECONDS = 86_400


class RecordingRequest(BaseRequest):
    """Answers `getMe`, `sendMessage` and `editMessageReplyMarkup` itself; any other call is a mistake of the benchmark."""

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
        assert endpoint in ("sendMessage", "editMessageReplyMarkup"), endpoint
        assert request_data is not None
        fields = request_data.json_parameters
        person, text = int(fields["chat_id"]), fields.get("text", "")
        if endpoint == "sendMessage":
            self.replied(person, text)
        ident = next(self.message_ids) if endpoint == "sendMessage" else int(fields["message_id"])
        return 200, json.dumps(sent_message(ident, person, text)).encode()


def keyboard(step: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=token) for label, token in row] for row in buttons(step)]
    )


async def ask(update: Update, context: ContextTypes.DEFAULT_TYPE, step: int, text: str) -> None:
    """Asks with buttons, and takes those of the former question away."""
    sent = await update.message.reply_text(text, reply_markup=keyboard(step))
    await strip(update, context)
    context.user_data["asked"] = sent.message_id


async def strip(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if "asked" in context.user_data:
        await context.bot.edit_message_reply_markup(update.message.chat_id, context.user_data["asked"])


def five_step_form(finished: Finished, *, is_kept: bool = True) -> ConversationHandler[ContextTypes.DEFAULT_TYPE]:
    """The usual ConversationHandler: one state a step, the answers in `user_data`. `is_kept`: in the persistence, too."""

    async def begin(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        context.user_data.clear()
        await ask(update, context, 1, question(1))
        return 1

    def step_handler(number: int) -> MessageHandler[ContextTypes.DEFAULT_TYPE, int]:
        async def answered(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
            context.user_data[number] = update.message.text
            is_last = number == STEPS
            text = summary(answers_in(context)) if is_last else question(number + 1, update.message.text)
            await ask(update, context, number + 1, text)
            return number + 1

        return MessageHandler(filters.TEXT & ~filters.COMMAND, answered)

    async def checked(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        finished[update.message.chat_id] = tuple(answers_in(context))
        undo = InlineKeyboardMarkup([[InlineKeyboardButton(UNDO, callback_data="form.undo")]])
        await update.message.reply_text(RECEIPT, reply_markup=undo)
        await strip(update, context)
        context.user_data.clear()
        return ConversationHandler.END

    steps = {number: [step_handler(number)] for number in range(1, STEPS + 1)}
    check = {STEPS + 1: [MessageHandler(filters.Text([SEND]), checked)]}
    return ConversationHandler(
        entry_points=[CommandHandler("start", begin)],
        states=steps | check,
        fallbacks=[],
        persistent=is_kept,
        name="form",
    )


def answers_in(context: ContextTypes.DEFAULT_TYPE) -> list[str]:
    return [context.user_data[number] for number in range(1, STEPS + 1)]


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
        script=script,
    )


if __name__ == "__main__":
    main(start)
