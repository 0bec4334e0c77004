"""How the platform behaves where the documentation is silent or wrong, and how much it lets through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

PROBE = b'{"event_name": "webhook.verify", "message": null}'
ODD_PROBE = b"\xff\xfe no JSON at all"
EMPTY_PROBE = b""


@dataclass(slots=True)
class Switches:
    """May be turned at any time, and hold from then on.

    `error_as_http_status`: an error rides on its own HTTP status instead of 200.
    `html_on_bad_token`: a wrong token is answered with a page instead of JSON.
    `lose_update_on_disconnect`: an update whose poll was cut off is lost; without it the next poll gets it.
    `offline_queue`: what is said while nobody polls is kept. Without it, it is lost; `offline_after`: only when the last poll
    ended that long ago.
    `second_poller`: what the older of two polls gets: 409, its share of the updates, or silence.
    `envelope`: how an update is packed. A poll's `result` is the update, or a list of it; a post is flat, wrapped in `ok` and
    `result`, or a list.
    `photo_field`: where the address of a photo stands.
    `duplicate`: each update comes twice. `reorder`: the newest comes first.
    `self_echo`: what the bot sends comes back to it; "unflagged" without `is_bot`.
    `unknown_event`: before each update come two that are not documented.
    `no_display_name`: senders have none. `error_code_zero`: a success carries `"error_code": 0`.
    `mention_in_text`: a message in a group begins with the name that it mentions.
    `allows_loopback`: webhooks and photos on this machine, by http too.
    `probe`: the body that setWebhook posts at once; None posts nothing. `verification`: what setWebhook says of it.
    `webhook_info_404`: getWebhookInfo is 404 when none is set.
    `webhook_retries`: how often an update is posted again that was not answered with 2xx.
    """

    error_as_http_status: bool = False
    html_on_bad_token: bool = False
    lose_update_on_disconnect: bool = True
    offline_queue: bool = True
    offline_after: timedelta = timedelta(0)
    second_poller: Literal["409", "share", "silence"] = "409"
    envelope: Literal["flat", "wrapped", "list"] = "flat"
    photo_field: Literal["photo_url", "photo"] = "photo_url"
    duplicate: bool = False
    reorder: bool = False
    self_echo: bool | Literal["unflagged"] = False
    unknown_event: bool = False
    no_display_name: bool = False
    error_code_zero: bool = False
    mention_in_text: bool = True
    allows_loopback: bool = False
    probe: bytes | None = PROBE
    verification: Literal["honest", "failed", "absent"] = "honest"
    webhook_info_404: bool = False
    webhook_retries: int = 0


@dataclass(slots=True)
class Limits:
    """The free plan's, per bot; None sets no limit. A month is one in Asia/Ho_Chi_Minh, and both directions count."""

    messages_per_month: int | None = 3000
    users: int | None = 50
    text_utf16: int = 2000
