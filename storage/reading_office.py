"""What broadcasts, the trail and reports by somebody's word gather (`domain.ports_office.ReadOffice`)."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from domain.broadcasts import Audience, Broadcast, Cost, Recipient, Sending, Where
from domain.decision import Operation
from domain.ids import CandidateId, OperationId, PersonId, UnitId
from domain.on_behalf import Behalf
from domain.people import Person, Role
from domain.quota import month_of
from domain.rights import Action, may, reach
from domain.trail import Entry, Record, Wanted
from storage import accounts, behalf, broadcasts, quota, trail

if TYPE_CHECKING:
    from domain.ports import Here
    from storage.reading import Sources

OWN = {"meeting": Action.REPORT_MEETING, "introduce": Action.INTRODUCE}

TOLD_OF = "SELECT once_key FROM outbox WHERE once_key >= ? AND once_key < ?"


class OfficeRead:
    """The part of `storage.reading.TurnRead` that the office and the administrators ask."""

    _db: sqlite3.Connection
    here: Here
    _sources: Sources

    def audience(self, unit_ids: Sequence[UnitId], roles: Sequence[Role]) -> Audience:
        tree = self.here.tree
        below = frozenset[UnitId]().union(*(tree.subtree(unit) for unit in unit_ids))
        units = below & self._reach(Action.BROADCAST)
        found = broadcasts.addressed(self._db, units, roles, self.here.today)
        people = tuple(self._recipient(one) for one in found if one != self.here.actor.who)
        return Audience(people, self._costs(people))

    def _recipient(self, person_id: PersonId) -> Recipient:
        linked = accounts.linked(self._db, person_id)
        if not linked:
            return Recipient(person_id, Where.NOT_JOINED)
        if all(one.is_gone for one in linked):
            return Recipient(person_id, Where.GONE)
        quotas, month = self._sources.quotas(), month_of(self.here.sent_at)
        is_used_up = partial(quota.is_used_up, self._db, quotas, month=month)
        place = accounts.place_for_bulk(self._db, person_id, self._sources.served(), is_used_up)
        return Recipient(person_id, Where.USED_UP) if place is None else Recipient(person_id, Where.OPEN, place.address)

    def _costs(self, people: Sequence[Recipient]) -> tuple[Cost, ...]:
        bots = Counter((one.address.channel, one.address.bot_id) for one in people if one.address is not None)
        quotas, month = self._sources.quotas(), month_of(self.here.sent_at)
        return tuple(
            Cost(quota.use(self._db, quotas[channel], channel, bot, month), count)
            for (channel, bot), count in sorted(bots.items())
            if channel in quotas
        )

    def broadcast(self, ident: int) -> Broadcast | None:
        found, posts, tree = broadcasts.broadcast(self._db, ident), self.here.actor.posts, self.here.tree
        is_seen = found is not None and all(may(posts, Action.BROADCAST, tree, unit) for unit in found.unit_ids)
        return found if is_seen else None

    def own_broadcast(self) -> Broadcast | None:
        return broadcasts.last_of(self._db, self.here.actor.who)

    def sending(self, ident: int) -> Sending:
        return broadcasts.sending(self._db, ident)

    def trail(self, wanted: Wanted, most: int) -> Sequence[Entry]:
        seen = self._seen_trail()
        named = (
            None if wanted.unit_id is None else self.here.tree.subtree(wanted.unit_id) & self._reach(Action.SEE_TRAIL)
        )
        since = None if wanted.day is None else datetime.combine(wanted.day, time(0), tzinfo=self.here.zone)
        last = wanted.until or wanted.day
        until = None if last is None else datetime.combine(last + timedelta(days=1), time(0), tzinfo=self.here.zone)
        shift = self.here.sent_at.astimezone(self.here.zone).utcoffset() or timedelta(0)
        part = trail.Part(wanted.person_id, wanted.record, since, until, named, seen, wanted.before, shift)
        return trail.entries(self._db, part, most)

    def record_numbered(self, number: str) -> Record | None:
        found = trail.record_numbered(self._db, number)
        is_seen = found is not None and found[1] in self._reach(Action.SEE_TRAIL)
        return Record("meeting", found[0], number) if found is not None and is_seen else None

    def users(self) -> Sequence[Person]:
        return trail.users(self._db, self._seen_trail())

    def _seen_trail(self) -> frozenset[UnitId] | None:
        """None from the top of the tree: everything is seen, also what belongs to units that are gone."""
        units, root = self._reach(Action.SEE_TRAIL), self.here.tree.root
        return None if root is not None and root.id in units else units

    def behalf(self, operation_id: OperationId) -> Behalf | None:
        return behalf.behalf(self._db, operation_id)

    def told_of(self, operation_id: OperationId) -> Sequence[PersonId]:
        spans = [(f"{kind}:{operation_id}:", f"{kind}:{operation_id};") for kind in ("waived", "change")]
        found = [key for span in spans for (key,) in self._db.execute(TOLD_OF, span).fetchall()]
        return sorted({PersonId(int(key.split(":")[2])) for key in found})

    def behalf_of_candidate(self, candidate_id: CandidateId) -> Behalf | None:
        return behalf.of_candidate(self._db, candidate_id)

    def _is_for_own(self, operation: Operation) -> bool:
        """Whether somebody entered it by the word of a unit for which the actor may do the same in their own name."""
        found, action = behalf.behalf(self._db, operation.id), OWN.get(operation.flow)
        return found is not None and action is not None and found.unit_id in self._reach(action)

    def _reach(self, action: Action) -> frozenset[UnitId]:
        return reach(self.here.actor.posts, action, self.here.tree)
