"""Style sheets, scripts, fonts and icons: from the name in a template to the hashed file of the build."""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, request

from helpexchange.config import Settings
from helpexchange.core.logs import get_logger

FOLDER = "build"
MANIFEST = "manifest.json"
# A hashed name never changes its content, so a browser need not ask again for a year.
FOREVER = "public, max-age=31536000, immutable"

log = get_logger(__name__)


class AssetNames:
    """The manifest of the build, read again when the build has written a new one."""

    def __init__(self, manifest: Path, *, address: str) -> None:
        """Read `manifest`; `address` is where its folder is served, without a slash at the end."""
        self.manifest = manifest
        self._address = address
        self._read_ns = -1
        self._names: dict[str, str] = {}

    def url(self, name: str) -> str:
        """Return the address of `name`, such as "app.css".

        An asset that is not built keeps its plain name: the page then comes without it, but it comes.
        """
        self._refresh()
        return f"{self._address}/{self._names.get(name, name)}"

    def _refresh(self) -> None:
        try:
            written_ns = self.manifest.stat().st_mtime_ns
        except FileNotFoundError:
            written_ns = 0
        if written_ns == self._read_ns:
            return
        self._read_ns = written_ns
        self._names = json.loads(self.manifest.read_text(encoding="utf-8")) if written_ns else {}
        if not self._names:
            log.warning("assets_not_built", hint="node assets/build.mjs")

    def missing(self) -> list[str]:
        """Return the names whose file is absent; the manifest itself if there is none."""
        self._refresh()
        if not self._names:
            return [MANIFEST]
        return [name for name, file in self._names.items() if not (self.manifest.parent / file).is_file()]


def init_assets(app: Flask, settings: Settings) -> None:
    """Give the templates of `app` the function `asset_url(name)`, and built files a long life in caches."""
    folder = Path(app.root_path) / "static" / FOLDER
    names = AssetNames(folder / MANIFEST, address=f"{app.static_url_path}/{FOLDER}")
    app.extensions["assets"] = names
    app.jinja_env.globals["asset_url"] = names.url
    if settings.environment != "development":
        app.after_request(_keep_built_files)


def _keep_built_files(response: Response) -> Response:
    file = (request.view_args or {}).get("filename", "")
    is_there = response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
    if is_there and request.endpoint == "static" and file.startswith(f"{FOLDER}/"):
        response.headers["Cache-Control"] = FOREVER
    return response
