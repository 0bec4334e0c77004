"""The way around, and everything that is not a flow: help, unclear words, photos, what must not be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.decision import Audit, Choice, Decision, Reply, ReplyKind
from domain.people import Person, Post
from domain.ports import Here, Read
from domain.rights import GRANTS, Action, may_enter
from domain.talk import Command, FlowName, Menu, Press, Received, Refused, Sent, Thanks, Unclear, Uploaded
from domain.units import UnitTree
from handlers.flow import Flow
from language.say import menu as say
from language.say import posts as say_posts
from language.say.commands import listed
from language.say.words import voice_of
from language.words_shown import TITLES, draft_choice

TILES: tuple[tuple[FlowName, Action], ...] = (
    (FlowName.MEETING, Action.REPORT_MEETING),
    (FlowName.INTRODUCE, Action.INTRODUCE),
    (FlowName.PROGRESS, Action.SEE_PROGRESS),
    (FlowName.LOOKUP, Action.SEE_CANDIDATES),
    (FlowName.INTAKE, Action.RECEIVE),
    (FlowName.TASKS, Action.SET_UP_SELF),
    (FlowName.CODES, Action.INVITE),
    (FlowName.POSTS, Action.MANAGE_POSTS),
    (FlowName.UNITS, Action.MANAGE_UNITS),
    (FlowName.TARGETS, Action.SET_TARGETS),
    (FlowName.BULLETIN, Action.SEND_DIGESTS),
    (FlowName.BROADCAST, Action.BROADCAST),
    (FlowName.TRAIL, Action.SEE_TRAIL),
    (FlowName.SETTINGS, Action.SET_UP_SELF),
    (FlowName.EXPORT, Action.PRINT),
    (FlowName.IMPORT, Action.IMPORT),
)
MANAGING = frozenset(
    {
        *(FlowName.CODES, FlowName.POSTS, FlowName.UNITS, FlowName.TARGETS, FlowName.IMPORT),
        *(FlowName.BROADCAST, FlowName.BULLETIN, FlowName.TRAIL),
    }
)
"""These stand behind one tile, on a page of their own: a phone's screen has room for six."""
UNDER_LISTS = (FlowName.INTAKE, FlowName.EXPORT)
"""Reached by the list of tasks, and by the button below each list."""


@dataclass(frozen=True, slots=True)
class Facts:
    here: Here
    posts: tuple[str, ...]
    handed: Post | None = None


def gather(command: Command, read: Read) -> Facts:
    here = read.here
    units = [(post, here.tree.get(post.unit_id)) for post in here.actor.posts]
    titles = tuple(f"{post.title}, {unit.short_name}" for post, unit in units if unit is not None)
    is_refused = isinstance(command, Press) and here.actor.person is not None
    return Facts(here, titles, read.handed_over(here.actor.who) if is_refused else None)


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    del now
    here = facts.here
    voice = voice_of(here.actor.person)
    match command:
        case Thanks():
            return Decision((Reply(say.thanks(voice), kind=ReplyKind.VIEW),))
        case Uploaded():
            return _received(Sent.FILE, facts)
        case Received(sent=sent):
            return _received(sent, facts)
        case Refused(what=what):
            entry = Audit("refused", "account", here.actor.account_id, (what,))
            return Decision((Reply(say.refused(what, here.authority), kind=ReplyKind.VIEW),), audit=(entry,))
        case Unclear(nearest=nearest):
            known = [*allowed(facts), FlowName.PRIVACY, FlowName.UNDO]
            guesses = [flow for flow in nearest if flow in known][:2]
            rows = tuple((_tile(flow, facts),) for flow in guesses) or _tiles(facts)
            return Decision((Reply(say.unclear(voice, bool(guesses)), rows),))
        case Press(flow=flow, step="open"):
            label = say.tile(flow, voice) if flow in dict(TILES) else TITLES[flow]
            text = say.not_allowed(flow, label, voice)
            return Decision((Reply(_with_handover(text, flow, facts), _tiles(facts)),))
        case Menu(is_help=True):
            text = say.help_page([*allowed(facts), FlowName.PRIVACY, FlowName.UNDO], voice, here.authority)
            return Decision((Reply(text, _tiles(facts), ReplyKind.VIEW),))
        case Menu(is_managing=True) if managed := _managed(facts):
            rows = _in_pairs([_tile(flow, facts) for flow in managed])
            return Decision((Reply(say.managing(voice), rows, ReplyKind.VIEW),))
        case Menu(is_drafts=True):
            rows = _drafts(facts, with_open=True)
            return Decision((Reply(say.drafts(len(rows), voice), rows, ReplyKind.VIEW),))
        case _:
            return Decision((Reply(say.menu(voice, facts.posts, here.authority), _tiles(facts), ReplyKind.VIEW),))


def _with_handover(text: str, flow: FlowName, facts: Facts) -> str:
    """Whoever handed over the post that allowed it reads that first."""
    post, action = facts.handed, dict(TILES).get(flow)
    if post is None or post.until is None or action not in GRANTS[post.role]:
        return text
    unit = facts.here.tree.get(post.unit_id)
    title = post.title if unit is None else f"{post.title}, {unit.short_name}"
    return f"{say_posts.no_longer(title, post.until, voice_of(facts.here.actor.person))} {text}"


def allowed(facts: Facts) -> list[FlowName]:
    return _allowed(facts.here.actor.posts, facts.here.tree)


def _allowed(posts: Sequence[Post], tree: UnitTree) -> list[FlowName]:
    return [flow for flow, action in TILES if may_enter(posts, action, tree)]


def commands(person: Person | None, posts: Sequence[Post], tree: UnitTree) -> tuple[tuple[str, str], ...]:
    """(command, description) of all that these posts allow, for the messenger's list; nothing without a post."""
    flows = _allowed(posts, tree)
    return listed(flows, voice_of(person)) if flows else ()


def _tile(flow: FlowName, facts: Facts) -> Choice:
    return Choice(say.tile(flow, voice_of(facts.here.actor.person)), Press(flow, "open", 0, "menu"))


def _tiles(facts: Facts) -> tuple[tuple[Choice, ...], ...]:
    """Few enough for a small screen."""
    managed = _managed(facts)
    tiles = [_tile(flow, facts) for flow in allowed(facts) if flow not in UNDER_LISTS and flow not in managed]
    if managed:
        tiles.append(Choice(say.tile_managing(), Press(FlowName.MENU, "manage", 0, "1")))
    help_tile = Choice(say.tile_help(), Press(FlowName.MENU, "help", 0, "1"))
    return (*_drafts(facts, with_open=False), *_in_pairs([*tiles, help_tile]))


def _managed(facts: Facts) -> list[FlowName]:
    return [flow for flow in allowed(facts) if flow in MANAGING]


def _in_pairs(tiles: Sequence[Choice]) -> tuple[tuple[Choice, ...], ...]:
    return tuple(tuple(tiles[index : index + 2]) for index in range(0, len(tiles), 2))


def _drafts(facts: Facts, *, with_open: bool) -> tuple[tuple[Choice, ...], ...]:
    """The way back to each form that is not finished; every answer of the menu gets the way to the open one by itself."""
    conversation = facts.here.conversation
    return tuple(
        (draft_choice(conversation, flow),)
        for flow in conversation.drafts
        if flow in TITLES and (with_open or flow is not conversation.open_flow)
    )


def _received(sent: Sent, facts: Facts) -> Decision:
    here = facts.here
    may_report = may_enter(here.actor.posts, Action.REPORT_MEETING, here.tree)
    rows: tuple[tuple[Choice, ...], ...] = ()
    if may_report and sent in (Sent.PHOTO, Sent.FILE, Sent.VOICE):
        rows = ((Choice(say.REPORT_NOW, Press(FlowName.MEETING, "open", 0, "menu")),),)
    return Decision((Reply(say.received(sent, may_report), rows, ReplyKind.VIEW),))


FLOW = Flow(FlowName.MENU, None, gather, decide)
