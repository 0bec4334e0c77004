"""Whose data a command is about, by which way the actor came to it, and what they may do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.admission import Candidate, StepEvent
from domain.ids import CandidateId, UnitId
from domain.people import Account, Person, Post
from domain.ports import Read
from domain.privacy import Consent, Look, Request, Subject, SubjectKind, Via
from domain.rights import Action, may

MOST_LOOKS = 15
ME, VISITOR, OTHER = "me", "v", "p"
"""`OTHER` begins the mark of another user, about whom the office enters what came."""


@dataclass(frozen=True, slots=True)
class About:
    """Whose data, and by which way the actor came to it. `mark` is what a button holds for it.

    `may_act`: may correct and pass on withdrawal and erasure; looking is allowed wherever there is an `About`.
    """

    mark: str
    way: Via
    subject: Subject
    name: str
    unit_id: UnitId | None
    may_act: bool
    candidate: Candidate | None = None
    person: Person | None = None
    is_stopped: bool = False
    steps: Sequence[StepEvent] = ()
    consents: Sequence[Consent] = ()
    looks: Sequence[Look] = ()
    open: Sequence[Request] = ()
    accounts: Sequence[Account] = ()
    posts: Sequence[Post] = ()
    phone: str | None = None
    kept: int = 0
    guided: int = 0

    @property
    def has_withdrawn(self) -> bool:
        return self.is_stopped or (bool(self.consents) and self.consents[-1].is_withdrawal)


def number(value: str) -> int:
    """0 for what no button of ours holds."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0


def to_agree_again(mark: str, read: Read) -> About | None:
    """Whom consent that was withdrawn is given for again: by a number where requests are handled, by the whole name in the own units.

    Nobody who may not see a candidate any more learns anything from trying numbers.
    """
    if mark in (ME, VISITOR) or number(mark):
        return of_mark(mark, read)
    units = read.reach(Action.INTRODUCE) | read.reach(Action.RECEIVE) | read.reach(Action.HANDLE_REQUESTS)
    found = read.stopped(mark, units)
    return _of_candidate(mark, Via.CADRE, found[0], read) if len(found) == 1 else None


def of_other(mark: str, read: Read) -> About | None:
    """A user about whom something came to the office on paper or by phone; only what the request needs."""
    ident = number(mark.removeprefix(OTHER)) if mark.startswith(OTHER) else 0
    person = next((one for one in read.users() if one.id == ident and one.name), None)
    if person is None:
        return None
    posts, root = read.posts_of(person.id), read.here.tree.root
    unit_id = posts[0].unit_id if posts else None if root is None else root.id
    return replace(_of_person(mark, person, unit_id, read), way=Via.CADRE)


def of_mark(mark: str, read: Read) -> About | None:
    if mark == ME:
        return _me(read)
    if mark == VISITOR:
        one = read.visited()
        return None if one is None else _of_candidate(VISITOR, Via.CODE, one, read)
    ident = CandidateId(number(mark))
    found = (read.candidate(ident) or read.candidate_to_handle(ident)) if ident else None
    return None if found is None else _of_candidate(mark, Via.CADRE, found, read)


def of_request(request: Request, read: Read) -> About | None:
    """Whom a request is about, as the office that handles it sees them."""
    candidate_id, person_id = request.subject.candidate_id, request.subject.person_id
    if candidate_id is not None:
        one = read.candidate_to_handle(candidate_id)
        return None if one is None else _of_candidate(str(one.id), Via.CADRE, one, read)
    person = None if person_id is None else read.person(person_id)
    return None if person is None else _of_person(str(request.id), person, request.unit_id, read)


def _of_candidate(mark: str, way: Via, one: Candidate, read: Read) -> About:
    subject, posts, tree = Subject(SubjectKind.CANDIDATE, int(one.id)), read.here.actor.posts, read.here.tree
    may_act = way is Via.CODE or any(
        may(posts, action, tree, unit)
        for action, unit in (
            (Action.RECEIVE, one.unit_id),
            (Action.INTRODUCE, one.unit_id),
            (Action.INTRODUCE, one.introduced_unit_id),
        )
    )
    return About(
        mark,
        way,
        subject,
        one.name,
        one.unit_id,
        may_act,
        one,
        is_stopped=read.is_stopped(one.id),
        steps=read.events(one.id),
        consents=read.consents(subject),
        looks=read.looks(subject, MOST_LOOKS + 1),
        open=read.has_open(subject),
    )


def _me(read: Read) -> About | None:
    person = read.here.actor.person
    if person is None:
        return None
    root, posts = read.here.tree.root, read.here.actor.posts
    unit_id = posts[0].unit_id if posts else None if root is None else root.id
    return _of_person(ME, person, unit_id, read)


def _of_person(mark: str, person: Person, unit_id: UnitId | None, read: Read) -> About:
    subject = Subject(SubjectKind.PERSON, int(person.id))
    return About(
        mark,
        Via.SELF,
        subject,
        person.name,
        unit_id,
        may_act=True,
        person=person,
        consents=read.consents(subject),
        looks=read.looks(subject, MOST_LOOKS + 1),
        open=read.has_open(subject),
        accounts=read.accounts_of(person.id),
        posts=read.posts_of(person.id),
        phone=read.phone_of(person.id),
        kept=read.messages_kept() if mark == ME else 0,
        guided=read.guided_by(person.name),
    )
