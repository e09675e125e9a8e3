"""The blueprint on which the pages of asks stand."""

from flask import Blueprint

blueprint = Blueprint("asking", __name__, template_folder="../templates")
