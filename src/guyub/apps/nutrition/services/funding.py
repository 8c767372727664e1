"""What the kitchen tells of a village's sources of money: the fund of each day on which it handed out portions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.rights import Right
from guyub.apps.assessment.derived import Derived, Trace, listed
from guyub.apps.nutrition.models import KitchenDay
from guyub.apps.territory.models import Unit, UnitLevel
from guyub.data.derived_files import load_derived_rules


def kitchen_tells(unit: Unit, level: UnitLevel | None, on: date) -> Iterable[Derived]:
    """Funds of the kitchen days of the window on which portions were handed out; one query.

    A kitchen cooks for the village: of a unit that covers less it says nothing.
    """
    if level is not None and level.covers != UnitLevel.Covers.VILLAGE:
        return []
    return listed("funding_sources", _traces(unit, on))


def _traces(unit: Unit, on: date) -> Iterator[Trace]:
    """One trace a fund: the last of its days, and how many there were."""
    rules, desa = load_derived_rules(), unit.region.kind == "desa"
    days: dict[str, list[KitchenDay]] = defaultdict(list)
    held = KitchenDay.objects.filter(village=unit.region_id, day__gt=rules.since(on), day__lte=on, portions__given=True)
    for one in held.distinct().order_by("day"):
        if tick := rules.funds.tick(one.fund, rules.funds.kitchen, desa=desa):
            days[tick].append(one)
    for tick, cooked in sorted(days.items()):
        count = ngettext("{n} hari dapur", "{n} hari dapur", len(cooked)).format(n=len(cooked))
        url = reverse("nutrition:kitchen_day", args=[cooked[-1].pk])
        yield Trace(_("Dapur Dashat"), cooked[-1].day, url, tick, count, Right.SEE_GROWTH)
