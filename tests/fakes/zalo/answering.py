"""What a call is answered: its parameters checked, its method done, and the answer in the shape that the switches ask for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.fakes.zalo.bots import Bot
from tests.fakes.zalo.faults import Fault, Trouble, page
from tests.fakes.zalo.methods import METHODS, breaches
from tests.fakes.zalo.parameters import Body, Json, read
from tests.fakes.zalo.refusals import Refusal, bad_request, not_found, webhook_is_set
from tests.fakes.zalo.updates import Update
from tests.fakes.zalo.webhook import Hook, Webhook
from tests.fakes.zalo.world import World

POLL_SECONDS = 30


@dataclass(slots=True)
class Call:
    """One call. `bot` is its number, None for a token that nobody has. `status` is that of HTTP, None while, or because, it was
    never answered; `code` is the `error_code` of a refusal.
    """

    method: str
    params: Json
    at: datetime
    bot: int | None = None
    status: int | None = None
    code: int = 0
    description: str = ""


@dataclass(frozen=True, slots=True)
class Violation:
    """A call that breaks the documentation."""

    method: str
    what: str
    bot: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent. `update` is the one that it hands over."""

    text: str
    status: int = 200
    is_json: bool = True
    update: Update | None = None


class Answering:
    """`violations` are the calls so far that broke the documentation."""

    def __init__(self, world: World, webhooks: Sequence[Webhook]) -> None:
        self._world, self._webhooks = world, webhooks
        self.violations: list[Violation] = []

    async def reply(self, call: Call, bot: Bot, body: Body) -> Reply:
        """Does what the call asks for."""
        try:
            return await self._done(call.method, bot, self._checked(call, bot, body))
        except Refusal as refusal:
            return self.refusal(call, refusal)

    def refusal(self, call: Call, refusal: Refusal) -> Reply:
        """On its own HTTP status, or on 200."""
        call.code, call.description = refusal.code, refusal.description
        status = refusal.code if self._world.switches.error_as_http_status else 200
        return Reply(json.dumps(refusal.body()), status)

    def unknown_token(self, call: Call) -> Reply:
        """401, as an envelope or as a page."""
        reply = self.refusal(call, Refusal(401))
        return Reply(page(401), reply.status, is_json=False) if self._world.switches.html_on_bad_token else reply

    def in_its_place(self, call: Call, fault: Fault) -> Reply:
        """What the fault answers instead."""
        match fault.trouble:
            case Trouble.SDK_ERROR:
                call.code, call.description = fault.code, "error"
                return Reply(json.dumps({"error": fault.code, "message": "Rate limit"}))
            case Trouble.PAGE | Trouble.NOT_JSON:
                return Reply(page(fault.code), fault.code, is_json=False)
        return self.refusal(call, Refusal(fault.code))

    def breach(self, call: Call, bot: Bot, what: str) -> Refusal:
        """Keeps it, and is the refusal of it."""
        self.violations.append(Violation(call.method, what, bot.number))
        return bad_request(what)

    def _checked(self, call: Call, bot: Bot, body: Body) -> Json:
        """The parameters, typed. Raises Refusal for the first breach; each is kept."""
        if call.method not in METHODS:
            raise self.breach(call, bot, "unknown method")
        given, found = read(METHODS[call.method], body)
        call.params = {**call.params, **given}
        found += breaches(call.method, given, self._world.limits.text_utf16, self._world.switches.allows_loopback)
        refusals = [self.breach(call, bot, what) for what in found]
        if refusals:
            raise refusals[0]
        if call.method == "getUpdates" and self._webhooks[bot.number].hook is not None:
            self.breach(call, bot, "a webhook is set")
            raise webhook_is_set()
        return given

    async def _done(self, method: str, bot: Bot, given: Json) -> Reply:
        webhook = self._webhooks[bot.number]
        match method:
            case "getMe":
                return self._success(bot.json())
            case "getUpdates":
                return await self._poll(bot, given)
            case "setWebhook":
                return self._success(await self._set_webhook(webhook, given))
            case "deleteWebhook":
                webhook.set(None)
                return self._success(webhook.json())
            case "getWebhookInfo":
                if webhook.hook is None and self._world.switches.webhook_info_404:
                    raise not_found("no webhook is set")
                return self._success(webhook.json())
            case "testWebhook":
                if webhook.hook is None:
                    raise bad_request("no webhook is set")
                return self._success(await webhook.verification(webhook.hook))
            case "sendChatAction":
                bot.type(given)
                return self._success(None)
        return self._success(bot.send(method, given))

    def _success(self, result: object, update: Update | None = None) -> Reply:
        answer: Json = {"ok": True} | ({} if result is None else {"result": result})
        if self._world.switches.error_code_zero:
            answer["error_code"] = 0
        return Reply(json.dumps(answer, ensure_ascii=False), update=update)

    async def _poll(self, bot: Bot, given: Json) -> Reply:
        """Raises Refusal 408 when nothing came."""
        seconds = given.get("timeout", POLL_SECONDS)
        update = await bot.inbox.poll(seconds if isinstance(seconds, int) else POLL_SECONDS)
        if update is None:
            raise Refusal(408)
        is_list = self._world.switches.envelope == "list"
        return self._success([update.body] if is_list else update.body, update)

    async def _set_webhook(self, webhook: Webhook, given: Json) -> Json:
        """Stored first, and whatever the probe meets."""
        hook = Hook(str(given["url"]), str(given["secret_token"]))
        webhook.set(hook)
        verification = await webhook.verification(hook)
        shown = {} if self._world.switches.verification == "absent" else {"verification": verification}
        return {**webhook.json(), **shown}
