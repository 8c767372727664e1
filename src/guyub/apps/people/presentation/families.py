"""The list of families of a village: what someone asks of it, one page of it, and its counts."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone

from guyub.apps.accounts.models import User
from guyub.apps.people import services
from guyub.apps.people.access import SILENT
from guyub.apps.people.models import Family, Membership, Person, ResidentQuerySet
from guyub.apps.people.presentation.lines import FamilyLine, line_of, lines_as_of, lines_of, members_of, shown

PAGE = 50
UNKNOWN = "-"  # RW or RT not recorded, as the address says it
ENDED = "berakhir"
ORDER = ("rw", "rt", "head_key", "pk")
PERSON = ("code", "name", "name_key", "state")


@dataclass(frozen=True)
class Wanted:
    """What the list should show. Addresses carry places and codes of families, never a name or a number."""

    rw: str = ""
    rt: str = ""
    ended: bool = False
    per: date | None = None  # as of this day; RW and RT are not asked then
    after: str = ""  # code of the family that the page follows
    before: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Wanted":
        """The wish in an address; what is no place or code is left out."""
        rw, rt = (_part(query.get(name, "")) for name in ("rw", "rt"))
        per = _day(query.get("per", ""))
        if per is not None:
            return cls(per=per, after=query.get("sesudah", "")[:11], before=query.get("sebelum", "")[:11])
        return cls(
            rw=rw,
            rt=rt if rw else "",
            ended=query.get("status", "") == ENDED,
            after=query.get("sesudah", "")[:11],
            before=query.get("sebelum", "")[:11],
        )

    @property
    def filtered(self) -> bool:
        """Whether families are left out by place or because they ended."""
        return bool(self.rw or self.ended)

    def address(self, **changes: object) -> str:
        """The address that asks the same with some changes, from the first page on."""
        wish = replace(self, **{"after": "", "before": "", **changes})  # type: ignore[arg-type]
        values = {
            "rw": wish.rw,
            "rt": wish.rt,
            "status": ENDED if wish.ended else "",
            "per": wish.per.isoformat() if wish.per else "",
            "sesudah": wish.after,
            "sebelum": wish.before,
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})


def _part(text: str) -> str:
    return text if text == UNKNOWN else text.zfill(3) if text.isdigit() and len(text) <= 3 else ""


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day < timezone.localdate() else None


@dataclass(frozen=True)
class FamilyPage:
    """Up to 50 families, and the addresses of the pages around them."""

    lines: list[FamilyLine]
    earlier: str
    later: str


@dataclass(frozen=True)
class Parts:
    """Open families by RW and RT: (rw, rt) → how many."""

    counts: dict[tuple[str, str], int]

    @property
    def rws(self) -> list[str]:
        return sorted({rw for rw, _rt in self.counts})

    def rts(self, rw: str) -> list[str]:
        """The RT of an RW."""
        return sorted(rt for own, rt in self.counts if own == rw)

    def total(self, wanted: Wanted) -> int:
        """Families in the part that is wanted."""
        rw, rt = ("" if part == UNKNOWN else part for part in (wanted.rw, wanted.rt))
        return sum(
            count
            for (own_rw, own_rt), count in self.counts.items()
            if (not wanted.rw or own_rw == rw) and (not wanted.rt or own_rt == rt)
        )


def parts_of(user: User | AnonymousUser, village: str, ended: bool = False) -> Parts:
    """How many families this person sees in each RT. One query over one village."""
    rows = _families(user, village, Wanted(ended=ended)).order_by().values_list("rw", "rt").annotate(n=Count("*"))
    return Parts({(rw, rt): count for rw, rt, count in rows})


def page_of(user: User | AnonymousUser, village: str, wanted: Wanted) -> FamilyPage:
    """One page of the list, by RW, RT and name of the head. Reads 51 rows however long the list is."""
    rows = _families(user, village, wanted)
    for name in ("rw", "rt"):
        part = getattr(wanted, name)
        if part:
            rows = rows.filter(**{name: "" if part == UNKNOWN else part})
    rows = rows.annotate(head_key=Coalesce("head__name_key", Value("")))
    known = rows.filter(code=wanted.after or wanted.before) if wanted.after or wanted.before else rows.none()
    edge = known.values(*ORDER).first()
    backwards = edge is not None and not wanted.after
    window = _window(rows, edge, backwards)[: PAGE + 1]
    found = list(window) if wanted.per else shown(window)
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    has_earlier, has_later = (more, True) if backwards else (edge is not None, more)
    return FamilyPage(
        lines=lines_as_of(found, wanted.per) if wanted.per else lines_of(found),
        earlier=wanted.address(before=found[0].code) if found and has_earlier else "",
        later=wanted.address(after=found[-1].code) if found and has_later else "",
    )


def count_as_of(user: User | AnonymousUser, village: str, day: date) -> int:
    """How many families this person sees as of a day."""
    return _families(user, village, Wanted(per=day)).count()


def _families(user: User | AnonymousUser, village: str, wanted: Wanted) -> ResidentQuerySet:
    if wanted.per is not None:
        return services.families_on(village, wanted.per).visible_to(user)
    return Family.objects.visible_in(user, village).filter(until__isnull=not wanted.ended)


def _window(rows: ResidentQuerySet, edge: dict[str, Any] | None, backwards: bool) -> ResidentQuerySet:
    """Rows behind (or before) the edge in the order of the list; the database reads along its index of RW and RT."""
    if edge is not None:
        side = "lt" if backwards else "gt"
        condition = Q()
        for place, column in enumerate(ORDER):
            same = {name: edge[name] for name in ORDER[:place]}
            condition |= Q(**same, **{f"{column}__{side}": edge[column]})
        # Said once more for the first column alone, which is what an index can use.
        rows = rows.filter(condition, **{f"rw__{side}e": edge["rw"]})
    return rows.order_by(*(F(column).desc() if backwards else F(column).asc() for column in ORDER))


@dataclass(frozen=True)
class Found:
    """What a search by name gave: lines in the order of names, and whether there were more than are shown."""

    lines: list[FamilyLine]
    more: bool


def search_by_name(user: User | AnonymousUser, village: str, key: str) -> Found:
    """Families of the village with a member (also a former one) whose name holds the text, both normalised."""
    if not key:
        return Found([], False)
    # The inner query reads names, places and states out of one index, in its order, and stops at one page of hits.
    hits = Person.objects.visible_in(user, village).filter(name_key__contains=key)
    hits = hits.exclude(state__in=SILENT).order_by("name_key", "pk")[: PAGE + 1]
    people = list(Person.objects.filter(pk__in=hits.values("pk")).order_by("name_key", "pk").only(*PERSON))
    members = Membership.objects.filter(person__in=people[:PAGE]).order_by("since", "pk")
    newest = dict(members.values_list("person_id", "family_id"))
    families = {row.pk: row for row in shown(Family.objects.visible_to(user).filter(pk__in=set(newest.values())))}
    counts = members_of(families)
    pairs = [(families.get(newest.get(person.pk, 0)), person) for person in people[:PAGE]]
    lines = [
        line_of(family, counts.get(family.pk, 0), person if person.pk != family.head_id else None)
        for family, person in pairs
        if family is not None
    ]
    return Found(lines, len(people) > PAGE)
