"""What the rights of the person need to know: whose data it is about, in which way, and what is open about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.admission import Candidate
from domain.calendar import Calendar
from domain.ids import OperationId, PersonId, UnitId
from domain.legal import RuleBook
from domain.people import Person, Role
from domain.ports import Here, Read
from domain.privacy import Came, Expiring, Look, OwnCode, Request, RequestKind, ended_before
from domain.rights import Action, may
from domain.talk import Command, FlowName, Press, Start
from domain.talk import OwnCode as TypedCode
from handlers.privacy import named
from handlers.privacy.about import ME, OTHER, VISITOR, About, number, of_mark, of_other, of_request, to_agree_again
from language.text import fold

MOST_TAKEN_OUT = 3
WINDOW = timedelta(hours=1)
"""Wrong tries of a code are counted over this stretch."""
ON_REQUESTED_FORM = ("toname", "decline", "extend", "share", "answered")
"""What the office's form does about a request."""
ON_REQUEST = ("req", "answer", "do", "do2", *ON_REQUESTED_FORM)
OPENERS = ("tosay", "tophone", "tofix", "again", "came", *ON_REQUESTED_FORM)
"""The buttons that open the form."""
ON_RETENTION = ("keep", "keep2")


@dataclass(frozen=True, slots=True)
class Facts:
    """`request` is the one that a button of the office names; `about` is then whom it concerns, `asker` who passed it on.

    `code` is the candidate's code that was typed. `office` is who handles requests about `about`. `found` and `users` have the name
    that was `wanted`; `taken_out` are the files and papers that hold the person of a withdrawal; `came` is how a request came that the
    office enters.
    """

    here: Here
    rules: RuleBook
    calendar: Calendar
    raw_days: int
    operation_id: OperationId
    about: About | None = None
    found: Sequence[Candidate] = ()
    wanted: str = ""
    request: Request | None = None
    request_id: int = 0
    asker: Person | None = None
    office: Sequence[Person] = ()
    is_last_admin: bool = False
    clash: bool = False
    users: Sequence[Person] = ()
    taken_out: Sequence[Look] = ()
    code: OwnCode | None = None
    code_id: int = 0
    fresh: tuple[str, str] = ("", "")
    tries: tuple[int, int] = (0, 0)
    expiring: Expiring | None = None
    pressed: str = ""
    has_visited: bool = False
    came: Came | None = None


def gather(command: Command, read: Read) -> Facts:
    here = read.here
    facts = Facts(here, read.rules, read.calendar(), read.raw_days, OperationId(read.next_id("operation")))
    if isinstance(command, TypedCode):
        return replace(facts, code=read.own_code(command.digits), tries=read.code_tries(here.sent_at - WINDOW))
    if isinstance(command, Press) and command.step in ON_RETENTION:
        old = read.expiring(ended_before(here.today, read.rules), read.reach(Action.HANDLE_REQUESTS))
        return replace(facts, expiring=old, pressed=command.value)
    wanted = named.wanted_name(command, read)
    found, users = named.who_has(wanted, command, read)
    request = _request(command, read)
    alone = [str(one.id) for one in found] + [f"{OTHER}{one.id}" for one in users]
    mark = alone[0] if len(alone) == 1 else _mark(command, here)
    about = of_request(request, read) if request is not None else _about(mark, _does(command, here), read)
    facts = replace(facts, about=about, found=found, users=users, wanted=wanted, request=request)
    return replace(facts, has_visited=read.has_visited()) if about is None else _more(facts, about, command, read)


def _more(facts: Facts, about: About, command: Command, read: Read) -> Facts:
    """What a decision about somebody's data may need."""
    by, is_code = None if facts.request is None else facts.request.asked_by, _is_opener(command, "code")
    return replace(
        facts,
        request_id=read.next_id("privacy_request"),
        taken_out=read.taken_out(about.subject, MOST_TAKEN_OUT) if _is_withdrawal(facts.request) else (),
        asker=None if by is None else read.person(by),
        office=_office(about.unit_id, read),
        is_last_admin=_is_last_admin(about, read),
        clash=_clashes(about, read),
        code_id=read.next_id("own_code"),
        fresh=read.fresh_own_code() if is_code else ("", ""),
    )


def _is_opener(command: Command, step: str) -> bool:
    return isinstance(command, Press) and command.step == step


def _request(command: Command, read: Read) -> Request | None:
    """The one that a button of the office names, or that the office's open form is about."""
    if isinstance(command, Press) and command.step in ON_REQUEST:
        return read.request(number(command.value))
    draft = read.here.conversation.drafts.get(FlowName.PRIVACY)
    is_in_form = not isinstance(command, Start) and not (isinstance(command, Press) and command.version == 0)
    if draft is None or not is_in_form or draft.values.get("do") not in ON_REQUESTED_FORM:
        return None
    return read.request(number(str(draft.values.get("about"))))


def _mark(command: Command, here: Here) -> str:
    """Which data the command or the open form is about."""
    own = ME if here.actor.person is not None else VISITOR
    if isinstance(command, Start):
        return own if not command.rest else ""
    if isinstance(command, Press) and (command.version == 0 or command.step in OPENERS):
        return own if command.value == "ask" else command.value
    draft = here.conversation.drafts.get(FlowName.PRIVACY)
    return own if draft is None else str(draft.values.get("about", own))


def _is_withdrawal(request: Request | None) -> bool:
    return request is not None and request.kind is RequestKind.WITHDRAW


def _does(command: Command, here: Here) -> str:
    """What is done with the data: by the button, or by the open form."""
    if isinstance(command, Start):
        return ""
    if isinstance(command, Press) and (command.version == 0 or command.step in OPENERS):
        return command.step
    draft = here.conversation.drafts.get(FlowName.PRIVACY)
    return "" if draft is None else str(draft.values.get("do", ""))


def _about(mark: str, does: str, read: Read) -> About | None:
    if does == "again":
        return to_agree_again(mark, read)
    return of_other(mark, read) if does == "came" and mark.startswith(OTHER) else of_mark(mark, read)


def _office(unit_id: UnitId | None, read: Read) -> Sequence[Person]:
    """Who handles requests of that unit."""
    return [
        one
        for one in read.holders(None, [Role.OFFICE])
        if unit_id is None or may(read.posts_of(one.id), Action.HANDLE_REQUESTS, read.here.tree, unit_id)
    ]


def _is_last_admin(about: About, read: Read) -> bool:
    """Whether nobody else would look after the program: one who is locked, leaves soon or never joined does not."""
    root, who = read.here.tree.root, PersonId(about.subject.id)
    if about.person is None or root is None:
        return False
    others = set(read.lasting_admins().values()) - {who}
    return not others and who in [one.id for one in read.holders(root.id, [Role.ADMIN])]


def _clashes(about: About, read: Read) -> bool:
    """Whether the corrected name or birth is that of somebody else of the same cell."""
    draft, one = read.here.conversation.drafts.get(FlowName.PRIVACY), about.candidate
    if draft is None or one is None or draft.values.get("do") != "tofix":
        return False
    name = str(draft.values.get("name") or one.name)
    birth = str(draft.values.get("birth") or one.birth)
    return any(
        twin.candidate is not None
        and twin.candidate.id != one.id
        and (twin.candidate.name, str(twin.candidate.birth), twin.candidate.unit_id) == (name, birth, one.unit_id)
        for twin in read.twins(fold(name), name, type(one.birth).parse(birth))
    )
