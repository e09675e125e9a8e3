"""Putting the application together: the features in order, and who listens to whom."""

from __future__ import annotations

import gc
import os

from flask import Flask

from helpexchange import config
from helpexchange.core import assets, audience, database, http, i18n, limits, logs, page_frame
from helpexchange.core.clock import Clock, SystemClock

#: What others' machines send: the gateway of text messages (with a token), and mail services for their users.
SENT_BY_MACHINES = ("notifications.report_text", "notifications.stop", "static")
#: So many more new objects than gone ones let Python look for garbage: a page makes some ten thousand.
GARBAGE_AFTER = 20_000


def create_app(settings: config.Settings | None = None, *, clock: Clock | None = None) -> Flask:
    """Return the web application.

    Args:
        settings: those of the environment variables when left out.
        clock: the machine's when left out; tests give a fixed one.

    Raises:
        SettingsError: the environment's settings cannot be used.
    """
    settings = settings or config.load_settings(os.environ)
    logs.init_logs(level=settings.log_level, style=settings.log_format)
    app = Flask("helpexchange")
    app.extensions["settings"] = settings
    app.extensions["clock"] = clock or SystemClock()
    http.init_http(app, settings)
    i18n.init_languages(app, default_language=settings.default_language, time_zone=settings.time_zone)
    database.init_database(app, settings.database)
    assets.init_assets(app, settings)
    page_frame.init_page_frame(app, settings)
    limits.init_limits(app, settings)
    _add_features(app, settings)
    limits.limit_public_posts(app, settings, but=SENT_BY_MACHINES)
    audience.init_audience(app)
    _answer_programs(app)
    return app


def served_app() -> Flask:
    """Return the application for a process that does nothing but serve; see `create_app`.

    What is loaded by now stays until the process ends. To look through it for garbage again and again would
    hold up an answer for a third of a second each time.
    """
    app = create_app()
    gc.set_threshold(GARBAGE_AFTER, 20, 20)
    gc.freeze()
    return app


def _add_features(app: Flask, settings: config.Settings) -> None:
    from helpexchange import migrations
    from helpexchange.accounts import sign_in
    from helpexchange.core.viewer import current_viewer
    from helpexchange.offices import queries as offices

    migrations.init_migrations(app)
    sign_in.init_sign_in(app, settings)
    app.context_processor(lambda: {"contact_office": lambda: offices.contact_office(current_viewer())})
    _add_people(app, settings)
    _add_engagements(app)
    _add_follow_up(app)
    _add_hours_and_costs(app)
    _add_asking(app)
    _add_match_runs(app)
    _add_reports(app)
    _add_first_pages(app)
    _add_privacy(app)
    _add_api(app, settings)
    if settings.environment in ("development", "test"):
        from helpexchange.styleguide import pages as styleguide

        app.register_blueprint(styleguide.blueprint)
    if settings.demo_mode:
        from helpexchange.demo_town import pages as demo_town

        app.register_blueprint(demo_town.blueprint)


def _add_people(app: Flask, settings: config.Settings) -> None:
    from helpexchange.accounts import pages as accounts
    from helpexchange.core import events
    from helpexchange.help_requests import pages as help_requests
    from helpexchange.help_requests.actions import tell_of_representation
    from helpexchange.helper_profiles import pages as helper_profiles
    from helpexchange.notifications import pages as notifications
    from helpexchange.offices import pages as offices
    from helpexchange.people import pages as people
    from helpexchange.people import reading_log
    from helpexchange.people_index import keeping
    from helpexchange.people_index.rules import RecordRead
    from helpexchange.representatives.rules import RepresentationChanged

    keeping.init_people_index()
    app.register_blueprint(notifications.blueprint)
    if settings.pretends_to_send:
        app.register_blueprint(notifications.pretending_blueprint)
    app.register_blueprint(accounts.blueprint)
    app.register_blueprint(offices.blueprint)
    app.register_blueprint(help_requests.blueprint)
    app.register_blueprint(helper_profiles.blueprint)
    app.register_blueprint(people.blueprint)
    events.listen(RecordRead, reading_log.note_after_answer)
    events.listen(RepresentationChanged, tell_of_representation)


def _add_first_pages(app: Flask) -> None:
    from helpexchange.start_pages import pages as start_pages

    app.register_blueprint(start_pages.blueprint)


def _add_privacy(app: Flask) -> None:
    from helpexchange.consents.rules import ConsentEnded
    from helpexchange.core import events
    from helpexchange.help_requests.actions import end_without_consent
    from helpexchange.helper_profiles.actions import leave_without_consent
    from helpexchange.privacy import pages

    app.register_blueprint(pages.blueprint)
    events.listen(ConsentEnded, end_without_consent)
    events.listen(ConsentEnded, leave_without_consent)


def _add_engagements(app: Flask) -> None:
    from helpexchange.core import events
    from helpexchange.engagements import actions, pages
    from helpexchange.help_requests.rules import RequestClosed
    from helpexchange.helper_profiles.rules import HelperUnavailable

    app.register_blueprint(pages.blueprint)
    events.listen(RequestClosed, actions.end_with_request)
    events.listen(HelperUnavailable, actions.give_back_taken_over)


def _add_follow_up(app: Flask) -> None:
    from helpexchange.core import events
    from helpexchange.engagements.rules import EngagementEnded, EngagementShown, MoveDecided, MoveProposed
    from helpexchange.follow_up import actions, pages
    from helpexchange.follow_up.pages.check_ins import add_check_ins
    from helpexchange.helper_profiles.rules import HelperBack, HelperUnavailable

    app.register_blueprint(pages.blueprint)
    events.listen(EngagementEnded, actions.thank_both)
    events.listen(EngagementShown, add_check_ins)
    events.listen(HelperUnavailable, actions.note_helper_stopped)
    events.listen(HelperBack, actions.note_helper_back)
    events.listen(MoveProposed, actions.note_move_proposed)
    events.listen(MoveDecided, actions.note_move_decided)


def _add_hours_and_costs(app: Flask) -> None:
    from helpexchange.core import events
    from helpexchange.engagements.rules import VisitToBeNoted
    from helpexchange.hours_and_costs import actions, pages

    app.register_blueprint(pages.blueprint)
    events.listen(VisitToBeNoted, actions.keep_closed_months)


def _add_match_runs(app: Flask) -> None:
    from helpexchange.core import events
    from helpexchange.engagements.rules import (
        EngagementBegun,
        EngagementEnded,
        EngagementPaused,
        VisitFreed,
    )
    from helpexchange.help_requests.rules import RequestClosed, RequestsClosing
    from helpexchange.helper_profiles.rules import HelperUnavailable
    from helpexchange.match_runs import actions, pages
    from helpexchange.match_runs.rules import HelperSaidNo

    app.register_blueprint(pages.blueprint)
    events.listen(RequestsClosing, actions.hold_with_helpers)
    events.listen(RequestClosed, actions.let_proposals_lapse)
    events.listen(HelperSaidNo, actions.look_for_another)
    events.listen(HelperUnavailable, actions.free_after_leaving)
    events.listen(EngagementBegun, actions.refuse_double_booking)
    events.listen(EngagementEnded, actions.free_after_end)
    events.listen(EngagementPaused, actions.look_for_stand_ins)
    events.listen(VisitFreed, actions.look_for_stand_in)


def _add_asking(app: Flask) -> None:
    """Before match runs: when a request ends, whoever was asked is told so before their proposal lapses."""
    from helpexchange.asking import actions, pages
    from helpexchange.asking.pages.trial_calls import add_trial_call
    from helpexchange.core import events
    from helpexchange.engagements.rules import EngagementShown
    from helpexchange.help_requests.rules import RequestClosed

    app.register_blueprint(pages.blueprint)
    events.listen(RequestClosed, actions.end_with_request)
    events.listen(EngagementShown, add_trial_call)


def _add_api(app: Flask, settings: config.Settings) -> None:
    from helpexchange.api import actions, entering, pages, root
    from helpexchange.audit_trail.rules import ActRecorded
    from helpexchange.core import events

    root.init_resources(app)
    app.register_blueprint(pages.blueprint)
    entering.init_entering(app, settings)
    events.listen(ActRecorded, actions.tell_partners)


def _add_reports(app: Flask) -> None:
    from helpexchange.reports import pages

    app.register_blueprint(pages.blueprint)


def _answer_programs(app: Flask) -> None:
    """Behind the audience: whoever may not do something is not told what was answered to it before either."""
    from helpexchange.api import answering

    answering.init_answering(app)
