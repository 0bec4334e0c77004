"""Make an invitation for a post (/capma): eight digits for one person, one post, one use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.decision import Audit, Choice, Close, Decision, Reply, ReplyKind
from domain.ids import CodeId, PersonId, PostId
from domain.people import Person, Post, Role
from domain.ports import Read
from domain.records import AddCode, AddPerson, AddPost, CancelCode, Record
from domain.rights import Action, may
from domain.talk import Awaits, Command, FlowName, Press, Values
from handlers.codes.steps import FORM, Facts, unit_of
from handlers.engine import Submit, after, converse, draft_of, is_at_summary
from handlers.flow import Flow
from language.say import small as say
from language.say import words


def gather(command: Command, read: Read) -> Facts:
    here = read.here
    units = [here.tree.units[unit] for unit in sorted(read.reach(Action.INVITE))]
    named = None
    if isinstance(command, Press) and command.step == "cancel" and command.value.isdigit():
        named = read.code_by_id(CodeId(int(command.value[:15])))
    digits, digest = read.fresh_code() if is_at_summary(FORM, here) else ("", "")
    ids = PersonId(read.next_id("person")), PostId(read.next_id("post")), CodeId(read.next_id("code"))
    door = read.roomiest(here.doors) if digits else None
    facts = Facts(here, units, read.aliases(), None, (), *ids, digits, digest, named, door)
    name = after(FORM, command, facts).get("name")
    reach = read.reach(Action.INVITE)
    people = [
        one
        for one in (read.people_named(name) if isinstance(name, str) else ())
        if all(post.unit_id in reach for post in read.posts_of(one.id))
    ]
    if not people:
        return facts
    posts = tuple(post.title for post in read.posts_of(people[0].id))
    return replace(facts, same_name=people[0], same_posts=posts)


VALID = timedelta(days=7)
NOT_YET = date(9999, 1, 1)
"""A post begins when its code was used (and, over several units, confirmed)."""


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if isinstance(command, Press) and command.step == "cancel":
        return _cancel(facts, now)
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
    unit = unit_of(values, facts)
    if unit is None or not may(facts.here.actor.posts, Action.INVITE, facts.here.tree, unit.id):
        return Decision((Reply(say.not_found(), kind=ReplyKind.VIEW),), next=Close(FlowName.CODES))
    is_same = values.get("same") is True and facts.same_name is not None
    who = facts.same_name.id if is_same and facts.same_name is not None else facts.person_id
    records: list[Record] = []
    if not is_same:
        records.append(AddPerson(Person(who, str(values["name"]), values.get("party") is not False)))
    title, expires = str(values["title"]), now + VALID
    records.append(AddPost(Post(facts.post_id, who, Role(str(values["role"])), unit.id, title, NOT_YET)))
    maker, bot_id = facts.here.actor.who, None if facts.door is None else facts.door.bot_id
    records.append(AddCode(facts.code_id, facts.digest, who, facts.post_id, maker, now, expires, bot_id=bot_id))
    cancel = Choice(say.CANCEL_CODE, Press(FlowName.CODES, "cancel", 0, str(facts.code_id)), (words.UNDO,))
    name, day = str(values["name"]), expires.astimezone(facts.here.zone).date()
    text = say.code_made(facts.digits, name, f"{title}, {unit.short_name}", day, facts.here.links, _bot(facts))
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
