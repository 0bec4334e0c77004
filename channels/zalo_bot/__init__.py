"""Zalo Bot Platform: several bots, long polling or webhook, text only (reference: Zalo's Bot documentation, 2026)."""

from channels.zalo_bot.channel import API_URL, ZaloBots
from channels.zalo_bot.hook import Webhook

__all__ = ["API_URL", "Webhook", "ZaloBots"]
