"""Writes the records of a decision, in order, inside the turn's transaction. One arm for each record of the closed union."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import assert_never

from domain import records
from domain.records import Record
from domain.talk import FlowName
from storage import accounts, candidates, conversations, digests, inbox, meetings, operations, outbox, people, units
from storage.instants import to_ms


def apply(connection: sqlite3.Connection, todo: Iterable[Record]) -> None:
    """Raises sqlite3.IntegrityError when a UNIQUE constraint behind one of the checks says no: the turn is then rolled back."""
    for record in todo:
        _apply(connection, record)


def _apply(connection: sqlite3.Connection, record: Record) -> None:
    match record:
        case records.AddOperation():
            operations.add(connection, record)
        case records.UndoOperation():
            operations.undo(connection, record)
        case records.AddPerson():
            people.add_person(connection, record)
        case records.AddPost():
            people.add_post(connection, record)
        case records.StartPost() | records.EndPost():
            people.move_post(connection, record)
        case records.DropDraft(person_id, flow):
            conversations.close(connection, f"p{person_id}", FlowName(flow))
        case records.AddCode():
            people.add_code(connection, record)
        case records.UseCode():
            people.use_code(connection, record)
        case records.CancelCode():
            people.cancel_code(connection, record)
        case records.CountCodeTry(account_id, at):
            connection.execute("INSERT INTO code_try (account_id, at) VALUES (?, ?)", (account_id, to_ms(at)))
        case records.LinkAccount() | records.UnlinkAccount() | records.ChooseAccount():
            accounts.change(connection, record)
        case records.AddConsent():
            people.add_consent(connection, record)
        case records.SetPhone() | records.SetMessageHour():
            people.set_up(connection, record)
        case records.NoteDigest():
            digests.note(connection, record)
        case records.SetDigest():
            digests.subscribe(connection, record)
        case records.SetOffDigests(week, person_ids, at):
            digests.set_off_again(connection, week, person_ids, at)
        case records.AddCandidate():
            candidates.add_candidate(connection, record)
        case records.ChangeCandidate():
            candidates.change_candidate(connection, record)
        case records.SetIntake():
            candidates.set_intake(connection, record)
        case records.AddEvent():
            candidates.add_event(connection, record)
        case records.AddVote():
            candidates.add_vote(connection, record)
        case records.AddMeeting():
            meetings.add_meeting(connection, record)
        case records.AddAppeal():
            meetings.appeal(connection, record)
        case records.SetHeadCount():
            units.set_head_count(connection, record)
        case records.EraseBodies(before):
            inbox.erase_bodies(connection, before)
            outbox.erase_texts(connection, before)
            conversations.erase_shown(connection, before)
        case records.ExpireDrafts(before):
            conversations.expire_drafts(connection, before)
        case _:
            assert_never(record)
