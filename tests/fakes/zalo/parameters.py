"""Reads what a call brought, against what its method takes. What is not documented is a breach."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from aiohttp import web

Json = dict[str, object]

SECONDS = re.compile(r"\d{1,6}")
STYLE_FIELDS: Mapping[str, type] = {"start": int, "len": int, "st": list}


class Kind(Enum):
    """What a parameter may be. SECONDS come as a number or as its digits."""

    STRING = auto()
    SECONDS = auto()
    STYLES = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter."""

    kind: Kind = Kind.STRING
    is_required: bool = True


Fields = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Body:
    """What was sent: typed values of JSON, or the texts of a form or of the address."""

    values: Json
    is_json: bool = False


class Unreadable(ValueError):
    """The body is neither JSON nor a form."""


class WrongType(ValueError):
    """The value is none of its kind."""


async def body_of(request: web.Request) -> Body:
    """From the address, a form or JSON. Raises Unreadable."""
    values: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            found = json.loads(await request.text() or "{}")
        except ValueError:
            raise Unreadable("the body is not JSON") from None
        if not isinstance(found, dict):
            raise Unreadable("the body is no JSON object")
        return Body({**values, **found}, is_json=True)
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return Body({**values, **await request.post()})
    if await request.read():
        raise Unreadable(f"the body is {request.content_type}, neither JSON nor a form")
    return Body(values)


def read(fields: Fields, body: Body) -> tuple[Json, list[str]]:
    """The values by name, typed; and each breach of the documentation."""
    found: Json = {}
    breaches = [f"unknown parameter {name!r}" for name in body.values if name not in fields]
    for name, one in fields.items():
        if name in body.values:
            try:
                found[name] = _typed(one.kind, body.values[name], body.is_json)
            except WrongType as error:
                breaches.append(f"parameter {name!r}: {error}")
        elif one.is_required:
            breaches.append(f"parameter {name!r} is missing")
    return found, breaches


def _typed(kind: Kind, value: object, is_json: bool) -> object:
    match kind, value:
        case Kind.STRING, str():
            return value
        case Kind.SECONDS, str() if SECONDS.fullmatch(value):
            return int(value)
        case Kind.SECONDS, int() if not isinstance(value, bool) and value >= 0:
            return value
        case Kind.STYLES, str() if not is_json:
            return _styles(_from_text(value))
        case Kind.STYLES, _:
            return _styles(value)
    raise WrongType(f"{str(value)[:40]!r} is no {kind.name.lower()}")


def _from_text(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        raise WrongType(f"not JSON: {text[:40]!r}") from None


def _styles(value: object) -> list[Json]:
    """Raises WrongType unless each is `{"start": int, "len": int, "st": [str]}`."""
    if not isinstance(value, list):
        raise WrongType("no list of styles")
    for one in value:
        if not isinstance(one, dict) or set(one) != set(STYLE_FIELDS):
            raise WrongType(f"{one!r} is no style")
        if any(type(one[name]) is not kind for name, kind in STYLE_FIELDS.items()):
            raise WrongType(f"{one!r} has a field of another kind")
        if not all(isinstance(name, str) for name in one["st"]):
            raise WrongType(f"{one!r}: st is no list of strings")
    return value
