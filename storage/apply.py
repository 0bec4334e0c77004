"""Writes the records of a decision, in order, inside the turn's transaction. One line for each record of the closed union."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from domain import records
from domain.records import Record
from domain.talk import FlowName
from storage import (
    accounts,
    candidates,
    conversations,
    digests,
    inbox,
    meetings,
    operations,
    outbox,
    people,
    publishing,
    units,
    uploads,
)
from storage.instants import to_ms


def apply(connection: sqlite3.Connection, todo: Iterable[Record]) -> None:
    """Raises sqlite3.IntegrityError when a UNIQUE constraint behind one of the checks says no: the turn is then rolled back."""
    for record in todo:
        WRITES[type(record)](connection, record)


def _drop_draft(connection: sqlite3.Connection, record: records.DropDraft) -> None:
    conversations.close(connection, f"p{record.person_id}", FlowName(record.flow))


def _count_try(connection: sqlite3.Connection, record: records.CountCodeTry) -> None:
    connection.execute("INSERT INTO code_try (account_id, at) VALUES (?, ?)", (record.account_id, to_ms(record.at)))


def _set_off(connection: sqlite3.Connection, record: records.SetOffDigests) -> None:
    digests.set_off_again(connection, record.week, record.person_ids, record.at)


def _erase_bodies(connection: sqlite3.Connection, record: records.EraseBodies) -> None:
    inbox.erase_bodies(connection, record.before)
    outbox.erase_texts(connection, record.before)
    conversations.erase_shown(connection, record.before)


def _expire_drafts(connection: sqlite3.Connection, record: records.ExpireDrafts) -> None:
    conversations.expire_drafts(connection, record.before)


WRITES: Mapping[type[Any], Callable[[sqlite3.Connection, Any], None]] = {
    records.AddOperation: operations.add,
    records.UndoOperation: operations.undo,
    records.AddPerson: people.add_person,
    records.AddPost: people.add_post,
    records.StartPost: people.move_post,
    records.EndPost: people.move_post,
    records.AddCode: people.add_code,
    records.UseCode: people.use_code,
    records.CancelCode: people.cancel_code,
    records.CountCodeTry: _count_try,
    records.LinkAccount: accounts.change,
    records.UnlinkAccount: accounts.change,
    records.ChooseAccount: accounts.change,
    records.AddConsent: people.add_consent,
    records.SetPhone: people.set_up,
    records.SetMessageHour: people.set_up,
    records.NoteDigest: digests.note,
    records.SetDigest: digests.subscribe,
    records.SetOffDigests: _set_off,
    records.AddCandidate: candidates.add_candidate,
    records.ChangeCandidate: candidates.change_candidate,
    records.SetIntake: candidates.set_intake,
    records.AddEvent: candidates.add_event,
    records.AddVote: candidates.add_vote,
    records.AddMeeting: meetings.add_meeting,
    records.SetHeadCount: units.set_head_count,
    records.AddAppeal: meetings.appeal,
    records.DropDraft: _drop_draft,
    records.EraseBodies: _erase_bodies,
    records.ExpireDrafts: _expire_drafts,
    records.AddUpload: uploads.add,
    records.AnswerUpload: uploads.answer,
    records.DropUpload: uploads.drop,
    records.PublishUpload: publishing.publish,
}
"""A record without a line here fails a test (tests/architecture/test_walks.py)."""
