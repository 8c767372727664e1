"""Child growth of a region: how many come and gain, how many are below -2 SD, its parts, and the last twelve months.

Who may see the children reads their counts as they are: a cadre those of the own RW. Others who see the region's
figures read them through disclosure control, over the villages of the whole city (above a city: over whole cities), so
that no page can be subtracted from another; RWs and posyandu are not shown to them at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth.models import Posyandu
from guyub.apps.growth.presentation.area_counts import Counts, Wanted, counts_by_place, months_to
from guyub.apps.growth.presentation.area_gate import AreaGate, Part, Shown, added, plain
from guyub.apps.growth.presentation.skdn_report import FOUND
from guyub.apps.territory.access import holds_in
from guyub.apps.territory.codes import CITY_LENGTH, LENGTHS, Level
from guyub.apps.territory.models import Region

MONTHS = 12
BAR = 1000
CONDITIONS: Mapping[str, str | Promise] = {
    "hfa": gettext_lazy("Pendek (stunting)"),
    "wfa": gettext_lazy("Berat badan kurang"),
    "wfh": gettext_lazy("Gizi kurang (wasting)"),
}


@dataclass(frozen=True)
class Step:
    """One step of the funnel: its letter, words, children, of all and of the step before; ``width`` of 1000."""

    letter: str
    words: str
    count: int | None
    of_all: Part
    of_former: Part
    width: int


@dataclass(frozen=True)
class Row:
    """One part of the region: name, where it leads, and what is shown of it."""

    name: str
    url: str
    shown: Shown
    note: str = ""


@dataclass(frozen=True)
class Dashboard:
    """The page of a region in a month. ``inside``: the reader sees the children themselves."""

    region: Region
    inside: bool
    month: date
    months: Sequence[date]
    whole: Shown
    trend: Sequence[Shown]
    parts: Sequence[Row]
    posts: Sequence[Row]

    @property
    def empty(self) -> bool:
        """Whether no child under five is on record."""
        return self.whole.s == 0

    @property
    def withheld(self) -> bool:
        """Whether something on the page is kept back."""
        return any(one.withheld for one in (self.whole, *self.trend, *(row.shown for row in self.parts)))

    @property
    def steps(self) -> list[Step]:
        """The funnel from all children to those who gained."""
        whole = self.whole
        told = (
            ("S", _("Semua balita"), whole.s, whole.s),
            ("K", _("Pernah diukur di sini"), whole.k, whole.s),
            ("D", _("Ditimbang bulan ini"), whole.d, whole.k),
            ("N", _("Berat badannya naik"), whole.n, whole.d),
        )
        return [
            Step(letter, words, count, Part(count, whole.s), Part(count, former), _width(count, whole.s))
            for letter, words, count, former in told
        ]

    @property
    def rates(self) -> list[tuple[str | Promise, Part]]:
        """Shares below -2 SD, with their names."""
        return [(CONDITIONS[code], self.whole.found[code]) for code in FOUND]


def may_see(user: User | AnonymousUser, region: Region) -> bool:
    """Whether the page exists for the person: by its children, or by the figures of the whole region."""
    return sees_children(user, region) or scope_of(user).may(Right.SEE_FIGURES, region.code)


def sees_children(user: User | AnonymousUser, region: Region) -> bool:
    """Whether the person sees children of the region: of all of it, or of a part of a village."""
    if region.level == Level.VILLAGE:
        return holds_in(user, Right.SEE_GROWTH, region.code)
    return scope_of(user).may(Right.SEE_GROWTH, region.code)


def dashboard(user: User | AnonymousUser, region: Region, today: date, asked: date | None = None) -> Dashboard:
    """The page of a region; six queries, whatever the number of its children, villages and months.

    Args:
        user: Who reads.
        region: Village to province.
        today: The last of the twelve months is that of this day.
        asked: First day of the month shown; where none of the twelve is asked for, the latest with weighings.
    """
    months, inside = months_to(today, MONTHS), sees_children(user, region)
    counted = counts_by_place(_wanted(user, region, months, inside))
    is_village = region.level == Level.VILLAGE
    gate = AreaGate(counted, MONTHS, _top(region, inside), inside=inside)
    trend = gate.shown(region.code)
    latest = next((place for place in reversed(range(MONTHS)) if trend[place].d != 0), MONTHS - 1)
    place = months.index(asked) if asked in months else latest
    parts, posts = [], []
    if not is_village:
        below = [child for child in region.children.order_by("code") if gate.has(child.code)]
        parts = [Row(one.name, _address(one), gate.shown(one.code)[place]) for one in below]
    elif inside:
        by_rw = {rw: counts[place] for rw, counts in counted.items() if counts[place].s}
        parts = [Row(_rw_words(rw), "", plain(counts)) for rw, counts in by_rw.items()]
        posts = _posts(user, region.code, by_rw)
    return Dashboard(region, inside, months[place], months, trend[place], trend, parts, posts)


def _wanted(user: User | AnonymousUser, region: Region, months: Sequence[date], inside: bool) -> Wanted:
    """Children's own places for who sees them; else of the whole city or province that figures are published over."""
    if inside:
        return Wanted(region.code, months, user, 0 if region.level == Level.VILLAGE else LENGTHS[Level.VILLAGE])
    length = CITY_LENGTH if region.level == Level.PROVINCE else LENGTHS[Level.VILLAGE]
    return Wanted(_top(region, inside), months, None, length)


def _top(region: Region, inside: bool) -> str:
    return str(region.code if inside else region.code[:CITY_LENGTH])


def _address(region: Region) -> str:
    return str(reverse("growth:dashboard", args=[region.code]))


def _rw_words(rw: str) -> str:
    return f"RW {rw}" if rw else str(_("RW belum diketahui"))


def _width(count: int | None, whole: int | None) -> int:
    return BAR * (count or 0) // whole if whole else 0


def _posts(user: User | AnonymousUser, village: str, by_rw: Mapping[str, Counts]) -> list[Row]:
    """Posyandu that the reader sees, each with the children of the RWs it serves; one query.

    Which of several posyandu of one RW a child belongs to is not recorded: it counts for each, and the row says so.
    """
    found = Posyandu.objects.permitted(user, Right.SEE_GROWTH).filter(village=village, closed_on=None)
    posts = list(found.order_by("name"))
    served = [set(post.serves) or set(by_rw) for post in posts]
    rows = []
    for post, mine in zip(posts, served, strict=True):
        shared = sum(bool(mine & other) for other in served) > 1
        whole = added(counts for rw, counts in by_rw.items() if rw in mine)
        notes = [
            *([_("RW-nya juga dilayani posyandu lain")] if shared else []),
            *([_("sebagian RW-nya di luar wilayah Anda atau tanpa balita")] if mine - set(by_rw) else []),
        ]
        rows.append(Row(post.name, "", plain(whole), "; ".join(notes)))
    return rows
