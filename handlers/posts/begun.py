"""Forms that were begun and hang on a post."""

from __future__ import annotations

from collections.abc import Sequence

from domain.ids import PersonId
from domain.people import Post, Role
from domain.ports import Read
from domain.ports_posts import Member
from domain.talk import Draft, FlowName

UNIT_FLOWS = (FlowName.MEETING, FlowName.INTRODUCE, FlowName.INTAKE, FlowName.CONSIDER)
"""Forms that are filled in for a unit: they go with its post."""


def begun_for(post: Post, holder: Member, read: Read) -> Sequence[Draft]:
    """Forms that are begun for the post's unit. One without a unit is for the only unit that its writer acts for."""
    begun = [read.draft_of(holder.person.id, flow) for flow in UNIT_FLOWS]
    held = {one.unit_id for one in read.posts_of(holder.person.id) if one.role in (Role.SECRETARY, Role.UNION)}
    return [
        draft
        for draft in begun
        if draft is not None
        and (draft.values.get("unit") == post.unit_id or ("unit" not in draft.values and held <= {post.unit_id}))
    ]


def begun_by(who: object, read: Read) -> frozenset[FlowName]:
    if not isinstance(who, int) or who == 0:
        return frozenset()
    return frozenset(flow for flow in UNIT_FLOWS if read.draft_of(PersonId(who), flow) is not None)
