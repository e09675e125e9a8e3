"""Parts that several pages of a run share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from flask import url_for

from helpexchange.core.i18n import gettext, moment_text, ngettext, number_text
from helpexchange.core.viewer import current_viewer
from helpexchange.match_runs import queries
from helpexchange.match_runs.forms import DEFAULT_SORT, SORT_LABELS, STAND_LABELS, RunView
from helpexchange.match_runs.labels import actor_name
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.pages.cards import URGENT
from helpexchange.match_runs.queries import ChangeCounts, Gap, ProposalFilters, RunSummary
from helpexchange.skills.labels import skill_name

MINUTES_PER_HOUR = 60
Choices = list[tuple[str, str]]


def tabs_of(run: MatchRun, summary: RunSummary, current: str) -> list[dict[str, Any]]:
    """Return the links between the pages of a run."""
    to_decide = summary.count(ProposalFilters())
    tabs = [
        ("proposals", "show_run", gettext("Proposals"), to_decide),
        ("waiting", "show_unmatched", gettext("Still waiting"), summary.waiting),
        ("numbers", "show_numbers", gettext("Numbers and proof"), None),
        ("history", "show_history", gettext("What was done"), None),
    ]
    return [
        {
            "label": label,
            "url": url_for(f"match_runs.{view}", run_id=run.id),
            "is_current": name == current,
            **({} if count is None else {"count": count}),
        }
        for name, view, label, count in tabs
    ]


def changed_words(counts: ChangeCounts | None) -> str:
    """Return in one line what a run changed; nothing if no run came before."""
    if counts is None:
        return ""
    if not any(counts):
        return str(gettext("Nothing has changed since the last match."))
    words = gettext(
        "Since the last match: newly found %(new)s, another helper %(other)s, no longer proposed %(gone)s, "
        "newly waiting %(waiting)s.",
        new=number_text(counts.new),
        other=number_text(counts.other),
        gone=number_text(counts.gone),
        waiting=number_text(counts.newly_waiting),
    )
    return str(words)


def undone_before(proposal_id: int) -> str:
    """Return who took a decision back before; empty if that was not what happened last."""
    latest = queries.latest_of_proposal(current_viewer(), proposal_id)
    if latest is None or latest.act != "undo_decision":
        return ""
    values = {"name": actor_name(latest.actor), "moment": moment_text(latest.at)}
    return str(gettext("%(name)s took this decision back on %(moment)s.", **values))


def filter_choices(summary: RunSummary, view: RunView) -> dict[str, Choices]:
    """Return what can be chosen in each filter of the proposals; only what occurs in the run."""
    districts = {(facet.district, str(facet.district_id)) for facet in summary.facets if facet.district_id}
    kinds = {(skill_name(facet.kind_code, facet.kind), facet.kind_code) for facet in summary.facets}
    return {
        "district": [(code, name) for name, code in sorted(districts)],
        "kind": [(code, name) for name, code in sorted(kinds)],
        "stand": [(code, _counted(summary, view, code, str(words))) for code, words in STAND_LABELS.items()],
        "sort": [(code, str(words)) for code, words in SORT_LABELS.items()],
    }


def _counted(summary: RunSummary, view: RunView, stand: str, words: str) -> str:
    filters = ProposalFilters(
        district_id=view.filters.district_id, kind_code=view.filters.kind_code, stand=stand
    )
    return str(gettext("%(words)s (%(count)s)", words=words, count=summary.count(filters)))


def district_bars(summary: RunSummary) -> list[dict[str, Any]]:
    """Return for each district the share of people with help found, in percent, and the two numbers."""
    return [
        {
            "label": each.name or gettext("No district"),
            "value": 100 * each.served / each.total,
            "text": gettext("%(served)s of %(total)s", served=each.served, total=each.total),
        }
        for each in summary.districts
        if each.total
    ]


def groups_of(cards: Sequence[dict[str, Any]], summary: RunSummary, view: RunView) -> list[dict[str, Any]]:
    """Return the cards of a page in groups: the urgent, then a group for each kind of help.

    Each group says how many there are on all pages. Ordered otherwise they are one group without a title.
    """
    if view.sort != DEFAULT_SORT:
        return [{"title": "", "cards": cards}]
    kinds = {facet.kind_code: facet.kind for facet in summary.facets}
    return [
        {
            "title": gettext("Urgent") if word == URGENT else skill_name(word, kinds.get(word, "")),
            "count": summary.count_of_group(view.filters, is_urgent=word == URGENT, kind_code=word),
            "cards": list(of_group),
        }
        for word, of_group in groupby(cards, key=itemgetter("group"))
    ]


def gap_lines(gaps: Sequence[Gap]) -> list[dict[str, Any]]:
    """Return the lines of the table that says where help is missing."""
    return [
        {
            "place": _place_and_skill(gap),
            "waiting": gap.waiting,
            "one_more": round(gap.one_more),
        }
        for gap in gaps
    ]


def _place_and_skill(gap: Gap) -> str:
    hours = gap.visit_minutes / MINUTES_PER_HOUR
    skill = skill_name(gap.skill_code, gap.skill) if gap.skill_code else gettext("any help")
    words = ngettext(
        "%(district)s: %(skill)s, %(hours)s hour a week",
        "%(district)s: %(skill)s, %(hours)s hours a week",
        2 if hours > 1 else 1,
        district=gap.district or gettext("No district"),
        skill=skill,
        hours=number_text(hours, 1),
    )
    return str(words)


def outlines_of(summary: RunSummary, outlines: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the district outlines (GeoJSON) in which somebody of this run asks for help."""
    names = {each.name for each in summary.districts}
    kept = [feature for feature in outlines["features"] if feature["properties"]["name"] in names]
    return {**outlines, "features": kept}
