"""Compiled functions ("kernels") of the engine: machine code made at the first call and kept on the disk.

Numba takes a kernel from the disk as long as the file it stands in has not changed. That is not enough: the
machine code of a kernel contains that of all kernels it calls, wherever they stand, and the constants it
names. So what is kept here also carries a fingerprint of all of these; a new version of the engine never runs
a loop of the old one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FunctionType
from typing import Any, ParamSpec, TypeVar

import numpy as np
from numba import njit
from numba.core.caching import FunctionCache
from numba.core.dispatcher import Dispatcher

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def kernel(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Compile a function that Python calls; it runs without the interpreter's lock, for threads to share."""
    return _compiled(function, no_cfunc_wrapper=True)


def inner_kernel(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Compile a function that only kernels call: quicker, as nothing translates Python's objects for it."""
    return _compiled(function, no_cfunc_wrapper=True, no_cpython_wrapper=True)


def _compiled(function: Callable[_Arguments, _Result], **settings: bool) -> Callable[_Arguments, _Result]:
    compiler: Any = njit
    loop = compiler(nogil=True, **settings)(function)
    if isinstance(loop, Dispatcher):  # a plain function where NUMBA_DISABLE_JIT is set
        keep_on_disk(loop)
    dispatcher: Callable[_Arguments, _Result] = loop
    return dispatcher


def keep_on_disk(loop: Any) -> None:
    """Keep the machine code of a kernel beside its file or, where nobody may write, in the user's own cache.

    Who has neither (a container with a read-only disk) compiles in every process; NUMBA_CACHE_DIR names a
    better place.
    """
    try:
        loop._cache = _FingerprintedCache(loop.py_func)  # type: ignore[no-untyped-call] # noqa: SLF001 - no other way
    except RuntimeError:  # "no locator available"
        return


class _FingerprintedCache(FunctionCache):
    """Numba's cache, but that an entry is found only by the fingerprint it was made with."""

    def _index_key(self, sig: Any, codegen: Any) -> tuple[Any, ...]:
        key: tuple[Any, ...] = super()._index_key(sig, codegen)  # type: ignore[no-untyped-call]
        return (*key, fingerprint(self._py_func))


@cache
def fingerprint(function: FunctionType) -> str:
    """Return a hash of everything the machine code of a function is made from.

    That is its own code and, for every name it uses, the constant, the array, or the code of the function
    behind it. It must not be asked for before the module of the function is wholly loaded.
    """
    digest = hashlib.sha256()
    for ingredient in _ingredients(function, set()):
        digest.update(ingredient.encode())
    return digest.hexdigest()


def _ingredients(function: FunctionType, seen: set[FunctionType]) -> Iterator[str]:
    if function in seen:
        return
    seen.add(function)
    yield from _words_of(function.__code__)
    for name in function.__code__.co_names:
        value = function.__globals__.get(name)
        if isinstance(value, bool | int | float | str | tuple):
            yield f"{name}={value!r}"
        elif isinstance(value, np.ndarray):
            yield f"{name}={value.dtype}{value.shape}{value.tobytes()!r}"
        elif isinstance(value, type):
            yield f"{name}={getattr(value, '_fields', '')}"
        else:
            called = getattr(value, "py_func", None)
            if isinstance(called, FunctionType):
                yield from _ingredients(called, seen)


def _words_of(code: CodeType) -> Iterator[str]:
    """Instructions, constants and names of a function; its docstring is among the constants."""
    yield f"{code.co_code!r}{code.co_names}{code.co_varnames}"
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _words_of(constant)
        else:
            yield repr(constant)
