"""What every flow is made of. A flow is one file; `handlers/registry.py` is the list of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from domain.decision import Decision
from domain.people import Post
from domain.ports import Read
from domain.rights import Action, may
from domain.talk import Awaits, Command, FlowName
from domain.units import UnitTree

Facts = TypeVar("Facts")


@dataclass(frozen=True, slots=True)
class Flow(Generic[Facts]):
    """`gather` may only read; `decide` does no I/O at all, so that it can be tested as a table.

    `action` is what a post must allow (None: anybody may); `by_word` lets in who may do it by the word of another. `awaits` tells what
    the flow's open step expects, by step name.
    """

    name: FlowName
    action: Action | None
    gather: Callable[[Command, Read], Facts]
    decide: Callable[[Command, Facts, datetime], Decision]
    awaits: Callable[[str], Awaits] = lambda _step: Awaits.TEXT
    by_word: Action | None = None

    def is_open_to(self, posts: Sequence[Post], tree: UnitTree) -> bool:
        return self.action is None or any(
            may(posts, one, tree) for one in (self.action, self.by_word) if one is not None
        )
