"""`python -m tests.fakes.zalo`: the server, and phones in the terminal. Lines are `ng1: xin chào`, `ng1: (photo)`, `(sticker)`,
`(voice)` or `(unsupported)`; in a group `nhom1/ng1: chào`; to the second bot `ng1@2: chào`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import threading

from tests.fakes.zalo.phone import Phone
from tests.fakes.zalo.server import TOKENS, FakeZalo
from tests.fakes.zalo.switches import Switches
from tests.fakes.zalo.world import message_ids, wall_clock


async def serve(port: int, tokens: list[str], has_phone: bool) -> None:
    """Until the end of the input, or without a phone until it is stopped. What the bots send is printed. The ids of messages
    are others at each start: a bot that keeps its data would take known ones for repeats.
    """
    new_id, switches = message_ids(wall_clock().isoformat()), Switches(allows_loopback=True)
    async with FakeZalo(tokens, port, new_id=new_id, switches=switches) as fake:
        print(f"export CHIBOT_ZALO_BOT_TOKENS={','.join(fake.tokens)} CHIBOT_ZALO_API_URL={fake.url}", flush=True)
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
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.zalo", description=__doc__)
    parser.add_argument("--port", type=int, default=8898, help="0 takes any free one (8898)")
    parser.add_argument("--tokens", default=",".join(TOKENS), help="what the bots must know, with commas between them")
    parser.add_argument("--no-phone", action="store_true", help="serve only, and do not read the input")
    given = parser.parse_args()
    try:
        asyncio.run(serve(given.port, given.tokens.split(","), not given.no_phone))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
