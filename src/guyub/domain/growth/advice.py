"""What to tell whoever brings a child, after it was measured: which sentences of the file apply."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from guyub.domain.growth.kms import Gain
from guyub.domain.rulefiles import Table, Text


class Situation(StrEnum):
    """What a sentence is for; those to be seen at the puskesmas first, the graver before the lighter."""

    ACUTE_SEVERE = "acute-severe"
    ACUTE_MODERATE = "acute-moderate"
    WEIGHT_FALTERING = "weight-faltering"
    T_IN_A_ROW = "t-in-a-row"
    BELOW_RED = "below-red"
    ABOVE_ORANGE = "above-orange"
    OVERWEIGHT = "overweight"
    STUNTED = "stunted"
    NOT_UP = "not-up"
    UP = "up"
    NOT_LAST_MONTH = "not-last-month"
    FIRST = "first"
    NO_WEIGHT = "no-weight"


REFERRED = tuple(Situation)[: list(Situation).index(Situation.OVERWEIGHT)]
OF_GAIN = {
    Gain.UP: Situation.UP,
    Gain.NOT_UP: Situation.NOT_UP,
    Gain.NOT_LAST_MONTH: Situation.NOT_LAST_MONTH,
    Gain.FIRST: Situation.FIRST,
}


class Sentence(Text):
    """What is said; ``infant``: instead, of one that is only breastfed."""

    infant: Text | None = None


class Advice(Table[Situation, Sentence]):
    """The rule file: a sentence for each situation; until ``infant_to_month`` a child is only breastfed."""

    infant_to_month: int

    def said(self, situation: Situation, months: int | None) -> Text:
        """The sentence for a child of so many completed months; None: of unknown age."""
        sentence = self.rules[situation]
        infant = months is not None and months < self.infant_to_month
        return sentence.infant if infant and sentence.infant else sentence


def situations(refer: Collection[str], gain: str, categories: Mapping[str, str]) -> tuple[Situation, ...]:
    """What is said after a measurement, in order: why the child is referred, how it stands, whether it gained.

    Of several reasons to refer the gravest is said. Who weighs too much is not told to eat more.

    Args:
        refer: Reasons to refer.
        gain: The letter of the growth card; empty where the child was not weighed.
        categories: Indicator → code of its category.
    """
    said = [one for one in REFERRED if one in refer][:1]
    heavy = Situation.ABOVE_ORANGE in said
    if not heavy and categories.get("wfh") in ("overweight", "obese"):
        said.append(Situation.OVERWEIGHT)
        heavy = True
    if categories.get("hfa") in ("stunted", "severely-stunted"):
        said.append(Situation.STUNTED)
    follows = OF_GAIN[Gain(gain)] if gain else Situation.NO_WEIGHT
    if not (heavy and follows is Situation.NOT_UP):
        said.append(follows)
    return tuple(said)
