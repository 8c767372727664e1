"""A child's weighings on the growth card (KMS): N, T, O, B, two T in a row, below the red line.

Source: Buku KIA 2023, growth card; see `data/growth/indonesia.yaml` for what is confirmed and what is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guyub.domain.families.members import completed_months
from guyub.domain.growth.indonesia import KmsRules, hundredths


class Gain(StrEnum):
    """What a weighing says beside the one before; the values are the letters of the card."""

    UP = "N"
    NOT_UP = "T"
    NOT_LAST_MONTH = "O"
    FIRST = "B"


@dataclass(frozen=True)
class Weighing:
    """A weighing of one child: day, kg, weight-for-age (two decimals; None where blank)."""

    day: date
    weight_kg: float
    wfa: float | None


@dataclass(frozen=True)
class Verdict:
    """A weighing judged.

    Attributes:
        gain: The letter.
        grams: Gain since the weighing of the month before; None where there is none.
        least_grams: Least gain that would be N; None where no table says so.
        follows_line: Whether weight-for-age held; None where it is unknown.
        t_in_a_row: T of months that follow one another, this one included.
        below_red, above_orange: Beyond the lines of the card.
        refer: Reasons to refer: ``t-in-a-row``, ``below-red``, ``above-orange``.
    """

    gain: Gain
    grams: int | None
    least_grams: int | None
    follows_line: bool | None
    t_in_a_row: int
    below_red: bool
    above_orange: bool

    def refer(self, rules: KmsRules) -> tuple[str, ...]:
        """Reasons to refer the child to the puskesmas."""
        reasons = {
            "t-in-a-row": self.t_in_a_row >= rules.refer_after_t,
            "below-red": self.below_red,
            "above-orange": self.above_orange,
        }
        return tuple(reason for reason, holds in reasons.items() if holds)


def months_between(earlier: date, later: date) -> int:
    """How many calendar months lie between two days: 0 within one month, 1 from any day to any of the next month."""
    return completed_months(earlier.replace(day=1), later.replace(day=1))


def judge(rules: KmsRules, boy: bool, born: date, weighings: Sequence[Weighing]) -> list[Verdict]:
    """Every weighing of a child, in the order of their days, judged by the one of the month before.

    Of several weighings in a month the last counts; the others are judged as if it were not there yet.
    """
    verdicts: list[Verdict] = []
    for place, now in enumerate(weighings):
        earlier = [before for before in weighings[:place] if months_between(before.day, now.day) >= 1]
        last = earlier[-1] if earlier else None
        verdicts.append(_judged(rules, boy, born, last, now, _t_before(weighings, verdicts, last)))
    return verdicts


def _t_before(weighings: Sequence[Weighing], verdicts: Sequence[Verdict], last: Weighing | None) -> int:
    """T in a row up to the weighing of the month before."""
    if last is None:
        return 0
    return verdicts[weighings.index(last)].t_in_a_row


def _judged(rules: KmsRules, boy: bool, born: date, last: Weighing | None, now: Weighing, t_before: int) -> Verdict:
    z = None if now.wfa is None else hundredths(now.wfa)
    below, above = z is not None and z < rules.red_line, z is not None and z > rules.orange_line
    if last is None or months_between(last.day, now.day) > 1:
        letter = Gain.FIRST if last is None else Gain.NOT_LAST_MONTH
        return Verdict(letter, None, None, None, 0, below, above)
    grams = round(now.weight_kg * 1000) - round(last.weight_kg * 1000)
    table = rules.gain_on(now.day)
    least = table.grams(boy, completed_months(born, now.day)) if table else None
    follows = None if z is None or last.wfa is None else z >= hundredths(last.wfa) - rules.follows_line
    up = bool(follows) or (least is not None and grams >= least)
    letter = Gain.UP if up else Gain.NOT_UP
    return Verdict(letter, grams, least, follows, 0 if up else t_before + 1, below, above)
