"""The house's rule of size: a function is read in one look, a file in one sitting."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from botkyrka_trygghet.local.places import ROOT

FUNCTION_LINES, FILE_LINES = 30, 400
ROOMS = (
    "accounts", "benchmarks", "botkyrka_trygghet", "calendar", "common", "documents", "grannstod", "incidents",
    "neighbourhoods", "newsletters", "post",
)  # fmt: skip


def sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from (path for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts)


def long_functions(source: str) -> list[tuple[str, int]]:
    """Return the functions over the limit with their lines, signature and docstring counted, decorators not."""
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    lines = [(function.name, (function.end_lineno or 0) - function.lineno + 1) for function in functions]
    return [(name, count) for name, count in lines if count > FUNCTION_LINES]


def test_no_function_is_longer_than_one_look() -> None:
    found = {str(path.relative_to(ROOT)): long_functions(path.read_text(encoding="utf-8")) for path in sources()}
    assert len(found) > 200
    assert not {name: functions for name, functions in found.items() if functions}


def test_no_file_is_longer_than_one_sitting() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert not {name: count for name, count in lines.items() if count > FILE_LINES}


@pytest.mark.parametrize(("body", "is_long"), [(FUNCTION_LINES - 1, False), (FUNCTION_LINES, True)])
def test_lines_are_counted_in_methods_and_async_functions_too(body: int, is_long: bool) -> None:
    inside = "\n".join(f"{' ' * 8}x = {number}" for number in range(body))
    for head in ("def", "async def"):
        source = f"class A:\n    @property\n    {head} f(self):\n{inside}\n"
        assert bool(long_functions(source)) is is_long
