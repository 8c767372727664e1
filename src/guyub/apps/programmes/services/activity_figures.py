"""Figures that follow from the activities of a village as they were posted on the national web, with those behind each.

Two ways of counting cross-sector involvement (P3), and coverage, institutions and reporting of the last twelve months.
What was not posted says nothing: the web, and whoever assesses by it, does not know of it.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse

from guyub.apps.assessment.derived import Derived, Trace
from guyub.apps.programmes.activity_models import Activity
from guyub.apps.programmes.presentation.activities import activity_title
from guyub.apps.resilience.services.registry_facts import three_digits
from guyub.apps.territory.models import Unit, UnitLevel
from guyub.data.group_files import load_activities, load_post_form
from guyub.domain.programmes.posts import Post, Tally, figures


def activities_of(unit: Unit, level: UnitLevel | None) -> list[Activity]:
    """Activities that touch what a unit covers; one query. None for a unit that covers a hamlet."""
    if level is not None and level.covers == UnitLevel.Covers.DUSUN:
        return []
    rw = three_digits(level.part) if level is not None and level.covers == UnitLevel.Covers.RW else ""
    found = Activity.objects.standing().filter(village=unit.region_id)
    return [one for one in found if not rw or not one.serves or rw in one.serves]


def post_of(activity: Activity, reported: date | None = None) -> Post:
    """What counts of an activity.

    Args:
        activity: Which.
        reported: The day on which it would be posted, for one that was not.
    """
    return Post(
        activity.pk,
        activity.day,
        activity.activity,
        activity.section,
        tuple(activity.institutions),
        activity.posted_on or reported,
    )


def tallies(found: Sequence[Activity], on: date, *, all_posted: bool = False) -> dict[str, Tally]:
    """Figures of activities on a day, by fact code.

    Args:
        found: The activities.
        on: The day.
        all_posted: As if all that wait were posted on that day.
    """
    posts = [post_of(one, on if all_posted else None) for one in found]
    return figures(load_post_form(), load_activities(), posts, on)


def derived_figures(unit: Unit, level: UnitLevel | None, on: date) -> Iterable[Derived]:
    """A provider of `assessment.derived`; one query. A figure that no post speaks of is left out."""
    found = {one.pk: one for one in activities_of(unit, level)}
    for code, tally in tallies(list(found.values()), on).items():
        if tally.value:
            keys = sorted({key for behind in tally.behind.values() for key in behind}, reverse=True)
            yield Derived(code, tuple(_trace(found[key]) for key in keys), tally.value)


def _trace(activity: Activity) -> Trace:
    url = reverse("programmes:activity", args=[activity.village_id, activity.pk])
    return Trace(activity_title(activity), activity.day, url)
