"""Elders of the made-up city's villages with families: screenings, pressure and weight over a year, referrals."""

import random
from datetime import date, timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.demonstration.files import SyntheticFile
from guyub.apps.elders.models import ElderReferral, ElderScreening
from guyub.apps.elders.services import (
    ElderFigures,
    NewCare,
    answer_elder_referral,
    note_situation,
    plan_care,
    record_care_visit,
    record_elder_check,
    record_screening,
    refer_elder,
)
from guyub.apps.elders.standing import elders_among
from guyub.apps.people.models import Person
from guyub.data.elder_files import load_adl, load_caregiver_load, load_gds_4, load_skilas

KNOWN = 40  # elders of a village whom the cadres have met; the others wait for their first screening
LAST_YEAR, LATELY = 380, 12  # days ago
CHECKS = (300, 210, 150, 90, 60, 30, 8)  # days ago
ROUND = 10  # what is the matter with some of them, by their place within so many
WALKS_BADLY, SAD, THIN, TENSE, WEAKER, NOT_THIS_YEAR, HALF_ASKED = 1, 3, 4, 5, 6, 7, 8
AFTER_STROKE = WEAKER
TIRED = 3  # questions to the caregiver that are answered "often"
LOST = {
    "bathing": 0,
    "stairs": 0,
    "dressing": 1,
    "mobility": 2,
    "transfer": 2,
    "feeding": 1,
    "toilet": 1,
    "grooming": 0,
}


def load_elders(city: SyntheticFile) -> None:
    """Elders of the villages that have no screening yet."""
    today = timezone.localdate()
    for number, register in enumerate(city.registers):
        if ElderScreening.objects.filter(village_id=register.village).exists():
            continue
        chance = random.Random(city.seed + number)  # noqa: S311 - made up, alike each time
        of_age = elders_among(Person.objects.filter(village_id=register.village), today - timedelta(days=LAST_YEAR))
        for place, elder in enumerate(of_age.order_by("code")[:KNOWN]):
            _screen(elder, place % ROUND, today)
            _check(elder, place % ROUND, today, chance)
            _refer(elder, place)
            if place == WEAKER:
                _accompany(elder, today)


def _screen(elder: Person, kind: int, today: date) -> None:
    before, lately = today - timedelta(days=LAST_YEAR), today - timedelta(days=LATELY)
    _record(elder, "adl", before, _everything())
    if kind == NOT_THIS_YEAR:
        _record(elder, "skilas", before, _clear())
        return
    matter = {WALKS_BADLY: {"chair": 2}, SAD: {"sad": 1}, THIN: {"arm_mm": 205, "appetite": 1}, WEAKER: {"chair": 2}}
    answers = {**_clear(), **matter.get(kind, {})}
    asked = dict(list(answers.items())[:6]) if kind == HALF_ASKED else answers
    _record(elder, "skilas", lately, asked)
    if kind == SAD:
        points = {item.code: int(place < 1) for place, item in enumerate(load_gds_4().items)}
        _record(elder, "gds-4", lately, points)
    if kind != HALF_ASKED:
        _record(elder, "adl", lately, {**_everything(), **(LOST if kind == WEAKER else {})})
    conditions = ["stroke"] if kind == AFTER_STROKE else []
    note_situation(SYSTEM, elder, conditions, kind == TENSE, kind == WEAKER)


def _check(elder: Person, kind: int, today: date, chance: random.Random) -> None:
    weight, upper = chance.randrange(440, 680) * 100, 152 if kind == TENSE else 126
    for step, days in enumerate(CHECKS):
        figures = ElderFigures(
            weight_g=weight - (step * 600 if kind == THIN else 0) + chance.randrange(-4, 5) * 100,
            height_mm=chance.randrange(1450, 1650) if step == 0 else None,
            systolic=upper + chance.randrange(-6, 7),
            diastolic=(92 if kind == TENSE else 78) + chance.randrange(-4, 5),
        )
        record_elder_check(SYSTEM, elder, today - timedelta(days=days), figures)


def _refer(elder: Person, place: int) -> None:
    """Of those with a sign: some are referred, of whom one is answered."""
    if place % ROUND not in (WALKS_BADLY, TENSE) or place < ROUND:
        return
    referral = refer_elder(SYSTEM, elder)
    if place == ROUND + WALKS_BADLY:
        answer_elder_referral(SYSTEM, referral, ElderReferral.Outcome.TREATED, "Latihan kekuatan kaki di rumah")


def _accompany(elder: Person, today: date) -> None:
    """Long-term care by the family, visited by a cadre, with a caregiver who is tired."""
    plan = plan_care(SYSTEM, elder, NewCare("cadre", ["wash", "eat", "medicine", "move"], 7))
    record_care_visit(SYSTEM, plan, today, ["eat", "medicine"])
    points = {item.code: 2 if place < TIRED else 0 for place, item in enumerate(load_caregiver_load().items)}
    _record(elder, "pengasuh", today, points)


def _record(elder: Person, form: str, day: date, answers: dict[str, int]) -> None:
    record_screening(SYSTEM, elder, form, day, answers)


def _everything() -> dict[str, int]:
    return {item.code: item.most for item in load_adl().items}


def _clear() -> dict[str, int]:
    """A SKILAS in which nothing ticks, made from its rule file."""
    items = [item for domain in load_skilas().domains for item in domain.items]
    good = {
        item.code: next(one.value for one in item.options if not item.ticks(one.value))
        for item in items
        if item.options
    }
    numbers = {item.code: min(item.most or 0, (item.below or 0) + 30) for item in items if not item.options}
    return good | numbers
