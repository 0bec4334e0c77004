"""`python -m tests.fakes.telegram`: the server, and a phone in the terminal. Lines are `1001: xin chào`, `1001: [Nút]`,
`1001: (contact)`; in a group `-100/1001: /start`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import threading

from tests.fakes.telegram.phone import Phone
from tests.fakes.telegram.server import TOKEN, FakeTelegram


async def serve(port: int, token: str, username: str, has_phone: bool) -> None:
    """Until the end of the input, or without a phone until it is stopped. What the bot sends is printed."""
    async with FakeTelegram(token, port, username=username, privacy_mode=False) as fake:
        print(f"export CHIBOT_TELEGRAM_TOKEN={fake.token} CHIBOT_TELEGRAM_API_URL={fake.url}", flush=True)
        phone = Phone(fake, lambda line: print(line, flush=True))
        lines: asyncio.Queue[str] = asyncio.Queue()
        if has_phone:
            listen(asyncio.get_running_loop(), lines)
        while line := await lines.get():
            phone.type(line)


def listen(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str]) -> None:
    """Puts each line of the input in the queue, and an empty one at its end. A thread reads it, for it may be a file too."""

    def read() -> None:
        for line in iter(sys.stdin.readline, ""):
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, "")

    threading.Thread(target=read, daemon=True).start()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=8899, help="0 takes any free one (8899)")
    parser.add_argument("--token", default=TOKEN, help="what the bot must know")
    parser.add_argument("--username", default="chibot_thu_bot")
    parser.add_argument("--no-phone", action="store_true", help="serve only, and do not read the input")
    given = parser.parse_args()
    try:
        asyncio.run(serve(given.port, given.token, given.username, not given.no_phone))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
