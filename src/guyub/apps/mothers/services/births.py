"""Record births of a pregnancy, and which children of the registry they are. The only way to write births."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, System, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.audit import trail
from guyub.apps.growth.births import AtBirth
from guyub.apps.mothers.models import Birth, Pregnancy
from guyub.apps.mothers.services.pregnancies import ACTION, ended, locked, problem_with_end
from guyub.apps.mothers.services.problems import refuse
from guyub.apps.people import services as people
from guyub.apps.people.models import Membership, Person, Relation
from guyub.apps.people.services import NewMember
from guyub.data.mother_files import load_mother_rules
from guyub.domain.mothers.dating import WEEK, began_on, weeks_on

WHY_MOTHER = "Kelahirannya dicatat pada kehamilan ibunya"


@dataclass(frozen=True)
class BirthFacts:
    """A birth as the mother-and-child book tells it; None or empty where unknown. ``weeks``: completed."""

    day: date
    weight_g: int | None = None
    length_mm: int | None = None
    weeks: int | None = None
    venue: str = ""
    helper: str = ""
    early_breastfeeding: bool | None = None


@dataclass(frozen=True)
class Newborn:
    """A child that is not on the registry yet."""

    name: str
    sex: int


WITHOUT_DAY = tuple(one.name for one in fields(BirthFacts) if one.name != "day")


@transaction.atomic
def record_birth(actor: Actor, pregnancy: Pregnancy, facts: BirthFacts, child: Person | Newborn | None = None) -> Birth:
    """Put a birth on record; the first one ends the pregnancy, a twin's follows.

    Args:
        child: One on the registry, one to be entered there, or None: entered later.

    Raises:
        NotAllowed: The actor may not accompany mothers where she lives, or may not enter people and is to enter one.
        MotherRecordRefused: The pregnancy ended in something else or on another day, a figure cannot be, or the child
            is somebody else's or was born on another day.
        UnusableFamily: The registry refuses the new child.
    """
    pregnancy = locked(actor, pregnancy)
    refuse(_problem(pregnancy, facts), pregnancy.mother.code)
    if pregnancy.ended_on is None:
        ended(actor, pregnancy, Pregnancy.Outcome.BIRTH, facts.day)
    birth = Birth.objects.create(
        pregnancy=pregnancy,
        village_id=pregnancy.mother.village_id,
        rw=pregnancy.mother.rw,
        rt=pregnancy.mother.rt,
        **asdict(_with_weeks(facts, pregnancy)),
        recorded_by=person(actor),
        recorded_at=timezone.now(),
    )
    _note(actor, "mother-gave-birth", pregnancy.mother)
    return name_child(actor, birth, child) if child is not None else birth


@transaction.atomic
def record_birth_of(actor: Actor, child: Person, facts: BirthFacts) -> Birth:
    """Put the birth of a child on record whose mother the registry knows; its day is the child's there.

    A pregnancy that nobody noted is entered with it, as one that is over.

    Raises:
        NotAllowed: The actor may not accompany mothers where the mother lives.
        MotherRecordRefused: The birth is on record, mother or day are not known, or a figure cannot be.
    """
    problem = ""
    if child.mother is None:
        problem = "mother-of-child-unknown"
    elif child.birth_date is None or child.birth_known != Person.BirthKnown.DAY:
        problem = "day-of-birth-unknown"
    elif Birth.objects.filter(child=child).exists():
        problem = "child-is-named"
    refuse(problem, child.code)
    assert child.mother is not None  # refused above
    assert child.birth_date is not None
    require(actor, ACTION, Right.EDIT_MOTHERS, child.mother.place)
    facts = replace(facts, day=child.birth_date)
    return record_birth(actor, _pregnancy_of(actor, child.mother, facts), facts, child)


@transaction.atomic
def name_child(actor: Actor, birth: Birth, child: Person | Newborn) -> Birth:
    """Say which child of the registry was born, entering it there where it is not.

    Raises:
        NotAllowed, MotherRecordRefused, UnusableFamily: As for `record_birth`; or the child was named before.
    """
    mother = locked(actor, birth.pregnancy).mother
    birth = Birth.objects.select_for_update(of=("self",)).get(pk=birth.pk)
    refuse("child-is-named" if birth.child_id is not None else "", mother.code)
    birth.child = (
        _entered(actor, mother, birth.day, child) if isinstance(child, Newborn) else _known(actor, birth, child)
    )
    birth.save(update_fields=["child"])
    _note(actor, "child-of-birth-named", birth.child)
    return birth


@transaction.atomic
def correct_birth(actor: Actor, birth: Birth, facts: BirthFacts) -> Birth:
    """Put the figures and circumstances of a birth right; its day is the child's in the registry.

    Raises:
        NotAllowed: The actor may not accompany mothers where she lives.
        MotherRecordRefused: A figure cannot be.
    """
    pregnancy = locked(actor, birth.pregnancy)
    birth = Birth.objects.select_for_update(of=("self",)).get(pk=birth.pk)
    refuse(_impossible(facts), pregnancy.mother.code)
    wanted = _with_weeks(replace(facts, day=birth.day), pregnancy)
    changed = [name for name in WITHOUT_DAY if getattr(birth, name) != getattr(wanted, name)]
    for name in changed:
        setattr(birth, name, getattr(wanted, name))
    if changed:
        birth.save(update_fields=changed)
        _note(actor, "birth-corrected", pregnancy.mother, fields=changed)
    return birth


def children_to_choose(pregnancy: Pregnancy) -> QuerySet[Person]:
    """Children on the registry who can be of this pregnancy: hers, or of her family without a mother on record."""
    rules = load_mother_rules()
    earliest = pregnancy.due_on - timedelta(weeks=rules.file.dating.days // 7 - rules.possible["birth_weeks"][0])
    homes = Membership.objects.filter(person=pregnancy.mother_id, until=None).values("family")
    hers = Q(mother=pregnancy.mother_id) | Q(mother=None, memberships__family__in=homes, memberships__until=None)
    found = Person.objects.filter(
        hers,
        state=Person.State.LIVING,
        birth_known=Person.BirthKnown.DAY,
        birth_date__gte=earliest,
        birth_facts=None,
    )
    return found.exclude(pk=pregnancy.mother_id).order_by("birth_date", "code").distinct()


def _pregnancy_of(actor: Actor, mother: Person, facts: BirthFacts) -> Pregnancy:
    """Her pregnancy of a birth: on record, or entered with the weeks that are told, else with the usual ones."""
    dating = load_mother_rules().file.dating
    for one in Pregnancy.objects.filter(mother=mother):
        lasted = one.ended_on is None and began_on(dating, one.due_on) <= facts.day
        if lasted or _born_with(one, facts.day):
            return one
    weeks = dating.days // WEEK if facts.weeks is None else facts.weeks
    due_on = facts.day - timedelta(weeks=weeks) + timedelta(days=dating.days)
    _note(actor, "pregnancy-noted", mother)
    return Pregnancy.objects.create(
        mother=mother,
        village_id=mother.village_id,
        rw=mother.rw,
        rt=mother.rt,
        dated=Pregnancy.Dated.DUE,
        dated_on=due_on,
        due_on=due_on,
        noted_by=person(actor),
        noted_at=timezone.now(),
        ended_on=facts.day,
        outcome=Pregnancy.Outcome.BIRTH,
        ended_by=person(actor),
    )


def _entered(actor: Actor, mother: Person, day: date, new: Newborn) -> Person:
    """The new child on the registry, in the family of its mother."""
    membership = Membership.objects.filter(person=mother, until=None).select_related("family").first()
    if membership is None:
        refuse("mother-without-family", mother.code)
    assert membership is not None  # refused above
    line = next(one.line for one in people.family_on(membership.family).members if one.person.pk == mother.pk)
    relation = Relation.CHILD if membership.relation in (Relation.HEAD, Relation.WIFE) else Relation.OTHER
    return people.record_birth(actor, membership.family, NewMember(new.name, new.sex, relation, mother=line), day)


def _known(actor: Actor, birth: Birth, child: Person) -> Person:
    """A child of the registry, which has its mother there too where the actor may say so."""
    mother, problem = birth.pregnancy.mother, ""
    if child.birth_date != birth.day:
        problem = "child-born-another-day"
    elif not children_to_choose(birth.pregnancy).filter(pk=child.pk).exists():
        problem = "child-of-another"
    refuse(problem, mother.code)
    if child.mother_id is None and _may_edit_people(actor, child):
        people.correct_person(actor, child, {"mother": mother}, WHY_MOTHER)
        child.refresh_from_db()
    return child


def _may_edit_people(actor: Actor, child: Person) -> bool:
    return isinstance(actor, System) or scope_of(actor).may(Right.EDIT_PEOPLE, child.place)


def _born_with(pregnancy: Pregnancy, day: date) -> bool:
    """Whether who was born on a day can be a twin of who was born of a pregnancy."""
    if pregnancy.ended_on is None or pregnancy.outcome != Pregnancy.Outcome.BIRTH:
        return False
    return load_mother_rules().allows("days_between_twins", abs((day - pregnancy.ended_on).days))


def _problem(pregnancy: Pregnancy, facts: BirthFacts) -> str:
    """Why a birth cannot be: a reason code, or nothing."""
    if pregnancy.ended_on is None:
        return problem_with_end(pregnancy, facts.day) or _impossible(facts)
    if pregnancy.outcome != Pregnancy.Outcome.BIRTH:
        return "pregnancy-is-over"
    if not _born_with(pregnancy, facts.day):
        return "twin-on-another-day"
    return _impossible(facts)


def measured_at_birth(children: Collection[int]) -> dict[int, AtBirth]:
    """Weight and length at birth of children, by their row numbers; one query."""
    births = Birth.objects.filter(child__in=children).values_list("child_id", "weight_g", "length_mm")
    return {child: AtBirth(weight_g, length_mm) for child, weight_g, length_mm in births if child is not None}


def _impossible(facts: BirthFacts) -> str:
    rules = load_mother_rules()
    for name in ("weight_g", "length_mm", "weeks"):
        if not rules.allows(f"birth_{name}", getattr(facts, name)):
            return f"birth-{name}-impossible".replace("_", "-")
    known_place = not facts.venue or facts.venue in Birth.Venue.values
    known_helper = not facts.helper or facts.helper in Birth.Helper.values
    return "" if known_place and known_helper else "wrong-shape"


def _with_weeks(facts: BirthFacts, pregnancy: Pregnancy) -> BirthFacts:
    """With the weeks that follow from the dating, where none were told and these can be."""
    rules = load_mother_rules()
    weeks = weeks_on(rules.file.dating, pregnancy.due_on, facts.day)
    if facts.weeks is not None or not rules.allows("birth_weeks", weeks):
        return facts
    return replace(facts, weeks=weeks)


def _note(actor: Actor, action: str, about: Person, **details: object) -> None:
    trail.note(actor, action, chain=about.village_id, subject=f"person:{about.code}", **details)
