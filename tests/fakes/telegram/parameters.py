"""Reads what a call brought, against what its method takes. What is not documented is a violation."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

Json = dict[str, object]

INTEGER = re.compile(r"-?\d{1,19}")
TRUE, FALSE = ("true", "True", "1"), ("false", "False", "0")


class Kind(Enum):
    """What a parameter may be, as the documentation names it."""

    INTEGER = auto()
    STRING = auto()
    BOOLEAN = auto()
    CHAT = auto()
    OBJECT = auto()
    STRINGS = auto()
    OBJECTS = auto()
    FILE = auto()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    content_type: str
    data: bytes

    def __repr__(self) -> str:
        return f"Upload({self.name!r}, {len(self.data)} bytes)"


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter. `of` are the fields of an object, or of each object of a list; None leaves them to their own reader."""

    kind: Kind
    is_required: bool = False
    of: Mapping[str, Field] | None = None


Fields = Mapping[str, Field]


@dataclass(slots=True)
class Body:
    """What was sent: texts of a form or of the address, or typed values of JSON; and files by the name of their part."""

    values: Json
    is_json: bool = False
    files: dict[str, Upload] = field(default_factory=dict)


class WrongType(ValueError):
    """The value is none of its kind."""


def read(fields: Fields, body: Body) -> tuple[Json, list[str]]:
    """The values by name, typed; and each breach of the documentation."""
    found: Json = {}
    breaches = [f"unknown parameter {name!r}" for name in [*body.values, *body.files] if name not in fields]
    for name, one in fields.items():
        if one.kind is Kind.FILE and name in body.files:
            found[name] = body.files[name]
        elif name in body.values:
            try:
                found[name] = _typed(one, body.values[name], body)
            except WrongType as error:
                breaches.append(f"parameter {name!r}: {error}")
        elif one.is_required:
            breaches.append(f"parameter {name!r} is missing")
    attached = {text.removeprefix("attach://") for text in found.values() if isinstance(text, str)}
    return found, [breach for breach in breaches if breach not in {f"unknown parameter {name!r}" for name in attached}]


def _typed(one: Field, value: object, body: Body) -> object:
    if body.is_json:
        if one.kind is Kind.CHAT and isinstance(value, str):
            return _chat(value)
        return _checked(one, value)
    if not isinstance(value, str):
        raise WrongType("a file, where a value is expected")
    if one.kind is Kind.FILE:
        return body.files.get(value.removeprefix("attach://"), value)
    return _checked(one, _from_text(one.kind, value))


def _from_text(kind: Kind, text: str) -> object:
    match kind:
        case Kind.STRING | Kind.FILE:
            return text
        case Kind.CHAT:
            return _chat(text)
        case Kind.BOOLEAN if text in TRUE + FALSE:
            return text in TRUE
        case Kind.INTEGER if INTEGER.fullmatch(text):
            return int(text)
        case Kind.OBJECT | Kind.STRINGS | Kind.OBJECTS:
            try:
                return json.loads(text)
            except json.JSONDecodeError:
                raise WrongType(f"not JSON: {text[:40]!r}") from None
    raise WrongType(f"{text[:40]!r} is no {kind.name.lower()}")


def _chat(text: str) -> int | str:
    if INTEGER.fullmatch(text):
        return int(text)
    if text.startswith("@") or not text:
        return text
    raise WrongType(f"{text[:40]!r} is no chat")


def _checked(one: Field, value: object) -> object:
    """The value, when it is of its kind down to the last field. Raises WrongType."""
    match one.kind, value:
        case (Kind.BOOLEAN, bool()) | (Kind.STRING | Kind.FILE, str()) | (Kind.CHAT, str()):
            return value
        case (Kind.INTEGER | Kind.CHAT, int()) if not isinstance(value, bool):
            return value
        case Kind.STRINGS, list() if all(isinstance(item, str) for item in value):
            return value
        case Kind.OBJECT, dict():
            check_object(one.of, value)
            return value
        case Kind.OBJECTS, list():
            for item in value:
                if not isinstance(item, dict):
                    raise WrongType(f"{item!r} is no object")
                check_object(one.of, item)
            return value
    raise WrongType(f"{str(value)[:40]!r} is no {one.kind.name.lower()}")


def check_object(fields: Fields | None, value: Mapping[str, object]) -> None:
    """Raises WrongType for a field that is unknown, missing or of another kind."""
    if fields is None:
        return
    for name, item in value.items():
        if name not in fields:
            raise WrongType(f"unknown field {name!r}")
        try:
            _checked(fields[name], item)
        except WrongType as error:
            raise WrongType(f"field {name!r}: {error}") from None
    for name, one in fields.items():
        if one.is_required and name not in value:
            raise WrongType(f"field {name!r} is missing")
