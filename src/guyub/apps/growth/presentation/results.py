"""What follows from a measurement, told at once to whoever took it: in plain words, with colour and icon."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guyub.apps.growth.models import GrowthState
from guyub.apps.growth.presentation.rows import GAINS, ICONS, REASONS, UNMEASURED, referral_words
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.growth_files import (
    UNDER_FIVE,
    load_growth_advice,
    load_growth_standard,
    load_indonesian_growth,
)
from guyub.domain.growth.advice import situations
from guyub.domain.growth.indonesia import Standing, Tone, standings
from guyub.domain.growth.kms import Gain
from guyub.language import format_number

TOLD = ("wfa", "hfa", "wfh")
GAIN_TONES: dict[str, Tone] = {Gain.UP: "good", Gain.NOT_UP: "bad", Gain.NOT_LAST_MONTH: "plain", Gain.FIRST: "plain"}


@dataclass(frozen=True)
class Said:
    """One thing that follows: how it is written on the card (N, BB/U), in words, how it is shown."""

    short: str
    words: str
    tone: Tone

    @property
    def icon(self) -> str:
        """The picture of the tone."""
        return ICONS[self.tone]


STUNTED = ("stunted", "severely-stunted")


@dataclass(frozen=True)
class Result:
    """What follows from one measurement.

    Attributes:
        gain: Up or not; None where the child was not weighed.
        grams: By how much, and how much was needed; empty where there is nothing to compare with.
        standings: Where the child stands in the indices, or why nothing can be said.
        refer: Why it is to be referred; nobody is where empty.
        stunted: Whether it measures as short: not referred for that alone, but measured again at the puskesmas.
        advice: Sentences for whoever brings the child.
    """

    gain: Said | None
    grams: str
    standings: Sequence[Said]
    refer: Sequence[str]
    stunted: bool
    advice: Sequence[str]


def result_of(state: GrowthState) -> Result:
    """The result of a measurement."""
    stands = _standings(state)
    categories = {code: found.category.code for code, found in stands.items()}
    advice, language = load_growth_advice(), page_language()
    letter = state.gain
    return Result(
        gain=Said(letter, str(GAINS[letter]), GAIN_TONES[letter]) if letter else None,
        grams=grams_told(state),
        standings=[said for code in TOLD if (said := _said(code, state, stands.get(code))) is not None],
        refer=referral_words(state.refer),
        stunted=categories.get("hfa") in STUNTED and "hfa" not in state.flagged,
        advice=[
            advice.said(one, state.months).in_language(language) for one in situations(state.refer, letter, categories)
        ],
    )


def grams_told(state: GrowthState) -> str:
    """By how much the weight went up since the month before, beside the least that was needed."""
    grams, least = state.gain_g, state.least_gain_g
    if grams is None:
        return ""
    language = page_language()
    if grams < 0:
        told = _("turun {grams} gram")
    elif grams == 0:
        told = _("tetap")
    else:
        told = _("naik {grams} gram")
    told = told.format(grams=format_number(abs(grams), language))
    if least is None:
        return told
    needed = _("{told}, perlu naik paling sedikit {least} gram").format(told=told, least=format_number(least, language))
    by_line = state.gain == Gain.UP and grams < least
    return _("{needed}, tetapi mengikuti garis pertumbuhannya").format(needed=needed) if by_line else needed


def _standings(state: GrowthState) -> dict[str, Standing]:
    if state.months is None:
        return {}
    posture = load_growth_standard(UNDER_FIVE).rules.posture
    assert posture is not None  # the standard of the youngest has one
    lying = state.age_days is not None and state.age_days < posture.lying_before_day
    z = {code: None if getattr(state, code) is None else getattr(state, code) / 100 for code in TOLD}
    return standings(load_indonesian_growth(), z, state.months, lying=lying)


def _said(code: str, state: GrowthState, stands: Standing | None) -> Said | None:
    """Nothing of what was not measured."""
    if stands is not None and code in state.flagged:
        return Said(stands.index, _("angka tidak masuk akal; ukur sekali lagi"), "bad")
    if stands is not None:
        return Said(stands.index, stands.category.name.in_language(page_language()), stands.category.tone)
    reason = state.reasons.get(code, "")
    if reason in ("", *UNMEASURED):
        return None
    index = next(index.index for index in load_indonesian_growth().indices if index.of == code)
    return Said(index, _("tidak dinilai: {reason}").format(reason=REASONS.get(reason, reason)), "plain")
