"""What changing a post knows: the people within reach, the post that it is about, and what hangs on that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from domain.channel import Door
from domain.ids import CodeId, OperationId, PersonId, PostId, UnitId
from domain.people import Person, Post, Role
from domain.ports import Here, Read
from domain.ports_posts import Burden, Member
from domain.rights import Action
from domain.talk import PAGED, Answer, Command, Draft, FlowName, Page, Press, Start, Values
from domain.units import Unit
from handlers.posts.begun import begun_by, begun_for
from handlers.week.facts import waiting
from language.names import without_titles
from language.post_change import read_change
from language.post_line import PostLine, Units, read_post_line
from language.text import fold

NO_BURDEN = Burden(0, 0)


@dataclass(frozen=True, slots=True)
class Facts:
    """`post` and `holder` are what an open form, or a button, is about. `others` hold the same role in its unit.

    `burden`, `owed` and `drafts` go with the post; `taken` are the flows in which the successor has a draft already.
    `lasting` are the posts without which nobody would look after the program.
    """

    here: Here
    units: Sequence[Unit]
    known: Units
    members: Sequence[Member]
    lasting: Mapping[PostId, PersonId]
    operation_id: OperationId
    person_id: PersonId
    post_id: PostId
    code_id: CodeId
    admins: Sequence[Person]
    post: Post | None = None
    holder: Member | None = None
    others: Sequence[Person] = ()
    burden: Burden = NO_BURDEN
    owed: int = 0
    drafts: Sequence[Draft] = ()
    taken: frozenset[FlowName] = frozenset()
    fresh: tuple[str, str] | None = None
    door: Door | None = None

    def member(self, ident: object) -> Member | None:
        return next((one for one in self.members if one.person.id == ident), None)

    def unit_name(self, unit_id: UnitId) -> str:
        unit = self.here.tree.get(unit_id)
        return "" if unit is None else unit.short_name

    def called(self, post: Post) -> str:
        return f"{post.title}, {self.unit_name(post.unit_id)}"


def is_number(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 16


def gather(command: Command, read: Read) -> Facts:
    here = read.here
    units = [here.tree.units[unit] for unit in sorted(read.reach(Action.MANAGE_POSTS))]
    facts = Facts(
        here,
        units,
        Units(units, read.aliases()),
        read.members(),
        read.lasting_admins(),
        OperationId(read.next_id("operation")),
        PersonId(read.next_id("person")),
        PostId(read.next_id("post")),
        CodeId(read.next_id("code")),
        read.holders(None, [Role.ADMIN]),
    )
    command = spoken(command, facts)
    draft = here.conversation.drafts.get(FlowName.POSTS)
    values: Values = {} if draft is None else draft.values
    pressed = command.value if isinstance(command, Press) and command.step in ("end", "handover") else None
    return _with_post(PostId(int(pressed)) if is_number(pressed) else values.get("post"), values, facts, command, read)


def _with_post(ident: object, values: Values, facts: Facts, command: Command, read: Read) -> Facts:
    if isinstance(command, Start) and (aim := aimed(command.rest, facts)) is not None and aim.post is not None:
        ident = aim.post.id
    found = [(post, member) for member in facts.members for post in member.posts if post.id == ident]
    if not found:
        return facts
    (post, holder), here = found[0], facts.here
    others = [one for one in read.holders(post.unit_id, [post.role]) if one.id != holder.person.id]
    facts = replace(facts, post=post, holder=holder, others=others, burden=read.burden(post.unit_id))
    seen = waiting(read.seen_by(holder.person, [post]), [post]) if post.holds_on(here.today) else ()
    new = values.get("new")
    return replace(
        facts,
        owed=sum(len(part.owed) for part in seen),
        drafts=begun_for(post, holder, read),
        taken=begun_by(values.get("who"), read),
        fresh=read.fresh_code() if isinstance(new, str) else None,
        door=read.roomiest(here.doors) if isinstance(new, str) else None,
    )


@dataclass(frozen=True, slots=True)
class Aim:
    """What a whole line asks for: a verb of `VERBS`, the post that it means where there is one, and what it says of a new one.

    `who` may be part of a name.
    """

    do: str
    said: PostLine
    post: Post | None = None
    day: str = ""
    who: str = ""


def aimed(rest: str, facts: Facts) -> Aim | None:
    """ "giao bi thu cb konya cho Nguyen Van An"; None for a mere name or unit."""
    change = read_change(rest)
    said = read_post_line(change.text, facts.known)
    who = said.name or _person(change.text, facts)
    if change.do is None:
        return Aim("grant", said, day=change.day, who=who) if said.is_whole else None
    post = None if change.do == "grant" else _meant(change.do, said, who, facts)
    return Aim(change.do, said, post, change.day, who)


def _person(text: str, facts: Facts) -> str:
    """The part between "cho" and "của" that is no post and no unit: "Hường", too short to be a whole name."""
    parts = text.split(" ; ")
    for part in reversed(parts[1:] and parts):
        said = read_post_line(part, facts.known)
        if said.role is None and not said.title and facts.known.exact(part) is None:
            return without_titles(part)
    return ""


def _meant(do: str, said: PostLine, who: str, facts: Facts) -> Post | None:
    """The one post that is called so: its holder is named where it ends, its successor where it is handed over."""
    found = [
        post
        for member in facts.members
        for post in member.posts
        if (said.unit is None or post.unit_id == said.unit.id)
        and (said.role is None or (post.role is said.role and fold(post.title) == fold(said.title)))
        and (do == "handover" or not who or f" {fold(who)} " in f" {fold(member.person.name)} ")
    ]
    return found[0] if len(found) == 1 and (said.unit is not None or who) else None


def spoken(command: Command, facts: Facts) -> Command:
    """A whole order at the question whose posts are to be shown is that order."""
    draft = facts.here.conversation.drafts.get(FlowName.POSTS)
    is_asked = isinstance(command, Answer) and draft is not None and draft.step == "find"
    if isinstance(command, Answer) and is_asked and aimed(command.text, facts) is not None:
        return Start(FlowName.POSTS, command.text)
    return command


def wanted(command: Command, facts: Facts) -> str:
    """The name or the unit whose posts are to be shown; "" when the command asks for something else."""
    draft = facts.here.conversation.drafts.get(FlowName.POSTS)
    match command:
        case Start(rest=rest):
            return rest if aimed(rest, facts) is None else ""
        case Answer(text=text) if draft is not None and draft.step == "find":
            return text
        case _:
            return ""


def page_of(command: Command) -> Page | None:
    return Page.unpack(command.value) if isinstance(command, Press) and command.step == PAGED else None
