"""aiogram: a Dispatcher with a five-state form, its state in SQLite, one update of a chat at a time.

The stubbed session does what aiogram's own does short of the network: it prepares the form fields and validates the
answer. A finished form goes to memory, as after the usual `state.clear()`: storing it would be one more commit.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
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
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import Message, Update

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


STEPS = (FiveSteps.first, FiveSteps.second, FiveSteps.third, FiveSteps.fourth, FiveSteps.fifth)


class RecordingSession(BaseSession):
    """Answers `sendMessage` itself and reports it; any other call is a mistake of the benchmark."""

    def __init__(self, replied: Replied) -> None:
        super().__init__()
        self.replied = replied
        self.message_ids = count(1)

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        assert isinstance(method, SendMessage), method
        for value in method.model_dump(warnings=False).values():
            self.prepare_value(value, bot=bot, files={})
        person, text = int(method.chat_id), method.text
        content = json.dumps(sent_message(next(self.message_ids), person, text))
        answer = self.check_response(bot=bot, method=method, status_code=200, content=content)
        self.replied(person, text)
        return answer.result

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        raise NotImplementedError("a form downloads nothing")
        yield b""

    async def close(self) -> None:
        pass


def five_step_form(finished: Finished) -> Router:
    """The usual aiogram form, a handler a step: answer and next state are stored before the next question goes out."""
    router = Router()

    @router.message(CommandStart())
    async def begin(message: Message, state: FSMContext) -> None:
        await state.set_state(STEPS[0])
        await message.answer("Question 1?")

    def step_handler(number: int) -> None:
        @router.message(StateFilter(STEPS[number]), F.text)
        async def answered(message: Message, state: FSMContext) -> None:
            data = await state.update_data({str(number): message.text})
            if number + 1 < len(STEPS):
                await state.set_state(STEPS[number + 1])
                await message.answer(f"Question {number + 2}?")
            else:
                finished[message.chat.id] = tuple(data.values())
                await state.clear()
                await message.answer("Thank you.")

    for number in range(len(STEPS)):
        step_handler(number)
    return router


async def start(path: Path, replied: Replied) -> System:
    """Opens the bot on a new database in the folder."""
    finished: Finished = {}
    update_ids = count(1)
    bot = Bot(TOKEN, session=RecordingSession(replied))
    storage = await SqliteStorage.open(path / "fsm.db")
    dispatcher = Dispatcher(storage=storage, events_isolation=SimpleEventIsolation())
    dispatcher.include_router(five_step_form(finished))

    async def deliver(person: int, text: str) -> None:
        update = Update.model_validate(raw_update(next(update_ids), person, text), context={"bot": bot})
        await dispatcher.feed_update(bot, update)

    return System(
        name="aiogram",
        version=aiogram.__version__,
        durable="state only",
        deliver=deliver,
        form=finished.get,
        stop=storage.close,
    )


if __name__ == "__main__":
    main(start)
