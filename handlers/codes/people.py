"""Who has joined, who has not, who cannot be reached: by unit, a page at a time; and the card of one person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.decision import Audit, Choice, Close, Decision, Keep, Next, Reply, ReplyKind
from domain.people import NOT_YET, Post
from domain.ports_posts import Member
from domain.talk import PAGED, FlowName, Page, Press
from domain.units import Unit
from handlers.codes.facts import Facts
from handlers.pages import PAGE
from handlers.tables import excel_row
from language.say import codes as say
from language.say import people as say_people
from language.say import posts as say_posts
from language.say import words
from language.text import fold

EVERYBODY, MISSING, LOCKED_ONLY, GONE_ONLY = "j", "m", "l", "g"
"""What a page is about: all, those who have not joined, who are locked, who cannot be reached."""
IN, OPEN, OUT, GONE, LOCKED = say.COUNTED
KINDS = {MISSING: (OPEN, OUT), LOCKED_ONLY: (LOCKED,), GONE_ONLY: (GONE,)}
BY_MAKER = ("by_maker", "replaced", "revoked")


class Seen(NamedTuple):
    """One post of one person, and how far its holder has come: the kind that is counted, and in words."""

    member: Member
    post: Post
    kind: str
    told: str


def state(member: Member, post: Post, facts: Facts, now: datetime) -> tuple[str, str]:
    zone, code = facts.here.zone, member.codes.get(post.id)
    if member.is_locked:
        return LOCKED, say.STATES["locked"]
    has_begun = post.since <= facts.here.today
    if member.joined_at is not None and (has_begun or code is None):
        if not member.is_reachable:
            return GONE, say.STATES["gone"]
        is_later = not has_begun and post.since != NOT_YET
        return IN, say.STATES["later"] if is_later else say.joined_on(member.joined_at.astimezone(zone).date())
    if code is None or (code.cancelled_why is not None and code.cancelled_why != "not_me"):
        return OUT, say.STATES["none"]
    if code.cancelled_why is not None:
        return OUT, say.STATES["not_me"]
    if code.is_used:
        return (OPEN, say.STATES["confirm"]) if not has_begun else (OUT, say.STATES["none"])
    day = code.expires_at.astimezone(zone).date()
    return (OPEN, say.open_until(day)) if code.is_open(now) else (OUT, say.expired_on(day))


def everybody(facts: Facts, now: datetime) -> list[Seen]:
    """By unit, then by who came first. An invitation that was taken back, and never used, is no longer shown."""
    found = [
        Seen(member, post, *state(member, post, facts, now))
        for member in facts.members
        for post in member.posts
        if not _is_taken_back(member, post)
    ]
    return sorted(found, key=lambda one: (one.post.unit_id, one.post.id))


def _is_taken_back(member: Member, post: Post) -> bool:
    code = member.codes.get(post.id)
    return post.since == NOT_YET and (code is None or code.cancelled_why in BY_MAKER)


def listed_on(page: Page, found: Sequence[Seen], facts: Facts) -> list[Seen]:
    """The whole list of which this is a page: of those whose name has the part, or else of the unit that it names."""
    named = [one for one in found if f" {page.part}" in f" {fold(one.member.person.name)}"]
    unit = _unit_named(page, found, facts)
    shown = named if unit is None else _within(unit, found, facts)
    return [one for one in shown if one.kind in KINDS.get(page.about, tuple(say.COUNTED))]


def _unit_named(page: Page, found: Sequence[Seen], facts: Facts) -> Unit | None:
    """The unit that the part means; None where it is part of somebody's name, or there is none."""
    is_name = any(f" {page.part}" in f" {fold(one.member.person.name)}" for one in found)
    return _unit(page.part, facts) if page.part and not is_name else None


def _within(unit: Unit, found: Sequence[Seen], facts: Facts) -> list[Seen]:
    below = facts.here.tree.subtree(unit.id)
    return [one for one in found if one.post.unit_id in below]


def listed(page: Page, facts: Facts, now: datetime) -> Decision:
    """A page of at most eight posts under the names of their units."""
    all_of_them = everybody(facts, now)
    if not all_of_them:
        return Decision((Reply(say.nobody(), kind=ReplyKind.VIEW),))
    wanted = listed_on(page, all_of_them, facts)
    unit = _unit_named(page, all_of_them, facts)
    all_of_them = all_of_them if unit is None else _within(unit, all_of_them, facts)
    after = _place(page.after)
    rest = [one for one in wanted if (one.post.unit_id, one.post.id) > after] or wanted
    shown = rest[:PAGE]
    counts = [(sum(one.kind == kind for one in all_of_them), what) for kind, what in say.COUNTED.items()]
    head = say.joined_heading([(what, count) for count, what in counts], "" if unit is None else unit.short_name)
    if page.part and unit is None:
        head = say_people.named(len(shown), len(rest) > PAGE) if shown else say_people.none_named()
    elif not shown and page.about in say.NONE_SUCH:
        head = say.NONE_SUCH[page.about]
    rows = [*_people(shown), *_turn(page, shown, len(rest) > PAGE)]
    rows += excel_row(FlowName.CODES, Page(page.about, part=page.part).pack(), facts.here) if shown else ()
    entries = tuple(Audit("listed", "person", one.member.person.id, unit_id=one.post.unit_id) for one in shown)
    text = "\n".join([head, *_lines(shown, facts)])
    reply = Reply(text, tuple(rows), ReplyKind.VIEW, is_personal=True)
    return Decision((reply,), audit=entries, next=_after(facts))


def _unit(part: str, facts: Facts) -> Unit | None:
    """The one that is called so, else the uppermost of those whose names have it: what is below belongs to it."""
    found = [unit for unit in facts.units if f" {part}" in f" {fold(unit.short_name)}"]
    ids = {unit.id for unit in found}
    top = next((unit for unit in found if unit.parent_id not in ids), None)
    return facts.known.exact(part) or top or facts.known.near(part)


def _after(facts: Facts) -> Next:
    """An invitation that was only opened is closed: a name that is typed now looks for somebody on the list."""
    draft = facts.here.conversation.drafts.get(FlowName.CODES)
    return Keep() if draft is None or draft.trail or draft.values else Close(FlowName.CODES)


def _place(after: str) -> tuple[int, int]:
    unit, _, post = after.partition(".")
    is_ours = unit.isascii() and unit.isdigit() and post.isascii() and post.isdigit() and len(after) < 30
    return (int(unit), int(post)) if is_ours else (0, 0)


def _lines(shown: Sequence[Seen], facts: Facts) -> Iterator[str]:
    before = None
    for one in shown:
        if one.post.unit_id != before:
            before = one.post.unit_id
            yield say_posts.of_unit(unit_name(one.post, facts))
        yield say.person_row(one.member.person.name, one.post.title, one.told)


def unit_name(post: Post, facts: Facts) -> str:
    unit = facts.here.tree.get(post.unit_id)
    return "" if unit is None else unit.short_name


def _people(shown: Sequence[Seen]) -> list[tuple[Choice, ...]]:
    names = {one.member.person.id: one.member.person.name for one in shown}
    return [(Choice(name, Press(FlowName.CODES, "card", 0, str(ident))),) for ident, name in names.items()]


def _turn(page: Page, shown: Sequence[Seen], has_more: bool) -> list[tuple[Choice, ...]]:
    rows: list[tuple[Choice, ...]] = []
    if has_more and shown:
        last = shown[-1].post
        following = Page(page.about, f"{last.unit_id}.{last.id}", page.part)
        rows.append((Choice(words.MORE, Press(FlowName.CODES, PAGED, 0, following.pack())),))
    elif page.after or page.part:
        rows.append((Choice(words.FROM_THE_START, Press(FlowName.CODES, PAGED, 0, Page(page.about).pack())),))
    is_all = page.about == EVERYBODY
    about, label = (MISSING, say.MISSING) if is_all else (EVERYBODY, say.EVERYBODY)
    return [*rows, (Choice(label, Press(FlowName.CODES, PAGED, 0, Page(about).pack())),)]


def card(member: Member, facts: Facts, now: datetime) -> Reply:
    """What can be done for one person, and only that."""
    told = [(post, state(member, post, facts, now)[1]) for post in member.posts if not _is_taken_back(member, post)]
    posts = [f"{post.title}, {unit_name(post, facts)}: {words_}" for post, words_ in told]
    notes = [say.card_locked()] if member.is_locked else []
    notes += [] if member.is_whole else [say.not_whole()]
    text = say.card(member.person.name, posts, notes)
    return Reply(text, tuple(_actions(member, now)), ReplyKind.VIEW, is_personal=True)


def _actions(member: Member, now: datetime) -> Iterator[tuple[Choice, ...]]:
    who = str(member.person.id)
    if member.is_whole and not member.is_locked:
        yield (_do(say.CODE_AGAIN if member.codes or member.joined_at is not None else say.CODE_FIRST, "again", who),)
    if any(code.is_open(now) for code in member.codes.values()):
        yield (_do(say.REVOKE, "revoke", who),)
    if member.is_whole and member.is_locked:
        yield (_do(say.UNLOCK, "unlock", who),)
        if member.joined_at is not None:
            yield (_do(say.TAKE_OFF, "off", who),)
    elif member.is_whole and member.joined_at is not None:
        yield (_do(say.LOCK, "lock", who),)
    yield (Choice(say.POSTS, Press(FlowName.POSTS, "of", 0, who)),)


def _do(label: str, step: str, value: str) -> Choice:
    return Choice(label, Press(FlowName.CODES, step, 0, value))
