"""One candidate's story before it has a number: the fields, and the steps that have happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from domain.admission import AdmissionStep, Candidate, Intake, StepEvent
from domain.ids import CandidateId
from domain.zone import ZoneCandidate, ZoneConsent
from language.say.introduce import CONSENT_WORDING
from language.text import fold, sort_key
from sample_data.naming import Invented
from sample_data.tree import Cell

UNNUMBERED = CandidateId(0)


@dataclass(frozen=True, slots=True)
class Story:
    """`steps` are (step, day, document or, of the guide, the name), in any order."""

    candidate: Candidate
    steps: tuple[tuple[AdmissionStep, date, str | None], ...]


def candidate_of(who: Invented, cell: Cell, added_on: date, is_by_union: bool) -> Candidate:
    """An invented person whom the cell follows, with every field filled."""
    by_union = cell.union_id if is_by_union else None
    return Candidate(
        id=UNNUMBERED,
        name=who.name,
        birth=who.birth,
        unit_id=cell.id,
        introduced_unit_id=by_union or cell.id,
        firm=cell.workplace,
        intake=Intake.RECEIVED,
        consent_on=added_on,
        introduced_by="union" if by_union else "party",
        sex=who.sex,
        job=who.job.job,
        is_manager=who.job.is_manager,
        education=who.job.education,
        is_union_member=True,
        is_union_officer=False,
        is_youth_union_member=who.birth.year >= 1995,
        added_on=added_on,
    )


def numbered(
    stories: Iterable[Story],
) -> tuple[tuple[ZoneCandidate, ...], tuple[StepEvent, ...], tuple[ZoneConsent, ...]]:
    """Candidates numbered from 1 in the given order, their events, and what they agreed to.

    Being put on the list happens in the unit that introduced, so that a union's introductions count in the union, too
    (it stands below its cell); every later step happens in the cell.
    """
    candidates, events, consents = [], [], []
    for number, story in enumerate(stories, start=1):
        one = replace(story.candidate, id=CandidateId(number))
        candidates.append(ZoneCandidate(one, fold(one.name), sort_key(one.name)))
        consents.append(ZoneConsent(CONSENT_WORDING, one.consent_on, candidate_id=one.id))
        for step, day, told in story.steps:
            unit = one.introduced_unit_id if step is AdmissionStep.IDENTIFIED else one.unit_id
            paper, guide = (None, told) if step is AdmissionStep.GUIDE_ASSIGNED else (told, None)
            events.append(StepEvent(one.id, step, unit, day, paper, guide=guide))
    return tuple(candidates), tuple(events), tuple(consents)
