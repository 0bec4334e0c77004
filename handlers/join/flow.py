"""Join with an eight-digit code: who speaks, on whose authority, is it you, do you agree (design.md §4, ux.md)."""

from __future__ import annotations

from datetime import datetime

from domain.decision import Ask, Audit, Choice, Close, Decision, Notice, Reply, ReplyKind
from domain.ports import StoredCode
from domain.records import (
    AddConsent,
    CancelCode,
    CountCodeTry,
    LinkAccount,
    Record,
    StartPost,
    UseCode,
)
from domain.talk import Answer, Awaits, Code, Command, Contact, Draft, FlowName, Press
from handlers.flow import Flow
from handlers.join import another, phone
from handlers.join.facts import Facts, gather
from handlers.join.inviter import by_inviter, hours, tell_inviter
from language.answers import read_yes_no
from language.reading import Misread
from language.say import accounts as say_accounts
from language.say import form as say_form
from language.say import join as say
from language.say import menu as say_menu
from language.say import posts as say_posts
from language.say.words import voice_of

TRIES_BY_ACCOUNT = 5
TRIES_BY_ALL = 100


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if facts.here.actor.is_locked:
        return Decision((Reply(say.locked(facts.here.authority), kind=ReplyKind.VIEW),))
    match command:
        case Code():
            return _typed(facts, now)
        case Contact() if facts.here.actor.person is not None:
            return phone.given(command, facts, now)
        case Press(step="phone"):
            return phone.put_off(facts)
        case Press(step=("revoke" | "right") as step) if facts.here.actor.person is not None:
            return by_inviter(step, facts, now)
        case Press(step=("confirm" | "agree") as step) if _is_open(command, facts):
            return _confirm(command.value, facts, now) if step == "confirm" else _agree(command.value, facts, now)
        case Answer(text=text) if facts.code is not None:
            return _said(text, facts, now)
        case _:
            return _again(facts)


def _is_open(press: Press, facts: Facts) -> bool:
    draft = facts.here.conversation.drafts.get(FlowName.JOIN)
    return draft is not None and draft.step == press.step and draft.version == press.version


def _said(text: str, facts: Facts, now: datetime) -> Decision:
    """ "dạ đúng rồi", "không phải em": the answer to the open question in other words than the button's."""
    draft, meant = facts.here.conversation.drafts.get(FlowName.JOIN), read_yes_no(text)
    if draft is None or facts.code is None:
        return _again(facts)
    if isinstance(meant, Misread):
        return _ask(draft.step, facts.code, facts, is_again=True)
    answer = _confirm if draft.step == "confirm" else _agree
    return answer("yes" if meant else "no", facts, now)


def _is_usable(code: StoredCode, now: datetime) -> bool:
    return not (code.is_used or code.is_cancelled or code.is_locked) and now < code.expires_at


def _is_too_much(code: StoredCode, facts: Facts) -> bool:
    """A code that links an account at once, made for somebody who has got more meanwhile than its maker may give."""
    return code.is_account and not facts.answers


def _typed(facts: Facts, now: datetime) -> Decision:
    if facts.tries[0] >= TRIES_BY_ACCOUNT or facts.tries[1] >= TRIES_BY_ALL:
        return Decision((Reply(say.too_many_tries()),))
    code, actor = facts.code, facts.here.actor
    if code is None or not _is_usable(code, now) or _is_too_much(code, facts):
        return Decision((Reply(say.bad_code()),), (CountCodeTry(actor.account_id, now),))
    if actor.person is not None and code.is_account and actor.person.id == code.person.id:
        return Decision((Reply(say_accounts.same_account(voice_of(actor.person)), kind=ReplyKind.VIEW),))
    if actor.person is not None and actor.person.id != code.person.id:
        text = say_accounts.not_your_code() if code.is_account else say.other_person()
        return Decision((Reply(text),), (CountCodeTry(actor.account_id, now),))
    return _ask("confirm", code, facts)


def _ask(step: str, code: StoredCode, facts: Facts, *, is_again: bool = False) -> Decision:
    draft, voice = Draft(FlowName.JOIN, step, facts.here.turn_id, {"code": int(code.id)}), voice_of(code.person)
    pairs = (
        ((say_accounts.YES_LINK if code.is_account else say.YES_START, "yes"), (say.NOT_ME, "no"))
        if step == "confirm"
        else ((say.AGREE, "yes"), (say.DISAGREE, "no"))
    )
    row = tuple(
        Choice(label, Press(FlowName.JOIN, step, draft.version, value), say.TYPED[value]) for label, value in pairs
    )
    text = say.welcome(facts.title, facts.here.authority, voice) if step == "confirm" else say.ask_consent(voice)
    if code.is_account:
        text = say_accounts.confirm(facts.title, voice)
    elif is_again:
        text = say.ask_again(facts.title, voice) if step == "confirm" else say.ask_consent_again()
    return Decision((Reply(text, (row,)),), next=Ask(draft))


def _confirm(value: str, facts: Facts, now: datetime) -> Decision:
    code = facts.code
    if code is None or not _is_usable(code, now) or _is_too_much(code, facts):
        return Decision((Reply(say.bad_code()),), next=Close(FlowName.JOIN))
    if value == "yes":
        return another.link(code, facts, now) if code.is_account else _ask("agree", code, facts)
    notice = Reply(say.not_me_notice(code.person.name, facts.title), kind=ReplyKind.RECEIPT)
    told = () if code.made_by is None else (Notice(code.made_by, notice, f"not-me:{code.id}"),)
    entry = Audit("declined", "code", code.id, unit_id=code.post.unit_id)
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
        records.append(
            AddConsent(code.person.id, None, say.CONSENT_WORDING, facts.here.today, now, say.CONSENT_VERSION)
        )
    told = tell_inviter(code, facts, now)
    if actor.person is None and not facts.is_wide:
        records.append(LinkAccount(actor.account_id, code.person.id, now))
        told += another.tell_others(code, actor.account_id, actor.address.channel, facts)
    if facts.is_wide:
        replies = [Reply(say.waits_for_inviter(code.person.name, facts.title), kind=ReplyKind.RECEIPT)]
    else:
        if code.post.since > facts.here.today:
            records.append(StartPost(code.post.id, facts.here.today))
        replies = [Reply(say.joined(code.person.name, facts.title, voice), hours(), ReplyKind.RECEIPT)]
        if facts.here.asks_contact and facts.phone is None:
            replies.append(phone.question(voice))
    entry = Audit("joined", "person", code.person.id, ("account", "consent"), unit_id=code.post.unit_id)
    return Decision(tuple(replies), tuple(records), (entry,), told, Close(FlowName.JOIN))


def _again(facts: Facts) -> Decision:
    """Anything else: the open question again, what is waited for, or whom a stranger may ask."""
    draft = facts.here.conversation.drafts.get(FlowName.JOIN)
    if draft is not None and facts.code is not None:
        return _ask(draft.step, facts.code, facts)
    if (waiting := facts.waiting) is not None:
        text = say.still_waits(waiting.title, waiting.inviter_unit, voice_of(waiting.person))
        return Decision((Reply(text, kind=ReplyKind.VIEW),))
    if facts.here.actor.person is not None:
        text = say_form.finished() if facts.here.actor.posts else _without_post(facts)
        return Decision((Reply(text, kind=ReplyKind.VIEW),))
    return Decision((Reply(say.stranger(facts.here.authority), kind=ReplyKind.VIEW),))


def _without_post(facts: Facts) -> str:
    """Old buttons and words alike: whoever handed over reads when, and to whom they may turn."""
    if facts.handed is None:
        return say_menu.no_post()
    unit, until = facts.here.tree.get(facts.handed.unit_id), facts.handed.until
    name = "" if unit is None else unit.short_name
    day = facts.here.today if until is None else until
    return say_posts.handed_over(say.title_of(facts.handed.title, name), day, voice_of(facts.here.actor.person))


FLOW = Flow(FlowName.JOIN, None, gather, decide, lambda _step: Awaits.CHOICE)
