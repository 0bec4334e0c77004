"""What goes with a message where the messenger takes no pictures or files: text, or a link that ends after a day."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.channel import Capabilities, Outgoing
from domain.ids import OutboxId
from language.say import attachments as say

VALID = timedelta(days=1)
PATH = "/tep/{id}/{until}/{signature}"


@dataclass(frozen=True, slots=True)
class Links:
    """`public_url` is where others reach this program; empty: there are no links."""

    public_url: str
    secret_key: str
    old_keys: tuple[str, ...] = ()

    def to(self, ident: OutboxId, now: datetime) -> str:
        """An address that gives what went with that message, for a day; "" where nobody could reach it."""
        if not self.public_url:
            return ""
        until = int((now + VALID).timestamp())
        path = PATH.format(id=ident, until=until, signature=self._signature(self.secret_key, ident, until))
        return f"{self.public_url.rstrip('/')}{path}"

    def is_good(self, ident: int, until: int, signature: str, now: datetime) -> bool:
        """Compared in constant time, also for one whose day is over."""
        given = signature.encode("utf-8", "replace")
        made = [self._signature(key, ident, until).encode() for key in (self.secret_key, *self.old_keys)]
        is_ours = sum(hmac.compare_digest(one, given) for one in made) > 0
        return is_ours and until < 2**40 and now < datetime.fromtimestamp(until, UTC)

    @staticmethod
    def _signature(key: str, ident: int, until: int) -> str:
        mac = hmac.new(key.encode(), f"attachment:{ident}:{until}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(mac[:24]).decode()


def plain(outgoing: Outgoing, can: Capabilities, links: Links, now: datetime) -> Outgoing:
    """The message as that messenger can take it: a picture as a link or in text, a file as a link or where to get it."""
    one = outgoing.attachment
    if one is None or (can.sends_images if one.is_picture else can.sends_files):
        return outgoing
    link = "" if one.is_once else links.to(outgoing.id, now)
    if one.is_picture:
        shown = say.picture_link(link) if link else one.bars
    else:
        elsewhere = say.file_not_kept if one.is_once else say.file_elsewhere
        shown = say.file_link(one.name, link) if link else elsewhere(one.name)
    return outgoing._replace(text=f"{outgoing.text}\n{shown}".strip(), attachment=None)
