"""One page of a list of candidates; the rest stands behind one more button, and is found by part of a name (ux.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from domain.admission import Candidate
from domain.decision import Audit, Choice, Decision, Reply, ReplyKind
from domain.ids import MeetingId
from domain.talk import PAGED, FlowName, Page, Press
from language.say import people as say
from language.say import words
from language.text import fold

PAGE = 8

Rows = tuple[tuple[Choice, ...], ...]


def matching(found: Iterable[Candidate], part: str) -> tuple[Candidate, ...]:
    """Those in whose name a word begins with the folded part, in the same order; everybody for an empty one."""
    return tuple(one for one in found if not part or f" {part}" in f" {fold(one.name)}")


def rows_of(
    flow: FlowName,
    page: Page,
    found: Sequence[Candidate],
    choice: Callable[[Candidate], Choice],
    mark: Callable[[Candidate], str],
) -> Rows:
    """The first of `found`, one a row, and the way to the rest or back to the beginning; nothing more where all are shown.

    `found` begins where the page does. `mark` is short ASCII that says where somebody stands, for `Page.after`.
    """
    rows = [(choice(one),) for one in found[:PAGE]]
    if len(found) > PAGE:
        following = replace(page, after=mark(found[PAGE - 1]))
        rows.append((Choice(words.MORE, Press(flow, PAGED, 0, following.pack())),))
    elif page.after or page.part:
        rows.append((_first(flow, page),))
    return tuple(rows)


def _first(flow: FlowName, page: Page) -> Choice:
    return Choice(words.FROM_THE_START, Press(flow, PAGED, 0, Page(page.about).pack()))


def vote_rows(meeting_id: MeetingId, page: Page, found: Sequence[Candidate]) -> Rows:
    """Whom the meeting may have considered: offered under its report, and under each vote while some are left."""

    def choice(one: Candidate) -> Choice:
        return Choice(one.name, Press(FlowName.CONSIDER, "of", 0, f"{meeting_id}:{one.id}"))

    return rows_of(FlowName.CONSIDER, page, found, choice, lambda one: str(one.id))


def looks_at(found: Sequence[Candidate]) -> tuple[Audit, ...]:
    """Whoever is shown on the page was looked at."""
    return tuple(Audit("listed", "candidate", one.id, unit_id=one.unit_id) for one in found[:PAGE])


def page_of(page: Page, found: Sequence[Candidate], rows: Rows, text: str, flow: FlowName) -> Decision:
    """The page as an answer. Where a part of a name was asked for, it says how many have it, and where nobody has it, how to go on."""
    if not found:
        rows = ((_first(flow, page),), (Choice(words.MENU, Press(FlowName.MENU, "open", 0, "menu")),))
        return Decision((Reply(say.none_named(), rows, ReplyKind.VIEW),))
    if page.part:
        text = say.named(min(len(found), PAGE), len(found) > PAGE)
    return Decision((Reply(text, rows, ReplyKind.VIEW, is_personal=True),), audit=looks_at(found))
