"""The sample zone: an invented year in progress, in a zone whose units and older figures are public (units.toml says which)."""

from __future__ import annotations

from datetime import date

from domain.zone import Zone
from sample_data import admitted, cast, followed, meetings, rows, targets, tree
from sample_data.story import numbered

EARLIEST = date(2025, 1, 1)
GO_LIVE_YEAR = 2026


def sample_zone(today: date) -> Zone:
    """The zone as it stands on the morning of `today`: everything in it happened before that day.

    The same day always gives the same zone. Raises ValueError before 2025, when the past would not be over.
    """
    if today < EARLIEST:
        raise ValueError(f"the sample zone begins on {EARLIEST}, not on {today}")
    units, names, people, sets = rows.units(), rows.names(), rows.candidates(), rows.targets()
    go_live_on = date(min(today.year, GO_LIVE_YEAR), 1, 1)
    grown = tree.build(units, go_live_on)
    players = cast.build(grown, go_live_on, names)
    candidates, events, consents = numbered(
        (
            *admitted.past(grown, people, names),
            *admitted.this_year(grown, today, names),
            *followed.named(grown, people, today),
            *followed.others(grown, today, names),
        )
    )
    return Zone(
        units=grown.units,
        head_counts=grown.head_counts,
        people=players.people,
        posts=players.posts,
        accounts=players.accounts,
        candidates=candidates,
        events=events,
        consents=(*players.consents, *consents),
        meetings=meetings.reports(grown, players.secretaries, go_live_on, today),
        targets=tuple(targets.targets(sets, units, grown, today.year)),
        coverage=tuple(targets.coverage(sets, grown)),
    )
