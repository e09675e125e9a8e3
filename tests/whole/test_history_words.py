"""Every act that the audit trail keeps has its words: nobody reads `open_office` in a history."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

import helpexchange
from helpexchange.help_requests.labels import _acts as acts_of_requests
from helpexchange.helper_profiles.labels import _acts_of_helper, _steps_of_office
from helpexchange.match_runs.trail_words import act_words
from helpexchange.people.history_words import acts

ROOT = Path(helpexchange.__file__).parent


def words_in(node: ast.AST) -> Iterator[str]:
    """Yield the words that stand in an expression, such as both of `"stop" if is_over else "start"`."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def recorded_acts() -> set[str]:
    """Every word that is given to the audit trail as an act, wherever the application writes."""
    found: set[str] = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            for keyword in node.keywords:
                if keyword.arg == "act" and "query" not in name:
                    found |= set(words_in(keyword.value))
            if name in {"_record", "record", "_note", "note"} and node.args:
                found |= {
                    word
                    for word in words_in(node.args[0])
                    if word.replace("_", "").isalpha() and word.islower()
                }
    return found


def has_match_words(act: str) -> bool:
    try:
        return bool(act_words(act, actor="Ada", helper="Ben", person="Eva"))
    except KeyError:
        return False


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_act_has_words(app: Flask) -> None:
    with app.test_request_context():
        known = {
            *acts("Ada"), *acts_of_requests("Ada"), *_acts_of_helper("Ada"), *_steps_of_office("Ada"),
        }  # fmt: skip
        recorded = recorded_acts()
        assert len(recorded) > 70, "the test looks in the wrong place"
        assert sorted(act for act in recorded - known if not has_match_words(act)) == []
