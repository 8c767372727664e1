"""What the page of the verification forecast shows; no query, no HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from guyub.domain.cycles.forecast import Features, Forecast, ForecastRule, ItemForecast
from guyub.domain.cycles.questions import QuestionBank
from guyub.domain.instruments import Instrument

STATE_WORDS: dict[str, Promise] = {
    "none": gettext_lazy("belum ada bukti"),
    "claimed": gettext_lazy("disebut, belum diunggah"),
    "uploaded": gettext_lazy("diunggah"),
    "checked": gettext_lazy("diperiksa kota"),
    "verified": gettext_lazy("terbukti di lapangan"),
    "rejected": gettext_lazy("ditolak"),
    "expired": gettext_lazy("kedaluwarsa"),
}
KIND_WORDS: dict[str, Promise] = {
    "paper": gettext_lazy("dokumen"),
    "record": gettext_lazy("catatan"),
    "picture": gettext_lazy("foto"),
}
TROUBLE_WORDS: dict[str, Promise] = {
    "age": gettext_lazy("tanggal tidak ada, terlalu lama, atau SK terlalu muda"),
    "reuse": gettext_lazy("bukti yang sama dipakai lagi"),
    "cut_before": gettext_lazy("pernah dipotong pada siklus lalu"),
}
REMEDY_WORDS: dict[str, Promise] = {
    "upload": gettext_lazy("Unggah buktinya."),
    "renew": gettext_lazy("Ganti dengan bukti yang baru dan bertanggal."),
    "own-proof": gettext_lazy("Beri bukti tersendiri, jangan bukti butir lain."),
}


@dataclass(frozen=True)
class ItemRow:
    """One item. Points in hundredths, chances in whole percent. ``outcomes``: past ones of its class."""

    code: str
    name: str
    points: int
    chance: int
    expected: int
    if_fixed: int
    gain: int
    state: str
    troubles: tuple[str, ...]
    remedies: tuple[str, ...]
    wanted: str
    outcomes: int


@dataclass(frozen=True)
class ForecastView:
    """The page: the whole, what is worth fixing, what a jury would ask, and every item."""

    whole: Forecast
    fixing: tuple[ItemRow, ...]
    asked: tuple[ItemRow, ...]
    rows: tuple[ItemRow, ...]

    @property
    def gain(self) -> int:
        """Points that the few repairs would add together."""
        return sum(row.gain for row in self.fixing)


def forecast_view(whole: Forecast, instrument: Instrument, language: str) -> ForecastView:
    """The view of a forecast."""
    known = {variable.code: variable for variable in instrument.variables}

    def row(item: ItemForecast) -> ItemRow:
        variable = known.get(item.claim.item)
        features = item.claim.features
        return ItemRow(
            code=item.claim.item,
            name=variable.name.in_language(language) if variable else item.claim.item,
            points=item.claim.points,
            chance=_percent(item.chance.mean),
            expected=_nearest(item.expected),
            if_fixed=_percent(item.if_fixed),
            gain=_nearest(item.gain),
            state=state_words(features),
            troubles=tuple(str(TROUBLE_WORDS[name]) for name in TROUBLE_WORDS if name in features.troubles),
            remedies=tuple(str(REMEDY_WORDS[name]) for name in item.remedies),
            wanted=", ".join(variable.evidence) if variable else "",
            outcomes=item.chance.outcomes,
        )

    return ForecastView(
        whole=whole,
        fixing=tuple(row(item) for item in whole.worth_fixing()),
        asked=tuple(row(item) for item in whole.weakest()),
        rows=tuple(row(item) for item in whole.items),
    )


def state_words(features: Features) -> str:
    """State and kind of the best proof in words."""
    state = str(STATE_WORDS[features.state])
    return state if features.state == "none" else f"{KIND_WORDS[features.kind]}, {state}"


@dataclass(frozen=True)
class PriorRow:
    """One prior: the state, and the percent that keep their claim before anything is known."""

    words: str
    percent: int


def prior_rows(rule: ForecastRule) -> tuple[PriorRow, ...]:
    """The priors by state, as the data file has them."""
    return tuple(PriorRow(str(words), rule.survives[state]) for state, words in STATE_WORDS.items())


def factor_rows(rule: ForecastRule) -> tuple[PriorRow, ...]:
    """What kind and troubles multiply the odds with, percent."""
    kinds = [PriorRow(str(words), rule.kinds[kind]) for kind, words in KIND_WORDS.items()]
    return (*kinds, *(PriorRow(str(words), rule.troubles[name]) for name, words in TROUBLE_WORDS.items()))


@dataclass(frozen=True)
class Rehearsed:
    """Questions of a mock visit for one section."""

    name: str
    questions: tuple[str, ...]


def rehearsal(bank: QuestionBank, seed: int, per_section: int, language: str) -> Sequence[Rehearsed]:
    """Questions drawn for every section, as a jury would draw them."""
    drawn = set(bank.drawn(seed, per_section))
    return [
        Rehearsed(
            section.name.in_language(language),
            tuple(one.text.in_language(language) for one in section.questions if one.code in drawn),
        )
        for section in bank.sections
    ]


def _percent(value: Fraction) -> int:
    return _nearest(value * 100)


def _nearest(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
