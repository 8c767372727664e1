"""What a person asks of the list of villages, read from the address, and the query that answers it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.scope import within
from guyub.apps.assessment.models import VillageStateQuerySet
from guyub.domain.instruments import Instrument

NO_DATA = "kosong"
DEFERRED = ("facts", "given", "items", "scores", "missing", "findings")

# Order → (label, column, falls first?). Villages without the figure come last either way.
ORDERS: dict[str, tuple[Promise, F | Lower, bool]] = {
    "wilayah": (gettext_lazy("Kecamatan dan nama"), F("unit__region_id"), False),
    "nama": (gettext_lazy("Nama"), Lower("unit__region__name"), False),
    "kelas": (gettext_lazy("Kelas"), F("class_rank"), True),
    "input": (gettext_lazy("Indeks masukan"), F("index_input"), True),
    "process": (gettext_lazy("Indeks proses"), F("index_process"), True),
    "output": (gettext_lazy("Indeks hasil"), F("index_output"), True),
    "naik": (gettext_lazy("Paling dekat naik"), F("points_lacking"), False),
    "turun": (gettext_lazy("Paling dekat turun"), F("points_spare"), False),
    "fakta": (gettext_lazy("Fakta kosong terbanyak"), F("missing_count"), True),
    "temuan": (gettext_lazy("Temuan terbanyak"), F("findings_count"), True),
    "tanggal": (gettext_lazy("Tanggal terbaru"), F("as_of"), True),
}
DETAIL_ORDERS = ("fakta", "temuan")
WITHOUT_DATA_LAST = ExpressionWrapper(Q(class_rank=None), output_field=BooleanField()).asc()
# The villages that need a look: one score point from rising or falling, without data, with doubts. Where several
# indices have to pass for a higher class each lacks a point at least, so that one point lacking is one index.
SIGN_FILTERS = {
    "naik": Q(points_lacking=1),
    "turun": Q(points_spare=0),
    "kosong": Q(class_rank=None),
    "fakta": Q(missing_count__gt=0),
    "temuan": Q(findings_count__gt=0),
}
SIGNS = tuple(SIGN_FILTERS)
DETAIL_SIGNS = ("fakta", "temuan")


@dataclass(frozen=True)
class Wanted:
    """What the list should show. Anything unknown in the address is left out."""

    class_name: str = ""  # a class slug, or NO_DATA
    part: str = ""  # code of a region below
    sign: str = ""
    name: str = ""
    order: str = "wilayah"
    reverse: bool = False

    @classmethod
    def read(cls, query: QueryDict, instrument: Instrument, parts: set[str], details: bool) -> "Wanted":
        """The wish in an address."""
        slugs = {village_class.name.lower() for village_class in instrument.classes} | {NO_DATA}
        orders = [order for order in ORDERS if details or order not in DETAIL_ORDERS]
        signs = [sign for sign in SIGNS if details or sign not in DETAIL_SIGNS]
        order = query.get("urut", "")
        class_name, part, sign = query.get("kelas", ""), query.get("bagian", ""), query.get("tanda", "")
        return cls(
            class_name=class_name if class_name in slugs else "",
            part=part if part in parts else "",
            sign=sign if sign in signs else "",
            name=query.get("cari", "").strip()[:80],
            order=order.lstrip("-") if order.lstrip("-") in orders else "wilayah",
            reverse=order.startswith("-"),
        )

    def address(self, **changes: object) -> str:
        """The address that asks the same with some changes; the page number starts anew."""
        order = changes.pop("order", self.order)
        reverse = changes.pop("reverse", self.reverse)
        values = {
            "kelas": self.class_name,
            "bagian": self.part,
            "tanda": self.sign,
            "cari": self.name,
            "urut": ("-" if reverse else "") + str(order) if order != "wilayah" or reverse else "",
            **changes,
        }
        found = urlencode({key: value for key, value in values.items() if value})
        return f"?{found}" if found else "?"

    @property
    def filtered(self) -> bool:
        """Whether anything is left out of the list."""
        return bool(self.class_name or self.part or self.sign or self.name)

    def of(self, states: VillageStateQuerySet, instrument: Instrument) -> VillageStateQuerySet:
        """The states asked for, in the order asked for; those without data last."""
        conditions = Q()
        if self.class_name:
            names = {village_class.name.lower(): village_class.name for village_class in instrument.classes}
            named = Q(class_name=names.get(self.class_name, ""))
            conditions &= Q(class_rank=None) if self.class_name == NO_DATA else named
        if self.part:
            conditions &= within([self.part], "unit__region__code")
        if self.sign:
            conditions &= SIGN_FILTERS[self.sign]
        if self.name:
            conditions &= Q(unit__region__name__icontains=self.name) | Q(unit__region__code__startswith=self.name)
        found = states.filter(conditions)
        column, falls = ORDERS[self.order][1:]
        falls = falls != self.reverse
        ordering = column.desc(nulls_last=True) if falls else column.asc(nulls_last=True)
        return found.order_by(WITHOUT_DATA_LAST, ordering, "unit__region_id")


def sign_counts(states: VillageStateQuerySet, details: bool) -> dict[str, int]:
    """How many villages carry each sign. One query."""
    names = [sign for sign in SIGNS if details or sign not in DETAIL_SIGNS]
    return states.aggregate(**{name: Count("pk", filter=SIGN_FILTERS[name]) for name in names})
