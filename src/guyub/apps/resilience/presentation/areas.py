"""Sums of a village, of its RWs and RTs, and of the villages of a region, with the gate that guards them."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AnonymousUser

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of, within
from guyub.apps.resilience.models import AreaSums
from guyub.apps.resilience.services.gate import Gate
from guyub.apps.resilience.services.states import rules
from guyub.apps.resilience.services.sums import Sums, added, rw_place, rws_under
from guyub.apps.territory.codes import CITY_LENGTH
from guyub.apps.territory.models import Region


@dataclass(frozen=True)
class Areas:
    """Sums of a village. ``whole`` is empty while no family is registered."""

    village: Region
    whole: Sums
    rws: dict[str, Sums]
    rts: dict[tuple[str, str], Sums] = field(default_factory=dict)
    as_of: date | None = None

    @property
    def code(self) -> str:
        """Code of the village."""
        return self.village.code

    def place(self, rw: str) -> str:
        """Place code of an RW of this village."""
        return rw_place(self.code, rw)


def areas_of(village: Region) -> Areas:
    """Sums of a village and its parts (one query)."""
    whole: Sums = {}
    rws: dict[str, Sums] = {}
    rts: dict[tuple[str, str], Sums] = {}
    as_of = None
    for row in AreaSums.objects.filter(village=village).order_by("rw", "rt"):
        if row.level == AreaSums.Level.VILLAGE:
            whole, as_of = row.sums, row.as_of
        elif row.level == AreaSums.Level.RW:
            rws[row.rw] = row.sums
        else:
            rts[row.rw, row.rt] = row.sums
    return Areas(village, whole, rws, rts, as_of)


def gate_of(user: User | AnonymousUser, areas: Areas) -> Gate:
    """What lets this person see figures of the village (one more query for those who do not see its families)."""
    if scope_of(user).may(Right.SEE_PEOPLE, areas.code):
        own = {areas.place(rw): sums for rw, sums in areas.rws.items()}
        return Gate(own, areas.code, True, rules().ibangga)
    city = areas.code[:CITY_LENGTH]
    return Gate(rws_under(city), city, False, rules().ibangga)


def villages_under(region: str) -> dict[str, Sums]:
    """Sums by village code of a region (one query)."""
    rows = AreaSums.objects.filter(within([region], "village__code"), level=AreaSums.Level.VILLAGE)
    return dict(rows.order_by("village_id").values_list("village_id", "sums"))


def sums_in(by_place: dict[str, Sums], place: str) -> Sums:
    """Sums of a place from those below it."""
    return added(sums for own, sums in by_place.items() if own == place or own.startswith(f"{place}."))
