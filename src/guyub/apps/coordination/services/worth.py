"""What a commitment is worth today: scores with the facts of now, and as if its fact had moved. Nothing is stored.

No claim of cause is made: it is the arithmetic of the instrument, if the fact moves by what was promised.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guyub.apps.assessment import services as assessment
from guyub.apps.assessment.models import VillageState
from guyub.apps.assessment.services import Known
from guyub.apps.coordination.models import Commitment
from guyub.apps.coordination.services.commitments import promised_instruments
from guyub.apps.kept import kept
from guyub.apps.territory.models import Unit
from guyub.data import load_fact_catalogue
from guyub.domain.instruments import Assessment, Instrument, Variable

NO_FACT = "no-fact"  # the commitment names no fact, or not by how much it moves
NO_FIGURE = "no-figure"  # nobody recorded the fact for this village
NOT_READ = "not-read"  # no variable of the instrument reads the fact
OTHER_GAPS = "other-gaps"  # a variable that reads it lacks other facts


@dataclass(frozen=True)
class Worth:
    """Points and class of one village with one instrument, now and as if delivered.

    ``unknown``: why nothing can be said, as a code; then there are no points and no classes.
    """

    village: str
    instrument: str
    grade: str
    unknown: str = ""
    points: Fraction | None = None
    now: str = ""
    then: str = ""

    @property
    def moves_class(self) -> bool:
        """Whether the class would change."""
        return self.now != self.then


def worth_of_many(commitments: Iterable[Commitment]) -> dict[int, list[Worth]]:
    """Worth by commitment, one entry a village and instrument; one query when villages are prefetched."""
    found = list(commitments)
    units = {unit.pk: unit for one in found for unit in one.villages.all()}
    known = _known(units.values())
    return {
        one.pk: [
            worth(known[unit.pk], moves_of([one]), instrument)
            for unit in one.villages.all()
            for instrument in promised_instruments()
        ]
        for one in found
    }


def at_stake(unit: Unit, commitments: Sequence[Commitment]) -> list[Worth]:
    """What a village would have if all of these were delivered together, one entry an instrument."""
    known = _known([unit])[unit.pk]
    return [worth(known, moves_of(commitments), instrument) for instrument in promised_instruments()]


def moves_of(commitments: Iterable[Commitment]) -> dict[str, int]:
    """By how much facts move in each village, added up over commitments that say so."""
    moves: dict[str, int] = {}
    for one in commitments:
        if one.fact and one.fact_change:
            moves[one.fact] = moves.get(one.fact, 0) + one.fact_change
    return moves


def worth(known: Known, moves: Mapping[str, int], instrument: Instrument) -> Worth:
    """Scores now against scores with the facts moved; what is not known is said, not counted as nothing."""
    place, name, grade = known.unit.region_id, instrument.id, str(instrument.grade)
    touched = set(moves)
    readers = [one for one in instrument.variables if touched & set(instrument.facts_of(one))]
    reason = _unknown(known, moves, bool(readers))
    if reason:
        return Worth(place, name, grade, reason)
    question = [place, assessment.rules_told(instrument), known.facts, known.given, moves]
    return kept("worth", question, lambda: _gained(known, moves, instrument, readers))


def _gained(known: Known, moves: Mapping[str, int], instrument: Instrument, readers: Sequence[Variable]) -> Worth:
    place, name, grade = known.unit.region_id, instrument.id, str(instrument.grade)
    now = assessment.assess_known(known, instrument)
    then = assessment.what_if(known, _moved(known.facts, moves), instrument, before=now)
    if any(then.scores[one.code] is None or now.scores[one.code] is None for one in readers):
        return Worth(place, name, grade, OTHER_GAPS)
    return Worth(place, name, grade, "", _points(then, instrument) - _points(now, instrument), *_classes(now, then))


def _known(units: Iterable[Unit]) -> dict[int, Known]:
    """Facts and given scores of now, from the stored states: one query, and none of the records behind them."""
    by_key = {unit.pk: unit for unit in units}
    found = VillageState.objects.filter(unit__in=by_key).values_list("unit_id", "facts", "given") if by_key else []
    stored = {key: {"facts": facts, "given": given} for key, facts, given in found}
    return {key: Known(unit, None, **stored.get(key, {})) for key, unit in by_key.items()}


def _unknown(known: Known, moves: Mapping[str, int], is_read: bool) -> str:
    if not moves:
        return NO_FACT
    if not is_read:
        return NOT_READ
    return NO_FIGURE if any(code not in known.facts for code in moves) else ""


def _moved(facts: Mapping[str, int], moves: Mapping[str, int]) -> dict[str, int]:
    """Facts after the moves, kept within what a figure can be: what is already there cannot come a second time."""
    catalogue = load_fact_catalogue().by_code
    return {code: max(0, min(facts[code] + move, catalogue[code].largest)) for code, move in moves.items()}


def _points(answer: Assessment, instrument: Instrument) -> Fraction:
    if instrument.total is not None:
        return Fraction(answer.total or 0, instrument.total.full_score)
    return Fraction(sum(score or 0 for score in answer.scores.values()))


def _classes(now: Assessment, then: Assessment) -> tuple[str, str]:
    return now.class_name, then.class_name
