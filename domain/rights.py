"""Who may do what, where. One table, one `may()`; the matrix in the tests is generated from here (design.md §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from domain.ids import UnitId
from domain.people import Post, Role
from domain.units import UnitKind, UnitTree


class Action(StrEnum):
    INTRODUCE = "introduce"
    RECEIVE = "receive"
    REPORT_MEETING = "report_meeting"
    SEE_PROGRESS = "see_progress"
    SEE_CANDIDATES = "see_candidates"
    INVITE = "invite"
    SET_UP_SELF = "set_up_self"
    SEND_DIGESTS = "send_digests"
    HANDLE_REQUESTS = "handle_requests"
    PRINT = "print"
    MANAGE_POSTS = "manage_posts"
    BROADCAST = "broadcast"
    SEE_TRAIL = "see_trail"
    REPORT_FOR = "report_for"
    MANAGE_UNITS = "manage_units"
    SET_TARGETS = "set_targets"
    EXCUSE_REPORTS = "excuse_reports"
    IMPORT = "import"


_ALL = frozenset({Action.SET_UP_SELF})
GRANTS: dict[Role, frozenset[Action]] = {
    Role.ADMIN: _ALL
    | {Action.SEE_PROGRESS, Action.INVITE, Action.SEND_DIGESTS, Action.PRINT}
    | {Action.MANAGE_POSTS, Action.BROADCAST, Action.SEE_TRAIL, Action.MANAGE_UNITS}
    | {Action.SET_TARGETS, Action.EXCUSE_REPORTS, Action.IMPORT},
    Role.OFFICE: _ALL
    | {Action.RECEIVE, Action.SEE_PROGRESS, Action.SEE_CANDIDATES, Action.HANDLE_REQUESTS}
    | {Action.PRINT, Action.BROADCAST, Action.SEE_TRAIL, Action.REPORT_FOR}
    | {Action.SET_TARGETS, Action.EXCUSE_REPORTS, Action.IMPORT},
    Role.LEADER: _ALL | {Action.SEE_PROGRESS, Action.SEE_CANDIDATES, Action.PRINT},
    Role.SECRETARY: _ALL
    | {Action.INTRODUCE, Action.RECEIVE, Action.REPORT_MEETING, Action.SEE_PROGRESS}
    | {Action.SEE_CANDIDATES, Action.PRINT},
    Role.UNION: _ALL | {Action.INTRODUCE, Action.SEE_PROGRESS, Action.SEE_CANDIDATES, Action.PRINT},
    Role.COLLABORATOR: _ALL | {Action.SEE_PROGRESS, Action.SEE_CANDIDATES, Action.REPORT_FOR},
}

WRITES_OWN_UNIT_ONLY = frozenset({Action.INTRODUCE, Action.REPORT_MEETING})
"""These are done for the post's own unit, never for one below it: who stands above does not report in another's name."""

BY_WORD: dict[Action, Action] = {
    Action.INTRODUCE: Action.REPORT_FOR,
    Action.REPORT_MEETING: Action.REPORT_FOR,
}
"""What somebody may enter for a cell by that cell's word, and the action that lets them: it is on record whose word it was."""

WHOLE_TREE_ONLY = frozenset({Action.SEND_DIGESTS})
"""These concern everybody: a post at the top of the tree is needed."""

ROLES_OF: Mapping[UnitKind, tuple[Role, ...]] = {
    UnitKind.COMMITTEE: (Role.OFFICE, Role.LEADER, Role.COLLABORATOR, Role.ADMIN),
    UnitKind.CELL: (Role.SECRETARY, Role.COLLABORATOR),
    UnitKind.UNION: (Role.UNION,),
    UnitKind.ENTERPRISE: (Role.COLLABORATOR,),
}
"""Which roles there are in a kind of unit."""

KINDS: dict[Action, frozenset[UnitKind]] = {
    Action.REPORT_MEETING: frozenset({UnitKind.CELL}),
    Action.INTRODUCE: frozenset({UnitKind.CELL, UnitKind.UNION}),
    Action.RECEIVE: frozenset({UnitKind.CELL}),
    Action.REPORT_FOR: frozenset({UnitKind.CELL}),
}
"""In which kinds of unit an action makes sense; an action that is not listed fits every kind."""


def reach(posts: Iterable[Post], action: Action, tree: UnitTree) -> frozenset[UnitId]:
    """The units in which these posts allow the action, on the tree's day. Empty when they do not allow it anywhere."""
    found: frozenset[UnitId] = frozenset()
    kinds, root = KINDS.get(action), tree.root
    for post in posts:
        if action not in GRANTS[post.role] or not post.holds_on(tree.on):
            continue
        if action in WHOLE_TREE_ONLY and (root is None or post.unit_id != root.id):
            continue
        below = tree.subtree(post.unit_id, kinds)
        found |= below & {post.unit_id} if action in WRITES_OWN_UNIT_ONLY else below
    return found


def may(posts: Iterable[Post], action: Action, tree: UnitTree, unit_id: UnitId | None = None) -> bool:
    """Whether the posts allow the action: in that unit, or, without one, anywhere at all."""
    units = reach(posts, action, tree)
    return bool(units) if unit_id is None else unit_id in units


def may_enter(posts: Sequence[Post], action: Action, tree: UnitTree) -> bool:
    """Whether the posts allow the action anywhere: for a unit of their own, or by the word of another."""
    return may(posts, action, tree) or (action in BY_WORD and may(posts, BY_WORD[action], tree))
