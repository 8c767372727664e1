"""The two facts of indicator B8, put among a village's figures: promises due, and those kept on time.

They are counted over the last twelve months, so they move with the calendar and not only when somebody does something:
a command records them once a day, and a checked delivery at once. What stands already is not recorded again.
"""

from collections.abc import Iterable
from datetime import date

from guyub.apps.assessment import services as assessment
from guyub.apps.assessment.models import Source
from guyub.apps.coordination.services.counts import due_and_done
from guyub.apps.evidence.items import READINESS
from guyub.apps.territory.models import Unit
from guyub.data import load_instrument

BATCH = 200
PROVENANCE = "Janji OPD di Guyub yang jatuh tempo dalam 12 bulan terakhir"


def record_all(today: date) -> int:
    """Record both facts of every village that has promises; returns how many recordings are new."""
    keys = list(
        Unit.objects.active().filter(commitments__isnull=False).order_by("pk").distinct().values_list("pk", flat=True)
    )
    return sum(
        record_for(Unit.objects.filter(pk__in=keys[start : start + BATCH]), today)
        for start in range(0, len(keys), BATCH)
    )


def record_for(units: Iterable[Unit], today: date) -> int:
    """The same for some villages. Facts that are none any more are recorded as not known.

    A village about which nothing was ever recorded stays so: its first figures are somebody's to enter.
    """
    units = list(units)
    known = assessment.known_about_many(units, load_instrument(READINESS))
    news = []
    for unit in units:
        counted = due_and_done(unit, today).facts
        stands = {code: known[unit.pk].facts.get(code) for code in counted}
        if known[unit.pk].anything and counted != stands:
            news.append(assessment.NewRecording(unit, today, counted, str(Source.REGISTRY), PROVENANCE))
    if news:
        assessment.record_many(assessment.SYSTEM, news)
    return len(news)
