"""Choices as the conversation remembers them, and the way back to a form that something else interrupted."""

from __future__ import annotations

from dataclasses import replace

from domain.decision import Choice, Decision, Keep
from domain.talk import Conversation, FlowName, Press
from language.say.consider import TITLE as CONSIDER
from language.say.intake import TITLE as INTAKE
from language.say.introduce import TITLE as INTRODUCE
from language.say.meeting import TITLE as MEETING
from language.say.menu import open_draft
from language.say.small import INVITE_TITLE, LOOKUP_TITLE
from language.text import fold

TITLES: dict[FlowName, str] = {
    FlowName.MEETING: MEETING,
    FlowName.INTRODUCE: INTRODUCE,
    FlowName.INTAKE: INTAKE,
    FlowName.CONSIDER: CONSIDER,
    FlowName.CODES: INVITE_TITLE,
    FlowName.LOOKUP: LOOKUP_TITLE,
}


def shown_entry(choice: Choice) -> str:
    """The token, and after tabs the folded words that may be typed instead of pressing."""
    return "\t".join([choice.press.token(), fold(choice.label), *(fold(word) for word in choice.words)]).replace(
        "\n", " "
    )


def draft_choice(conversation: Conversation, flow: FlowName) -> Choice:
    """The button that goes on with a draft."""
    return Choice(open_draft(TITLES[flow]), Press(flow, "to", conversation.drafts[flow].version, "continue"))


def resume_row(decision: Decision, name: FlowName, before: Conversation) -> Decision:
    """Adds the way back when another flow answered while a form was open; changes nothing else."""
    draft = before.draft
    if draft is None or name is draft.flow or not decision.replies or not isinstance(decision.next, Keep):
        return decision
    if draft.flow not in TITLES:
        return decision
    last = decision.replies[-1]
    row = (draft_choice(before, draft.flow),)
    return replace(decision, replies=(*decision.replies[:-1], replace(last, rows=(*last.rows, row))))
