"""Young people of the made-up villages: checked at the last meetings of the youth post; some were counselled."""

import random
from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.demonstration.files import SyntheticFile
from guyub.apps.people.models import Person, Sex
from guyub.apps.programmes.models import Attendance, Meeting
from guyub.apps.youth.models import YouthCheck
from guyub.apps.youth.services import (
    POSMAJA,
    CheckFacts,
    answer_referral,
    of_age,
    record_check,
    record_interview,
    refer,
)
from guyub.apps.youth.standing import SEX, standing_of, years_on
from guyub.data.youth_files import load_youth_rules
from guyub.domain.youth.findings import Figures

EVERY, PALE, HEAVY, THIN, TENSE = 3, 4, 7, 11, 13  # of the young people, by their place: every third is counselled, ...
SESSIONS = 4  # the last ones, at which everybody who came was measured
OUTCOMES = ("green", "green", "green", "yellow", "green", "red")


def load_youth(city: SyntheticFile) -> None:
    """Checks, referrals and interviews of the villages that have none yet."""
    for number, register in enumerate(city.registers):
        if not YouthCheck.objects.filter(village_id=register.village).exists():
            _load_village(register.village, random.Random(city.seed + number))  # noqa: S311 - made up, alike each time


def _load_village(village: str, chance: random.Random) -> None:
    met = Meeting.objects.filter(group__kind=POSMAJA, group__village_id=village).order_by("-day")[:SESSIONS]
    places: dict[int, int] = {}
    for meeting in reversed(met):
        came = Attendance.objects.filter(meeting=meeting, present=True, member__person__isnull=False)
        for one in came.select_related("member__person__key").order_by("pk"):
            young = one.member.person
            if of_age(young, meeting.day):
                _check(young, meeting.day, places.setdefault(young.pk, len(places)), chance)
    young = Person.objects.select_related("key").in_bulk(places)
    _refer([young[pk] for pk in places])
    _counsel([young[pk] for pk, place in places.items() if place % EVERY == 0])


def _check(young: Person, day: date, place: int, chance: random.Random) -> None:
    years, girl = years_on(young, day) or 0, young.sex == Sex.FEMALE
    height = 1350 + min(years, 16) * 25 - 250 + (0 if girl else 20)
    bmi = 28 if place % HEAVY == 1 else 14 if place % THIN == 2 else 19  # kg per square metre
    rules, sex = load_youth_rules(), SEX[young.sex]
    takes_hb = rules.haemoglobin.holds(years, sex)
    tense = place % TENSE == 3
    figures = Figures(
        weight_g=bmi * height * height // 1_000_000 * 1000 + chance.randrange(10) * 100,
        height_mm=height,
        arm_mm=(228 if place % THIN == 2 else 251) if girl else None,
        waist_mm=880 if place % HEAVY == 1 else 680,
        hb_tenths=(104 if place % PALE == 1 else 126) if takes_hb else None,
        systolic=144 if tense else 112,
        diastolic=92 if tense else 72,
    )
    topics = [topic.code for topic in rules.topics.choices]
    tablets = 4 if rules.tablets.holds(years, sex) else None
    record_check(SYSTEM, young, day, CheckFacts(figures, tablets, (chance.choice(topics),)))


def _refer(people: Sequence[Person]) -> None:
    """Of those who are to be referred: one still to be, one waiting, one with the answer, and so on."""
    today = timezone.localdate()
    wanted = [one for one in people if standing_of(one, today).to_refer]
    for number, young in enumerate(wanted):
        if number % EVERY:
            referral = refer(SYSTEM, young)
            if number % EVERY == EVERY - 1:
                answer_referral(SYSTEM, referral, referral.Outcome.CONFIRMED)


def _counsel(people: Sequence[Person]) -> None:
    """With most of them nothing was found."""
    today = timezone.localdate()
    for number, young in enumerate(one for one in people if of_age(one, today)):
        areas = {"home": "green", "education": "green", "activity": OUTCOMES[number % len(OUTCOMES)]}
        record_interview(SYSTEM, young, today, areas)
