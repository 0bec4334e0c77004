"""Identifiers have types of their own, so that a unit's number never stands where a person's is meant."""

from __future__ import annotations

from typing import NewType

PersonId = NewType("PersonId", int)
PostId = NewType("PostId", int)
UnitId = NewType("UnitId", int)
AccountId = NewType("AccountId", int)
CandidateId = NewType("CandidateId", int)
MeetingId = NewType("MeetingId", int)
CodeId = NewType("CodeId", int)
OperationId = NewType("OperationId", int)
TurnId = NewType("TurnId", int)
"""A turn has the number of the inbox row that it answers."""
OutboxId = NewType("OutboxId", int)
