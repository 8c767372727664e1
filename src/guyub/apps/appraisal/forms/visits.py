"""The form of a visit plan: window, rules, teams, and where each village receives its guests."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.appraisal.models import Entry
from guyub.apps.appraisal.services.visits import VillageWish, VisitWish
from guyub.apps.territory.codes import city_of
from guyub.apps.territory.models import Boundary, Region
from guyub.domain.visiting import Point, Rules, Team

MOST_TEAMS = 6
LONGEST_WINDOW = 92  # days: a quarter
SOUTH, NORTH, WEST, EAST = -11.5, 6.5, 94.5, 141.5  # of Indonesia, in degrees
LONGEST_CODE = 13


class Proposal(NamedTuple):
    """A point to begin with, and what it is."""

    point: str
    told: Any


TOLD_BEFORE = gettext_lazy("Dari rencana kunjungan terakhir desa ini.")
TOLD_OWN = gettext_lazy("Tengah batas desa ini; ganti dengan tempat menerima tamu.")
TOLD_ABOVE = gettext_lazy("Tengah kecamatan atau kota, belum tentu di desa ini; ganti dengan tempat menerima tamu.")
TOLD_NONE = gettext_lazy("Lintang, bujur, misalnya -6.402, 106.818.")


class TeamFields(NamedTuple):
    """What is asked about one team."""

    name: str
    fields: list[BoundField]
    filled: bool
    unfolded: bool


class PointField(forms.CharField):
    """Latitude and longitude as maps show them: -6.402, 106.818."""

    def clean(self, value: Any) -> Point | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        parts = text.split(";") if ";" in text else text.split(",")
        try:
            latitude, longitude = (float(part.strip().replace(",", ".")) for part in parts)
        except ValueError:
            raise forms.ValidationError(_("Tulis lintang dan bujur, misalnya -6.402, 106.818.")) from None
        if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
            raise forms.ValidationError(_("Titik ini di luar Indonesia. Tulis lintang lebih dulu, lalu bujur."))
        return Point(latitude, longitude)


class DaysField(forms.CharField):
    """Days apart by commas: 9/4/2025, 10/4/2025."""

    def clean(self, value: Any) -> frozenset[date]:  # type: ignore[override]
        text = super().clean(value)
        return frozenset(_day(part) for part in re.split(r"[,;\s]+", text) if part)


class CodesField(forms.CharField):
    """Region codes apart by commas: 32.76, 32.01."""

    def clean(self, value: Any) -> frozenset[str]:  # type: ignore[override]
        text = super().clean(value)
        codes = [part for part in re.split(r"[,;\s]+", text) if part]
        for code in codes:
            if not re.fullmatch(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?", code):
                raise forms.ValidationError(_("{code} bukan kode wilayah, misalnya 32.76.").format(code=code))
        return frozenset(codes)


def _day(text: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise forms.ValidationError(_("{text} bukan tanggal. Tulis misalnya 9/4/2025.").format(text=text))


def _number(label: Any, least: int, most: int, initial: int) -> forms.IntegerField:
    attrs = {"inputmode": "numeric", "autocomplete": "off"}
    widget = forms.TextInput(attrs=attrs)
    return forms.IntegerField(label=label, min_value=least, max_value=most, initial=initial, widget=widget)


def _clock(label: Any, minutes: int) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, initial=time(minutes // 60, minutes % 60), widget=widget)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _date(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class VisitPlanForm(forms.Form):
    """Everything a plan is asked for. Villages are the entries at the field stage."""

    mulai = _date(gettext_lazy("Hari pertama"))
    sampai = _date(gettext_lazy("Hari terakhir"))
    ramadan = forms.ChoiceField(
        label=gettext_lazy("Ramadan"),
        choices=[
            ("avoid", gettext_lazy("Tidak ada kunjungan")),
            ("short", gettext_lazy("Boleh, selesai pukul 14.00")),
            ("ignore", gettext_lazy("Boleh, jam biasa")),
        ],
    )
    cuti = forms.BooleanField(label=gettext_lazy("Cuti bersama tidak dipakai"), required=False, initial=True)
    lama = _number(gettext_lazy("Lama satu kunjungan (menit)"), 15, 240, Rules.visit_minutes)
    paling = _number(gettext_lazy("Desa paling banyak per tim dan hari"), 1, 3, Rules.most_a_day)
    buka = _clock(gettext_lazy("Kunjungan paling awal"), Rules.opens)
    tutup = _clock(gettext_lazy("Kunjungan selesai paling lambat"), Rules.closes)
    berangkat = _clock(gettext_lazy("Tim berangkat paling awal"), Rules.leaves)
    kembali = _clock(gettext_lazy("Tim kembali paling lambat"), Rules.back)
    kecepatan = _number(gettext_lazy("Kecepatan di jalan (km/jam)"), 5, 100, Rules.speed_kmh)
    faktor = _number(gettext_lazy("Jalan dibanding garis lurus (persen)"), 100, 300, Rules.detour_percent)

    def __init__(
        self,
        *args: Any,
        entries: list[Entry],
        known: Mapping[str, Any] | None = None,
        met: Mapping[str, Point] | None = None,
        **kwargs: Any,
    ) -> None:
        """``known``: what the cycle's last plan was made from; ``met``: where villages last received guests."""
        super().__init__(*args, **kwargs)
        self.entries = entries
        points = points_of(entries)
        for code, point in (met or {}).items():
            points[code] = Proposal(f"{point.latitude}, {point.longitude}", TOLD_BEFORE)
        for number in range(1, MOST_TEAMS + 1):
            self._team_fields(number)
        for entry in entries:
            self._village_fields(entry, points.get(entry.unit.region_id))
        for name, value in _initial(known).items() if known else ():
            if name in self.fields:
                self.fields[name].initial = value

    def _team_fields(self, number: int) -> None:
        self.fields[f"tim{number}-titik"] = PointField(
            label=_("Titik berangkat Tim {number}").format(number=number),
            required=False,
            max_length=60,
            help_text=gettext_lazy("Lintang, bujur. Kosong berarti tim ini tidak ada."),
        )
        self.fields[f"tim{number}-konflik"] = CodesField(
            label=_("Asal juri Tim {number} (kode wilayah)").format(number=number),
            required=False,
            max_length=200,
            help_text=gettext_lazy("Desa di wilayah ini tidak dikunjungi tim ini. Contoh: 32.76, 32.01"),
        )
        self.fields[f"tim{number}-libur"] = DaysField(
            label=_("Hari Tim {number} berhalangan").format(number=number),
            required=False,
            max_length=600,
            help_text=gettext_lazy("Contoh: 9/4/2025, 10/4/2025"),
        )

    def _village_fields(self, entry: Entry, proposed: Proposal | None) -> None:
        name, code = entry.unit.region.name, entry.unit.region_id
        self.fields[f"desa-{code}-titik"] = PointField(
            label=_("Titik {name}").format(name=name),
            max_length=60,
            initial=proposed.point if proposed else None,
            help_text=proposed.told if proposed else TOLD_NONE,
        )
        self.fields[f"desa-{code}-libur"] = DaysField(
            label=_("Hari {name} berhalangan").format(name=name), required=False, max_length=600
        )

    @property
    def window_fields(self) -> list[BoundField]:
        """Window and Ramadan."""
        return [self[name] for name in ("mulai", "sampai", "ramadan", "cuti")]

    @property
    def rule_fields(self) -> list[BoundField]:
        """Hours and road."""
        names = ("lama", "paling", "buka", "tutup", "berangkat", "kembali", "kecepatan", "faktor")
        return [self[name] for name in names]

    @property
    def teams(self) -> Iterator[TeamFields]:
        """Fields by team; those of a team that goes out, of the first, and of one to put right are unfolded."""
        for number in range(1, MOST_TEAMS + 1):
            fields = [self[f"tim{number}-{part}"] for part in ("titik", "konflik", "libur")]
            filled = any(field.value() for field in fields)
            wrong = any(field.errors for field in fields)
            yield TeamFields(_("Tim {number}").format(number=number), fields, filled, filled or wrong or number == 1)

    @property
    def cities(self) -> QuerySet[Region]:
        """Cities and regencies of the villages; their codes say where a juror is from."""
        return Region.objects.filter(code__in={city_of(entry.unit.region_id) for entry in self.entries})

    @property
    def village_fields(self) -> Iterator[tuple[Entry, list[BoundField]]]:
        """Fields by village."""
        for entry in self.entries:
            yield entry, [self[f"desa-{entry.unit.region_id}-{part}"] for part in ("titik", "libur")]

    def clean(self) -> dict[str, Any]:
        """The window runs forward and is not too long; there is a team; hours run forward."""
        wish = super().clean() or {}
        first, last = wish.get("mulai"), wish.get("sampai")
        if first and last and not 0 <= (last - first).days < LONGEST_WINDOW:
            self.add_error("sampai", _("Hari terakhir sesudah hari pertama, dan paling lama 3 bulan."))
        if wish.get("buka") and wish.get("tutup") and wish["tutup"] <= wish["buka"]:
            self.add_error("tutup", _("Jam selesai sesudah jam mulai."))
        teams = [f"tim{number}-titik" for number in range(1, MOST_TEAMS + 1)]
        if not any(wish.get(name) or name in self.errors for name in teams):
            self.add_error(teams[0], _("Isi titik berangkat paling sedikit satu tim."))
        return wish

    def wish(self) -> VisitWish:
        """What was asked for; only after `is_valid`."""
        given = self.cleaned_data
        hours = {"opens": "buka", "closes": "tutup", "leaves": "berangkat", "back": "kembali"}
        rules = Rules(
            visit_minutes=given["lama"],
            most_a_day=given["paling"],
            speed_kmh=given["kecepatan"],
            detour_percent=given["faktor"],
            **{name: _minutes(given[field]) for name, field in hours.items()},
        )
        return VisitWish(
            given["mulai"],
            given["sampai"],
            tuple(self._teams(given)),
            {
                entry.unit.region_id: VillageWish(
                    given[f"desa-{entry.unit.region_id}-titik"], given[f"desa-{entry.unit.region_id}-libur"]
                )
                for entry in self.entries
            },
            given["ramadan"],
            given["cuti"],
            rules,
        )

    def _teams(self, given: Mapping[str, Any]) -> Iterator[Team]:
        window = (given["sampai"] - given["mulai"]).days + 1
        days = frozenset(given["mulai"] + timedelta(number) for number in range(window))
        for number in range(1, MOST_TEAMS + 1):
            base = given[f"tim{number}-titik"]
            if base is not None:
                away = given[f"tim{number}-libur"]
                yield Team(f"Tim {number}", base, days - away, given[f"tim{number}-konflik"])


def points_of(entries: list[Entry]) -> dict[str, Proposal]:
    """The middle of each village's outline, else of its kecamatan's or city's; as the form shows it."""
    chains = {entry.unit.region_id: [entry.unit.region_id, *_above(entry.unit.region_id)] for entry in entries}
    codes = {code for chain in chains.values() for code in chain}
    boxes = Boundary.objects.filter(region__in=codes).values_list("region_id", "south", "north", "west", "east")
    middles = {code: f"{(south + north) / 2:.5f}, {(west + east) / 2:.5f}" for code, south, north, west, east in boxes}
    found = {}
    for village, chain in chains.items():
        nearest = next((code for code in chain if code in middles), None)
        if nearest:
            found[village] = Proposal(middles[nearest], TOLD_OWN if nearest == village else TOLD_ABOVE)
    return found


def _above(code: str) -> list[str]:
    """Codes of the kecamatan and the city."""
    parts = code.split(".")
    return [".".join(parts[:count]) for count in (3, 2)]


def _initial(known: Mapping[str, Any]) -> dict[str, Any]:
    """What the last plan was made from, as the fields show it."""
    rules = known["rules"]

    def clock(minutes: int) -> time:
        return time(minutes // 60, minutes % 60)

    def point(pair: list[float]) -> str:
        return f"{pair[0]}, {pair[1]}"

    def days(texts: list[str]) -> str:
        return ", ".join(f"{day.day}/{day.month}/{day.year}" for day in map(date.fromisoformat, texts))

    values: dict[str, Any] = {
        "mulai": date.fromisoformat(known["first"]),
        "sampai": date.fromisoformat(known["last"]),
        "ramadan": known["ramadan"],
        "cuti": known["joint_leave_closed"],
        "lama": rules["visit_minutes"],
        "paling": rules["most_a_day"],
        "buka": clock(rules["opens"]),
        "tutup": clock(rules["closes"]),
        "berangkat": clock(rules["leaves"]),
        "kembali": clock(rules["back"]),
        "kecepatan": rules["speed_kmh"],
        "faktor": rules["detour_percent"],
    }
    for team in known["teams"]:
        name = team["id"].lower().replace(" ", "")
        values |= {
            f"{name}-titik": point(team["base"]),
            f"{name}-konflik": ", ".join(team["conflicts"]),
            f"{name}-libur": days(team["away"]),
        }
    for village in known["villages"]:
        code = village["code"]
        values[f"desa-{code}-titik"] = point(village["point"])
        values[f"desa-{code}-libur"] = days(village["unavailable"])
    return values
