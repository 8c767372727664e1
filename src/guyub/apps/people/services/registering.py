"""Enter families: one or thousands, with a number of queries that does not grow with each family."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.audit.trail import Act
from guyub.apps.inserting import insert_columns, insert_rows, new_row, take_numbers
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
from guyub.apps.people.services.recording import put_on_trail, tell
from guyub.apps.people.services.shapes import NewFamily, NewMember, Place
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region
from guyub.domain.families.names import name_key
from guyub.domain.families.nik import digits_of


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
    """The row of a new member, not yet saved; its key is."""
    row = _person(person(actor), new, place, key.pk, opened)
    row.key = key
    return row


def _person(account: User | None, new: NewMember, place: Place, key: int, opened: DataKeyBytes) -> Person:
    number = digits_of(new.nik)
    return new_row(
        Person,
        name=" ".join(new.name.split()),
        name_key=name_key(new.name),
        sex=new.sex,
        birth_date=new.birth_date,
        birth_known=new.birth_known,
        marital=new.marital,
        mother_name_key=name_key(new.mother_name) if new.mother_name else "",
        key_id=key,
        nik_sealed=opened.seal(number, "nik") if number else None,
        nik_digest=digest("nik", number) if number else "",
        village_id=place.village,
        rw=place.rw,
        rt=place.rt,
        created_by_id=account.pk if account else None,
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
    """People and their keys are written, families are made but not written: they still lack a house."""
    keys = _Keys(sum(1 + len(new.members) for new in families))
    account = person(actor)
    entries = [_entry(new, account, keys) for new in families]
    keys.save()
    rows = [row for entry in entries for row in entry.people]
    for row, number in zip(rows, take_numbers(Person, len(rows)), strict=True):
        row.pk = number
    for entry in entries:
        for _, new, row in entry.pairs:
            if new.mother:
                row.mother = entry.people[new.mother - 1]
    insert_rows(Person, rows)
    return entries


class _Keys:
    """Fresh data keys for many rows, numbered beforehand and written at once."""

    def __init__(self, count: int) -> None:
        self._numbers = take_numbers(DataKey, count)
        self._wrapped: list[bytes] = []
        self._versions: list[int] = []

    def next(self) -> tuple[int, DataKeyBytes]:
        """Row number of a key, and the key open."""
        opened, wrapped, version = new_data_key()
        self._wrapped.append(wrapped)
        self._versions.append(version)
        return self._numbers[len(self._wrapped) - 1], opened

    def save(self) -> None:
        columns = {"id": list(self._numbers), "wrapped": self._wrapped, "version": self._versions}
        insert_columns(DataKey, len(self._wrapped), columns)


def _entry(new: NewFamily, account: User | None, keys: _Keys) -> _Entry:
    number, place = digits_of(new.kk_number), new.place
    key, opened = keys.next()
    family = new_row(
        Family,
        village_id=place.village,
        rw=place.rw,
        rt=place.rt,
        since=new.since,
        decile=new.decile,
        key_id=key,
        kk_sealed=opened.seal(number, "kk") if number else None,
        kk_digest=digest("kk", number) if number else "",
        created_by_id=account.pk if account else None,
    )
    people = []
    for one in new.members:
        key, opened = keys.next()
        people.append(_person(account, one, place, key, opened))
    return _Entry(new, family, people)


def _save_families(entries: Sequence[_Entry]) -> None:
    places = [entry.new.place for entry in entries]
    houses = take_numbers(Dwelling, len(entries))
    columns = {
        "id": list(houses),
        "village_id": [place.village for place in places],
        "rw": [place.rw for place in places],
        "rt": [place.rt for place in places],
        "address": [place.address.strip() for place in places],
        "hamlet": [place.hamlet.strip() for place in places],
    }
    insert_columns(Dwelling, len(entries), columns)
    for entry, house in zip(entries, houses, strict=True):
        entry.family.dwelling_id, entry.family.head = house, entry.of(Relation.HEAD)
        entry.family.new_members = entry.people
    insert_rows(Family, [entry.family for entry in entries])


def _save_bonds(entries: Sequence[_Entry]) -> None:
    """Homes, memberships and couples."""
    families = [entry.family for entry in entries]
    homes = {
        "id": list(take_numbers(Residence, len(entries))),
        "family_id": [family.pk for family in families],
        "dwelling_id": [family.dwelling_id for family in families],
        "since": [entry.new.since for entry in entries],
    }
    insert_columns(Residence, len(entries), homes)
    lines = [(entry, line, new, row) for entry in entries for line, new, row in entry.pairs]
    members = {
        "id": list(take_numbers(Membership, len(lines))),
        "person_id": [row.pk for _, _, _, row in lines],
        "family_id": [entry.family.pk for entry, _, _, _ in lines],
        "relation": [new.relation for _, _, new, _ in lines],
        "line": [line for _, line, _, _ in lines],
        "since": [max(entry.new.since, new.birth_date or entry.new.since) for entry, _, new, _ in lines],
    }
    insert_columns(Membership, len(lines), members)
    pairs = [new_couple(one.family, one.family.head, one.of(Relation.WIFE), one.new.since) for one in entries]
    insert_rows(Couple, [couple for couple in pairs if couple])


def _save_traces(actor: Actor, entries: Sequence[_Entry]) -> None:
    now = timezone.now()
    account, families = person(actor), [entry.family for entry in entries]
    events = {
        "id": list(take_numbers(Event, len(entries))),
        "kind": Event.Kind.REGISTERED,
        "day": [entry.new.since for entry in entries],
        "family_id": [family.pk for family in families],
        "village_id": [family.village_id for family in families],
        "rw": [family.rw for family in families],
        "rt": [family.rt for family in families],
        "recorded_by_id": account.pk if account else None,
        "recorded_at": now,
    }
    insert_columns(Event, len(entries), events)
    acts = (
        (one.family.village_id, Act("register-family", f"family:{one.family.code}", {"members": len(one.people)}))
        for one in entries
    )
    put_on_trail(actor, acts)
