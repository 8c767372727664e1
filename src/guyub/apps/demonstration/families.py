"""Families of the made-up city: registered, interviewed, some not yet. `analytics.synthetic` draws them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from guyub.analytics.synthetic import Block, Plan, load_figures, load_words, make_block
from guyub.analytics.synthetic.places import Villages
from guyub.apps.assessment.services import SYSTEM
from guyub.apps.demonstration.files import RegisterFile, SyntheticFile
from guyub.apps.people.models import Family
from guyub.apps.people.services import NewFamily, NewMember, Place, register_families
from guyub.apps.resilience.services import deferred
from guyub.apps.surveys.models import Interview
from guyub.apps.surveys.services import open_round, record_answers, record_no_answer, start_interview
from guyub.data.questionnaires import DEFAULT_QUESTIONNAIRE, load_questionnaire
from guyub.domain.families.questionnaire import Questionnaire, Who

PER_RT, RT_PER_RW = 12, 4
REGISTERED_YEARS = 2  # families were entered this long before the interviews
INTERVIEWED_DAYS = 10  # the interviews are this old
SOURCE = "demonstration"

Row = Mapping[str, Any]


def load_families(city: SyntheticFile) -> None:
    """Families of the villages that have none yet."""
    with deferred():
        for number, register in enumerate(city.registers):
            if not Family.objects.filter(village_id=register.village).exists():
                _load_village(register, city.seed + number)


def _load_village(register: RegisterFile, seed: int) -> None:
    day = timezone.localdate() - timedelta(days=INTERVIEWED_DAYS)
    figures = load_figures().model_copy(update={"day": day})
    villages = Villages((register.village,), (register.registered,))
    block = make_block(Plan(figures, load_words(), villages, seed, PER_RT, RT_PER_RW), 0)
    members = _by_family(block)
    answers = list(block.answers.iter_rows(named=True))
    since = day - timedelta(days=365 * REGISTERED_YEARS)
    news = [new_family(row, members[row["family"]], since) for row in answers]
    families = register_families(SYSTEM, news)
    _interview(register, families, answers, [members[row["family"]] for row in answers], day)


def _interview(
    register: RegisterFile,
    families: Sequence[Family],
    answers: Sequence[Row],
    members: Sequence[Sequence[Row]],
    day: date,
) -> None:
    form = load_questionnaire(DEFAULT_QUESTIONNAIRE)
    round_ = open_round(SYSTEM, register.village, day.year, form.id, day)
    # Every so many families are left out, so that each RW has some to do.
    step = max(1, len(families) // max(1, register.not_interviewed + register.no_answer))
    left_out = list(range(0, len(families), step))[: register.not_interviewed + register.no_answer]
    done = [place for place in range(len(families)) if place not in set(left_out)]
    entries = [
        (families[place], nested_answers(form, answers[place], families[place], members[place]), day) for place in done
    ]
    record_answers(SYSTEM, round_, entries, SOURCE)
    for place in left_out[: register.no_answer]:
        interview = start_interview(SYSTEM, round_, families[place], day)
        record_no_answer(SYSTEM, interview, Interview.Reason.ABSENT)


def new_family(row: Row, members: Sequence[Row], since: date) -> NewFamily:
    """A made-up family as the registry takes it."""
    place = Place(row["village"], row["rw"], row["rt"], address=f"Jalan Rekaan No. {int(row['family'][1:])}")
    return NewFamily(place, [_member(one) for one in members], since, kk_number=row["kk"], decile=row["decile"])


def _member(row: Row) -> NewMember:
    return NewMember(
        name=row["name"],
        sex=row["k03"],
        relation=row["k10"],
        birth_date=row["birth"],
        marital=row["k07"],
        nik=row["nik"] or "",
        mother=row["k11"] or None,
    )


def nested_answers(form: Questionnaire, row: Row, family: Family, members: Sequence[Row]) -> dict[str, Any]:
    """A made-up family's answers as an interview holds them, by printed code."""
    people = family.new_members
    return {
        "family": _answers(form, row, Who.FAMILY),
        "couple": _answers(form, row, Who.COUPLE),
        "members": {person.code: _answers(form, one, Who.MEMBER) for person, one in zip(people, members, strict=True)},
    }


def _answers(form: Questionnaire, row: Row, who: Who) -> dict[str, int]:
    asked = (question for question in form.about(who) if not question.held_by_registry)
    return {question.code: row[question.key] for question in asked if row.get(question.key) is not None}


def _by_family(block: Block) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in _rows(block):
        found.setdefault(row["family"], []).append(row)
    return found


def _rows(block: Block) -> Iterator[Row]:
    return block.members.iter_rows(named=True)
