"""What is stored about somebody, in words: for themselves, for a cadre on their behalf, and for a candidate by their own code."""

from __future__ import annotations

from domain.channel import Attachment
from domain.decision import Audit, Choice, Decision, Reply, ReplyKind
from domain.people import UNCHOSEN_HOUR
from domain.privacy import Look, RequestKind, Via
from domain.rights import Action, may
from domain.talk import FlowName, Press
from handlers.privacy.about import MOST_LOOKS, About
from handlers.privacy.facts import Facts
from language.formatting import format_date
from language.say import candidate as about_candidate
from language.say import outside as say_outside
from language.say import privacy as say
from language.say.words import voice_of


def press(step: str, value: str) -> Press:
    return Press(FlowName.PRIVACY, step, 0, value)


def unit_name(facts: Facts, about: About) -> str:
    unit = facts.here.tree.get(about.unit_id)
    return "" if unit is None else unit.short_name


def looked(action: str, about: About, *fields: str) -> Audit:
    return Audit(action, about.subject.kind, about.subject.id, fields, unit_id=about.unit_id)


def view(facts: Facts, about: About) -> Decision:
    text = "\n".join(_lines(facts, about))
    entry, who = looked("viewed_data", about), facts.here.actor.person
    is_office = who is not None and any(one.id == who.id for one in facts.office)
    return Decision((Reply(text, _rows(about, is_office=is_office), ReplyKind.VIEW, is_personal=True),), audit=(entry,))


def _lines(facts: Facts, about: About) -> list[str]:
    lines = _of_person(facts, about) if about.candidate is None else _of_candidate(facts, about)
    lines += say.consents(about.consents)
    return [*lines, *map(say.open_request, about.open)]


def _of_person(facts: Facts, about: About) -> list[str]:
    units = [(post.title, facts.here.tree.get(post.unit_id)) for post in about.posts]
    hour = None if about.person is None or about.person.message_hour == UNCHOSEN_HOUR else about.person.message_hour
    return say.own_page(
        about.name,
        [f"{title}, {unit.short_name}" for title, unit in units if unit is not None],
        [one.address.channel for one in about.accounts],
        about.phone,
        hour,
        (about.kept, facts.raw_days),
        about.guided,
        voice_of(about.person),
    )


def _of_candidate(facts: Facts, about: About) -> list[str]:
    one = about.candidate
    if one is None:
        return []
    lines = [say.heading(None if about.way is Via.CODE else about.name)]
    lines += [say.stopped()] if about.is_stopped else []
    return [*lines, *say.candidate_lines(one, unit_name(facts, about), about.steps)]


def _rows(about: About, *, is_office: bool) -> tuple[tuple[Choice, ...], ...]:
    mark = about.mark
    rows: list[tuple[Choice, ...]] = [(Choice(say.FILE, press("file", mark)), Choice(say.SEEN, press("seen", mark)))]
    if about.candidate is None:
        hour = Choice(say.HOUR, Press(FlowName.SETTINGS, "open", 0, "privacy"))
        rows.append((Choice(say.ASK_FIX, press("tosay", mark)), Choice(say.PHONE, press("tophone", mark))))
        rows.append((hour,))
    elif about.way is Via.CODE:
        rows.append((Choice(say.ASK_FIX, press("tosay", mark)),))
    elif about.may_act:
        fix = () if about.is_stopped else (Choice(say.FIX, press("tofix", mark)),)
        rows.append((*fix, Choice(say.CODE, press("code", mark))))
    if about.may_act:
        again = Choice(say_outside.AGAIN, press("again", mark), say_outside.AGAIN_WORDS)
        out = again if about.has_withdrawn else Choice(say.WITHDRAW, press("out", mark))
        rows.append((out, Choice(say.ERASE, press("gone", mark))))
    if is_office and about.way is not Via.CODE:
        rows.append((Choice(say_outside.CAME, press("came", mark if about.way is Via.CADRE else "0")),))
    return tuple(rows)


def file(facts: Facts, about: About) -> Decision:
    """The same words as a file, with who looked."""
    lines = [*_lines(facts, about), "", say.looks_page([_look(facts, about, one) for one in about.looks], False)]
    content = say.file_text(lines, facts.here.today)
    name = say.file_name(about.subject.kind, about.subject.id)
    reply = Reply(
        say.file_made(),
        kind=ReplyKind.RECEIPT,
        is_personal=True,
        attachment=Attachment(name, "text/plain; charset=utf-8", content, kind="text"),
    )
    return Decision((reply,), audit=(looked("exported_data", about),))


def seen(facts: Facts, about: About) -> Decision:
    shown = [_look(facts, about, one) for one in about.looks[:MOST_LOOKS]]
    text = say.looks_page(shown, len(about.looks) > MOST_LOOKS)
    back = Choice(say.TITLE, press("view", about.mark))
    return Decision((Reply(text, ((back,),), ReplyKind.VIEW, is_personal=True),))


def _look(facts: Facts, about: About, one: Look) -> str:
    """By post; the office reads the name, too."""
    here, local = facts.here, one.at.astimezone(facts.here.zone)
    may_name = about.way is Via.CADRE and may(here.actor.posts, Action.HANDLE_REQUESTS, here.tree, about.unit_id)
    unit = here.tree.get(one.unit_id)
    who = say.looker(one.role, "" if unit is None else unit.short_name, one.name if may_name else "")
    who = say_outside.OPERATOR if one.is_operator else who
    return say.look(
        f"{local:%H:%M} {format_date(local.date())}",
        one.action,
        say.himself(about.way, voice_of(facts.here.actor.person)) if one.is_own else who,
    )


def confirm(step: str, about: About, *, is_office: bool = False) -> Decision:
    """The question before a withdrawal or a request to erase. `is_office`: the actor will handle it."""
    if step == "out" and about.consents and about.consents[-1].is_withdrawal:
        return Decision((Reply(say.withdrawn_before(), kind=ReplyKind.VIEW),))
    kind = RequestKind.WITHDRAW if step == "out" else RequestKind.ERASE
    before = next((one for one in about.open if one.kind is kind), None)
    if before is not None:
        return Decision((Reply(say.asked_before(before), kind=ReplyKind.VIEW),))
    name = about.name if about.way is Via.CADRE else None
    text = say.confirm_withdraw(name, about.way) if step == "out" else say.confirm_erase(name, is_office)
    yes = Choice(say.YES_WITHDRAW if step == "out" else say.YES_ERASE, press(f"{step}2", about.mark), say.YES_WORDS)
    no = Choice(say.NO, press("view", about.mark), say.NO_WORDS)
    return Decision((Reply(text, ((yes,), (no,)), ReplyKind.VIEW, is_personal=True),))


def many(facts: Facts) -> Decision:
    """Several candidates have that name: which one? Nobody has it: not found."""
    if not facts.found:
        return Decision((Reply(say.not_there(), kind=ReplyKind.VIEW),))
    from_list = tuple(
        (Choice(f"{one.name}, {about_candidate.born(one.birth)}", press("view", str(one.id))),) for one in facts.found
    )
    audit = tuple(Audit("listed", "candidate", one.id, unit_id=one.unit_id) for one in facts.found)
    return Decision((Reply(say.many(facts.wanted), from_list, ReplyKind.VIEW, is_personal=True),), audit=audit)
