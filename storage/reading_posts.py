"""The people of the units in which the actor may manage posts (`domain.ports_posts.ReadPosts`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from domain.decision import Operation
from domain.ids import OperationId, PersonId, PostId, UnitId
from domain.people import Post
from domain.ports import Here
from domain.ports_posts import Burden, Member, MovedDraft
from domain.rights import Action, reach
from storage import people, posts

if TYPE_CHECKING:
    from storage.reading import Sources


class PostsRead:
    """Part of a turn's read."""

    _db: sqlite3.Connection
    _sources: Sources
    here: Here

    def _managed(self) -> frozenset[UnitId]:
        return reach(self.here.actor.posts, Action.MANAGE_POSTS, self.here.tree)

    def members(self) -> Sequence[Member]:
        return list(posts.members(self._db, self.here.today, self._managed()))

    def member(self, person_id: PersonId) -> Member | None:
        return next(posts.members(self._db, self.here.today, self._managed(), person_id), None)

    def posts_ever(self, person_id: PersonId) -> Sequence[Post]:
        return people.posts_ever(self._db, person_id)

    def lasting_admins(self) -> Mapping[PostId, PersonId]:
        return posts.lasting_admins(self._db)

    def handed_over(self, person_id: PersonId) -> Post | None:
        return posts.handed_over(self._db, person_id)

    def concerned(self, operation_id: OperationId) -> frozenset[PersonId]:
        return frozenset(posts.concerned(self._db, operation_id))

    def moved_drafts(self, operation: Operation) -> Sequence[MovedDraft]:
        return list(posts.moved_drafts(self._db, operation))

    def burden(self, unit_id: UnitId) -> Burden:
        return posts.burden(self._db, unit_id) if unit_id in self._managed() else Burden(0, 0)
