"""Marriage and divorce. One form holds one couple: a second wife has a form of her own."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from guyub.apps.accounts.actors import Actor
from guyub.apps.people.models import Couple, Event, Family, Marital, Membership, Person, Relation, Sex
from guyub.apps.people.services.founding import found_family, new_dwelling, usual_relation
from guyub.apps.people.services.household import Household, lock_people
from guyub.apps.people.services.living import mark_gone, new_unhoused
from guyub.apps.people.services.problems import refuse_if
from guyub.apps.people.services.shapes import NewMember, Place
from guyub.apps.people.services.step import Step, is_married
from guyub.domain.families.form import too_young_to_marry

HEAD = int(Relation.HEAD)
Heirs = Mapping[int, Person]
"""Family (row number) → who becomes its head when the head leaves."""


@transaction.atomic
def record_marriage(
    actor: Actor,
    wife: Person | NewMember,
    husband: Person | NewMember,
    day: date,
    into: Family | Place,
    *,
    bringing: Sequence[Person] = (),
    heirs: Heirs | None = None,
    relations: Mapping[int, int] | None = None,
) -> Family:
    """Two people marry; afterwards they stand as head and wife on one form.

    Args:
        wife: On record, or entered now. Likewise the husband.
        into: The family they form: one that one of them heads already, or the place of a new one.
        bringing: Further members of their former families who come along, children above all.
        heirs: Who becomes head of a family that its head leaves.
        relations: Relation of those who come along, where it is not child of the wife, or other.

    A husband who stands on a form with another wife stays there; the new wife heads her own form.
    """
    step = Step(actor, "record-marriage", Event.Kind.MARRIAGE, day)
    homes = _take_homes(step, [one for one in (wife, husband, *bringing) if isinstance(one, Person)], into)
    target, place = _target(homes, into)
    bride, groom = _on_record(step, wife, homes, place), _on_record(step, husband, homes, place)
    _refuse_unfit(bride, groom, day)
    groom_stays = Couple.objects.filter(husband=groom, until=None).exists()
    newcomers = [bride, *([] if groom_stays else [groom]), *(_on_record(step, one, homes, place) for one in bringing)]
    _leave_homes(step, [home for home in homes if home is not target], newcomers, heirs or {})
    for person in (bride, groom):
        step.change_marital(person, Marital.MARRIED, None, kind=Event.Kind.MARRIAGE)
    if target is None:
        target = found_family(step, new_dwelling(step, place), [(newcomers[0] if groom_stays else groom, HEAD)])
    _seat(target, bride, None if groom_stays else groom, day)
    _bring(target, newcomers, bride, day, relations)
    target.begin_couple(bride, groom, day)
    step.put_into(target.family, Event.Kind.MARRIAGE)
    step.close()
    return target.family


@transaction.atomic
def record_divorce(
    actor: Actor,
    couple: Couple,
    day: date,
    leaver: Person | None,
    to: Place | None,
    *,
    bringing: Sequence[Person] = (),
    relations: Mapping[int, int] | None = None,
) -> Family | None:
    """A couple divorces; one of them leaves the form.

    Args:
        leaver: Who leaves. None where husband and wife do not stand on one form.
        to: Where the leaver heads a family of their own from then on; None: they moved away.
        bringing: Children who go along.

    Returns:
        The leaver's new family; None without one.
    """
    step = Step(actor, "record-divorce", Event.Kind.DIVORCE, day)
    (home,) = step.take(couple.family)
    refuse_if(home.couple is None or home.couple.pk != couple.pk, "couple-is-over")
    together = home.spouses <= set(home.members)
    refuse_if(together and len(home.spouses) == 2 and leaver is None, "who-leaves")
    refuse_if(leaver is not None and leaver.pk not in home.spouses & set(home.members), "not-of-this-couple")
    wife = home.row_of(couple.wife).person
    husband = home.members[couple.husband_id].person if couple.husband_id in home.members else couple.husband
    home.end_couple(day, Couple.Ended.DIVORCE)
    for person in (wife, husband):
        if person is not None and not Couple.objects.filter(husband=person, until=None).exists():
            step.change_marital(person, Marital.DIVORCED, home.family, kind=Event.Kind.DIVORCE)
    founded = None
    if leaver is not None:
        leaver = home.row_of(leaver).person
        group = [leaver, *(home.row_of(one).person for one in bringing)]
        _leave_homes(step, [home], group, {})
        founded = _settle(step, group, to, home, relations)
    step.close()
    return founded


def _settle(
    step: Step, group: Sequence[Person], to: Place | None, home: Household, relations: Mapping[int, int] | None
) -> Family | None:
    leaver = group[0]
    if to is None:
        for person in group:
            mark_gone(person, Person.State.LEFT, step.day)
        step.note(home.family, kind=Event.Kind.MOVED_OUT, family=home.family, about=leaver)
        return None
    # The father's children are his children on his form, whoever is their mother.
    default = {one.pk: int(Relation.CHILD) for one in group[1:] if leaver.sex == Sex.MALE}
    members = [(leaver, HEAD)]
    members += [(one, usual_relation(one, [leaver], {**default, **(relations or {})})) for one in group[1:]]
    family = found_family(step, new_dwelling(step, to), members).family
    step.note(family, kind=Event.Kind.SPLIT, family=home.family, other_family=family, about=leaver)
    return family


def _take_homes(step: Step, people: Sequence[Person], into: Family | Place) -> list[Household]:
    """Lock the families of these people and the one they go to; others must be in the actor's territory."""
    rows = Membership.objects.filter(person__in=people, until=None).select_related("family")
    families = {row.family_id: row.family for row in rows}
    if isinstance(into, Family):
        families.setdefault(into.pk, into)
    homes = step.take(*families.values())
    for person in lock_people({person.pk for person in people} - {row.person_id for row in rows}):
        step.allowed(person.place)
    return homes


def _target(homes: Sequence[Household], into: Family | Place) -> tuple[Household | None, Place]:
    """The locked family they go to, if it is there already, and its place."""
    if isinstance(into, Place):
        return None, into
    target = next(home for home in homes if home.family == into)
    return target, target.place


def _on_record(step: Step, one: Person | NewMember, homes: Sequence[Household], place: Place) -> Person:
    """The locked row of someone, entered now where they are new."""
    if isinstance(one, NewMember):
        return new_unhoused(step, one, place)
    found = next((home.members[one.pk].person for home in homes if one.pk in home.members), None)
    return found or Person.objects.select_related("key").get(pk=one.pk)


def _seat(target: Household, bride: Person, groom: Person | None, day: date) -> None:
    """Head and wife. Without a groom, who stays on another form, the bride is head."""
    if groom is None:
        refuse_if(target.head != bride, "couple-heads-the-form")
        return
    refuse_if(target.head not in (bride, groom), "couple-heads-the-form")
    for person, relation in ((bride, Relation.WIFE), (groom, HEAD)):
        if person.pk in target.members:
            target.relate(person, relation, day)
        else:
            target.enter(person, relation, day)
    target.family.head = groom
    target.family.save(update_fields=["head", "updated_at"])


def _bring(
    target: Household, newcomers: Sequence[Person], bride: Person, day: date, relations: Mapping[int, int] | None
) -> None:
    for person in newcomers:
        if person.pk not in target.members:
            target.enter(person, usual_relation(person, [bride], relations), day)


def _refuse_unfit(bride: Person, groom: Person, day: date) -> None:
    refuse_if(bride.sex != Sex.FEMALE or groom.sex != Sex.MALE, "wife-woman-husband-man")
    for one in (bride, groom):
        refuse_if(one.state not in (Person.State.LIVING, Person.State.LEFT), "not-living")
        refuse_if(one.birth_date and day < one.birth_date, "day-before-birth")
        refuse_if(too_young_to_marry(one.birth_date, day), "married-too-young")
    # A man may have a second wife, on a form of hers. Married to nobody on record is an error to correct first.
    in_couple = Couple.objects.filter(husband=groom, until=None).exists()
    refuse_if(is_married(bride) or (is_married(groom) and not in_couple), "already-married")


def _leave_homes(step: Step, homes: Sequence[Household], movers: Sequence[Person], heirs: Heirs) -> None:
    """Movers leave their families; heads are replaced, families left empty end."""
    for home in homes:
        leaving = [person for person in movers if person.pk in home.members]
        headless = home.head in leaving
        for person in leaving:
            home.leave(person, step.day)
        if leaving and not home.members:
            home.end(step.day, Family.Ended.JOINED)
        elif headless and (heir := home.succeed(heirs.get(home.family.pk), step.day)):
            step.note(home.family, kind=Event.Kind.HEAD, family=home.family, about=heir)
