"""The fake Zalo's webhook mode: what is accepted, the probe, the posts, and polling beside it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Literal

import pytest
from aiohttp import web

from tests.fakes.clock import FakeClock
from tests.fakes.conftest import NOON, ZaloCaller
from tests.fakes.zalo import EMPTY_PROBE, ODD_PROBE, PROBE, FakeZalo, Switches

NOON_MS = int(NOON.timestamp() * 1000)
SECRET = "bi-mat-1"
ELSEWHERE = "https://vi.du/zalo"


@dataclass(slots=True)
class Site:
    """A webhook; `statuses` are its first answers, then 200. With `gate` closed it does not answer."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    changed: Callable[[], None] = lambda: None

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.read()))
        self.changed()
        await self.gate.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, text="da-nhan", headers={"Location": "/hook"} if status == 302 else {})

    def texts(self) -> list[str]:
        return [json.loads(body)["message"]["text"] for _, body in self.got]


@pytest.fixture
async def site(zalo: FakeZalo) -> AsyncIterator[Site]:
    """The probe is left out, for most tests ask about what follows."""
    zalo.switches.allows_loopback, zalo.switches.probe = True, None
    site = Site(changed=zalo.world.changes.happened)
    site.gate.set()
    app = web.Application()
    app.router.add_post("/hook", site.take)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield site
    site.gate.set()
    await runner.cleanup()


async def verification(call: ZaloCaller, url: str) -> object:
    return (await call.result("setWebhook", url=url, secret_token=SECRET)).get("verification")


async def test_updates_are_posted_with_the_secret(zalo: FakeZalo, call: ZaloCaller, site: Site) -> None:
    zalo.say("ng1", "trước")
    await call.result("setWebhook", url=site.url, secret_token=SECRET)
    zalo.say("ng1", "sau")
    await zalo.drained()

    assert site.texts() == ["trước", "sau"]
    headers, body = site.got[0]
    assert headers["X-Bot-Api-Secret-Token"] == SECRET
    assert headers["User-Agent"] == "Java/1.8"
    assert headers["Content-Type"] == "application/json"
    assert list(json.loads(body)) == ["event_name", "message"]
    first = zalo.deliveries[0]
    assert (first.bot, first.status, first.answer, first.body, first.at) == (0, 200, b"da-nhan", body, NOON)
    assert [update.chat_id for update in zalo.bots[0].inbox.handed] == ["ng1", "ng1"]


@pytest.mark.parametrize("envelope", ["flat", "wrapped", "list"])
async def test_post_is_packed_in_three_ways(
    zalo: FakeZalo, call: ZaloCaller, site: Site, envelope: Literal["flat", "wrapped", "list"]
) -> None:
    zalo.switches.envelope = envelope
    await call.result("setWebhook", url=site.url, secret_token=SECRET)
    zalo.put({"event_name": "x"})
    await zalo.drained()

    packed = {
        "flat": {"event_name": "x"},
        "wrapped": {"ok": True, "result": {"event_name": "x"}},
        "list": [{"event_name": "x"}],
    }
    assert json.loads(site.got[0][1]) == packed[envelope]


async def test_each_bot_has_a_webhook_of_its_own(zalo: FakeZalo, call: ZaloCaller, site: Site) -> None:
    await call.result("setWebhook", 1, url=site.url, secret_token="bi-mat-2")
    zalo.say("ng1", "một")
    zalo.say("ng1", "hai", bot=1)
    await zalo.until(lambda: len(site.got) == 1)

    assert site.texts() == ["hai"]
    assert site.got[0][0]["X-Bot-Api-Secret-Token"] == "bi-mat-2"
    assert await call.texts() == ["một"]
    assert zalo.webhook(0) is None


async def test_what_is_not_taken_is_lost(zalo: FakeZalo, call: ZaloCaller, site: Site) -> None:
    site.statuses = [500, 302]
    await call.result("setWebhook", url=site.url, secret_token=SECRET)
    for text in ("một", "hai", "ba"):
        zalo.say("ng1", text)
    await zalo.drained()

    assert site.texts() == ["một", "hai", "ba"]
    assert [one.status for one in zalo.deliveries] == [500, 302, 200]
    assert [lost.why for lost in zalo.lost] == ["webhook", "webhook"]


async def test_what_is_not_taken_may_be_posted_again(zalo: FakeZalo, call: ZaloCaller, site: Site) -> None:
    zalo.switches.webhook_retries = 2
    site.statuses = [500, 200, 500, 500, 404]
    await call.result("setWebhook", url=site.url, secret_token=SECRET)
    zalo.say("ng1", "một")
    zalo.say("ng1", "hai")
    await zalo.drained()

    assert site.texts() == ["một"] * 2 + ["hai"] * 3
    assert [one.status for one in zalo.deliveries] == [500, 200, 500, 500, 404]
    assert [lost.update.message_id for lost in zalo.lost] == [zalo.chat("ng1").messages[1].message_id]


async def test_site_that_does_not_answer_in_time_has_lost_it(call: ZaloCaller, site: Site, clock: FakeClock) -> None:
    switches = Switches(allows_loopback=True, probe=None)
    async with FakeZalo(now=clock.now, switches=switches, patience_seconds=0.05) as hasty:
        site.gate.clear()
        await ZaloCaller(hasty, call.session).result("setWebhook", url=site.url, secret_token=SECRET)
        hasty.say("ng1", "xin chào")
        await hasty.drained()

        assert len(site.got) == 1
        assert [(one.status, one.outcome) for one in hasty.deliveries] == [(None, "webhook.err.unreachable")]
        assert [lost.why for lost in hasty.lost] == ["webhook"]


async def test_chats_are_posted_in_parallel_and_each_in_order(zalo: FakeZalo, call: ZaloCaller, site: Site) -> None:
    site.gate.clear()
    for chat in ("ng1", "ng2"):
        zalo.say(chat, f"{chat} một")
        zalo.say(chat, f"{chat} hai")
    await call.result("setWebhook", url=site.url, secret_token=SECRET)
    await zalo.until(lambda: len(site.got) == 2)
    assert sorted(site.texts()) == ["ng1 một", "ng2 một"]
    assert zalo.deliveries[0].status is None

    site.gate.set()
    await zalo.drained()
    assert sorted(site.texts()[2:]) == ["ng1 hai", "ng2 hai"]


async def test_newest_may_be_posted_first_and_all_at_once(zalo: FakeZalo, call: ZaloCaller, site: Site) -> None:
    zalo.switches.reorder = True
    site.gate.clear()
    for text in ("một", "hai", "ba"):
        zalo.say("ng1", text)
    await call.result("setWebhook", url=site.url, secret_token=SECRET)
    await zalo.until(lambda: len(site.got) == 3)

    assert [json.loads(one.body)["message"]["text"] for one in zalo.deliveries] == ["ba", "hai", "một"]
    site.gate.set()
    await zalo.drained()


@pytest.mark.parametrize("probe", [PROBE, ODD_PROBE, EMPTY_PROBE, b"[]"])
async def test_probe_is_posted_at_once_with_the_secret(
    zalo: FakeZalo, call: ZaloCaller, site: Site, probe: bytes
) -> None:
    zalo.switches.probe = probe
    set_up = await call.result("setWebhook", url=site.url, secret_token=SECRET)

    assert set_up == {
        "url": site.url,
        "updated_at": NOON_MS,
        "verification": {"ok": True, "url": site.url, "outcome": "webhook.ok", "hint": "The address answered"},
    }
    ((headers, body),) = site.got
    assert (headers["X-Bot-Api-Secret-Token"], headers["User-Agent"], body) == (SECRET, "Java/1.8", probe)
    assert zalo.deliveries[0].update is None


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (204, "webhook.ok"),
        (302, "webhook.http.other"),
        (401, "webhook.http.other"),
        (403, "webhook.http.403"),
        (404, "webhook.http.404"),
        (503, "webhook.http.5xx"),
    ],
)
async def test_outcome_of_the_probe_is_told_and_the_address_stored(
    zalo: FakeZalo, call: ZaloCaller, site: Site, status: int, outcome: str
) -> None:
    zalo.switches.probe, site.statuses = PROBE, [status]

    found = await verification(call, site.url)
    assert isinstance(found, dict)
    assert (found["ok"], found["outcome"]) == (status == 204, outcome)
    assert await call.result("getWebhookInfo") == {"url": site.url, "updated_at": NOON_MS}
    zalo.say("ng1", "xin chào")
    await zalo.drained()
    assert len(site.got) == 2


@pytest.mark.parametrize(("scheme", "outcome"), [("http", "unreachable"), ("https", "tls")])
async def test_probe_that_meets_no_server(
    zalo: FakeZalo, call: ZaloCaller, site: Site, scheme: str, outcome: str
) -> None:
    zalo.switches.probe = PROBE
    url = "http://127.0.0.1:9/hook" if scheme == "http" else site.url.replace("http:", "https:")

    found = await verification(call, url)
    assert isinstance(found, dict)
    assert found["outcome"] == f"webhook.err.{outcome}"
    webhook = zalo.webhook()
    assert webhook is not None
    assert webhook.url == url


async def test_verification_may_fail_or_be_absent(zalo: FakeZalo, call: ZaloCaller, site: Site) -> None:
    zalo.switches.verification = "failed"
    found = await verification(call, site.url)
    assert isinstance(found, dict)
    assert (found["ok"], found["outcome"]) == (False, "webhook.http.other")

    zalo.switches.verification = "absent"
    assert await verification(call, site.url) is None
    assert zalo.webhook() is not None


async def test_webhook_can_be_tested(zalo: FakeZalo, call: ZaloCaller, site: Site) -> None:
    assert await call.code("testWebhook") == 400
    await call.result("setWebhook", url=site.url, secret_token=SECRET)
    zalo.switches.probe = PROBE

    assert (await call.result("testWebhook"))["outcome"] == "webhook.ok"
    assert [body for _, body in site.got] == [PROBE]


async def test_loopback_is_refused_unless_it_is_allowed(zalo: FakeZalo, call: ZaloCaller, site: Site) -> None:
    zalo.switches.allows_loopback = False
    assert await call.code("setWebhook", url=site.url, secret_token=SECRET) == 400
    assert zalo.webhook() is None
    zalo.switches.allows_loopback = True
    assert await call.code("setWebhook", url=site.url, secret_token=SECRET) == 0


async def test_polling_beside_a_webhook_is_refused_and_kept(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.leave_webhook(ELSEWHERE)

    assert await call.code("getUpdates", timeout=0) == 400
    assert [(one.method, one.what) for one in zalo.violations] == [("getUpdates", "a webhook is set")]
    assert (await call.result("getWebhookInfo"))["url"] == ELSEWHERE
    assert await call.message(bot=1) == {}


async def test_poll_that_waits_when_a_webhook_is_set_stays_silent(zalo: FakeZalo, call: ZaloCaller, site: Site) -> None:
    poll = asyncio.create_task(call.message(timeout=20))
    await zalo.polled()
    await call.result("setWebhook", url=site.url, secret_token=SECRET)
    assert not zalo.bots[0].is_polled
    zalo.say("ng1", "xin chào")
    await zalo.drained()

    assert site.texts() == ["xin chào"]
    assert await asyncio.wait_for(poll, 5) == {}


async def test_webhook_hears_while_nobody_polls(zalo: FakeZalo, call: ZaloCaller, site: Site) -> None:
    zalo.switches.offline_queue = False
    await call.result("setWebhook", url=site.url, secret_token=SECRET)
    zalo.say("ng1", "xin chào")
    await zalo.drained()

    assert site.texts() == ["xin chào"]
    assert zalo.lost == []


async def test_second_registration_takes_the_traffic(zalo: FakeZalo, call: ZaloCaller, site: Site) -> None:
    zalo.leave_webhook(ELSEWHERE)
    await call.result("setWebhook", url=site.url, secret_token=SECRET)
    zalo.say("ng1", "xin chào")
    await zalo.drained()

    assert site.texts() == ["xin chào"]


async def test_after_deleting_it_polls_get_the_updates(
    zalo: FakeZalo, call: ZaloCaller, site: Site, clock: FakeClock
) -> None:
    await call.result("setWebhook", url=site.url, secret_token=SECRET)
    clock.set(NOON.replace(hour=13))
    assert await call.result("deleteWebhook") == {"url": "", "updated_at": NOON_MS + 3_600_000}
    zalo.say("ng1", "xin chào")

    assert await call.texts() == ["xin chào"]
    assert site.got == []


async def test_no_webhook_is_an_empty_address_or_404(zalo: FakeZalo, call: ZaloCaller) -> None:
    assert await call.result("getWebhookInfo") == {"url": "", "updated_at": NOON_MS}
    zalo.switches.webhook_info_404 = True
    assert await call.code("getWebhookInfo") == 404
    zalo.leave_webhook(ELSEWHERE)
    assert await call.code("getWebhookInfo") == 0
