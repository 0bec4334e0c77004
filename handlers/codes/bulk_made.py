"""The codes of a whole list, made at once, and the sheet on which they are printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from domain.channel import Attachment
from domain.decision import Audit, Choice, Close, Decision, Reply, ReplyKind
from domain.ids import CodeId, PersonId, PostId
from domain.people import INVITATION_VALID, NOT_YET, Person, Post
from domain.records import AddCode, AddPerson, AddPost, Record
from domain.rights import Action, may
from domain.talk import PAGED, FlowName, Page, Press, Values
from handlers.codes.bulk import Entry, entries, good
from handlers.codes.facts import Facts
from language.say import codes as say
from language.say import small, words

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def submit(values: Values, facts: Facts, now: datetime, bot: str) -> Decision:
    """All codes of the list, on one sheet to print; what got none is told line by line."""
    found, here = good(values, facts), facts.here
    if not found or len(found) > len(facts.fresh):
        return Decision((Reply(say.no_code_yet(), kind=ReplyKind.VIEW),))
    if not all(e.unit is not None and may(here.actor.posts, Action.INVITE, here.tree, e.unit.id) for e in found):
        return Decision((Reply(small.not_found(), kind=ReplyKind.VIEW),), next=Close(FlowName.CODES))
    records: list[Record] = []
    audit: list[Audit] = []
    people: dict[tuple[str, object], PersonId] = {}
    for number, (entry, (_, digest)) in enumerate(zip(found, facts.fresh, strict=False)):
        if entry.unit is None or entry.role is None:
            continue
        same = (entry.name, number if entry.is_new else here.tree.cell_of(entry.unit.id))
        who = people.get(same) or (None if entry.person is None else entry.person.person.id)
        if who is None:
            who = PersonId(facts.person_id + len(people))
            records.append(AddPerson(Person(who, entry.name, entry.is_party_member)))
            people[same] = who
        post_id, code_id = PostId(facts.post_id + number), CodeId(facts.code_id + number)
        records.append(AddPost(Post(post_id, who, entry.role, entry.unit.id, entry.title, NOT_YET)))
        door, expires = None if facts.door is None else facts.door.bot_id, now + INVITATION_VALID
        records.append(AddCode(code_id, digest, who, post_id, here.actor.who, now, expires, bot_id=door))
        audit.append(Audit("invited", "person", who, ("post", "code"), unit_id=entry.unit.id))
    return Decision(
        (_receipt(values, found, facts, now, bot),), tuple(records), tuple(audit), next=Close(FlowName.CODES)
    )


def _receipt(values: Values, found: Sequence[Entry], facts: Facts, now: datetime, bot: str) -> Reply:
    expires = (now + INVITATION_VALID).astimezone(facts.here.zone).date()
    digits = [one for one, _ in facts.fresh]
    named = [(e, e.unit.short_name if e.unit is not None else "", code) for e, code in zip(found, digits, strict=False)]
    lines = [say.code_line(n, e.name, e.title, unit, code) for n, (e, unit, code) in enumerate(named, 1)]
    left = [say.bulk_unread(entry.line, entry.problem) for _, entry in entries(values, facts) if entry.problem]
    link, door = facts.here.links, "" if facts.door is None else facts.door.name
    slips = [
        {"unit": unit, "title": e.title, "name": e.name, "digits": code, "link": f"{link}{code}" if link else ""}
        for e, unit, code in named
    ]
    spec = {"texts": say.slip_texts(expires, link, door), "slips": slips}
    content = json.dumps(spec, ensure_ascii=False)
    sheet = Attachment(say.SHEET, WORD, content, kind="slips", is_once=True)
    joined = Choice(say.JOINED, Press(FlowName.CODES, PAGED, 0, Page("m").pack()))
    text = say.bulk_made(lines, left, expires, bot)
    made = f"{int(facts.code_id)}-{len(found)}"
    back = Choice(say.revoke_list(len(found)), Press(FlowName.CODES, "cancels", 0, made), (words.UNDO,))
    return Reply(text, ((joined,), (back,)), ReplyKind.RECEIPT, is_secret=True, attachment=sheet)
