"""The scorecard of a city's offices: promised and done, and beside it how the facts went, without claiming cause."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.assessment.models import FactRecord
from guyub.apps.coordination.models import Commitment, CommitmentQuerySet
from guyub.apps.coordination.services.counts import DONE, Card
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data import load_fact_catalogue
from guyub.language import format_date, format_number

TRENDS_SHOWN = 5  # of one office; the newest deliveries


@dataclass(frozen=True)
class Trend:
    """How a fact of a village stood before and after a delivery."""

    output: str
    village: str
    told: str


@dataclass(frozen=True)
class ScoreLine:
    """One office's card with the trends beside it."""

    card: Card
    trends: list[Trend]


def score_lines(cards: list[Card], commitments: CommitmentQuerySet) -> list[ScoreLine]:
    """Cards with trends; three queries however many offices."""
    done = commitments.filter(state__in=DONE, delivered_on__isnull=False).exclude(fact="")
    found = list(done.prefetch_related("villages").order_by("-delivered_on", "-pk"))
    shown: dict[int, list[Commitment]] = {}
    for one in found:
        kept = shown.setdefault(one.office_id, [])
        if len(kept) < TRENDS_SHOWN:
            kept.append(one)
    records = _records([one for kept in shown.values() for one in kept])
    return [
        ScoreLine(card, [trend for one in shown.get(card.office.pk, []) for trend in _trends(one, records)])
        for card in cards
    ]


Records = dict[tuple[int, str], list[tuple[date, int | None]]]


def _records(commitments: list[Commitment]) -> Records:
    units = {unit.pk for one in commitments for unit in one.villages.all()}
    codes = {one.fact for one in commitments}
    rows = FactRecord.objects.filter(unit__in=units, code__in=codes, kind=FactRecord.Kind.FACT)
    found: Records = {}
    for unit, code, day, value in rows.order_by("recording__as_of", "recording__recorded_at", "pk").values_list(
        "unit_id", "code", "recording__as_of", "value"
    ):
        found.setdefault((unit, code), []).append((day, value))
    return found


def _trends(one: Commitment, records: Records) -> list[Trend]:
    name = load_fact_catalogue().by_code[one.fact].name.in_language(page_language())
    return [
        Trend(one.output, unit.name, f"{name}: {_told(records.get((unit.pk, one.fact), []), one.delivered_on)}")
        for unit in one.villages.all()
    ]


def _told(rows: list[tuple[date, int | None]], delivered: date | None) -> str:
    """The last figure up to the delivery and the latest after it; unknown is said."""
    assert delivered is not None
    before = [row for row in rows if row[0] <= delivered]
    after = [row for row in rows if row[0] > delivered]
    return _("sebelum {before}, sesudah {after}").format(before=_figure(before), after=_figure(after))


def _figure(rows: list[tuple[date, int | None]]) -> str:
    if not rows or rows[-1][1] is None:
        return _("belum ada data")
    day, value = rows[-1]
    assert value is not None
    return f"{format_number(value, page_language())} ({format_date(day, page_language())})"
