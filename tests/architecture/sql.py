"""SQL has one home, storage/, and values never become part of its text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.exceptions import PASTED_SQL
from tests.architecture.tree import PRODUCT, name_of, python_files

HOME = "storage"
SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+[\w{}]+\s+SET\s|DELETE\s+FROM\s"
    r"|(CREATE|DROP|ALTER)\s+(UNIQUE\s+)?(TABLE|INDEX|TRIGGER|VIEW)\s|WITH\s+\w+.*\sAS\s*\(|PRAGMA\s+\w)",
    flags=re.DOTALL,
)


def breaches(root: Path) -> list[str]:
    """One line for each SQL text outside storage/, and for each one in it that a value is pasted into."""
    return [
        *(
            f"{name_of(path, root)}:{line}: SQL outside storage/"
            for path in python_files(root, [package for package in PRODUCT if package != HOME])
            for line, _ in _statements(path)
        ),
        *(
            f"{name_of(path, root)}:{line}: pastes {', '.join(pasted)} into SQL; pass it as a parameter"
            for path in python_files(root, [HOME])
            for line, pasted in _statements(path)
            if pasted and name_of(path, root) not in PASTED_SQL
        ),
    ]


def stale_exceptions(root: Path) -> list[str]:
    """Files that are let off without need."""
    return [name for name in PASTED_SQL if not any(pasted for _, pasted in _statements_if_there(root / name))]


def _statements_if_there(path: Path) -> Iterator[tuple[int, list[str]]]:
    if path.exists():
        yield from _statements(path)


def _statements(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each SQL text with its line, and what is pasted into it beside constants."""
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    ignored = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    ignored |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if id(node) not in ignored and isinstance(node, ast.expr) and SQL.match(_text_of(node)):
            ignored |= {id(part) for part in ast.walk(node)}
            yield node.lineno, [] if _text_of(node).lstrip().startswith("PRAGMA") else list(_pasted(node))


def _text_of(node: ast.expr) -> str:
    """The text as far as it stands in the code, `{}` for what is filled in; "" for what is no text."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text_of(part) or "{}" for part in parts)
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
            return f"{_text_of(left) or '{}'}{_text_of(right) or '{}'}"
        case ast.Call(func=ast.Attribute(value=text, attr="format")):
            return _text_of(text)
    return ""


def _pasted(node: ast.expr) -> Iterator[str]:
    """The names of what is filled in. Constants (`FIELDS`) are fine, and a number of things (`len(ids)`)."""
    counted = {
        id(inner)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "len"
        for inner in ast.walk(call)
    }
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and not inner.id.isupper() and id(inner) not in counted:
            yield inner.id
