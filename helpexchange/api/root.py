"""The resources of all features put together, the description of them, and who one is."""

from __future__ import annotations

from typing import Any

import flask_smorest
from flask import Flask, Response, json

from helpexchange.api.description import described
from helpexchange.api.schemas import MeSchema, ProblemSchema
from helpexchange.core.audience import ANY_TOKEN, PUBLIC, audience
from helpexchange.core.http import csrf
from helpexchange.core.rest import API_ROOT, Blueprint
from helpexchange.core.viewer import Viewer, current_viewer

VERSION = "1.0"
DESCRIPTION = "api_description"

blueprint = Blueprint("api", __name__, description="The token itself.")


class Interface(flask_smorest.Api):
    """All resources; problems are answered in `core/http.py`, as for pages."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Leave them to the house."""


@blueprint.route("/me")
@audience(ANY_TOKEN)
@blueprint.response(200, MeSchema)
def who_am_i() -> Viewer:
    """Read what the token is good for."""
    return current_viewer()


def init_resources(app: Flask) -> None:
    """Give `app` every resource, and the description of them."""
    from helpexchange.engagements import api as engagements
    from helpexchange.help_requests import api as help_requests
    from helpexchange.helper_profiles import api as helper_profiles
    from helpexchange.match_runs import api as match_runs
    from helpexchange.reports import api as reports

    app.config.update(API_TITLE="HelpExchange", API_VERSION=VERSION, OPENAPI_VERSION="3.1.0")
    interface = Interface(app)
    features = (help_requests, helper_profiles, match_runs, engagements, reports)
    for each in (blueprint, *(resources for feature in features for resources in feature.blueprints)):
        interface.register_blueprint(each, url_prefix=API_ROOT + (each.url_prefix or ""))
        csrf.exempt(each)
    app.extensions[DESCRIPTION] = described(app, interface.spec.to_dict())
    app.add_url_rule(f"{API_ROOT}/openapi.json", "api_description", _openapi)


@audience(PUBLIC)
def _openapi() -> Response:
    from flask import current_app

    return Response(json.dumps(description_of(current_app)), mimetype="application/json")


def description_of(app: Flask) -> dict[str, Any]:
    """Return the description of the interface (OpenAPI 3.1)."""
    found: dict[str, Any] = app.extensions[DESCRIPTION]
    return found
