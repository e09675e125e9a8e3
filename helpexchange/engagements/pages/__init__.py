"""Pages of engagements: the next visits of either side, their calendar, and the office's look at them."""

from flask import Blueprint

blueprint = Blueprint("engagements", __name__, template_folder="../templates")
