"""Telegram's JSON, for every system the same: one private text message in, one result of `sendMessage` out."""

from __future__ import annotations

SENT_AT = 1_764_000_000
"""Any instant will do: nothing under measurement looks at it."""

BOT = {"id": 1, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
# Both libraries insist on this shape; it is nobody's.
TOKEN = "1:benchmark-not-a-real-token-000000000"


def raw_update(update_id: int, person: int, text: str) -> dict[str, object]:
    """One update of `getUpdates`, already decoded from JSON. A text that starts with "/" is marked as a command."""
    message: dict[str, object] = {
        "message_id": update_id,
        "date": SENT_AT,
        "chat": {"id": person, "type": "private", "first_name": f"Person {person}"},
        "from": {"id": person, "is_bot": False, "first_name": f"Person {person}"},
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"update_id": update_id, "message": message}


def sent_message(message_id: int, person: int, text: str) -> dict[str, object]:
    """What the server answers to `sendMessage`."""
    chat = {"id": person, "type": "private", "first_name": f"Person {person}"}
    sent = {"message_id": message_id, "date": SENT_AT, "chat": chat, "from": BOT, "text": text}
    return {"ok": True, "result": sent}
