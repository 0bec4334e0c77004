"""What the page posts, what of it is stored raw, and how that is read again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from domain.channel import (
    Arrival,
    Button,
    FileIn,
    FileRef,
    HistoryLine,
    Json,
    MediaIn,
    PressIn,
    TextIn,
    Unreadable,
    is_workbook,
)
from domain.people import Address
from domain.talk import Sent

CHANNEL = "web"
BOT_ID = "practice"

Ident = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Text = Annotated[str, StringConstraints(min_length=1)]


class PostedFile(BaseModel):
    """A file that was uploaded before, by its reference."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    size: int = Field(ge=0, lt=2**40)
    reference: Ident


class Posted(BaseModel):
    """One message of the page: exactly one of text, press, media, file. `id` is the page's own, the same in every repeat."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    persona: Text = Field(alias="as")
    id: Ident
    text: Text | None = None
    press: Text | None = None
    message_id: str | None = None
    media: str | None = None
    file: PostedFile | None = None

    @model_validator(mode="after")
    def _has_one_content(self) -> Posted:
        if sum(part is not None for part in (self.text, self.press, self.media, self.file)) != 1:
            raise ValueError("exactly one of text, press, media, file")
        if self.message_id is not None and self.press is None:
            raise ValueError("only a press has a message_id")
        if self.media is not None and self.media not in set(Sent):
            raise ValueError("not a kind of media")
        return self

    @property
    def content(self) -> TextIn | PressIn | MediaIn | FileIn:
        if self.text is not None:
            return TextIn(self.text)
        if self.press is not None:
            return PressIn(self.press, self.message_id)
        if self.file is not None and is_workbook(self.file.name):
            return FileIn(FileRef(self.file.name, self.file.size, self.file.reference))
        return MediaIn(Sent(self.media or Sent.FILE))


class Stored(Posted):
    """A posted message with what the server added: when it came (ISO, with an offset) and its place in the order."""

    at: str
    order: int = Field(ge=0, lt=2**63)


def read_posted(body: bytes) -> Posted:
    """Raises Unreadable for anything but one message of the page."""
    try:
        return Posted.model_validate_json(body)
    except ValidationError as error:
        raise Unreadable(_where(error)) from None


def stored(posted: Posted, at: datetime, order: int) -> Json:
    return {**posted.model_dump(by_alias=True, exclude_none=True), "at": at.isoformat(), "order": order}


def read_stored(raw: Json) -> Arrival:
    """Raises Unreadable. A press has no time of its own."""
    try:
        update = Stored.model_validate(dict(raw))
    except ValidationError as error:
        raise Unreadable(_where(error)) from None
    content = update.content
    return Arrival(
        address=Address(CHANNEL, BOT_ID, update.persona),
        external_id=f"{update.persona}:{update.id}",
        order=update.order,
        content=content,
        sent_at=None if isinstance(content, PressIn) else _instant(update.at),
    )


def history_json(lines: Sequence[HistoryLine]) -> list[Json]:
    return [
        {
            "id": str(line.id),
            "is_from_bot": line.is_from_bot,
            "text": line.text,
            "rows": rows_json(line.rows),
            "at": line.at.isoformat(),
            "is_personal": line.is_personal,
            "file": line.file_name,
        }
        for line in lines
    ]


def rows_json(rows: Sequence[Sequence[Button]]) -> list[list[Json]]:
    return [[{"label": button.label, "token": button.token} for button in row] for row in rows]


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Unreadable("at is not an instant")


def _where(error: ValidationError) -> str:
    """Names the fields only: what a person wrote stays out of every message of ours."""
    return "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['type']}" for item in error.errors(include_input=False))
