"""Measurements of a child with what follows from each, and the words for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.growth.models import GrowthState, Measurement
from guyub.apps.growth.services import scores
from guyub.apps.people.models import Person
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.growth_files import load_growth_standard, load_indonesian_growth
from guyub.domain.growth.indonesia import Standing, Tone, standings
from guyub.domain.growth.one import ChildScores

ICONS: Mapping[Tone, str] = {
    "bad": "x-circle",
    "low": "exclamation-triangle",
    "good": "check-circle",
    "high": "exclamation-triangle",
    "plain": "info-circle",
}
GAINS = {
    "N": gettext_lazy("Naik"),
    "T": gettext_lazy("Tidak naik"),
    "O": gettext_lazy("Bulan lalu tidak ditimbang"),
    "B": gettext_lazy("Baru pertama ditimbang"),
}
REASONS: Mapping[str, str | Promise] = {
    "sex-missing": gettext_lazy("jenis kelamin belum diketahui"),
    "age-missing": gettext_lazy("tanggal lahir belum diketahui"),
    "age-negative": gettext_lazy("diukur sebelum lahir"),
    "age-below": gettext_lazy("terlalu muda untuk tabelnya"),
    "age-beyond": gettext_lazy("terlalu tua untuk tabelnya"),
    "measure-missing": gettext_lazy("tidak diukur"),
    "measure-not-positive": gettext_lazy("ukurannya nol"),
    "oedema": gettext_lazy("bengkak di kedua kaki"),
    "length-missing": gettext_lazy("panjang atau tinggi tidak diukur"),
    "length-outside": gettext_lazy("panjang atau tinggi di luar tabel"),
}
UNMEASURED = ("measure-missing", "length-missing")
REFERRALS: Mapping[str, str | Promise] = {
    "weight-faltering": gettext_lazy("kenaikan berat di bawah persentil ke-5 (weight faltering)"),
    "t-in-a-row": gettext_lazy("berat tidak naik dua bulan berturut-turut"),
    "below-red": gettext_lazy("di bawah garis merah (BGM)"),
    "above-orange": gettext_lazy("di atas garis oranye"),
    "acute-moderate": gettext_lazy("tanda gizi kurang"),
    "acute-severe": gettext_lazy("tanda gizi buruk"),
}
NAMES = {
    "wfa": gettext_lazy("Berat menurut umur"),
    "hfa": gettext_lazy("Panjang/tinggi menurut umur"),
    "wfh": gettext_lazy("Berat menurut panjang/tinggi"),
    "bfa": gettext_lazy("IMT menurut umur"),
    "hcfa": gettext_lazy("Lingkar kepala menurut umur"),
    "acfa": gettext_lazy("Lingkar lengan menurut umur"),
}


@dataclass(frozen=True)
class Row:
    """One measurement that counts, with its scores and where the child stands."""

    measurement: Measurement
    state: GrowthState
    found: ChildScores
    standings: Mapping[str, Standing]

    @property
    def gain(self) -> str:
        """The letter in words; empty without a weighing."""
        return str(GAINS.get(self.state.gain, ""))

    @property
    def refer(self) -> list[str]:
        """Why the child is to be referred, in words."""
        return referral_words(self.state.refer)

    def parts(self, language: str) -> list["Part"]:
        """Every index of the measurement: its z-score and category, or why it has none."""
        return [_part(code, self, language) for code in NAMES if code in self.found.scores]


@dataclass(frozen=True)
class Part:
    """One index of a measurement.

    Attributes:
        name: As BB/U with its words.
        z: Hundredths; None where blank.
        category: Official word; empty where the index has none.
        tone, icon: How it is shown, besides the word.
        grade, source: How well the category is known.
        reason: Why z is blank.
        unmeasured: Whether that is because nothing was measured.
        flagged: Whether it is implausible.
        working: How it came about, in one sentence; empty where blank.
    """

    name: str
    short: str
    z: int | None
    category: str = ""
    tone: str = "plain"
    icon: str = ""
    grade: str = ""
    source: str = ""
    reason: str = ""
    unmeasured: bool = False
    flagged: bool = False
    working: str = ""


def referral_words(codes: Sequence[str]) -> list[str]:
    """Reasons to refer, in words."""
    return [str(REFERRALS.get(code, code)) for code in codes]


def rows_of(child: Person, measurements: QuerySet[Measurement]) -> list[Row]:
    """Measurements that count, in the order of their days."""
    counting = measurements.filter(child=child, replaced_by=None, state__isnull=False).select_related("state")
    return [_row(child, one) for one in counting.order_by("day", "pk")]


def _row(child: Person, one: Measurement) -> Row:
    standard, found = scores(child, one)
    months = one.state.months
    z = {code: score.z for code, score in found.scores.items()}
    lying = standard.rules.posture is not None and (one.state.age_days or 0) < standard.rules.posture.lying_before_day
    stands = {} if months is None else standings(load_indonesian_growth(), z, months, lying=lying)
    return Row(one, one.state, found, stands)


def _part(code: str, row: Row, language: str) -> Part:
    score, stands = row.found.scores[code], row.standings.get(code)
    name = str(NAMES[code])
    if score.z is None:
        why = score.reason.text
        return Part(name, "", None, reason=str(REASONS.get(why, why)), unmeasured=why in UNMEASURED)
    z = getattr(row.state, code)
    working = _working(code, row)
    if stands is None:
        return Part(name, "", z, flagged=score.flagged, working=working)
    return Part(
        name=name,
        short=stands.index,
        z=z,
        category=stands.category.name.in_language(language),
        tone=stands.category.tone,
        icon=ICONS[stands.category.tone],
        grade=stands.grade,
        source=stands.source.in_language(language),
        flagged=score.flagged,
        working=working,
    )


def _working(code: str, row: Row) -> str:
    """How a z-score came about: value, row of the table, formula, before rounding."""
    score = row.found.scores[code].working
    assert score is not None  # it has a z-score
    rules = load_growth_standard(row.state.rules.split("@")[0]).rules
    return _(
        "Nilai {value}; tabel {table} ({standard} {version}), baris {key}: L {l}, M {m}, S {s}; "
        "sebelum dibulatkan {unrounded}."
    ).format(
        value=_figure(round(score.value, 4), "g"),
        table=score.table,
        standard=rules.id,
        version=rules.version,
        key=_figure(round(score.row.key, 2), "g"),
        l=_figure(score.row.l, "g"),
        m=_figure(score.row.m, ".4f"),
        s=_figure(score.row.s, ".5f"),
        unrounded=_figure(score.unrounded, ".4f"),
    )


def _figure(value: float, form: str) -> str:
    """A figure with the decimal mark of the page's language."""
    written = format(value, form)
    return written if page_language() == "en" else written.replace(".", ",")


def replaced(child: Person, measurements: QuerySet[Measurement]) -> Sequence[Measurement]:
    """Measurements that no longer count, newest first, each with the one that took its place."""
    return list(
        measurements.filter(child=child, replaced_by__isnull=False)
        .select_related("replaced_by", "replaced_by__measured_by")
        .order_by("-day", "-pk")
    )
