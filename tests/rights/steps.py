"""Every button that the flows know, read from their code: whether or not a dialogue shows it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from domain.talk import PAGED, STEER, FlowName
from handlers.registry import FLOWS

HANDLERS = Path(__file__).parents[2] / "handlers"
FOLDERS = {"import": "imports", "tasks": "week"}
"""Where a flow's code has another name, or half of it stands elsewhere."""


def steps() -> list[tuple[str, str]]:
    """Each flow with each step that its code presses or asks a press for, in order."""
    found = {(str(flow), step) for flow in FLOWS for step in ("open", PAGED, STEER)}
    for path in sorted(HANDLERS.rglob("*.py")):
        found |= set(_of(ast.parse(path.read_text("utf-8")), path))
    return sorted(found - {(str(FlowName.CLOCK), step) for _, step in found})


def _of(tree: ast.Module, path: Path) -> Iterator[tuple[str, str]]:
    named = path.relative_to(HANDLERS).parts[0].removesuffix(".py")
    owners = [str(flow) for flow in FLOWS if named in (flow, FOLDERS.get(flow, flow))]
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="Press"), args=[ast.Attribute(attr=flow), step, *_]):
                yield from ((str(FlowName[flow]), word) for word in _words(step) if flow in FlowName.__members__)
            case ast.Compare(left=ast.Attribute(attr="step") | ast.Name(id="step"), comparators=[step]):
                yield from ((flow, word) for flow in owners for word in _words(step))
            case ast.Call(func=ast.Name(id="Step"), args=[ast.Constant(value=str(word)), *_]):
                yield from ((flow, word) for flow in owners)


def _words(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(word)):
            yield word
        case ast.Name(id=name):
            yield from _constants().get(name, ())
        case ast.Attribute(value=ast.Name(), attr=name):
            yield from _constants().get(name, ())
        case ast.Tuple(elts=several) | ast.Set(elts=several) | ast.List(elts=several) | ast.Dict(keys=several):
            for one in several:
                yield from () if one is None else _words(one)
        case ast.Starred(value=inner) | ast.Call(args=[inner]):
            yield from _words(inner)


@cache
def _constants() -> dict[str, list[str]]:
    """What the constants of all flows stand for, by name."""
    values: dict[str, list[ast.expr]] = {}
    for path in sorted(HANDLERS.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            match node:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=value)
                    | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                ):
                    values.setdefault(name, []).append(value)
                case ast.Assign(targets=[ast.Tuple(elts=several)], value=ast.Tuple(elts=words)):
                    for target, word in zip(several, words, strict=False):
                        if isinstance(target, ast.Name):
                            values.setdefault(target.id, []).append(word)
    literal: dict[str, list[str]] = {}
    for name, several in values.items():
        literal[name] = [word for value in several for word in _literal(value, values)]
    return literal


def _literal(node: ast.expr, values: dict[str, list[ast.expr]]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(word)):
            yield word
        case ast.Tuple(elts=several) | ast.Set(elts=several) | ast.Dict(keys=several):
            for one in several:
                yield from () if one is None else _literal(one, values)
        case ast.Starred(value=inner) | ast.Call(args=[inner]):
            yield from _literal(inner, values)
        case ast.Name(id=name) if name.isupper():
            yield from (word for one in values.get(name, ()) if one is not node for word in _literal(one, values))
