"""How something low causes something high: it announces, `app.py` names who listens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Event = TypeVar("Event")

_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def listen(kind: type[Event], listener: Callable[[Event], None]) -> None:
    """Call `listener` whenever an event of `kind` is announced; naming it twice is naming it once."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def announce(event: object) -> None:
    """Tell the listeners of the event's type, inside the transaction of whoever announces it.

    They are called in the order in which they were named; their errors are the caller's.
    """
    for listener in _listeners[type(event)]:
        listener(event)
