"""`python -m tests.fakes.telegram`: the server, and a phone in the terminal. Lines are `1001: xin chào`, `1001: [Nút]`,
`1001: (contact)`; in a group `-100/1001: /start`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from tests.fakes.telegram.phone import Phone
from tests.fakes.telegram.server import TOKEN, FakeTelegram


async def serve(port: int, token: str, username: str) -> None:
    """Until the end of the input. What the bot sends is printed."""
    async with FakeTelegram(token, port, username=username, privacy_mode=False) as fake:
        print(f"export CHIBOT_TELEGRAM_TOKEN={fake.token} CHIBOT_TELEGRAM_API_URL={fake.url}", flush=True)
        phone = Phone(fake, lambda line: print(line, flush=True))
        lines = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        while line := (await lines.readline()).decode():
            phone.type(line)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=8899, help="0 takes any free one (8899)")
    parser.add_argument("--token", default=TOKEN, help="what the bot must know")
    parser.add_argument("--username", default="chibot_thu_bot")
    given = parser.parse_args()
    try:
        asyncio.run(serve(given.port, given.token, given.username))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
