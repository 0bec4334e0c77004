"""Vietnamese has one home. Elsewhere no string and no name holds a Vietnamese letter; docstrings and comments may."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.exceptions import VIETNAMESE
from tests.architecture.tree import name_of, python_files

# language/ is the home; sample_data/, tests/ and benchmarks/ hold what people write.
ELSEWHERE = ("bot", "channels", "domain", "handlers", "scheduler", "storage")


def breaches(root: Path) -> list[str]:
    """`bot/x.py:3: 'Xin chào'` for each string or name with a Vietnamese letter outside language/."""
    return [
        f"{name_of(path, root)}:{number}: {text!r}"
        for path in python_files(root, ELSEWHERE)
        if name_of(path, root) not in VIETNAMESE
        for number, text in _vietnamese_in(path)
    ]


def stale_exceptions(root: Path) -> list[str]:
    """Files that are let off without need."""
    return [name for name in VIETNAMESE if not (root / name).exists() or not list(_vietnamese_in(root / name))]


def _vietnamese_in(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in docstrings:
            continue
        for text in _texts_of(node):
            if any(_is_vietnamese(letter) for letter in text):
                yield getattr(node, "lineno", 0), text


def _texts_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Constant(value=bytes(raw)):
            yield raw.decode("utf-8", errors="ignore")
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.keyword(arg=str(name)) | ast.alias(asname=str(name)) | ast.MatchAs(name=str(name)):
            yield name
        case _:
            pass


def _is_vietnamese(letter: str) -> bool:
    """True for any letter or combining mark beyond ASCII: the product has no other language to spell."""
    return not letter.isascii() and unicodedata.category(letter)[0] in "LM"
