"""What stands around the answers of the form of /dulieu: its heading, what follows from it, what speaks against it, its button."""

from __future__ import annotations

from collections.abc import Sequence

from domain.privacy import RequestKind, SubjectKind, clock, extended, shared
from domain.talk import Values
from handlers.form import Problem
from handlers.privacy.days import day_of
from handlers.privacy.facts import Facts
from language.say import outside as say
from language.say import privacy as say_privacy


def check(values: Values, facts: Facts) -> Problem | None:
    """The same is not asked twice while it is open."""
    about = facts.about
    if values.get("do") != "came" or about is None or "kind" not in values:
        return None
    kind = RequestKind(str(values["kind"]))
    before = next((one for one in about.open if one.kind is kind), None)
    if before is not None:
        return Problem("kind", say_privacy.asked_before(before))
    is_again = kind is RequestKind.WITHDRAW and about.has_withdrawn
    return Problem("kind", say_privacy.withdrawn_before()) if is_again else None


def notes(values: Values, facts: Facts) -> Sequence[str]:
    """What follows from it, before it is written."""
    about, do, one, zone = facts.about, values.get("do"), facts.request, facts.here.zone
    if about is None:
        return []
    if do == "share" and one is not None:
        return [say.note_shared(str(values["whom"]), shared(one, zone, facts.rules, facts.calendar))]
    if do == "extend" and one is not None:
        return [say.note_extended(extended(one.clock, one.asked_on(zone), facts.rules, facts.calendar))]
    if do == "again":
        return [say.note_again(about.name)]
    if do != "came":
        return []
    kind = RequestKind(str(values["kind"]))
    found = clock(kind, day_of(values, "received"), facts.rules, facts.calendar)
    stops = kind is RequestKind.WITHDRAW and about.subject.kind is SubjectKind.CANDIDATE
    return [say.note_days(found), *([say.note_stops(about.name)] if stops else [])]


def heading(values: Values, facts: Facts) -> str:
    do, name = str(values.get("do")), "" if facts.about is None else facts.about.name
    if do not in say.SUBMITS:
        return say_privacy.form_heading(do, name)
    return say.heading(do, name, 0 if facts.request is None else facts.request.id)


def submit_label(values: Values, _facts: Facts) -> str:
    do = str(values.get("do"))
    return say.SUBMITS.get(do) or say_privacy.submit_label(do)
