"""The blueprint on which the pages of engagements stand."""

from flask import Blueprint

blueprint = Blueprint("engagements", __name__, template_folder="../templates")
