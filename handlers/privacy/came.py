"""A request that came to the office on paper, by phone or at the reception: the office enters it, and its days run from that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from domain.decision import Choice, Decision, Reply, ReplyKind
from domain.on_behalf import Way
from domain.privacy import Came, RequestKind
from domain.rights import Action, may_enter
from domain.talk import Values
from handlers.privacy import ask
from handlers.privacy.about import OTHER, About
from handlers.privacy.facts import Facts
from handlers.privacy.page import press
from language.say import candidate as about_candidate
from language.say import outside as say
from language.say import privacy as say_privacy


def whose(facts: Facts) -> Decision:
    """Which of those of that name; whom, when nobody was named; nobody there."""
    here = facts.here
    if not may_enter(here.actor.posts, Action.HANDLE_REQUESTS, here.tree):
        return Decision((Reply(say_privacy.may_not(), kind=ReplyKind.VIEW),))
    if not facts.found and not facts.users:
        text = say_privacy.not_there() if facts.wanted else say.ask_whose()
        return Decision((Reply(text, kind=ReplyKind.VIEW),))
    rows = [
        (Choice(f"{one.name}, {about_candidate.born(one.birth)}", press("came", str(one.id))),) for one in facts.found
    ]
    rows += [(Choice(say.a_user(one.name), press("came", f"{OTHER}{one.id}")),) for one in facts.users]
    text = say_privacy.many(facts.wanted)
    return Decision((Reply(text, tuple(rows), ReplyKind.VIEW, is_personal=True),))


def submit(values: Values, facts: Facts, about: About, now: datetime) -> Decision:
    """The same as if it had been asked here; a withdrawal of a candidate holds at once."""
    document, kind = values.get("document"), RequestKind(str(values["kind"]))
    came = Came(
        date.fromisoformat(str(values["received"])),
        Way(str(values["way"])),
        None if document is None else str(document),
    )
    if kind is RequestKind.WITHDRAW:
        return ask.withdraw(replace(facts, came=came), about, now)
    detail = str(values["what"]) if kind is RequestKind.CORRECT else None
    return ask.ask(kind, replace(facts, came=came), about, now, detail)
