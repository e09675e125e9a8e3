"""The description says what is there, and the walk through it works as written."""

import json
import re
import shlex
from pathlib import Path

import pytest
from flask import Flask

from helpexchange.accounts.scopes import Scope
from helpexchange.api.root import description_of
from helpexchange.core.audience import ANY_TOKEN, SCOPE, audience_of
from helpexchange.core.programs import API_ROOT
from tests.cast import Cast
from tests.page_client import PageClient
from tests.programs import ProgramClient, token_of

WALK = Path(__file__).parents[2] / "docs" / "api.md"
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@on_sqlite
def test_every_operation_says_its_scope_and_its_statuses(app: Flask) -> None:
    spec = description_of(app)
    assert spec["openapi"] == "3.1.0"
    rules = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method): audience_of(app, rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(f"{API_ROOT}/") and not rule.rule.endswith("openapi.json")
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }
    described = {
        (path, method.upper()): operation
        for path, operations in spec["paths"].items()
        for method, operation in operations.items()
        if method != "parameters"
    }
    assert set(described) == set(rules)
    for key, operation in described.items():
        who = str(rules[key])
        wanted = [] if who == ANY_TOKEN else [who.removeprefix(SCOPE)]
        assert operation["security"] == [{"token": wanted}], key
        assert {"401", "429"} <= set(operation["responses"]), key
        assert operation["summary"], key
    used = {scope for each in described.values() for need in each["security"] for scope in need["token"]}
    assert used == set(Scope)


@on_sqlite
def test_the_page_names_every_resource_field_and_problem(app: Flask, client: PageClient) -> None:
    page = client.get("/api/docs")
    spec = description_of(app)
    assert [path for path in spec["paths"] if path not in page.text] == []
    assert [name for name in spec["components"]["schemas"] if f"schema-{name}" not in page.html] == []
    for code in ("proposal_already_decided", "version_passed", "not_valid", "too_often"):
        assert page.one("div", id=code) is not None


@on_sqlite
def test_the_description_is_for_everybody(app: Flask) -> None:
    assert ProgramClient(app).get("/openapi.json")["info"]["title"] == "HelpExchange"


@on_sqlite
def test_the_first_walk_works_as_written(app: Flask, cast: Cast) -> None:
    token = token_of(cast.coordinator_hoerde)
    blocks = re.findall(r"```sh\n(.*?)```", WALK.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 6
    cast_id = str(cast.shopping.id)
    for block in blocks:
        command, _hash, status = block.rpartition("# ")
        words = shlex.split(command.replace("\\\n", " "))
        assert words.pop(0) == "curl"
        options, url = {"-H": [], "-X": ["GET"], "-d": []}, ""
        while words:
            word = words.pop(0)
            if word in options:
                options[word].append(words.pop(0))
            else:
                url = word
        path = url.removeprefix("$SITE").replace("/requests/1/", f"/requests/{cast_id}/")
        headers = dict(each.replace("$TOKEN", token).split(": ", 1) for each in options["-H"])
        data = options["-d"][0].encode() if options["-d"] else None
        answer = app.test_client().open(path, method=options["-X"][-1], headers=headers, data=data)
        assert answer.status_code == int(status), (command, answer.text)
        json.loads(answer.text)
