"""Every read is asked by somebody: the first argument of each public query is the viewer."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import helpexchange
from helpexchange.core.viewer import Viewer

#: Asked before anybody is known.
BEFORE_A_VIEWER = {
    "account_by_email",
    "account_by_id",
    "account_of_session",
    "invitation_by_token",
    "link_with_code",
    "open_link",
    "token_by_hash",
    "passkey_by_credential",
}


def query_modules() -> Iterator[ModuleType]:
    """Yield each feature's `queries`, and the files of it where it is a folder."""
    root = Path(helpexchange.__file__).parent
    for found in sorted([*root.glob("*/queries.py"), *root.glob("*/queries/__init__.py")]):
        feature = found.relative_to(root).parts[0]
        module = import_module(f"helpexchange.{feature}.queries")
        yield module
        for part in pkgutil.iter_modules(getattr(module, "__path__", ())):
            yield import_module(f"{module.__name__}.{part.name}")


def public_functions(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the functions that a module itself defines for others."""
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and not name.startswith("_"):
            yield f"{module.__name__}.{name}", function


def reads(function: Callable[..., Any]) -> bool:
    """Return whether a function asks the database; others only shape what was read."""
    return "db.session" in inspect.getsource(function)


def takes_viewer_first(function: Callable[..., Any]) -> bool:
    first = next(iter(inspect.signature(function, eval_str=True).parameters.values()), None)
    return first is not None and first.annotation is Viewer and first.name.lstrip("_") == "viewer"


def test_every_query_takes_the_viewer_first() -> None:
    functions = [each for module in query_modules() for each in public_functions(module)]
    assert sum(reads(function) for _name, function in functions) > 20, "the test looks in the wrong place"
    asked_by_nobody = {name for name, each in functions if reads(each) and not takes_viewer_first(each)}
    assert {name.rsplit(".", 1)[-1] for name in asked_by_nobody} == BEFORE_A_VIEWER
