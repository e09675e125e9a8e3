"""The blueprint on which the pages of this feature stand."""

from flask import Blueprint

blueprint = Blueprint("follow_up", __name__, template_folder="../templates")
