"""Rows about targets: one unit has one of an indicator and period from whoever set it; a new document amends it, as by chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.imports import Fields, KnownRow
from handlers.imports.context import Context
from language.say import imports as say
from language.target_line import issuer_key, issuer_told


def complete(told: dict[str, str]) -> None:
    starts = told.get("starts_on", "")
    if starts.endswith("-01-01") and not told.get("ends_on"):
        told["ends_on"] = f"{starts[:4]}-12-31"
    if told.get("issuer"):
        told["issuer"] = issuer_told(told["issuer"])


def beside(told: Fields, stands: Fields) -> Fields:
    """A number without "at most" is an exact one, unless a range stands already."""
    is_exact = told.get("least") and not told.get("most") and stands["least"] == stands["most"]
    return {**told, "most": told["least"]} if is_exact else told


def identity(fields: Fields) -> tuple[str, ...]:
    return (
        *(fields[name] for name in ("unit", "indicator", "starts_on", "ends_on", "kind")),
        issuer_key(fields["issuer"]),
    )


def amended(fields: Fields, context: Context) -> KnownRow | None:
    """What is in force of the same, by another document."""
    return _in_force(context).get(identity(fields))


def change(_changed: Sequence[str], fields: dict[str, str], one: KnownRow, context: Context) -> str:
    if fields["document"] != one.fields["document"]:
        fields["document_on"] = ""
    other = _in_force(context).get(identity(fields))
    return say.newer_target(other.fields["document"]) if other is not None and other.id != one.id else ""


def fault(fields: dict[str, str], _context: Context) -> str:
    if fields["ends_on"] < fields["starts_on"]:
        return say.wrong_order("ends_on")
    fields["most"] = fields["most"] or fields["least"]
    return say.wrong_order("most") if int(fields["most"]) < int(fields["least"]) else ""


def _in_force(context: Context) -> Mapping[tuple[str, ...], KnownRow]:
    """Of several the one that was set last."""
    if not context.goals:
        rows = sorted(context.known.rows, key=lambda one: (one.fields["is_set"], one.id))
        context.goals.update({identity(one.fields): one for one in rows})
    return context.goals
