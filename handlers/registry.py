"""The literal list of flows, and which of them a command belongs to."""

from __future__ import annotations

from typing import Any

from domain.ports import Here
from domain.rights import Action, may
from domain.talk import (
    Ambiguous,
    Answer,
    Awaits,
    Code,
    Command,
    Contact,
    Control,
    Doubtful,
    FlowName,
    Menu,
    Occurrence,
    OwnCode,
    Press,
    Received,
    Refused,
    Start,
    Steer,
    Thanks,
    Unclear,
    Uploaded,
)
from handlers import accounts, bulletin, lookup, menu, settings, undo
from handlers.broadcast import flow as broadcast
from handlers.clock import flow as clock
from handlers.codes import flow as codes
from handlers.consider import flow as consider
from handlers.export import flow as export
from handlers.flow import Flow
from handlers.imports import flow as imports
from handlers.intake import flow as intake
from handlers.introduce import flow as introduce
from handlers.join import flow as join
from handlers.meeting import flow as meeting
from handlers.posts import flow as posts
from handlers.privacy import flow as privacy
from handlers.progress import flow as progress
from handlers.targets import flow as targets
from handlers.tasks import flow as tasks
from handlers.tasks.missing import is_about_month
from handlers.trail import flow as trail
from handlers.units import flow as units
from language.target_line import names_number, sets_target

FLOWS: dict[FlowName, Flow[Any]] = {
    FlowName.JOIN: join.FLOW,
    FlowName.MENU: menu.FLOW,
    FlowName.INTRODUCE: introduce.FLOW,
    FlowName.INTAKE: intake.FLOW,
    FlowName.MEETING: meeting.FLOW,
    FlowName.CONSIDER: consider.FLOW,
    FlowName.PROGRESS: progress.FLOW,
    FlowName.LOOKUP: lookup.FLOW,
    FlowName.CODES: codes.FLOW,
    FlowName.SETTINGS: settings.FLOW,
    FlowName.UNDO: undo.FLOW,
    FlowName.CLOCK: clock.FLOW,
    FlowName.TASKS: tasks.FLOW,
    FlowName.BULLETIN: bulletin.FLOW,
    FlowName.ACCOUNTS: accounts.FLOW,
    FlowName.PRIVACY: privacy.FLOW,
    FlowName.EXPORT: export.FLOW,
    FlowName.POSTS: posts.FLOW,
    FlowName.BROADCAST: broadcast.FLOW,
    FlowName.TRAIL: trail.FLOW,
    FlowName.UNITS: units.FLOW,
    FlowName.TARGETS: targets.FLOW,
    FlowName.IMPORT: imports.FLOW,
}


def route(command: Command, here: Here) -> FlowName:
    """Which flow takes the command. Somebody whom nobody linked, or who has no post, reaches the join and nothing else."""
    if isinstance(command, Occurrence):
        return FlowName.CLOCK
    if here.actor.is_locked:
        return FlowName.JOIN
    if isinstance(command, OwnCode) or _is_about_oneself(command, here):
        return FlowName.PRIVACY
    if here.actor.person is None:
        return FlowName.JOIN
    if isinstance(command, Code):
        return FlowName.JOIN
    if not here.actor.posts and not (isinstance(command, Press) and command.flow is FlowName.SETTINGS):
        return FlowName.JOIN
    return _by_command(command, here)


def _is_about_oneself(command: Command, here: Here) -> bool:
    """Rights over one's own data need no post; a stranger has something to see only by a code of their own."""
    if isinstance(command, Start | Press):
        return command.flow is FlowName.PRIVACY
    is_talking = isinstance(command, Answer | Ambiguous | Doubtful | Steer) and not here.actor.posts
    return is_talking and here.conversation.open_flow is FlowName.PRIVACY


def _by_command(command: Command, here: Here) -> FlowName:
    match command:
        case Start(flow=FlowName.PROGRESS, rest=rest) if _is_about_setting(rest, here):
            return FlowName.TARGETS
        case Start(flow=FlowName.PROGRESS, rest=rest) if is_about_month(rest, here):
            return FlowName.TASKS
        case Start(flow=flow) | Press(flow=flow):
            return flow
        case Contact():
            return FlowName.JOIN
        case Uploaded() if may(here.actor.posts, Action.IMPORT, here.tree):
            return FlowName.IMPORT
        case Menu() | Thanks() | Received() | Uploaded() | Refused() | Unclear():
            return FlowName.MENU
        case Answer() | Ambiguous() | Doubtful() | Steer():
            return _open_flow(command, here)
        case _:
            return FlowName.MENU


def _is_about_setting(rest: str, here: Here) -> bool:
    is_said = sets_target(rest) or names_number(rest, here.today)
    return is_said and may(here.actor.posts, Action.SET_TARGETS, here.tree)


def _open_flow(command: Command, here: Here) -> FlowName:
    """The open form; after "để sau", the newest draft, so that "làm tiếp" finds it."""
    conversation = here.conversation
    if conversation.open_flow is not None:
        return conversation.open_flow
    if isinstance(command, Steer) and command.control in (Control.CONTINUE, Control.DISCARD) and conversation.drafts:
        return max(conversation.drafts.values(), key=lambda draft: draft.version).flow
    return FlowName.MENU


def awaits(here_open: FlowName | None, step: str | None) -> Awaits | None:
    """What the open step expects; None when no form is open."""
    return None if here_open is None or step is None else FLOWS[here_open].awaits(step)
