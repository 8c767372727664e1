"""Who is given a portion of a kitchen, in which group, and who might be: from rounds, growth, mothers and families."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from guyub.apps.accounts.rights import Right
from guyub.apps.growth.presentation.lists import Reader, under_fives
from guyub.apps.mothers.models import Pregnancy
from guyub.apps.mothers.presentation.standing import standings_of_village
from guyub.apps.nutrition.models import KitchenGuest, PmtRound
from guyub.apps.nutrition.services import guests_of
from guyub.apps.people.models import Person
from guyub.apps.resilience.models import FamilyState
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.growth_files import load_indonesian_growth
from guyub.data.mother_files import load_mother_rules
from guyub.data.nutrition_files import load_kitchen_rules, load_running_rules
from guyub.domain.families.members import completed_months
from guyub.domain.mothers.dating import trimester, weeks_on
from guyub.domain.nutrition.kitchens import KitchenGroup
from guyub.domain.nutrition.pmt import pmt_end
from guyub.domain.nutrition.running import PMT, group_of_child, group_of_woman

STUNTED, PREGNANT, NURSING, AT_RISK = "stunted", "pregnant", "nursing", "krs"
YES = 1


@dataclass(frozen=True)
class Guest:
    """Somebody who is given a portion on a day. ``group`` None: of no group that the kitchen cooks for any more."""

    guest: KitchenGuest
    group: KitchenGroup | None
    reason: str


@dataclass(frozen=True)
class Candidate:
    """Somebody who might be given a portion, why, and until when."""

    person: Person
    reason: str
    told: str
    until: date
    group: str


def guests_on(village: str, day: date) -> list[Guest]:
    """Everybody who is given a portion of the kitchen on a day; three queries. Filter before showing names."""
    rows = guests_of(village, day).select_related("person__village")
    listed = list(rows.order_by("rw", "rt", "person__name_key", "pk"))
    groups = _groups([one.person for one in listed], day)
    return [
        Guest(one, groups[one.person_id], reason_name(one.reason))
        for one in listed
        if one.person.state == Person.State.LIVING
    ]


def reason_name(code: str) -> str:
    """Why, in words; the code itself where the rule file has it no more."""
    known = load_running_rules().guests.reasons.get(code)
    return known.name.in_language(page_language()) if known else code


def people_by_group(guests: Iterable[Guest]) -> dict[str, int]:
    """Group → how many, every group of the kitchen."""
    counted = Counter(one.group.code for one in guests if one.group)
    return {group.code: counted[group.code] for group in load_kitchen_rules().groups}


def avoided_by_group(guests: Iterable[Guest]) -> dict[str, list[str]]:
    """Group → allergens that one of its people may not eat."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in guests:
        if one.group:
            found[one.group.code].update(one.guest.avoided)
    return {group: sorted(codes) for group, codes in found.items() if codes}


def apart_by_group(guests: Iterable[Guest]) -> dict[str, int]:
    """Group → how many of its people may not eat something."""
    return dict(Counter(one.group.code for one in guests if one.group and one.guest.avoided))


def candidates(user: Reader, village: str, today: date) -> list[Candidate]:
    """Who of a village might be given a portion and is given none, by the first reason that holds."""
    rules = load_running_rules().guests
    found: dict[int, tuple[Person, str, date]] = {}
    for person, reason, until in _wanted(user, village, today):
        if reason in rules.reasons and until >= today:
            found.setdefault(person.pk, (person, reason, until))
    current = KitchenGuest.objects.filter(village=village, ended_on=None, until__gte=today)
    for pk in current.values_list("person", flat=True):
        found.pop(pk, None)
    groups, language = _groups([person for person, _, _ in found.values()], today), page_language()
    made = []
    for person, reason, until in found.values():
        group = groups[person.pk]
        if group:
            told = rules.reasons[reason].name.in_language(language)
            made.append(Candidate(person, reason, told, until, group.name.in_language(language)))
    order = list(rules.reasons)
    return sorted(made, key=lambda one: (order.index(one.reason), one.person.rw, one.person.rt, one.person.name_key))


def _wanted(user: Reader, village: str, today: date) -> Iterable[tuple[Person, str, date]]:
    """Person, reason and last day, the reasons in their order."""
    reasons = load_running_rules().guests.reasons

    def until(reason: str) -> date:
        return today + timedelta(days=reasons[reason].days)

    rounds = PmtRound.objects.permitted(user, Right.SEE_GROWTH).filter(person__village=village, ended_on=None)
    yield from ((one.person, PMT, pmt_end(one.begun, one.days)) for one in rounds.select_related("person__village"))
    children = list(under_fives(user, village, today).select_related("village"))
    index = load_indonesian_growth().index("hfa", 0)
    limit = index.normal_from if index else 0
    yield from ((one, STUNTED, until(STUNTED)) for one in children if one.last_hfa is not None and one.last_hfa < limit)
    standings = standings_of_village(user, village, today)
    yield from ((one.person, PREGNANT, one.pregnancy.due_on) for one in standings if one.pregnancy)
    yield from ((one.person, NURSING, until(NURSING)) for one in standings if one.nursing and not one.bereaved)
    families = FamilyState.objects.permitted(user, Right.SEE_HEALTH).filter(village_id=village, krs=YES)
    at_risk = set(
        Person.objects.filter(memberships__until=None, memberships__family__in=families.values("family"))
        .filter(pk__in=[one.pk for one in children])
        .values_list("pk", flat=True)
    )
    yield from ((one, AT_RISK, until(AT_RISK)) for one in children if one.pk in at_risk)


def _groups(people: Sequence[Person], day: date) -> Mapping[int, KitchenGroup | None]:
    """Row number of a person → the group on a day; two queries."""
    pks = [one.pk for one in people]
    pregnant = dict(Pregnancy.objects.filter(mother__in=pks, ended_on=None).values_list("mother", "due_on"))
    living = Person.objects.filter(mother__in=pks, state=Person.State.LIVING, birth_date__lte=day)
    born = dict(living.order_by("birth_date").values_list("mother", "birth_date"))  # of several, the youngest
    return {one.pk: _group(one, day, pregnant.get(one.pk), born.get(one.pk)) for one in people}


def _group(person: Person, day: date, due_on: date | None, born: date | None) -> KitchenGroup | None:
    rules = load_kitchen_rules()
    if due_on is not None:
        mothers = load_mother_rules().file
        weeks = weeks_on(mothers.dating, due_on, day)
        return group_of_woman(rules, trimester(mothers, weeks), None)
    months = None if person.birth_date is None else completed_months(person.birth_date, day)
    child = None if months is None else group_of_child(rules, months)
    if child is not None or born is None:
        return child
    nursing = completed_months(born, day)
    return group_of_woman(rules, None, nursing) if nursing < load_running_rules().guests.nursing_months else None
