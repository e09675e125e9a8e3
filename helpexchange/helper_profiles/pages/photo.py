"""A helper's own photo: given, seen, removed."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.http import takes_files
from helpexchange.core.i18n import gettext as _
from helpexchange.core.pictures import MEDIA_TYPE
from helpexchange.core.viewer import current_viewer
from helpexchange.helper_profiles import actions
from helpexchange.helper_profiles.forms import PhotoForm
from helpexchange.helper_profiles.models import HelperPhoto
from helpexchange.helper_profiles.pages import blueprint
from helpexchange.helper_profiles.pages.whose import own_page
from helpexchange.helper_profiles.queries import has_photo, own_helper, photo_of
from helpexchange.helper_profiles.rules import BadPhotoError

UNPROCESSABLE = 422
#: Photos that are too large are answered beside the field, up to this size of a request.
MOST_BYTES = 24_000_000


@blueprint.route("/my-help/photo", methods=["GET", "POST"])
@takes_files(MOST_BYTES)
@audience(PUBLIC)
@own_page
def my_photo(reference: str) -> Any:
    """Give a photo, or another one."""
    viewer = current_viewer()
    helper = own_helper(viewer, reference)
    form = PhotoForm()
    if form.validate_on_submit():
        try:
            actions.give_photo(reference=reference, data=form.data_sent(), by=viewer, now=now())
        except BadPhotoError as refusal:
            form.photo.errors = [str(refusal.words)]
        else:
            flash(_("Your photo is kept. Whoever you are to visit sees it."), "success")
            return redirect(url_for("helper_profiles.my_photo"))
    page = render_template(
        "helper_profiles/my_photo.html", form=form, has_photo=has_photo(viewer, helper.id),
        name=helper.first_name,
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.get("/my-help/photo/picture")
@audience(PUBLIC)
@own_page
def my_picture(reference: str) -> Response:
    """Return the photo itself."""
    viewer = current_viewer()
    return picture_answer(photo_of(viewer, own_helper(viewer, reference).id))


@blueprint.post("/my-help/photo/remove")
@audience(PUBLIC)
@own_page
def remove_my_photo(reference: str) -> Any:
    """Remove the photo."""
    actions.remove_photo(reference=reference, by=current_viewer(), now=now())
    flash(_("Your photo is removed. Nobody sees it any more."), "success")
    return redirect(url_for("helper_profiles.my_photo"))


def picture_answer(photo: HelperPhoto) -> Response:
    """Return a photo as a picture in a page: nothing else can be made of it, and nothing keeps it."""
    return Response(
        photo.data,
        content_type=MEDIA_TYPE,
        headers={
            "Content-Disposition": "inline",
            "X-Content-Type-Options": "nosniff",
            # Browsers style the page that they make around a picture themselves.
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )
