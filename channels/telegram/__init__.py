"""Telegram. python-telegram-bot is the transport only: its own loop loses updates when the process dies (docs/adr/)."""

from channels.telegram.channel import TelegramChannel
from channels.telegram.webhook import Webhook

__all__ = ["TelegramChannel", "Webhook"]
