"""Join with an eight-digit code: who speaks, on whose authority, is it you, do you agree (design.md §4, ux.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.decision import Ask, Audit, Choice, Close, Decision, Notice, Reply, ReplyKind
from domain.ids import AccountId, CodeId
from domain.ports import Here, Read, StoredCode
from domain.records import (
    AddConsent,
    CancelCode,
    CountCodeTry,
    EndPost,
    LinkAccount,
    Record,
    StartPost,
    UnlinkAccount,
    UseCode,
)
from domain.talk import Awaits, Code, Command, Draft, FlowName, Press
from domain.units import UnitKind
from handlers.flow import Flow
from language.formatting import format_clock
from language.say import form as say_form
from language.say import join as say
from language.say import menu as say_menu
from language.say.words import voice_of

TRIES_BY_ACCOUNT = 5
TRIES_BY_ALL = 100
WINDOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """`code` is the one that was typed, is being confirmed, or whose joining is questioned; `title` names its post.

    `accounts` are unlinked by a revocation; they stay when the person has another post.
    """

    here: Here
    code: StoredCode | None
    title: str
    is_wide: bool
    tries: tuple[int, int]
    accounts: tuple[int, ...]


def gather(command: Command, read: Read) -> Facts:
    code = _code(command, read)
    unit = None if code is None else read.here.tree.get(code.post.unit_id)
    others = [] if code is None else [post for post in read.posts_of(code.person.id) if post.id != code.post.id]
    return Facts(
        read.here,
        code,
        "" if code is None or unit is None else say.title_of(code.post.title, unit.short_name),
        code is not None and code.made_by is not None and _is_wide(code, read),
        read.code_tries(read.here.sent_at - WINDOW),
        () if code is None or others else tuple(read.accounts_of(code.person.id)),
    )


def _is_wide(code: StoredCode, read: Read) -> bool:
    """A post over more than one unit: a cell's union and firm do not make it one."""
    below = read.here.tree.children_of(code.post.unit_id)
    return any(unit.kind in (UnitKind.COMMITTEE, UnitKind.CELL) for unit in below)


def _code(command: Command, read: Read) -> StoredCode | None:
    if isinstance(command, Code):
        return read.code(command.digits)
    if isinstance(command, Press) and command.step in ("revoke", "right") and command.value.isdigit():
        return read.code_by_id(CodeId(int(command.value[:15])))
    draft = read.here.conversation.drafts.get(FlowName.JOIN)
    return None if draft is None else read.code_by_id(CodeId(int(str(draft.values["code"]))))


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    match command:
        case Code():
            return _typed(facts, now)
        case Press(step=("revoke" | "right") as step) if facts.here.actor.person is not None:
            return _by_inviter(step, facts, now)
        case Press(step=("confirm" | "agree") as step) if _is_open(command, facts):
            return _confirm(command.value, facts, now) if step == "confirm" else _agree(command.value, facts, now)
        case _:
            return _again(facts)


def _is_open(press: Press, facts: Facts) -> bool:
    draft = facts.here.conversation.drafts.get(FlowName.JOIN)
    return draft is not None and draft.step == press.step and draft.version == press.version


def _is_usable(code: StoredCode, now: datetime) -> bool:
    return not code.is_used and not code.is_cancelled and now < code.expires_at


def _typed(facts: Facts, now: datetime) -> Decision:
    if facts.tries[0] >= TRIES_BY_ACCOUNT or facts.tries[1] >= TRIES_BY_ALL:
        return Decision((Reply(say.too_many_tries()),))
    code, actor = facts.code, facts.here.actor
    if code is None or not _is_usable(code, now):
        return Decision((Reply(say.bad_code()),), (CountCodeTry(actor.account_id, now),))
    if actor.person is not None and actor.person.id != code.person.id:
        return Decision((Reply(say.other_person()),), (CountCodeTry(actor.account_id, now),))
    return _ask("confirm", code, facts)


def _ask(step: str, code: StoredCode, facts: Facts) -> Decision:
    draft, voice = Draft(FlowName.JOIN, step, facts.here.turn_id, {"code": int(code.id)}), voice_of(code.person)
    pairs = (
        ((say.YES_START, "yes"), (say.NOT_ME, "no"))
        if step == "confirm"
        else ((say.AGREE, "yes"), (say.DISAGREE, "no"))
    )
    row = tuple(
        Choice(label, Press(FlowName.JOIN, step, draft.version, value), say.TYPED[value]) for label, value in pairs
    )
    text = say.welcome(facts.title, facts.here.authority, voice) if step == "confirm" else say.ask_consent(voice)
    return Decision((Reply(text, (row,)),), next=Ask(draft))


def _confirm(value: str, facts: Facts, now: datetime) -> Decision:
    code = facts.code
    if code is None or not _is_usable(code, now):
        return Decision((Reply(say.bad_code()),), next=Close(FlowName.JOIN))
    if value == "yes":
        return _ask("agree", code, facts)
    notice = Reply(say.not_me_notice(code.person.name, facts.title), kind=ReplyKind.RECEIPT)
    told = () if code.made_by is None else (Notice(code.made_by, notice, f"not-me:{code.id}"),)
    entry = Audit("declined", "code", code.id)
    record = CancelCode(code.id, now, "not_me")
    return Decision((Reply(say.cancelled(), kind=ReplyKind.VIEW),), (record,), (entry,), told, Close(FlowName.JOIN))


def _agree(value: str, facts: Facts, now: datetime) -> Decision:
    code, actor = facts.code, facts.here.actor
    if code is None or not _is_usable(code, now):
        return Decision((Reply(say.bad_code()),), next=Close(FlowName.JOIN))
    voice = voice_of(code.person)
    if value != "yes":
        return Decision((Reply(say.not_agreed(voice), kind=ReplyKind.VIEW),), next=Close(FlowName.JOIN))
    records: list[Record] = [UseCode(code.id, actor.account_id, now)]
    if actor.person is None:
        records.append(LinkAccount(actor.account_id, code.person.id, now))
        records.append(AddConsent(code.person.id, None, say.CONSENT_WORDING, facts.here.today, now))
    if not facts.is_wide:
        records.append(StartPost(code.post.id, facts.here.today))
    row = tuple(Choice(label, Press(FlowName.SETTINGS, "hour", 0, hour)) for hour, label in say.HOURS.items())
    tell = say.waits_for_inviter if facts.is_wide else say.joined
    reply = Reply(tell(code.person.name, facts.title, voice), (row[:2], row[2:]), ReplyKind.RECEIPT)
    entry = Audit("joined", "person", code.person.id, ("account", "consent"), unit_id=code.post.unit_id)
    return Decision((reply,), tuple(records), (entry,), _tell_inviter(code, facts, now), Close(FlowName.JOIN))


def _tell_inviter(code: StoredCode, facts: Facts, now: datetime) -> tuple[Notice, ...]:
    if code.made_by is None:
        return ()
    tell = say.joined_notice_waiting if facts.is_wide else say.joined_notice
    revoke = Choice(say.REVOKE, Press(FlowName.JOIN, "revoke", 0, str(code.id)))
    right = Choice(say.RIGHT_PERSON, Press(FlowName.JOIN, "right", 0, str(code.id)))
    row = (right, revoke) if facts.is_wide else (revoke,)
    text = tell(code.person.name, facts.title, format_clock(now.astimezone(facts.here.zone)))
    reply = Reply(text, (row,), ReplyKind.RECEIPT)
    return (Notice(code.made_by, reply, f"joined:{code.id}"),)


def _by_inviter(step: str, facts: Facts, now: datetime) -> Decision:
    """Only whoever made the code may confirm or revoke; to anybody else the button belongs to nothing."""
    code, actor = facts.code, facts.here.actor
    if code is None or actor.person is None or code.made_by != actor.person.id or code.is_cancelled or not code.is_used:
        return Decision((Reply(say.revoked_already(), kind=ReplyKind.VIEW),))
    entry = Audit(step, "person", code.person.id, ("post",))
    if step == "right":
        if code.post.since <= facts.here.today:
            return Decision((Reply(say.revoked_already(), kind=ReplyKind.VIEW),))
        confirmed = Reply(say.confirmed_notice(facts.title), kind=ReplyKind.RECEIPT)
        told = Notice(code.person.id, confirmed, f"right:{code.id}")
        reply = Reply(say.confirmed(code.person.name, facts.title), kind=ReplyKind.RECEIPT)
        return Decision((reply,), (StartPost(code.post.id, facts.here.today),), (entry,), (told,))
    ended = (CancelCode(code.id, now, "revoked"), EndPost(code.post.id, facts.here.today))
    unlinked = tuple(UnlinkAccount(AccountId(account), now) for account in facts.accounts)
    return Decision((Reply(say.revoked(code.person.name), kind=ReplyKind.RECEIPT),), (*ended, *unlinked), (entry,))


def _again(facts: Facts) -> Decision:
    """Anything else: the open question again, or whom a stranger may ask."""
    draft = facts.here.conversation.drafts.get(FlowName.JOIN)
    if draft is not None and facts.code is not None:
        return _ask(draft.step, facts.code, facts)
    if facts.here.actor.person is not None:
        text = say_form.finished() if facts.here.actor.posts else say_menu.no_post()
        return Decision((Reply(text, kind=ReplyKind.VIEW),))
    return Decision((Reply(say.stranger(facts.here.authority), kind=ReplyKind.VIEW),))


FLOW = Flow(FlowName.JOIN, None, gather, decide, lambda _step: Awaits.CHOICE)
