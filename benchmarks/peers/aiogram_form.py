"""aiogram: a Dispatcher with the form of `benchmarks/form.py`, its state in SQLite, one update of a chat at a time.

The stubbed session does what aiogram's own does short of the network: it prepares the form fields and validates the
answer. A finished form goes to memory, as after the usual `state.clear()`: storing it would be one more commit.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import aiogram
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.base import BaseSession
from aiogram.filters import CommandStart, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import SimpleEventIsolation
from aiogram.methods import EditMessageReplyMarkup, SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from benchmarks.form import RECEIPT, SEND, STEPS, UNDO, buttons, question, script, summary
from benchmarks.load import Replied, System, main
from benchmarks.peers.sqlite_fsm import SqliteStorage
from benchmarks.telegram import TOKEN, raw_update, sent_message

Finished = dict[int, tuple[str, ...]]


class FiveSteps(StatesGroup):
    first = State()
    second = State()
    third = State()
    fourth = State()
    fifth = State()
    check = State()


ASKED = (FiveSteps.first, FiveSteps.second, FiveSteps.third, FiveSteps.fourth, FiveSteps.fifth, FiveSteps.check)


class RecordingSession(BaseSession):
    """Answers `sendMessage` and `editMessageReplyMarkup` itself and reports the former; any other call is a mistake of the benchmark."""

    def __init__(self, replied: Replied) -> None:
        super().__init__()
        self.replied = replied
        self.message_ids = count(1)

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        assert isinstance(method, SendMessage | EditMessageReplyMarkup), method
        for value in method.model_dump(warnings=False).values():
            self.prepare_value(value, bot=bot, files={})
        is_new, person = isinstance(method, SendMessage), int(method.chat_id)
        ident, text = (next(self.message_ids), method.text) if is_new else (method.message_id, "")
        content = json.dumps(sent_message(ident, person, text))
        answer = self.check_response(bot=bot, method=method, status_code=200, content=content)
        if is_new:
            self.replied(person, text)
        return answer.result

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        raise NotImplementedError("a form downloads nothing")
        yield b""

    async def close(self) -> None:
        pass


def keyboard(step: int) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(text=label, callback_data=token) for label, token in row] for row in buttons(step)]
    return InlineKeyboardMarkup(inline_keyboard=rows)


async def ask(message: Message, state: FSMContext, step: int, text: str, before: int | None = None) -> None:
    """Asks with buttons, takes those of the former question away, and stores which message has to lose its buttons next."""
    sent = await message.answer(text, reply_markup=keyboard(step))
    if before is not None:
        await message.bot.edit_message_reply_markup(chat_id=message.chat.id, message_id=before)
    await state.update_data(asked=sent.message_id)


def form_with_buttons(finished: Finished) -> Router:
    """The usual aiogram form, a handler a step: answer and next state are stored before the next question goes out."""
    router = Router()

    @router.message(CommandStart())
    async def begin(message: Message, state: FSMContext) -> None:
        await state.set_state(ASKED[0])
        await ask(message, state, 1, question(1))

    def step_handler(number: int) -> None:
        @router.message(StateFilter(ASKED[number - 1]), F.text)
        async def answered(message: Message, state: FSMContext) -> None:
            data = await state.update_data({str(number): message.text})
            await state.set_state(ASKED[number])
            is_last = number == STEPS
            text = summary(answers_in(data)) if is_last else question(number + 1, message.text)
            await ask(message, state, number + 1, text, data["asked"])

    for number in range(1, STEPS + 1):
        step_handler(number)

    @router.message(StateFilter(FiveSteps.check), F.text == SEND)
    async def checked(message: Message, state: FSMContext) -> None:
        data = await state.get_data()
        finished[message.chat.id] = tuple(answers_in(data))
        await state.clear()
        rows = [[InlineKeyboardButton(text=UNDO, callback_data="form.undo")]]
        await message.answer(RECEIPT, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))
        await message.bot.edit_message_reply_markup(chat_id=message.chat.id, message_id=data["asked"])

    return router


def answers_in(data: dict[str, Any]) -> list[str]:
    return [data[str(number)] for number in range(1, STEPS + 1)]


def form_in_plain_text(finished: Finished) -> Router:
    """The least that can be called this form: no buttons, nothing shown before it is sent."""
    router = Router()

    @router.message(CommandStart())
    async def begin(message: Message, state: FSMContext) -> None:
        await state.set_state(ASKED[0])
        await message.answer("Question 1?")

    def step_handler(number: int) -> None:
        @router.message(StateFilter(ASKED[number - 1]), F.text)
        async def answered(message: Message, state: FSMContext) -> None:
            await state.update_data({str(number): message.text})
            await state.set_state(ASKED[number])
            await message.answer("Send it?" if number == STEPS else f"Question {number + 1}?")

    for number in range(1, STEPS + 1):
        step_handler(number)

    @router.message(StateFilter(FiveSteps.check), F.text == SEND)
    async def checked(message: Message, state: FSMContext) -> None:
        finished[message.chat.id] = tuple(answers_in(await state.get_data()))
        await state.clear()
        await message.answer("Thank you.")

    return router


async def open_system(name: str, form: Callable[[Finished], Router], path: Path, replied: Replied) -> System:
    """Opens the bot on a new database in the folder."""
    finished: Finished = {}
    update_ids = count(1)
    bot = Bot(TOKEN, session=RecordingSession(replied))
    storage = await SqliteStorage.open(path / "fsm.db")
    dispatcher = Dispatcher(storage=storage, events_isolation=SimpleEventIsolation())
    dispatcher.include_router(form(finished))

    async def deliver(person: int, text: str) -> None:
        update = Update.model_validate(raw_update(next(update_ids), person, text), context={"bot": bot})
        await dispatcher.feed_update(bot, update)

    return System(
        name=name,
        version=aiogram.__version__,
        durable="state only",
        deliver=deliver,
        form=finished.get,
        stop=storage.close,
        script=script,
    )


start = partial(open_system, "aiogram", form_with_buttons)
start_plain = partial(open_system, "aiogram, plain text", form_in_plain_text)

if __name__ == "__main__":
    main(start)
