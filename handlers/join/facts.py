"""What the join knows: the code, what its post is called, and how often codes were tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.ids import CodeId, PersonId
from domain.people import Account, Person, Post
from domain.ports import Here, Read, StoredCode
from domain.rights import Action, may
from domain.talk import Code, Command, Contact, FlowName, Press
from domain.units import UnitKind
from language.say import join as say

WINDOW = timedelta(hours=1)
"""Wrong tries are counted over this stretch."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whoever agreed and may not begin yet. `inviter_unit` is "" when whoever made the code may not confirm it any more."""

    person: Person
    title: str
    inviter_unit: str


@dataclass(frozen=True, slots=True)
class Facts:
    """`code` is the one that was typed, is being confirmed, or whose joining is questioned; `title` names its post.

    `is_wide`: over more than one unit, by this post or, for a new account, by one that the person holds already: the inviter
    confirms first. `waiting`: the sender's account used a code before, and its inviter has not confirmed yet.
    `phone` is the known number of whoever joins, or writes; `inviter` may hear of a new one.
    `accounts` are those of the code's person. `handed` is the post that the sender handed over last, where they have none left.
    `answers`: whoever made the code may invite for all that its person holds, or will hold: nobody opens more than they may give.
    `is_last_admin`: the code's post is the last one that looks after the program.
    """

    here: Here
    code: StoredCode | None
    title: str
    is_wide: bool
    tries: tuple[int, int]
    waiting: Waiting | None = None
    phone: str | None = None
    inviter: PersonId | None = None
    accounts: Sequence[Account] = ()
    handed: Post | None = None
    is_last_admin: bool = False
    answers: bool = True


def gather(command: Command, read: Read) -> Facts:
    code = _code(command, read)
    who = read.here.actor.person if code is None else code.person
    return Facts(
        read.here,
        code,
        "" if code is None else _title(code, read),
        code is not None and code.made_by is not None and not code.is_account and _needs_confirming(code, read),
        read.code_tries(read.here.sent_at - WINDOW),
        None if read.here.actor.posts else _waiting(read),
        None if who is None else read.phone_of(who.id),
        _inviter(read) if isinstance(command, Contact) else None,
        () if code is None else read.accounts_of(code.person.id),
        _handed(read),
        code is not None and set(read.lasting_admins()) == {code.post.id},
        code is None or _answers(code, read),
    )


def _handed(read: Read) -> Post | None:
    actor = read.here.actor
    return None if actor.person is None or actor.posts else read.handed_over(actor.person.id)


def _inviter(read: Read) -> PersonId | None:
    """Who invited the person that writes, if they still invite."""
    person, tree = read.here.actor.person, read.here.tree
    found = None if person is None else read.inviter_of(person.id)
    return found if found is not None and may(read.posts_of(found), Action.INVITE, tree) else None


def _title(code: StoredCode, read: Read) -> str:
    unit = read.here.tree.get(code.post.unit_id)
    return "" if unit is None else say.title_of(code.post.title, unit.short_name)


def _waiting(read: Read) -> Waiting | None:
    code = read.code_used()
    if code is None or code.made_by is None or code.post.since <= read.here.today:
        return None
    tree = read.here.tree
    inviting = [post for post in read.posts_of(code.made_by) if may((post,), Action.INVITE, tree, code.post.unit_id)]
    unit = tree.get(inviting[0].unit_id) if inviting else None
    return Waiting(code.person, _title(code, read), "" if unit is None else unit.short_name)


def _needs_confirming(code: StoredCode, read: Read) -> bool:
    is_new = read.here.actor.person is None
    held = _standing(code, read) if is_new else ()
    return any(_is_wide(post, read) for post in (code.post, *held)) or (is_new and not _answers(code, read))


def _answers(code: StoredCode, read: Read) -> bool:
    if code.made_by is None or code.made_by == code.person.id:
        return True
    maker, tree = read.posts_of(code.made_by), read.here.tree
    return all(may(maker, Action.INVITE, tree, post.unit_id) for post in _standing(code, read))


def _standing(code: StoredCode, read: Read) -> Sequence[Post]:
    """What the person holds, or will hold, in units that there are."""
    here = read.here
    return [
        post
        for post in read.posts_ever(code.person.id)
        if not post.is_over_on(here.today) and here.tree.get(post.unit_id) is not None
    ]


def _is_wide(post: Post, read: Read) -> bool:
    """Over more than one unit: a cell's union and firm do not make it so."""
    below = read.here.tree.children_of(post.unit_id)
    return any(unit.kind in (UnitKind.COMMITTEE, UnitKind.CELL) for unit in below)


def _code(command: Command, read: Read) -> StoredCode | None:
    if isinstance(command, Code):
        return read.code(command.digits)
    if isinstance(command, Press) and command.step in ("revoke", "right") and command.value.isdigit():
        return read.code_by_id(CodeId(int(command.value[:15])))
    draft = read.here.conversation.drafts.get(FlowName.JOIN)
    return None if draft is None else read.code_by_id(CodeId(int(str(draft.values["code"]))))
