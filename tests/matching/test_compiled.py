"""Compiled functions: what is kept on the disk is found only while nothing it was made from has changed."""

from collections.abc import Callable
from types import FunctionType, SimpleNamespace
from typing import Any

import pytest

from matching.pairing import compiled
from matching.pairing.compiled import fingerprint, inner_kernel, kernel

STEP = 3


@inner_kernel
def _next(number: int) -> int:
    return number + STEP


@kernel
def count_up(number: int, times: int) -> int:
    for _ in range(times):
        number = _next(number)
    return number


def outer_function(source: str) -> FunctionType:
    """The function `outer` of a module that was just written; what it calls is compiled."""
    module: dict[str, Any] = {}
    exec(source, module)
    module["inner"] = SimpleNamespace(py_func=module["inner"])
    outer: FunctionType = module["outer"]
    return outer


SOURCE = """
LIMIT = 3
def inner(number):
    return number + LIMIT
def outer(number):
    return inner(number) if number else 0
"""


def test_a_kernel_calls_a_kernel() -> None:
    assert count_up(1, 4) == 13


def test_the_same_source_has_the_same_fingerprint() -> None:
    assert fingerprint(outer_function(SOURCE)) == fingerprint(outer_function(SOURCE))


@pytest.mark.parametrize(
    ("before", "after"),
    [("LIMIT = 3", "LIMIT = 4"), ("number + LIMIT", "number - LIMIT"), ("else 0", "else 1")],
)
def test_a_change_anywhere_changes_the_fingerprint(before: str, after: str) -> None:
    changed = SOURCE.replace(before, after)
    assert changed != SOURCE
    assert fingerprint(outer_function(changed)) != fingerprint(outer_function(SOURCE))


def test_functions_that_call_each_other_have_a_fingerprint() -> None:
    module: dict[str, Any] = {}
    exec("def one(n): return other(n)\ndef other(n): return one(n)", module)
    module["other"] = SimpleNamespace(py_func=module["other"])
    assert fingerprint(module["one"]) != fingerprint(module["other"].py_func)


def test_who_may_write_nowhere_compiles_for_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_function: Callable[..., Any]) -> None:
        raise RuntimeError("cannot cache function: no locator available")

    monkeypatch.setattr(compiled, "_FingerprintedCache", refuse)

    def double(number: int) -> int:
        return 2 * number

    assert kernel(double)(21) == 42
