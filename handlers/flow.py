"""What every flow is made of. A flow is one file; `handlers/registry.py` is the list of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from domain.decision import Decision
from domain.ports import Read
from domain.rights import Action
from domain.talk import Awaits, Command, FlowName

Facts = TypeVar("Facts")


@dataclass(frozen=True, slots=True)
class Flow(Generic[Facts]):
    """`gather` may only read; `decide` does no I/O at all, so that it can be tested as a table.

    `action` is what a post must allow (None: anybody may). `awaits` tells what the flow's open step expects, by step name.
    """

    name: FlowName
    action: Action | None
    gather: Callable[[Command, Read], Facts]
    decide: Callable[[Command, Facts, datetime], Decision]
    awaits: Callable[[str], Awaits] = lambda _step: Awaits.TEXT
