"""Enter families: one or thousands, with a number of queries that does not grow with each family."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit.trail import Act
from guyub.apps.people.models import (
    Couple,
    DataKey,
    Dwelling,
    Event,
    Family,
    Marital,
    Membership,
    Person,
    Relation,
    Residence,
    Sex,
)
from guyub.apps.people.sealing import DataKeyBytes, digest, new_data_key
from guyub.apps.people.services.checking import problems_in_family
from guyub.apps.people.services.problems import UnusableFamily, refuse
from guyub.apps.people.services.questions import ask_about_same_nik
from guyub.apps.people.services.recording import event_row, put_on_trail, tell
from guyub.apps.people.services.shapes import NewFamily, NewMember, Place
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region
from guyub.domain.families.names import name_key
from guyub.domain.families.nik import digits_of

BATCH = 2000  # rows an INSERT: PostgreSQL stays quick, SQLite cuts further by itself


@dataclass
class _Entry:
    """One family on its way into the tables."""

    new: NewFamily
    family: Family
    people: list[Person]

    @property
    def pairs(self) -> Iterator[tuple[int, NewMember, Person]]:
        """Line number, what was given, and the row of each member."""
        return ((line, new, row) for line, (new, row) in enumerate(zip(self.new.members, self.people, strict=True), 1))

    def of(self, relation: Relation) -> Person | None:
        return next((row for _, new, row in self.pairs if new.relation == relation), None)


def register_family(actor: Actor, new: NewFamily) -> Family:
    """Enter one family; see `register_families`."""
    return register_families(actor, [new])[0]


@transaction.atomic
def register_families(actor: Actor, families: Sequence[NewFamily]) -> list[Family]:
    """Enter families, all or nothing. A NIK that is known already is accepted; someone asks whether it is one person.

    Returns:
        The families in the order given; ``family.new_members`` are the rows of the members in line order.

    Raises:
        NotAllowed: The actor may not enter families in one of the places.
        UnusableFamily, UnusableMember: The first family that breaks a rule, with all its problems.
    """
    require(actor, "record-families", Right.EDIT_PEOPLE, *{new.place.code for new in families})
    today = timezone.localdate()
    for position, new in enumerate(families):
        refuse(problems_in_family(new, today), position)
    _refuse_unknown_villages(families)
    entries = _saved_people(actor, [_with_couple_married(new) for new in families])
    _save_families(entries)
    _save_bonds(entries)
    _save_traces(actor, entries)
    ask_about_same_nik([row for entry in entries for row in entry.people])
    tell(*(entry.family for entry in entries))
    return [entry.family for entry in entries]


def refuse_unknown_village(place: Place) -> None:
    """Refuse an address in no village.

    Raises:
        UnusableFamily: There is no such village.
    """
    if not Region.objects.filter(code=place.village, level=Level.VILLAGE).exists():
        raise UnusableFamily([(0, "no-such-village")])


def new_person(actor: Actor, new: NewMember, place: Place, key: DataKey, opened: DataKeyBytes) -> Person:
    """The row of a new member, not yet saved."""
    number = digits_of(new.nik)
    return Person(
        name=" ".join(new.name.split()),
        name_key=name_key(new.name),
        sex=new.sex,
        birth_date=new.birth_date,
        birth_known=new.birth_known,
        marital=new.marital,
        mother_name_key=name_key(new.mother_name) if new.mother_name else "",
        key=key,
        nik_sealed=opened.seal(number, "nik") if number else None,
        nik_digest=digest("nik", number) if number else "",
        village_id=place.village,
        rw=place.rw,
        rt=place.rt,
        created_by=person(actor),
    )


def new_key() -> tuple[DataKey, DataKeyBytes]:
    """A data key, not yet saved, and the same open."""
    opened, wrapped, version = new_data_key()
    return DataKey(wrapped=wrapped, version=version), opened


def new_couple(family: Family, head: Person, wife: Person | None, since: Any) -> Couple | None:
    """The couple on a form: head and wife, or a married woman whose husband is not on it. None where there is none."""
    if wife is not None:
        return Couple(wife=wife, husband=head, family=family, since=since)
    if head.sex == Sex.FEMALE and head.marital == Marital.MARRIED:
        return Couple(wife=head, husband=None, family=family, since=since)
    return None


def _refuse_unknown_villages(families: Sequence[NewFamily]) -> None:
    codes = {new.place.village for new in families}
    known = set(Region.objects.filter(code__in=codes, level=Level.VILLAGE).values_list("code", flat=True))
    for position, new in enumerate(families):
        if new.place.village not in known:
            raise UnusableFamily([(0, "no-such-village")], position)


def _with_couple_married(new: NewFamily) -> NewFamily:
    """Where there is a wife, she and the head are married, said or not."""
    if not any(one.relation == Relation.WIFE for one in new.members):
        return new
    pair = (Relation.HEAD, Relation.WIFE)
    members = [replace(one, marital=Marital.MARRIED) if one.relation in pair else one for one in new.members]
    return replace(new, members=members)


def _saved_people(actor: Actor, families: Sequence[NewFamily]) -> list[_Entry]:
    keys: list[DataKey] = []

    def key() -> tuple[DataKey, DataKeyBytes]:
        row, opened = new_key()
        keys.append(row)
        return row, opened

    entries = []
    for new in families:
        row, opened = key()
        number = digits_of(new.kk_number)
        family = Family(
            village_id=new.place.village,
            rw=new.place.rw,
            rt=new.place.rt,
            since=new.since,
            decile=new.decile,
            key=row,
            kk_sealed=opened.seal(number, "kk") if number else None,
            kk_digest=digest("kk", number) if number else "",
            created_by=person(actor),
        )
        entries.append(_Entry(new, family, [new_person(actor, one, new.place, *key()) for one in new.members]))
    DataKey.objects.bulk_create(keys, batch_size=BATCH)
    for generation in _generations(entries):
        Person.objects.bulk_create(generation, batch_size=BATCH)
    return entries


def _generations(entries: Sequence[_Entry]) -> Iterator[list[Person]]:
    """Mothers before their children, each generation at once: a child's row needs the number of its mother's."""
    waiting = [(entry, new, row) for entry in entries for _, new, row in entry.pairs]
    while waiting:
        ready, later = [], []
        for entry, new, row in waiting:
            mother = entry.people[new.mother - 1] if new.mother else None
            if mother is None or mother.pk:
                row.mother = mother
                ready.append(row)
            else:
                later.append((entry, new, row))
        yield ready
        waiting = later


def _save_families(entries: Sequence[_Entry]) -> None:
    dwellings = [
        Dwelling(
            village_id=place.village,
            rw=place.rw,
            rt=place.rt,
            address=place.address.strip(),
            hamlet=place.hamlet.strip(),
        )
        for place in (entry.new.place for entry in entries)
    ]
    Dwelling.objects.bulk_create(dwellings, batch_size=BATCH)
    for entry, dwelling in zip(entries, dwellings, strict=True):
        entry.family.dwelling, entry.family.head = dwelling, entry.of(Relation.HEAD)
        entry.family.new_members = entry.people
    Family.objects.bulk_create([entry.family for entry in entries], batch_size=BATCH)


def _save_bonds(entries: Sequence[_Entry]) -> None:
    """Homes, memberships and couples."""
    rows: dict[type[models.Model], list[Any]] = {Residence: [], Membership: [], Couple: []}
    for entry in entries:
        family, since = entry.family, entry.new.since
        # By number, not by row: setting related rows would take a third of the time of a large file.
        rows[Residence].append(Residence(family_id=family.pk, dwelling_id=family.dwelling_id, since=since))
        for line, new, row in entry.pairs:
            first = max(since, new.birth_date or since)
            rows[Membership].append(
                Membership(person_id=row.pk, family_id=family.pk, relation=new.relation, line=line, since=first)
            )
        if couple := new_couple(family, family.head, entry.of(Relation.WIFE), since):
            rows[Couple].append(couple)
    for model, made in rows.items():
        model.objects.bulk_create(made, batch_size=BATCH)


def _save_traces(actor: Actor, entries: Sequence[_Entry]) -> None:
    now = timezone.now()
    kind = Event.Kind.REGISTERED
    Event.objects.bulk_create(
        [event_row(actor, kind, one.new.since, one.family, family=one.family, at=now) for one in entries],
        batch_size=BATCH,
    )
    acts = (
        (one.family.village_id, Act("register-family", f"family:{one.family.code}", {"members": len(one.people)}))
        for one in entries
    )
    put_on_trail(actor, acts)
