"""Make invitations (/capma): eight digits for one person, one post, one use; one or many; and who has used theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.decision import Audit, Choice, Close, Decision, Reply, ReplyKind
from domain.ids import CodeId, PersonId, PostId
from domain.people import INVITATION_VALID, NOT_YET, Person, Post, Role, is_whole_within
from domain.ports import Read, StoredCode
from domain.records import AddCode, AddPerson, AddPost, CancelCode, Record
from domain.rights import Action, may
from domain.talk import PAGED, Awaits, Command, FlowName, Page, Press, Start, Values
from handlers.codes import account, asked, bulk, bulk_made, people, sheet
from handlers.codes.checks import unit_of
from handlers.codes.facts import Facts
from handlers.codes.steps import FORM
from handlers.engine import Submit, after, converse, draft_of, is_at_summary
from handlers.flow import Flow
from handlers.namesakes import known_as, told
from handlers.tables import STEP as EXCEL
from language.post_line import Units
from language.say import codes as say_codes
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
    if (line := asked.line_of(command)) is not None:
        facts = replace(facts, members=read.members())
        found = () if line.is_list else asked.named(line.who, facts)
        return _of_person(found[0].person.id, facts, read) if len(found) == 1 else facts
    if _page(command) is not None:
        return replace(facts, members=read.members())
    if isinstance(command, Press) and command.step == "cancel" and _is_number(command.value):
        return replace(facts, named=read.code_by_id(CodeId(int(command.value))))
    if isinstance(command, Press) and command.step == "cancels":
        made = _codes(command.value)
        return replace(facts, list_codes=[one for ident in made if (one := read.code_by_id(ident)) is not None])
    values = after(FORM, command, facts)
    if bulk.is_bulk(values):
        return _of_list(replace(facts, members=read.members()), values, read)
    fresh = [read.fresh_code()] if is_at_summary(FORM, here) else []
    facts = replace(facts, fresh=fresh, door=read.roomiest(here.doors) if fresh else None)
    name = values.get("name")
    return facts if not isinstance(name, str) else _with_namesake(name, replace(facts, members=read.members()), read)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _codes(value: str) -> list[CodeId]:
    """Those of one list: the first, and how many."""
    first, _, count = value.partition("-")
    is_ours = _is_number(first) and _is_number(count) and int(count) <= bulk.MOST
    return [CodeId(int(first) + number) for number in range(int(count))] if is_ours else []


def _page(command: Command) -> Page | None:
    """The page of people that is asked for."""
    if isinstance(command, Press) and command.step in (PAGED, EXCEL):
        return Page.unpack(command.value)
    is_asked = isinstance(command, Start) and fold(command.rest).rstrip(" ?.") in FOLDED_JOINED
    is_missing = isinstance(command, Start) and "chua" in fold(command.rest)
    return Page(people.MISSING if is_missing else people.EVERYBODY) if is_asked else None


def _about_person(press: Press, facts: Facts, read: Read) -> Facts:
    facts = _of_person(PersonId(int(press.value)), facts, read) if _is_number(press.value) else facts
    if facts.member is None or press.step != "againnow":
        return facts
    return replace(facts, fresh=[read.fresh_code()], door=read.roomiest(facts.here.doors))


def _of_person(person_id: PersonId, facts: Facts, read: Read) -> Facts:
    return replace(
        facts,
        member=read.member(person_id),
        accounts=read.accounts_of(person_id),
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


def _with_namesake(name: str, facts: Facts, read: Read) -> Facts:
    if (member := known_as(name, facts.members)) is not None:
        return replace(facts, same_name=member.person, same_posts=told(member, facts.here), member=member)
    reach, today = read.reach(Action.INVITE), read.here.today
    found = [one for one in read.people_named(name) if is_whole_within(read.posts_ever(one.id), reach, today)]
    if not found:
        return facts
    posts = tuple(post.title for post in read.posts_of(found[0].id))
    return replace(facts, same_name=found[0], same_posts=posts)


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if isinstance(command, Press) and command.step == "cancel":
        return _cancel(facts, now)
    if isinstance(command, Press) and command.step == "cancels":
        return _cancel_list(facts, now)
    if isinstance(command, Press) and command.step in account.STEPS:
        return account.decide(command.step, facts, now, _bot(facts))
    if (line := asked.line_of(command)) is not None:
        return asked.decide(line, facts, now)
    if (page := _page(command)) is not None and isinstance(command, Press) and command.step == EXCEL:
        return sheet.excel(page, facts, now)
    if page is not None:
        return people.listed(page, facts, now)
    outcome = converse(FORM, command, facts)
    return _submit(facts, now) if isinstance(outcome, Submit) else outcome


def _cancel(facts: Facts, now: datetime) -> Decision:
    code = facts.named
    if code is None or not _can_cancel(code, facts):
        return Decision((Reply(say.code_gone(), kind=ReplyKind.VIEW),))
    entry = Audit("cancelled", "code", code.id, unit_id=code.post.unit_id)
    reply = Reply(say.code_cancelled(code.person.name), kind=ReplyKind.RECEIPT)
    return Decision((reply,), (CancelCode(code.id, now, "by_maker"),), (entry,))


def _can_cancel(code: StoredCode, facts: Facts) -> bool:
    posts, tree = facts.here.actor.posts, facts.here.tree
    is_own = code.made_by == facts.here.actor.who and may(posts, Action.INVITE, tree, code.post.unit_id)
    return is_own and not code.is_used and not code.is_cancelled


def _cancel_list(facts: Facts, now: datetime) -> Decision:
    found = [code for code in facts.list_codes if _can_cancel(code, facts)]
    if not found:
        return Decision((Reply(say.code_gone(), kind=ReplyKind.VIEW),))
    entries = tuple(Audit("cancelled", "code", code.id, unit_id=code.post.unit_id) for code in found)
    reply = Reply(say_codes.list_revoked(len(found), len(facts.list_codes) - len(found)), kind=ReplyKind.RECEIPT)
    return Decision((reply,), tuple(CancelCode(code.id, now, "by_maker") for code in found), entries)


def _submit(facts: Facts, now: datetime) -> Decision:
    draft = draft_of(FORM, facts)
    values: Values = {} if draft is None else draft.values
    if bulk.is_bulk(values):
        return bulk_made.submit(values, facts, now, _bot(facts))
    unit = unit_of(values, facts)
    if unit is None or not may(facts.here.actor.posts, Action.INVITE, facts.here.tree, unit.id):
        return Decision((Reply(say.not_found(), kind=ReplyKind.VIEW),), next=Close(FlowName.CODES))
    is_same = values.get("same") is True and facts.same_name is not None
    person = Person(facts.person_id, str(values["name"]), values.get("party") is not False)
    person = facts.same_name if is_same and facts.same_name is not None else person
    who, name = person.id, person.name
    records: list[Record] = [] if is_same else [AddPerson(person)]
    title, expires = str(values["title"]), now + INVITATION_VALID
    records.append(AddPost(Post(facts.post_id, who, Role(str(values["role"])), unit.id, title, NOT_YET)))
    maker, bot_id = facts.here.actor.who, None if facts.door is None else facts.door.bot_id
    digits, digest = facts.fresh[0]
    records.append(AddCode(facts.code_id, digest, who, facts.post_id, maker, now, expires, bot_id=bot_id))
    cancel = Choice(say.CANCEL_CODE, Press(FlowName.CODES, "cancel", 0, str(facts.code_id)), (words.UNDO,))
    day = expires.astimezone(facts.here.zone).date()
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
