"""How long files, flows and functions may be, and where everything may be caught.

`python -m tests.architecture.budgets` lists the functions that are longer than the house aims for.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from tests.architecture import exceptions
from tests.architecture.tree import PRODUCT, ROOT, name_of, python_files

MAX_FILE_LINES = 400
MAX_FLOW_LINES = 200
MAX_FUNCTION_LINES = 60
AIM_FUNCTION_LINES = 30

Function = ast.FunctionDef | ast.AsyncFunctionDef
# A breach: where it is, as exceptions.py writes it, and what it is.
Breach = tuple[str, str]


def breaches(root: Path) -> list[str]:
    """`bot/x.py: 412 lines, at most 400` for each thing that is over its budget and has no exception."""
    return [f"{where}: {what}" for check, let_off in CHECKS for where, what in check(root) if where not in let_off]


def stale_exceptions(root: Path) -> list[str]:
    """Exceptions for something that is gone, or that keeps within its budget by now."""
    return [where for check, let_off in CHECKS for where in sorted(set(let_off) - {found for found, _ in check(root)})]


def long_files(root: Path) -> Iterator[Breach]:
    """Files over the limit."""
    for path in python_files(root):
        count = _line_count(path)
        if count > MAX_FILE_LINES:
            yield name_of(path, root), f"{count} lines, at most {MAX_FILE_LINES}"


def long_flows(root: Path) -> Iterator[Breach]:
    """Flows over the limit; each file of a flow that is a folder counts by itself."""
    for path in python_files(root, ["handlers"]):
        module = path.relative_to(root / "handlers").parts[0].removesuffix(".py")
        count = _line_count(path)
        if module not in exceptions.SHARED_HANDLERS and count > MAX_FLOW_LINES:
            yield name_of(path, root), f"{count} lines, a flow has at most {MAX_FLOW_LINES}"


def long_functions(root: Path, limit: int = MAX_FUNCTION_LINES) -> Iterator[Breach]:
    """Functions over the limit, from `def` to the last line, docstring included."""
    for path in python_files(root):
        for name, node in _functions(_parse(path)):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > limit:
                yield f"{name_of(path, root)}::{name}", f"{count} lines, at most {limit}"


def broad_excepts(root: Path) -> Iterator[Breach]:
    """Where the product catches everything: by `except`, `except Exception`, `except BaseException` or `suppress`."""
    for path in python_files(root, PRODUCT):
        tree = _parse(path)
        found = [node for node in ast.walk(tree) if _catches_everything(node)]
        functions = list(_functions(tree)) if found else []
        owners = {id(inner): name for name, function in functions for inner in ast.walk(function)}
        for node in found:
            where = f"{name_of(path, root)}::{owners.get(id(node), '<module>')}"
            yield where, f"catches everything in line {getattr(node, 'lineno', 0)}"


def _catches_everything(node: ast.AST) -> bool:
    match node:
        case ast.ExceptHandler(type=None):
            return True
        case ast.ExceptHandler(type=ast.Tuple(elts=caught)):
            return any(map(_is_everything, caught))
        case ast.ExceptHandler(type=ast.expr() as caught):
            return _is_everything(caught)
        case ast.Call(func=ast.Name(id="suppress") | ast.Attribute(attr="suppress"), args=caught):
            return any(map(_is_everything, caught))
    return False


def _is_everything(caught: ast.expr) -> bool:
    return isinstance(caught, ast.Name | ast.Attribute) and ast.unparse(caught).removeprefix("builtins.") in {
        "Exception",
        "BaseException",
    }


def _functions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, Function]]:
    """Every function with its dotted name, outer before inner."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            continue  # a lambda's body holds no statement
        if isinstance(child, Function | ast.ClassDef):
            name = f"{prefix}{child.name}"
            if isinstance(child, Function):
                yield name, child
            yield from _functions(child, f"{name}.")
        else:
            yield from _functions(child, prefix)


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


CHECKS: tuple[tuple[Callable[[Path], Iterator[Breach]], Collection[str]], ...] = (
    (long_files, exceptions.LONG_FILES),
    (long_flows, exceptions.LONG_FLOWS),
    (long_functions, exceptions.LONG_FUNCTIONS),
    (broad_excepts, exceptions.BROAD_EXCEPTS),
)


if __name__ == "__main__":
    for where, what in long_functions(ROOT, AIM_FUNCTION_LINES):
        print(f"{where}: {what}")
