"""Telegram as the settings want it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from bot.settings import TELEGRAM_API_URL, Settings, SettingsError, revealed
from channels.http.front import Front
from channels.telegram import TelegramChannel, Webhook
from language.say import operator as say
from language.say.commands import FOR_STRANGERS


def is_public(settings: Settings) -> bool:
    """Whether Telegram's own server is called."""
    return urlsplit(settings.telegram_api_url).hostname == urlsplit(TELEGRAM_API_URL).hostname


def check(settings: Settings) -> None:
    """Raises SettingsError for a practice clock on real phones: dates and deadlines would be wrong for people who mean it."""
    if settings.now is not None and revealed(settings.telegram_token) and is_public(settings):
        raise SettingsError(say.now_on_real_phones())


def channel(settings: Settings, now: Callable[[], datetime], front: Front) -> TelegramChannel | None:
    """None without a token. Nothing is called before it runs. A webhook takes its path on the front."""
    token = revealed(settings.telegram_token)
    if not token:
        return None
    webhook = None
    if settings.telegram_webhook_url:
        secret = revealed(settings.telegram_webhook_secret)
        webhook = Webhook(settings.telegram_webhook_url, secret, front)
    proxy = revealed(settings.telegram_proxy_url)
    return TelegramChannel(token, now, settings.telegram_api_url, proxy, webhook, FOR_STRANGERS)


def links(phones: TelegramChannel | None) -> str:
    """What stands before a code in a link that opens the bot's chat with it; "" while the bot's name is not known."""
    return f"https://t.me/{phones.username}?start=" if phones is not None and phones.username else ""
