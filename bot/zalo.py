"""Zalo as the settings want it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from bot.settings import ZALO_API_URL, Settings, SettingsError, revealed, split_tokens
from channels.http.front import Front
from channels.zalo_bot import Webhook, ZaloBots
from domain.quota import Quota
from language.say import operator as say


def is_public(settings: Settings) -> bool:
    """Whether Zalo's own server is called."""
    return urlsplit(settings.zalo_api_url).hostname == urlsplit(ZALO_API_URL).hostname


def check(settings: Settings) -> None:
    """Raises SettingsError for a practice clock on real phones: dates and deadlines would be wrong for people who mean it."""
    if settings.now is not None and split_tokens(settings.zalo_bot_tokens) and is_public(settings):
        raise SettingsError(say.now_on_real_phones())


def channel(settings: Settings, now: Callable[[], datetime], front: Front) -> ZaloBots | None:
    """None without a token. Nothing is called before it runs. A webhook takes its path on the front."""
    tokens = split_tokens(settings.zalo_bot_tokens)
    if not tokens:
        return None
    webhook = None
    if settings.zalo_mode == "webhook":
        url = settings.zalo_webhook_url or settings.public_url
        webhook = Webhook(url, revealed(settings.zalo_webhook_secret), front)
    return ZaloBots(
        tokens,
        now,
        settings.zalo_api_url,
        revealed(settings.zalo_proxy_url),
        webhook,
        takes_over=settings.zalo_take_over_webhook,
        text_limit=settings.zalo_text_limit,
        quota=Quota(settings.zalo_monthly_messages, settings.zalo_users),
    )


def halted(zalo_bots: ZaloBots | None) -> tuple[str, ...]:
    """Its channel, when one of the bots waits for a person."""
    return (zalo_bots.name,) if zalo_bots is not None and zalo_bots.has_halted else ()
