"""What is asked in one line about somebody's account: it leads to where the buttons would, and does nothing by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.decision import Decision, Reply, ReplyKind
from domain.ports_posts import Member
from domain.talk import Command, Page, Start
from handlers.codes import account, people
from handlers.codes.facts import Facts
from language import account_line as words
from language.account_line import AccountLine, read_account_line
from language.say import codes as say
from language.text import fold

PAGES = {
    words.JOINED: people.EVERYBODY,
    words.MISSING: people.MISSING,
    words.LOCKED: people.LOCKED_ONLY,
    words.GONE: people.GONE_ONLY,
}
STEPS = {words.LOCK: "lock", words.UNLOCK: "card", words.AGAIN: "again"}


def line_of(command: Command) -> AccountLine | None:
    return read_account_line(command.rest) if isinstance(command, Start) else None


def named(text: str, facts: Facts) -> Sequence[Member]:
    """Whom a name means, with or without a unit behind it: the whole name first, then the given name, else part of it."""
    said = fold(text).split()
    for count in range(len(said), 0, -1):
        name, unit = " ".join(said[:count]), facts.known.exact(" ".join(said[count:]))
        if unit is None and count < len(said):
            continue
        within = [m for m in facts.members if unit is None or any(post.unit_id == unit.id for post in m.posts)]
        whole = [member for member in within if fold(member.person.name) == name]
        whole = whole or [member for member in within if fold(member.person.name).endswith(f" {name}")]
        part = [member for member in within if len(name) > 1 and f" {name} " in f" {fold(member.person.name)} "]
        if whole or part:
            return whole or part
    return ()


def decide(line: AccountLine, facts: Facts, now: datetime) -> Decision:
    """Of several people with that name the list is shown: a press on one of them goes on."""
    if line.is_list:
        return people.listed(Page(PAGES[line.do]).named(line.who), facts, now)
    found = named(line.who, facts)
    if not found:
        return Decision((Reply(say.unknown_person(line.who), kind=ReplyKind.VIEW),))
    if facts.member is None:
        return people.listed(Page(people.EVERYBODY).named(line.who), facts, now)
    return account.decide(STEPS[line.do], facts, now, "")
