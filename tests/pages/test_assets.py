"""Names of built files: hashed, renewed with the build, and no reason for a page to fail."""

import gzip
import json
import os
import re
from pathlib import Path

import pytest
from flask import Flask

from helpexchange.core.assets import AssetNames
from tests.page_client import PageClient

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PAGE = ("app.css", "app.js", "icons.svg", "mark.svg")
FONTS = tuple(f"atkinson-hyperlegible-{part}.woff2" for part in ("latin-400", "latin-700", "latin-ext-400",
                                                               "latin-ext-700"))  # fmt: skip
MAP = ("map.css", "map.js")
MOST_PAGE_BYTES, MOST_MAP_BYTES = 75_000, 125_000
# What the HTML of a full page may take of that.
HTML_BYTES = 15_000


@pytest.fixture
def names(app: Flask) -> AssetNames:
    names: AssetNames = app.extensions["assets"]
    return names


def write(manifest: Path, names: dict[str, str], *, at_ns: int) -> None:
    manifest.write_text(json.dumps(names), encoding="utf-8")
    os.utime(manifest, ns=(at_ns, at_ns))


def test_a_new_build_is_noticed(tmp_path: Path) -> None:
    names = AssetNames(tmp_path / "manifest.json", address="/static/build")
    write(names.manifest, {"app.css": "app.1.css"}, at_ns=1_000_000_000)
    assert names.url("app.css") == "/static/build/app.1.css"
    write(names.manifest, {"app.css": "app.2.css"}, at_ns=2_000_000_000)
    assert names.url("app.css") == "/static/build/app.2.css"


def test_without_a_build_pages_keep_plain_names(tmp_path: Path) -> None:
    names = AssetNames(tmp_path / "manifest.json", address="/static/build")
    assert names.url("app.css") == "/static/build/app.css"
    assert names.missing() == ["manifest.json"]


def test_a_lost_file_is_named(tmp_path: Path) -> None:
    names = AssetNames(tmp_path / "manifest.json", address="/static/build")
    write(names.manifest, {"app.css": "app.1.css", "app.js": "app.1.js"}, at_ns=1_000_000_000)
    (tmp_path / "app.1.css").touch()
    assert names.missing() == ["app.js"]


@on_sqlite
def test_the_build_is_complete_and_kept_by_browsers(client: PageClient, names: AssetNames) -> None:
    assert names.missing() == []
    for name in (*PAGE, *FONTS, *MAP):
        with client.browser.get(names.url(name)) as answer:
            assert answer.status_code == 200, name
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@on_sqlite
def test_a_name_without_a_file_is_not_kept(client: PageClient) -> None:
    answer = client.browser.get("/static/build/app.0000000000.css")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")


@on_sqlite
def test_pages_are_light(names: AssetNames) -> None:
    page = sum(size(names, name) for name in (*PAGE, *FONTS))
    with_map = page + sum(size(names, name) for name in MAP)
    assert page + HTML_BYTES <= MOST_PAGE_BYTES
    assert with_map + HTML_BYTES <= MOST_MAP_BYTES


def size(names: AssetNames, name: str) -> int:
    content = (names.manifest.parent / Path(names.url(name)).name).read_bytes()
    return len(content) if name.endswith(".woff2") else len(gzip.compress(content, 6))


@on_sqlite
def test_the_style_sheet_names_no_foreign_host_and_no_foreign_typeface(names: AssetNames) -> None:
    for name in ("app.css", "map.css"):
        css = (names.manifest.parent / Path(names.url(name)).name).read_text(encoding="utf-8")
        assert not re.search(r"url\([\"']?(https?:|//)", css)
        assert "GDS Transport" not in css
        assert "@import" not in css
