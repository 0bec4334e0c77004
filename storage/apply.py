"""Writes the records of a decision, in order, inside the turn's transaction. One line for each record of the closed union."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from domain import records
from domain import unit_changes as changes
from domain.records import Record
from domain.talk import FlowName
from storage import (
    accounts,
    before,
    behalf,
    broadcasts,
    candidates,
    conversations,
    digests,
    erasure,
    inbox,
    meetings,
    operations,
    outbox,
    people,
    posts,
    privacy,
    publishing,
    strangers,
    target_changes,
    unit_changes,
    units,
    upkeep,
    uploads,
)
from storage.instants import to_ms


def apply(connection: sqlite3.Connection, todo: Iterable[Record]) -> None:
    """Raises sqlite3.IntegrityError when a UNIQUE constraint behind one of the checks says no: the turn is then rolled back."""
    for record in todo:
        WRITES[type(record)](connection, record)
    before.settle(connection)


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
    strangers.forget(connection, record.before)


def _want_backup(connection: sqlite3.Connection, record: records.WantBackup) -> None:
    upkeep.want_backup(connection, record.day)


def _expire_drafts(connection: sqlite3.Connection, record: records.ExpireDrafts) -> None:
    conversations.expire_drafts(connection, record.before)


WRITES: Mapping[type[Any], Callable[[sqlite3.Connection, Any], None]] = {
    records.AddOperation: operations.add,
    records.UndoOperation: operations.undo,
    records.AddPerson: people.add_person,
    records.AddPost: people.add_post,
    records.StartPost: people.move_post,
    records.EndPost: people.move_post,
    records.WritePost: posts.write,
    records.LockPerson: posts.lock,
    records.AddCode: people.add_code,
    records.UseCode: people.use_code,
    records.CancelCode: people.cancel_code,
    records.CountCodeTry: _count_try,
    records.LinkAccount: accounts.change,
    records.UnlinkAccount: accounts.change,
    records.ChooseAccount: accounts.change,
    records.AddConsent: people.add_consent,
    records.AddOwnCode: privacy.add_code,
    records.UseOwnCode: privacy.use_code,
    records.AddRequest: privacy.add_request,
    records.ExtendRequest: privacy.extend,
    records.ShareRequest: privacy.share,
    records.AnswerRequest: privacy.answer,
    records.StopProcessing: privacy.stop,
    records.ResumeProcessing: privacy.resume,
    records.EraseSubject: erasure.erase,
    records.EraseAuditValues: erasure.erase_audit_values,
    records.SetPhone: people.set_up,
    records.SetName: people.set_up,
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
    changes.AddUnit: unit_changes.add_unit,
    changes.ChangeUnit: unit_changes.change_unit,
    changes.CloseUnit: unit_changes.close_unit,
    changes.SettleMerges: unit_changes.settle,
    changes.SetAlias: unit_changes.set_alias,
    changes.SetUnitDates: unit_changes.set_dates,
    changes.SetWaiver: unit_changes.set_waiver,
    changes.SetObligation: unit_changes.set_obligation,
    records.PutTarget: target_changes.put,
    records.DropDraft: _drop_draft,
    records.MoveDraft: posts.move_draft,
    records.EraseBodies: _erase_bodies,
    records.ExpireDrafts: _expire_drafts,
    records.WantBackup: _want_backup,
    records.AddBroadcast: broadcasts.add,
    records.EndBroadcast: broadcasts.end,
    records.TellBroadcast: broadcasts.tell,
    records.AddBehalf: behalf.add,
    records.AddUpload: uploads.add,
    records.AnswerUpload: uploads.answer,
    records.DropUpload: uploads.drop,
    records.PublishUpload: publishing.publish,
}
"""A record without a line here fails a test (tests/architecture/test_walks.py)."""
