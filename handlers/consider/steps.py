"""The form of one vote: how many were for it, and on which number of members it counts (domain.md §2.3)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.admission import Vote
from domain.talk import Awaits, FlowName, Values
from handlers.consider.facts import Facts
from handlers.form import Form, Got, Option, Step
from language.attendance import read_attendance
from language.reading import Misread
from language.say import consider as say


def _known(facts: Facts) -> int:
    count = None if facts.meeting is None else facts.meeting.head_count
    return 0 if count is None else count.eligible


def vote_of(values: Values, facts: Facts) -> Vote:
    votes, eligible = values.get("votes"), values.get("eligible")
    return Vote(votes if isinstance(votes, int) else 0, eligible if isinstance(eligible, int) else _known(facts))


def _name(facts: Facts) -> str:
    return "" if facts.candidate is None else facts.candidate.name


def _read_votes(text: str, _values: Values, facts: Facts) -> Got:
    read, known = read_attendance(text), _known(facts)
    if isinstance(read, Misread) or (read.present is None and not read.is_full):
        return say.unclear_votes()
    votes = known if read.present is None else read.present
    of = known if read.due is None else read.due
    if votes > of:
        return say.too_many(votes, of)
    return {"votes": votes, "typed": of} if of != known else {"votes": votes, "typed": of, "eligible": known}


def _pick_eligible(value: str, values: Values, facts: Facts) -> Got:
    if value not in (str(values.get("typed")), str(_known(facts))):
        return say.unclear_votes()
    votes, eligible = vote_of(values, facts).votes_for, int(value)
    return say.too_many(votes, eligible) if votes > eligible else {"eligible": eligible}


def _eligible_options(values: Values, facts: Facts) -> Sequence[Sequence[Option]]:
    counts = [values.get("typed"), _known(facts)]
    return [[Option(say.eligible_option(int(str(count))), str(count)) for count in counts]]


def _begin(_rest: str, facts: Facts) -> tuple[Values, Sequence[str]]:
    """What the form is about stays when it is begun anew."""
    draft = facts.here.conversation.drafts.get(FlowName.CONSIDER)
    values: Values = {} if draft is None else draft.values
    return {name: values[name] for name in ("meeting", "candidate") if name in values}, ()


FORM: Form[Facts] = Form(
    FlowName.CONSIDER,
    say.TITLE,
    (
        Step(
            "votes",
            lambda _values, facts: say.ask_votes(_name(facts), _known(facts)),
            _read_votes,
            lambda values, facts: say.row_votes(vote_of(values, facts)),
            awaits=Awaits.NUMBER,
            clears=("eligible",),
        ),
        Step(
            "eligible",
            lambda values, facts: say.ask_eligible(int(str(values.get("typed"))), _known(facts)),
            lambda text, values, facts: _pick_eligible(text.strip(), values, facts),
            lambda _values, _facts: None,
            _eligible_options,
            _pick_eligible,
            Awaits.NUMBER,
            is_needed=lambda values, _facts: "votes" in values,
        ),
    ),
    heading=lambda _values, facts: (
        say.heading(_name(facts), facts.meeting.held_on)
        if facts.meeting is not None and facts.meeting.held_on is not None
        else say.TITLE
    ),
    submit_label=lambda _values, _facts: say.SUBMIT,
    begin=_begin,
    is_personal=True,
)
