"""What a message looks like on Telegram: HTML by one escape function, and keyboards."""

from __future__ import annotations

import html
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from domain.channel import Button
from language.text import utf16_length

LONGEST_HEADING = 80


def escaped(text: str) -> str:
    """Reads on the phone exactly as it stands here."""
    return html.escape(text, quote=False)


def formatted(text: str) -> str:
    """The first of several lines is a heading, in bold, unless it is as long as a paragraph."""
    heading, line_end, rest = text.partition("\n")
    if not line_end or not heading.strip() or not rest.strip() or utf16_length(heading) > LONGEST_HEADING:
        return escaped(text)
    return f"<b>{escaped(heading)}</b>\n{escaped(rest)}"


def inline_keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """None without buttons."""
    buttons = [[InlineKeyboardButton(one.label, callback_data=one.token) for one in row] for row in rows if row]
    return InlineKeyboardMarkup(buttons) if buttons else None


def contact_keyboard(label: str, rows: Sequence[Sequence[Button]]) -> ReplyKeyboardMarkup:
    """In place of the phone's keyboard: a button that sends the person's own card, in private chats only.

    A message has either these or inline buttons, so the choices stand below it, each sending its words.
    """
    card = KeyboardButton(label, request_contact=True)
    choices = [[KeyboardButton(one.label) for one in row] for row in rows if row]
    return ReplyKeyboardMarkup([[card], *choices], resize_keyboard=True, one_time_keyboard=True)
