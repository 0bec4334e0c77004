"""The form of a change: what is to be done decides which questions are asked."""

from __future__ import annotations

from domain.periods import Period
from domain.talk import Awaits, FlowName
from domain.units import UnitKind
from handlers.form import Form, Option, Step
from handlers.units import answers, reports
from handlers.units.checks import check
from handlers.units.choices import (
    alias_options,
    ask_until,
    closes_with_it,
    day_options,
    due_before,
    flag,
    head_count_of,
    is_needed,
    name_of,
    names_below,
    needed_for,
    op_of,
    others_called,
    parents,
    peers,
    period_options,
    pick_alias,
    short_options,
    text_of,
)
from handlers.units.facts import Facts, day_of
from language.say import unit_admin as say
from language.unit_line import short_of

STEPS: tuple[Step[Facts], ...] = (
    Step(
        "op",
        lambda _v, _f: say.ask_op(),
        answers.read_op,
        lambda _v, _f: None,
        lambda _v, _f: [[Option(label, op)] for op, label in say.OPS.items()],
        awaits=Awaits.CHOICE,
    ),
    Step(
        "unit",
        ask=lambda values, _f: say.ask_unit(op_of(values)),
        read=lambda text, _v, facts: answers.read_unit("unit", text, facts.units, facts),
        row=lambda values, facts: say.row_unit(name_of("unit", values, facts)),
        awaits=Awaits.CHOICE,
        is_needed=needed_for("unit"),
    ),
    Step(
        "name",
        ask=lambda values, _f: say.ask_name(op_of(values)),
        read=answers.read_name,
        row=lambda values, _f: say.row_name(text_of("name", values)),
        clears=("short",),
        is_needed=needed_for("name"),
    ),
    Step(
        "short",
        ask=lambda _v, _f: say.ask_short(),
        read=answers.read_short,
        row=lambda values, _f: say.row_short(text_of("short", values)),
        options=short_options,
        pick=lambda _value, values, _f: {"short": short_of(text_of("name", values))},
        is_needed=needed_for("short"),
    ),
    Step(
        "kind",
        ask=lambda _v, _f: say.ask_kind(),
        read=answers.read_kind,
        row=lambda values, _f: say.row_kind(UnitKind(text_of("kind", values))),
        options=lambda _v, _f: [[Option(label, str(kind))] for kind, label in say.KINDS.items()],
        awaits=Awaits.CHOICE,
        is_needed=needed_for("kind"),
    ),
    Step(
        "parent",
        ask=lambda values, _f: say.ask_parent(op_of(values)),
        read=lambda text, values, facts: answers.read_unit("parent", text, parents(values, facts), facts),
        row=lambda values, facts: say.row_parent(name_of("parent", values, facts)),
        awaits=Awaits.CHOICE,
        is_needed=needed_for("parent"),
    ),
    Step(
        "into",
        ask=lambda values, facts: say.ask_into(name_of("unit", values, facts)),
        read=lambda text, values, facts: answers.read_unit("into", text, peers(values, facts), facts),
        row=lambda values, facts: say.row_into(name_of("into", values, facts)),
        awaits=Awaits.CHOICE,
        is_needed=needed_for("into"),
    ),
    Step(
        "alias",
        ask=lambda values, _f: say.ask_alias(op_of(values)),
        read=answers.read_alias,
        row=lambda values, _f: say.row_alias(text_of("alias", values)),
        options=alias_options,
        pick=pick_alias,
        clears=("shared",),
        is_needed=needed_for("alias"),
    ),
    Step(
        "shared",
        lambda values, facts: say.ask_shared(text_of("alias", values), others_called(values, facts)),
        lambda text, _v, _f: answers.read_flag("shared", text),
        lambda _v, _f: say.row_shared(),
        lambda _v, _f: [[Option(say.SHARE, "yes")]],
        lambda value, _v, _f: flag("shared", value),
        Awaits.CHOICE,
        is_needed=lambda values, facts: is_needed("shared", values) and bool(others_called(values, facts)),
    ),
    Step(
        "due",
        ask=lambda _v, _f: say.ask_due(),
        read=answers.read_due,
        row=lambda values, facts: say.row_due(int(text_of("due", values)), due_before(values, facts)),
        options=lambda _v, _f: [[Option(str(day), str(day)) for day in (5, 10, 15, 25)]],
        pick=lambda value, _v, _f: {"due": int(value)},
        awaits=Awaits.NUMBER,
        is_needed=needed_for("due"),
    ),
    Step(
        "count",
        ask=lambda _v, facts: say.ask_count(facts.head_count),
        read=answers.read_count,
        row=lambda values, facts: say.row_count(head_count_of(values), facts.head_count),
        is_needed=needed_for("count"),
    ),
    *reports.STEPS,
    Step(
        "period",
        ask=lambda values, _f: say.ask_period(op_of(values)),
        read=answers.read_month,
        row=lambda values, _f: say.row_period(Period.parse(text_of("period", values))),
        options=period_options,
        awaits=Awaits.NUMBER,
        is_needed=needed_for("period"),
    ),
    Step(
        "until",
        ask=ask_until,
        read=lambda text, _v, facts: answers.read_day("until", text, facts),
        row=lambda values, _f: say.row_until(answers.day(text_of("until", values))),
        awaits=Awaits.NUMBER,
        is_needed=needed_for("until"),
    ),
    Step(
        "reason",
        ask=lambda _v, _f: say.ask_reason(),
        read=answers.read_reason,
        row=lambda values, _f: say.row_reason(text_of("reason", values)),
        is_needed=needed_for("reason"),
    ),
    Step(
        "day",
        ask=lambda values, _f: say.ask_day(op_of(values)),
        read=lambda text, _v, facts: answers.read_day("day", text, facts),
        row=lambda values, _f: say.row_day(answers.day(text_of("day", values))),
        options=day_options,
        awaits=Awaits.NUMBER,
        is_needed=needed_for("day"),
    ),
    Step(
        "below",
        ask=lambda values, facts: say.ask_below(name_of("unit", values, facts), names_below(facts)),
        read=answers.read_below,
        row=lambda _v, facts: say.row_below(names_below(facts)),
        options=lambda _v, _f: [[Option(say.CLOSE_ALL, "all")]],
        pick=lambda _value, _v, _f: {"below": "all"},
        awaits=Awaits.CHOICE,
        is_needed=lambda values, facts: is_needed("below", values) and closes_with_it(facts),
    ),
    Step(
        "posts",
        ask=lambda _v, _f: say.ask_posts(),
        read=answers.read_posts,
        row=lambda values, _f: say.row_posts(text_of("posts", values) == "move"),
        options=lambda _v, _f: [[Option(say.MOVE_POSTS, "move")], [Option(say.END_POSTS, "end")]],
        awaits=Awaits.CHOICE,
        is_needed=needed_for("posts"),
    ),
)

FORM: Form[Facts] = Form(
    FlowName.UNITS,
    say.TITLE,
    STEPS,
    heading=lambda values, _f: say.heading(op_of(values)),
    submit_label=lambda values, _f: say.submit(op_of(values)),
    check=check,
    notes=lambda values, facts: (
        say.preview(op_of(values), facts.effect, facts.here.today, day_of(values)) or reports.preview(values, facts)
    ),
    begin=answers.begin,
)
