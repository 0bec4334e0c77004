"""chibot's runner: `start` is the one thing to fill in.

It must give chibot what it has in real use, no less:

- a database *file* inside `path`, opened as `chibot run` opens it (WAL, `synchronous=FULL`, foreign keys on);
- `deliver` returns only after the inbox row is committed, as a webhook answers 200 (`benchmarks.telegram.raw_update`
  makes Telegram's raw JSON, so that the reading of it is measured as well);
- the turn loop and the dispatcher running, the channel stubbed at its HTTP client: a send goes to no network, gives a
  vendor's message id back and calls `replied(person, text)` once an answer, with its last message;
- people 1 to 1,000 linked to an account and allowed to fill the form (the load uses 1 to 520);
- `form(person)` read back from the *records*, not from the conversation, in the words in which the answers were given;
- a `script` of its own when the form needs other words than `five_steps`: five answers, and a last message to confirm
  counts as an update like any other.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.load import Replied, System, main

DURABLE = "inbox, state, records, outbox"


async def start(path: Path, replied: Replied) -> System:
    """Starts chibot on an empty folder. Raises NotImplementedError until the lead has filled it in."""
    raise NotImplementedError("benchmarks/systems/chibot.py: start() is not filled in yet")


if __name__ == "__main__":
    main(start)
