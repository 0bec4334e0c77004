"""Choices as the conversation remembers them, and the way back to a form that something else interrupted."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from datetime import datetime, timedelta

from domain.decision import Choice, Close, Decision, Keep
from domain.talk import Conversation, Draft, FlowName, Press
from language.say import words
from language.say.broadcast import TITLE as BROADCAST
from language.say.consider import TITLE as CONSIDER
from language.say.intake import TITLE as INTAKE
from language.say.introduce import TITLE as INTRODUCE
from language.say.meeting import TITLE as MEETING
from language.say.menu import open_draft
from language.say.posts import TITLE as POSTS
from language.say.privacy import TITLE as PRIVACY
from language.say.small import INVITE_TITLE, LOOKUP_TITLE
from language.say.target_admin import TITLE as TARGETS
from language.say.unit_admin import TITLE as UNITS
from language.text import fold

RECENT = timedelta(minutes=30)
TITLES: dict[FlowName, str] = {
    FlowName.MEETING: MEETING,
    FlowName.INTRODUCE: INTRODUCE,
    FlowName.INTAKE: INTAKE,
    FlowName.CONSIDER: CONSIDER,
    FlowName.CODES: INVITE_TITLE,
    FlowName.LOOKUP: LOOKUP_TITLE,
    FlowName.PRIVACY: PRIVACY,
    FlowName.POSTS: POSTS,
    FlowName.BROADCAST: BROADCAST,
    FlowName.UNITS: UNITS,
    FlowName.TARGETS: TARGETS,
}


_FOLDED = {label: fold(label) for label in vars(words).values() if isinstance(label, str)}
"""Most labels are the same few in every message. Others may name people and are kept nowhere."""


def shown_entry(choice: Choice, token: str) -> str:
    """The token, and after tabs the folded words that may be typed instead of pressing."""
    label = _FOLDED.get(choice.label) or fold(choice.label)
    said = [token, label, *map(fold, choice.words)] if choice.words else [token, label]
    return "\t".join(said).replace("\n", " ")


def draft_choice(conversation: Conversation, flow: FlowName) -> Choice:
    """The button that goes on with a draft."""
    return Choice(open_draft(TITLES[flow]), Press(flow, "to", conversation.drafts[flow].version, "continue"))


def resume_row(decision: Decision, name: FlowName, before: Conversation, now: datetime) -> Decision:
    """Adds the way back to a form that was open, or put aside a moment ago, when another flow has answered: no form that it closes."""
    over = {name, decision.next.flow} if isinstance(decision.next, Close) else {name}
    is_open = before.draft is not None and before.draft.flow not in over
    draft = before.draft if is_open else _left_open(over, before, now)
    if draft is None or not decision.replies or not isinstance(decision.next, Keep | Close) or draft.flow not in TITLES:
        return decision
    last = decision.replies[-1]
    row = (draft_choice(before, draft.flow),)
    shown = any(choice.press == row[0].press for one in last.rows for choice in one)
    rows = last.rows if shown else (*last.rows, row)
    return replace(decision, replies=(*decision.replies[:-1], replace(last, rows=rows)))


def _left_open(over: Set[FlowName], before: Conversation, now: datetime) -> Draft | None:
    """The draft that was left most recently, within the last half hour, for another question: of none of the flows that are over."""
    fresh = [
        draft
        for flow, draft in before.drafts.items()
        if flow not in over and draft.updated_at is not None and now - draft.updated_at < RECENT
    ]
    return max(fresh, key=lambda draft: draft.version, default=None)
