"""The list of families of a village: what someone asks of it, one page of it, and its counts."""

from dataclasses import dataclass, replace
from datetime import date
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
from guyub.apps.people.presentation.family import with_names
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.people.services import Place

PAGE = 50
UNKNOWN = "-"  # RW or RT not recorded, as the address says it
ENDED = "berakhir"


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
class FamilyLine:
    """A family in a list. `found`: the member whose name was searched for, where that is not the head."""

    family: Family
    head: str
    place: Place
    members: int
    found: Person | None = None


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
    rows = _families(user, village, Wanted(ended=ended)).order_by().values_list("rw", "rt").annotate(n=Count("pk"))
    return Parts({(rw, rt): count for rw, rt, count in rows})


def page_of(user: User | AnonymousUser, village: str, wanted: Wanted) -> FamilyPage:
    """One page of the list, by RW, RT and name of the head. Reads 51 rows however long the list is."""
    rows = _families(user, village, wanted)
    for name in ("rw", "rt"):
        part = getattr(wanted, name)
        if part:
            rows = rows.filter(**{name: "" if part == UNKNOWN else part})
    rows = rows.annotate(head_key=Coalesce("head__name_key", Value(""))).select_related("head", "dwelling")
    edge = rows.filter(code=wanted.after or wanted.before).first() if wanted.after or wanted.before else None
    backwards = edge is not None and not wanted.after
    found = list(_window(rows, edge, backwards)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    has_earlier, has_later = (more, True) if backwards else (edge is not None, more)
    return FamilyPage(
        lines=_lines_as_of(found, wanted.per) if wanted.per else _lines(found),
        earlier=wanted.address(before=found[0].code) if found and has_earlier else "",
        later=wanted.address(after=found[-1].code) if found and has_later else "",
    )


def count_as_of(user: User | AnonymousUser, village: str, day: date) -> int:
    """How many families this person sees as of a day."""
    return _families(user, village, Wanted(per=day)).count()


def _families(user: User | AnonymousUser, village: str, wanted: Wanted) -> ResidentQuerySet:
    if wanted.per is not None:
        return services.families_on(village, wanted.per).visible_to(user)
    return Family.objects.visible_to(user).filter(village_id=village, until__isnull=not wanted.ended)


def _window(rows: ResidentQuerySet, edge: Family | None, backwards: bool) -> ResidentQuerySet:
    """Rows behind (or before) the edge in the order of the list; the database reads along its index of RW and RT."""
    columns = ("rw", "rt", "head_key", "pk")
    if edge is not None:
        side = "lt" if backwards else "gt"
        condition = Q()
        for place, column in enumerate(columns):
            same = {name: getattr(edge, name) for name in columns[:place]}
            condition |= Q(**same, **{f"{column}__{side}": getattr(edge, column)})
        # Said once more for the first column alone, which is what an index can use.
        rows = rows.filter(condition, **{f"rw__{side}e": edge.rw})
    return rows.order_by(*(F(column).desc() if backwards else F(column).asc() for column in columns))


def _lines(families: list[Family]) -> list[FamilyLine]:
    members = Membership.objects.filter(family__in=families, until=None).order_by().values_list("family_id")
    counts = dict(members.annotate(n=Count("pk")))
    return [_line(family, counts.get(family.pk, 0)) for family in families]


def _line(family: Family, members: int, found: Person | None = None) -> FamilyLine:
    home = family.dwelling
    place = Place(family.village_id, family.rw, family.rt, home.address if home else "")
    head = shown_name(family.head.name, family.head.code) if family.head else ""
    return FamilyLine(family, head, place, members, found)


def _lines_as_of(families: list[Family], day: date) -> list[FamilyLine]:
    """Families with head, home and members of an earlier day. Five queries."""
    views = {pk: with_names(view) for pk, view in services.families_as_of(families, day).items()}
    return [
        FamilyLine(
            family,
            view.head.name if view.head else "",
            view.place or Place(family.village_id),
            len(view.members),
        )
        for family, view in ((family, views[family.pk]) for family in families)
    ]


@dataclass(frozen=True)
class Found:
    """What a search by name gave: lines in the order of names, and whether there were more than are shown."""

    lines: list[FamilyLine]
    more: bool


def search_by_name(user: User | AnonymousUser, village: str, key: str) -> Found:
    """Families of the village with a member (also a former one) whose name holds the text, both normalised."""
    if not key:
        return Found([], False)
    people = Person.objects.visible_to(user).filter(village_id=village, name_key__contains=key)
    people = list(people.exclude(state__in=SILENT).order_by("name_key", "pk")[: PAGE + 1])
    newest: dict[int, Membership] = {}
    members = Membership.objects.filter(person__in=people[:PAGE]).select_related("family__head", "family__dwelling")
    for membership in members.order_by("since", "pk"):
        newest[membership.person_id] = membership
    seen = _visible(user, {membership.family_id for membership in newest.values()})
    pairs = [
        (newest[person.pk].family, person)
        for person in people[:PAGE]
        if person.pk in newest and newest[person.pk].family_id in seen
    ]
    counts = {line.family.pk: line.members for line in _lines([family for family, _person in pairs])}
    lines = [
        _line(family, counts[family.pk], person if person.pk != family.head_id else None) for family, person in pairs
    ]
    return Found(lines, len(people) > PAGE)


def _visible(user: User | AnonymousUser, families: set[int]) -> set[int]:
    return set(Family.objects.visible_to(user).filter(pk__in=families).values_list("pk", flat=True))
