"""A candidate's own code: the cadre makes it, the candidate types it in any chat and looks for half an hour. They become no user."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.decision import Audit, Choice, Decision, Reply, ReplyKind
from domain.ids import PersonId
from domain.privacy import SubjectKind
from domain.records import AddOwnCode, CountCodeTry, UseOwnCode
from handlers.privacy.about import VISITOR, About
from handlers.privacy.facts import Facts
from handlers.privacy.page import looked, press
from language.say import join as say_join
from language.say import privacy as say

VALID = timedelta(days=7)
TRIES_BY_ACCOUNT, TRIES_BY_ALL = 5, 100
"""The same limits as for invitations: a guess is a guess."""


def make(facts: Facts, about: About, now: datetime) -> Decision:
    candidate_id = about.subject.candidate_id
    if candidate_id is None or not about.may_act:
        return Decision((Reply(say.may_not(), kind=ReplyKind.VIEW),))
    digits, digest = facts.fresh
    record = AddOwnCode(facts.code_id, digest, candidate_id, PersonId(facts.here.actor.who), now, now + VALID)
    reply = Reply(say.code_made(digits, VALID.days), kind=ReplyKind.RECEIPT, is_personal=True, is_secret=True)
    return Decision((reply,), (record,), (looked("made_own_code", about, "code"),))


def use(facts: Facts, now: datetime) -> Decision:
    """One sentence for wrong, used and expired codes: a guess learns nothing."""
    if facts.tries[0] >= TRIES_BY_ACCOUNT or facts.tries[1] >= TRIES_BY_ALL:
        return Decision((Reply(say_join.too_many_tries()),))
    code, account = facts.code, facts.here.actor.account_id
    if code is None or code.is_used or now >= code.expires_at:
        return Decision((Reply(say.bad_code()),), (CountCodeTry(account, now),))
    entry = Audit("used_own_code", SubjectKind.CANDIDATE, int(code.candidate_id), ("code",))
    see = Choice(say.SEE_OWN, press("view", VISITOR), say.SEE_OWN_WORDS)
    return Decision((Reply(say.welcome(), ((see,),)),), (UseOwnCode(code.id, account, now),), (entry,))
