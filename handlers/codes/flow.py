"""Make invitations (/capma): eight digits for one person, one post, one use; one or many; and who has used theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.decision import Audit, Choice, Close, Decision, Reply, ReplyKind
from domain.ids import CodeId, PersonId, PostId
from domain.people import INVITATION_VALID, NOT_YET, Person, Post, Role
from domain.ports import Read
from domain.records import AddCode, AddPerson, AddPost, CancelCode, Record
from domain.rights import Action, may
from domain.talk import PAGED, Awaits, Command, FlowName, Page, Press, Start, Values
from handlers.codes import account, bulk, bulk_made, people, sheet
from handlers.codes.facts import Facts
from handlers.codes.steps import FORM, unit_of
from handlers.engine import Submit, after, converse, draft_of, is_at_summary
from handlers.flow import Flow
from handlers.tables import STEP as EXCEL
from language.post_line import Units
from language.say import small as say
from language.say import words
from language.text import fold
from language.vocabulary import FOLDED_JOINED


def gather(command: Command, read: Read) -> Facts:
    here = read.here
    units = [here.tree.units[unit] for unit in sorted(read.reach(Action.INVITE))]
    aliases = read.aliases()
    ids = PersonId(read.next_id("person")), PostId(read.next_id("post")), CodeId(read.next_id("code"))
    facts = Facts(here, units, aliases, Units(units, aliases), *ids)
    if isinstance(command, Press) and command.step in account.STEPS:
        return _about_person(command, facts, read)
    if _page(command) is not None:
        return replace(facts, members=read.members())
    if isinstance(command, Press) and command.step == "cancel" and _is_number(command.value):
        return replace(facts, named=read.code_by_id(CodeId(int(command.value))))
    values = after(FORM, command, facts)
    if bulk.is_bulk(values):
        return _of_list(replace(facts, members=read.members()), values, read)
    fresh = [read.fresh_code()] if is_at_summary(FORM, here) else []
    facts = replace(facts, fresh=fresh, door=read.roomiest(here.doors) if fresh else None)
    return _with_namesake(values.get("name"), facts, read)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _page(command: Command) -> Page | None:
    """The page of people that is asked for."""
    if isinstance(command, Press) and command.step in (PAGED, EXCEL):
        return Page.unpack(command.value)
    is_asked = isinstance(command, Start) and fold(command.rest).rstrip(" ?.") in FOLDED_JOINED
    is_missing = isinstance(command, Start) and "chua" in fold(command.rest)
    return Page(people.MISSING if is_missing else people.EVERYBODY) if is_asked else None


def _about_person(press: Press, facts: Facts, read: Read) -> Facts:
    member = read.member(PersonId(int(press.value))) if _is_number(press.value) else None
    if member is None:
        return facts
    fresh = [read.fresh_code()] if press.step == "again" else []
    return replace(
        facts,
        member=member,
        fresh=fresh,
        door=read.roomiest(facts.here.doors) if fresh else None,
        accounts=read.accounts_of(member.person.id),
        lasting=read.lasting_admins(),
        admins=read.holders(None, [Role.ADMIN]),
    )


def _of_list(facts: Facts, values: Values, read: Read) -> Facts:
    """As many codes as the list needs, all different, once the next word may send it."""
    if not is_at_summary(FORM, facts.here):
        return facts
    fresh: dict[str, str] = {}
    while len(fresh) < len(bulk.good(values, facts)):
        digits, digest = read.fresh_code()
        fresh[digits] = digest
    return replace(facts, fresh=list(fresh.items()), door=read.roomiest(facts.here.doors))


def _with_namesake(name: object, facts: Facts, read: Read) -> Facts:
    reach = read.reach(Action.INVITE)
    found = [
        one
        for one in (read.people_named(name) if isinstance(name, str) else ())
        if all(post.unit_id in reach for post in read.posts_of(one.id))
    ]
    if not found:
        return facts
    posts = tuple(post.title for post in read.posts_of(found[0].id))
    return replace(facts, same_name=found[0], same_posts=posts)


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if isinstance(command, Press) and command.step == "cancel":
        return _cancel(facts, now)
    if isinstance(command, Press) and command.step in account.STEPS:
        return account.decide(command.step, facts, now, _bot(facts))
    if (page := _page(command)) is not None and isinstance(command, Press) and command.step == EXCEL:
        return sheet.excel(page, facts, now)
    if page is not None:
        return people.listed(page, facts, now)
    outcome = converse(FORM, command, facts)
    return _submit(facts, now) if isinstance(outcome, Submit) else outcome


def _cancel(facts: Facts, now: datetime) -> Decision:
    code = facts.named
    posts, tree = facts.here.actor.posts, facts.here.tree
    is_own = (
        code is not None and code.made_by == facts.here.actor.who and may(posts, Action.INVITE, tree, code.post.unit_id)
    )
    if code is None or not is_own or code.is_used or code.is_cancelled:
        return Decision((Reply(say.code_gone(), kind=ReplyKind.VIEW),))
    entry = Audit("cancelled", "code", code.id)
    reply = Reply(say.code_cancelled(code.person.name), kind=ReplyKind.RECEIPT)
    return Decision((reply,), (CancelCode(code.id, now, "by_maker"),), (entry,))


def _submit(facts: Facts, now: datetime) -> Decision:
    draft = draft_of(FORM, facts)
    values: Values = {} if draft is None else draft.values
    if bulk.is_bulk(values):
        return bulk_made.submit(values, facts, now, _bot(facts))
    unit = unit_of(values, facts)
    if unit is None or not may(facts.here.actor.posts, Action.INVITE, facts.here.tree, unit.id):
        return Decision((Reply(say.not_found(), kind=ReplyKind.VIEW),), next=Close(FlowName.CODES))
    is_same = values.get("same") is True and facts.same_name is not None
    who = facts.same_name.id if is_same and facts.same_name is not None else facts.person_id
    records: list[Record] = []
    if not is_same:
        records.append(AddPerson(Person(who, str(values["name"]), values.get("party") is not False)))
    title, expires = str(values["title"]), now + INVITATION_VALID
    records.append(AddPost(Post(facts.post_id, who, Role(str(values["role"])), unit.id, title, NOT_YET)))
    maker, bot_id = facts.here.actor.who, None if facts.door is None else facts.door.bot_id
    digits, digest = facts.fresh[0]
    records.append(AddCode(facts.code_id, digest, who, facts.post_id, maker, now, expires, bot_id=bot_id))
    cancel = Choice(say.CANCEL_CODE, Press(FlowName.CODES, "cancel", 0, str(facts.code_id)), (words.UNDO,))
    name, day = str(values["name"]), expires.astimezone(facts.here.zone).date()
    text = say.code_made(digits, name, f"{title}, {unit.short_name}", day, facts.here.links, _bot(facts))
    reply = Reply(text, ((cancel,),), ReplyKind.RECEIPT, is_secret=True)
    entry = Audit("invited", "person", who, ("post", "code"), unit_id=unit.id)
    return Decision((reply,), tuple(records), (entry,), next=Close(FlowName.CODES))


def _bot(facts: Facts) -> str:
    """How the invited person finds the bot that has room; a sentence of its own when none has; empty where there are none."""
    if facts.door is not None:
        return say.open_on_zalo(facts.door.name)
    return say.no_room_on_zalo() if facts.here.doors else ""


def awaits(step: str) -> Awaits:
    found = FORM.step(step)
    return Awaits.CHOICE if found is None else found.awaits


FLOW = Flow(FlowName.CODES, Action.INVITE, gather, decide, awaits)
