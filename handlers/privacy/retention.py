"""What the rules of retention would have gone: shown to the office, and erased only when the office says so."""

from __future__ import annotations

from datetime import datetime, time

from domain.decision import Audit, Choice, Decision, Reply, ReplyKind
from domain.privacy import Subject, SubjectKind, ended_before
from domain.records import EraseAuditValues, EraseSubject
from domain.rights import Action, may
from handlers.privacy.facts import Facts
from handlers.privacy.office import holds_draft
from handlers.privacy.page import press
from language.say import privacy as say
from language.say import requests as say_requests

AT_ONCE = 20
"""So many are erased by one press: each is searched for in every text."""


def handle(step: str, facts: Facts, now: datetime) -> Decision:
    here, found = facts.here, facts.expiring
    if found is None or not may(here.actor.posts, Action.HANDLE_REQUESTS, here.tree):
        return Decision((Reply(say.not_there(), kind=ReplyKind.VIEW),))
    return _erase(facts, now) if step == "keep2" and not found.is_empty else _page(facts)


def _subjects(facts: Facts) -> list[tuple[Subject, str]]:
    found = facts.expiring
    if found is None:
        return []
    candidates = [(Subject(SubjectKind.CANDIDATE, int(ident)), name) for ident, name, _ in found.candidates]
    people = [(Subject(SubjectKind.PERSON, int(ident)), name) for ident, name in found.people]
    return [*candidates, *people]


def _page(facts: Facts) -> Decision:
    found, every = facts.expiring, _subjects(facts)
    if found is None or found.is_empty:
        return Decision(
            (
                Reply(
                    say_requests.request_over(None) if found is None else say_requests.nothing_expires(),
                    kind=ReplyKind.VIEW,
                ),
            )
        )
    shown = every[:AT_ONCE]
    rows = ((Choice(say_requests.RETENTION_ERASE, press("keep2", str(_mark(shown)))),),)
    text = say_requests.retention_page(found, [name for _, name in shown], len(every) - len(shown))
    audit = tuple(Audit("listed", one.kind, one.id) for one, _ in shown)
    return Decision((Reply(text, rows, ReplyKind.VIEW, is_personal=True),), audit=audit)


def _mark(shown: list[tuple[Subject, str]]) -> int:
    """Tells one list from another: what is erased is what was shown."""
    return sum((at + 1) * (one.id * 2 + (one.kind is SubjectKind.PERSON)) for at, (one, _) in enumerate(shown))


def _erase(facts: Facts, now: datetime) -> Decision:
    shown = _subjects(facts)[:AT_ONCE]
    if facts.pressed != str(_mark(shown)):
        return _page(facts)
    if holds_draft(facts, *(name for _, name in shown)):
        return Decision((Reply(say_requests.own_draft(), kind=ReplyKind.VIEW),))
    here, found = facts.here, facts.expiring
    values = 0 if found is None or not _is_whole(facts) else found.audit_values
    day = ended_before(here.today, facts.rules).audit_values
    before = (EraseAuditValues(datetime.combine(day, time(0), tzinfo=here.zone)),) if values else ()
    gone = tuple(EraseSubject(one, now, "retention") for one, _ in shown)
    audit = tuple(Audit("did_retention", one.kind, one.id) for one, _ in shown)
    reply = Reply(say_requests.retention_done(len(gone), values), kind=ReplyKind.RECEIPT)
    return Decision((reply,), (*gone, *before), audit or (Audit("did_retention", "audit", 0),))


def _is_whole(facts: Facts) -> bool:
    """Values of the trail belong to the whole tree."""
    root = facts.here.tree.root
    return root is not None and may(facts.here.actor.posts, Action.HANDLE_REQUESTS, facts.here.tree, root.id)
