"""`chibot doctor --online`: whether the messengers know the tokens. The only calls that doctor makes; no token is ever told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

from bot.findings import Finding
from bot.settings import Settings, revealed, split_tokens
from channels.http.client import Answer, HttpClient, NoAnswer

SECONDS = 10.0


def asked(settings: Settings) -> Sequence[Finding]:
    """One finding for each messenger with a token; for several bots of Zalo the worst of theirs."""
    return asyncio.run(_asked(settings))


async def _asked(settings: Settings) -> Sequence[Finding]:
    found = []
    token = revealed(settings.telegram_token)
    if token:
        client = HttpClient(revealed(settings.telegram_proxy_url))
        found.append(_telegram(await _get_me(client, settings.telegram_api_url, [token])))
    tokens = split_tokens(settings.zalo_bot_tokens)
    if tokens:
        client = HttpClient(revealed(settings.zalo_proxy_url))
        found.append(_zalo(await _get_me(client, settings.zalo_api_url, tokens)))
    return found


async def _get_me(client: HttpClient, api_url: str, tokens: Sequence[str]) -> str:
    """ "ok", "refused", or the code of why nobody knows."""
    try:
        answers = [
            await client.call("POST", f"{api_url}/bot{token}/getMe", b"{}", "application/json", SECONDS)
            for token in tokens
        ]
    finally:
        await client.close()
    said = [_read(one) for one in answers]
    return next((one for one in said if one != "ok"), "ok")


def _read(answer: Answer | NoAnswer) -> str:
    if isinstance(answer, NoAnswer):
        return answer.code
    try:
        told = json.loads(answer.body)
    except ValueError:
        return f"http_{answer.status}"
    if isinstance(told, dict) and told.get("ok") is True:
        return "ok"
    return "refused" if answer.status < 500 else f"http_{answer.status}"


def _telegram(said: str) -> Finding:
    match said:
        case "ok":
            return Finding("telegram-online", "ok", "Telegram knows the token")
        case "refused":
            return Finding("telegram-refused", "error", "Telegram does not know the token", "a new one from @BotFather")
        case _:
            return Finding("telegram-unreachable", "warn", f"no answer from Telegram ({said})", "network, or a proxy")


def _zalo(said: str) -> Finding:
    match said:
        case "ok":
            return Finding("zalo-online", "ok", "Zalo knows every token")
        case "refused":
            return Finding("zalo-refused", "error", "Zalo does not know a token", "a new one in Zalo Bot Manager")
        case _:
            return Finding("zalo-unreachable", "warn", f"no answer from Zalo ({said})", "network, or a proxy")
