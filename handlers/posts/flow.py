"""Posts, by person or by unit (/phanquyen): who holds which, and the way to give, end or hand one over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from domain.decision import Audit, Choice, Close, Decision, Keep, Next, Reply, ReplyKind
from domain.ids import PostId
from domain.people import NOT_YET, Post
from domain.ports_posts import Member
from domain.rights import Action
from domain.talk import Awaits, Command, FlowName, Page, Press, Start, Value, Values
from handlers.engine import Submit, converse, draft_of
from handlers.flow import Flow
from handlers.posts import sheet
from handlers.posts.answers import END, GRANT, HANDOVER, named
from handlers.posts.change import submit
from handlers.posts.effects import is_last_admin
from handlers.posts.facts import Facts, aimed, gather, is_number, page_of, spoken, wanted
from handlers.posts.listed import NAMED, show, since
from handlers.posts.steps import FORM
from handlers.subject import Subject, open_about
from handlers.tables import STEP as EXCEL
from handlers.tables import excel_row
from language.say import posts as say
from language.text import fold


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    command = spoken(command, facts)
    if (page := page_of(command)) is not None:
        return show(page, facts, Keep())
    if isinstance(command, Press) and command.step == EXCEL:
        return sheet.excel(Page.unpack(command.value), facts, now)
    if isinstance(command, Press) and command.step in ("of", GRANT, END, HANDOVER):
        return _pressed(command, facts)
    if text := wanted(command, facts):
        if (found := _found(text, facts)) is not None:
            return found
        if isinstance(command, Start):
            return _unknown(text)
    if isinstance(command, Start) and (stays := _last_admin(command, facts)) is not None:
        return stays
    outcome = converse(FORM, command, facts)
    return _submitted(facts, now) if isinstance(outcome, Submit) else outcome


def _submitted(facts: Facts, now: datetime) -> Decision:
    draft = draft_of(FORM, facts)
    return submit({} if draft is None else draft.values, facts, now)


def _last_admin(start: Start, facts: Facts) -> Decision | None:
    aim = aimed(start.rest, facts)
    if aim is None or facts.holder is None or aim.do != END or not is_last_admin({"do": END}, facts):
        return None
    return _say(say.last_admin(facts.holder.person.name))


def _unknown(text: str) -> Decision:
    return _say(f"{say.not_found(text).sentence}\n{say.how_to()}")


def _found(text: str, facts: Facts) -> Decision | None:
    """The unit or the people that a text names; None when it names nobody."""
    if (unit := facts.known.exact(text)) is not None:
        return show(Page(f"u{unit.id}"), facts, _after(facts))
    found = named(text, facts)
    if len(found) == 1:
        return _card(found[0], facts, _after(facts))
    if found:
        return show(Page(NAMED).named(fold(text)), facts, _after(facts))
    near = facts.known.near(text)
    return None if near is None else show(Page(f"u{near.id}"), facts, _after(facts))


def _after(facts: Facts) -> Next:
    """The question for whom to look at is answered; a change that was begun stays."""
    draft = draft_of(FORM, facts)
    return Close(FlowName.POSTS) if draft is not None and draft.step == "find" else Keep()


def _pressed(press: Press, facts: Facts) -> Decision:
    if press.step == "of":
        member = facts.member(int(press.value)) if is_number(press.value) else None
        return _say(say.gone()) if member is None else _card(member, facts, Keep())
    if press.step == GRANT:
        return _grant(press, facts)
    post, holder = facts.post, facts.holder
    if post is None or holder is None or str(post.id) != press.value or post.since == NOT_YET or post.until is not None:
        return _say(say.gone())
    values: dict[str, Value] = {"do": press.step, "post": int(post.id)}
    if press.step == END and is_last_admin(values, facts):
        return _say(say.last_admin(holder.person.name))
    return _open(values, ("do", "post"), say.doing(press.step, facts.called(post)), press, facts)


def _grant(press: Press, facts: Facts) -> Decision:
    kind, number = press.value[:1], press.value[1:]
    values: dict[str, Value] = {"do": GRANT}
    if kind == "p" and is_number(number):
        member = facts.member(int(number))
        if member is None or member.is_locked:
            return _say(say.gone() if member is None else say.is_locked(member.person.name).sentence)
        values |= {"who": int(number), "new": None}
    if kind == "u" and is_number(number) and any(str(unit.id) == number for unit in facts.units):
        values["unit"] = int(number)
    return _open(values, tuple(values), say.doing(GRANT, ""), press, facts)


def _open(values: Values, keys: tuple[str, ...], doing: str, press: Press, facts: Facts) -> Decision:
    """Answers about another post are never thrown away unasked."""
    return open_about(FORM, Subject(values, keys, doing), press, facts, say.BUSY)


def _card(member: Member, facts: Facts, after: Next) -> Decision:
    posts = [_held(post, facts) for post in member.posts]
    entry = Audit("looked", "person", member.person.id, unit_id=member.posts[0].unit_id)
    text = "\n".join([member.person.name, *(f"• {post}" for post in posts)])
    reply = Reply(text, tuple(_actions(member, facts)), ReplyKind.VIEW, is_personal=True)
    return Decision((reply,), audit=(entry,), next=after)


def _held(post: Post, facts: Facts) -> str:
    return say.held(facts.called(post), since(post), post.until)


def _actions(member: Member, facts: Facts) -> Iterator[tuple[Choice, ...]]:
    for post in member.posts:
        if post.since != NOT_YET and post.until is None:
            yield (_do(say.handover_label(facts.called(post)), HANDOVER, post.id),)
            yield (_do(say.end_label(facts.called(post)), END, post.id),)
    who = str(member.person.id)
    yield (Choice(say.GRANT_MORE, Press(FlowName.POSTS, GRANT, 0, f"p{who}")),)
    yield (Choice(say.ACCOUNT, Press(FlowName.CODES, "card", 0, who)),)
    yield from excel_row(FlowName.POSTS, Page(f"p{who}").pack(), facts.here)


def _do(label: str, step: str, post_id: PostId) -> Choice:
    return Choice(label, Press(FlowName.POSTS, step, 0, str(post_id)))


def _say(text: str) -> Decision:
    return Decision((Reply(text, kind=ReplyKind.VIEW),))


def awaits(step: str) -> Awaits:
    return Awaits.CHOICE if (found := FORM.step(step)) is None else found.awaits


FLOW = Flow(FlowName.POSTS, Action.MANAGE_POSTS, gather, decide, awaits)
