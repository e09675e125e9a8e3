"""The blueprint on which the pages of hours and costs stand."""

from flask import Blueprint

blueprint = Blueprint("hours_and_costs", __name__, template_folder="../templates")
UNPROCESSABLE = 422
