"""A family under change: its open memberships and couple, locked, with the few moves that every event is made of.

Rows are closed and opened, never rewritten: what held on an earlier day stays readable.

Who locks more than one thing does it in one order, so that nobody waits in a ring: families, then people, each by row
number; then rows of their own; then chains of the trail; questions about duplicates are written last.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Max
from django.utils import timezone

from guyub.apps.people.models import Couple, Dwelling, Family, Membership, Person, Relation, Residence
from guyub.apps.people.services.problems import refuse, refuse_if
from guyub.apps.people.services.shapes import Place
from guyub.domain.families.form import FormLine, problems_on

Relations = Mapping[int, int]
"""Person (row number) → relation to the head, where the usual one does not fit."""


class Household:
    """One open family, locked until the transaction is over."""

    def __init__(self, family: Family, members: Sequence[Membership], couple: Couple | None) -> None:
        self.family, self.couple = family, couple
        self.members = {row.person_id: row for row in members}

    @classmethod
    def load(cls, families: Sequence[Family]) -> list["Household"]:
        """Lock families and then their members, and read them: four queries."""
        ids = sorted({family.pk for family in families})
        locked = {row.pk: row for row in lock_families(ids)}
        members: dict[int, list[Membership]] = {pk: [] for pk in locked}
        open_rows = list(Membership.objects.filter(family__in=ids, until=None))
        people = {row.pk: row for row in lock_people(row.person_id for row in open_rows)}
        for row in open_rows:
            row.person = people[row.person_id]
            members[row.family_id].append(row)
        couples = {row.family_id: row for row in Couple.objects.filter(family__in=ids, until=None)}
        return [cls(locked[family.pk], members[family.pk], couples.get(family.pk)) for family in families]

    @property
    def place(self) -> Place:
        """Where the family lives, without the address."""
        return Place(self.family.village_id, self.family.rw, self.family.rt)

    @property
    def people(self) -> list[Person]:
        """Members in the order of the form."""
        return [row.person for row in sorted(self.members.values(), key=lambda row: row.line)]

    @property
    def head(self) -> Person | None:
        """The head by the open memberships; None while nobody is."""
        return next((row.person for row in self.members.values() if row.relation == Relation.HEAD), None)

    @property
    def spouses(self) -> set[int]:
        """Row numbers of the couple on the form."""
        return {self.couple.wife_id, self.couple.husband_id} - {None} if self.couple else set()

    def row_of(self, person: Person) -> Membership:
        """The open membership of someone.

        Raises:
            UnusableFamily: They are no member.
        """
        refuse_if(person.pk not in self.members, "not-a-member")
        return self.members[person.pk]

    def lines(self) -> list[FormLine]:
        """The form as the rules see it."""
        line_of = {pk: row.line for pk, row in self.members.items()}
        return [
            FormLine(
                row.line,
                row.relation,
                row.person.sex,
                row.person.marital,
                row.person.birth_date,
                line_of.get(row.person.mother_id),
            )
            for row in sorted(self.members.values(), key=lambda row: row.line)
        ]

    def verify(self) -> None:
        """Refuse a form that breaks the rules of who is a family. A family without members has ended."""
        if self.members:
            refuse(problems_on(self.lines(), timezone.localdate()))

    # Members

    def leave(self, person: Person, day: date) -> Membership:
        """Someone belongs to the family no longer; the last day is the one before."""
        row = self.row_of(person)
        refuse_if(day < row.since, "day-before-membership")
        row.until = day
        row.save(update_fields=["until"])
        return self.members.pop(person.pk)

    def enter(self, person: Person, relation: int, day: date, line: int | None = None) -> Membership:
        """Someone belongs to the family from a day on."""
        refuse_if(relation not in Relation.values, "unknown-relation")
        refuse_if(relation == Relation.HEAD and self.head is not None, "second-head")
        refuse_if(day < self.family.since, "day-before-family")
        refuse_if(person.birth_date and day < person.birth_date, "day-before-birth")
        memberships = Membership.objects.filter(person=person)
        refuse_if(memberships.filter(until=None).exists(), "member-elsewhere")
        refuse_if(memberships.filter(until__gt=day).exists(), "elsewhere-on-that-day")
        row = Membership(
            person=person, family=self.family, relation=relation, line=line or self._next_line(), since=day
        )
        row.save()
        self.members[person.pk] = row
        self._house(person)
        return row

    def relate(self, person: Person, relation: int, day: date) -> None:
        """Someone's relation to the head is another from a day on."""
        row = self.row_of(person)
        if row.relation != relation:
            self.leave(person, day)
            self.enter(person, relation, day, row.line)

    def put_at_head(self, person: Person, day: date, relations: Relations | None = None) -> None:
        """Someone is head from a day on; the others stand to them in another relation."""
        former = self.row_of(person).relation
        if (head := self.head) is not None and head != person:
            self.relate(head, self._relation_after(head, former, relations), day)
        self.relate(person, Relation.HEAD, day)
        for other in self.people:
            if other != person:
                self.relate(other, self._relation_after(other, former, relations), day)
        self.family.head = person
        self.family.save(update_fields=["head", "updated_at"])

    def succeed(self, heir: Person | None, day: date, relations: Relations | None = None) -> Person | None:
        """Someone takes the place of a head who is gone; None where nobody is left.

        Without a named heir it is the wife, or the only one left.

        Raises:
            UnusableFamily: It must be said who.
        """
        if not self.members:
            return None
        if heir is None:
            wives = [row.person for row in self.members.values() if row.relation == Relation.WIFE]
            alone = self.people if len(self.members) == 1 else []
            heir = next(iter([*wives, *alone]), None)
        refuse_if(heir is None, "new-head-needed")
        self.put_at_head(heir, day, relations)  # type: ignore[arg-type]  refused above
        return heir

    # Couple

    def end_couple(self, day: date, how: str) -> Couple | None:
        """The marriage on the form is over, or no longer on this form."""
        row, self.couple = self.couple, None
        if row is None:
            return None
        refuse_if(day < row.since, "day-before-couple")
        row.until, row.ended = day, how
        row.save(update_fields=["until", "ended"])
        return row

    def begin_couple(self, wife: Person, husband: Person | None, day: date) -> None:
        """A marriage stands on the form from a day on."""
        refuse_if(self.couple, "second-couple")
        refuse_if(Couple.objects.filter(wife=wife, until=None).exists(), "wife-has-husband")
        later = Couple.objects.filter(until__gt=day)
        refuse_if(later.filter(family=self.family).exists(), "couple-until-later")
        refuse_if(later.filter(wife=wife).exists(), "couple-until-later")
        self.couple = Couple.objects.create(wife=wife, husband=husband, family=self.family, since=day)

    # Home and end

    def house(self, dwelling: Dwelling, day: date) -> None:
        """The family lives in a house from a day on."""
        home = Residence.objects.filter(family=self.family, until=None).first()
        if home is not None:
            refuse_if(day < home.since, "day-before-home")
            home.until = day
            home.save(update_fields=["until"])
        Residence.objects.create(family=self.family, dwelling=dwelling, since=day)
        family = self.family
        family.dwelling, family.village_id, family.rw, family.rt = (
            dwelling,
            dwelling.village_id,
            dwelling.rw,
            dwelling.rt,
        )
        family.save(update_fields=["dwelling", "village", "rw", "rt", "updated_at"])
        Person.objects.filter(pk__in=self.members).update(village=dwelling.village_id, rw=dwelling.rw, rt=dwelling.rt)
        for row in self.members.values():
            _copy_place(family, row.person)

    def end(self, day: date, how: str) -> None:
        """The family is no more. Nobody may be left in it, and nobody may have left it later than that."""
        refuse_if(day < self.family.since, "day-before-family")
        refuse_if(Membership.objects.filter(family=self.family, until__gt=day).exists(), "someone-left-later")
        if self.couple:
            self.end_couple(day, Couple.Ended.LEFT)
        homes = Residence.objects.filter(family=self.family, until=None)
        refuse_if(homes.filter(since__gt=day).exists(), "day-before-home")
        homes.update(until=day)
        self.family.until, self.family.ended = day, how
        self.family.save(update_fields=["until", "ended", "updated_at"])

    # Inside

    def _next_line(self) -> int:
        """A number nobody ever had here: lines of earlier days stay unmistakable."""
        return (Membership.objects.filter(family=self.family).aggregate(last=Max("line"))["last"] or 0) + 1

    def _house(self, person: Person) -> None:
        # Who was erased on request still counts as a member, and stays erased.
        state = person.state if person.state == Person.State.ERASED else Person.State.LIVING
        if (person.place, person.state, person.ended_on) != (self.family.place, state, None):
            _copy_place(self.family, person)
            person.state, person.ended_on = state, None
            person.save(update_fields=["village", "rw", "rt", "state", "ended_on", "updated_at"])

    def _relation_after(self, person: Person, former: int, relations: Relations | None) -> int:
        """How someone stands to a new head who stood in the relation `former` to the old one."""
        row = self.members[person.pk]
        if relations and person.pk in relations:
            return relations[person.pk]
        if former in (Relation.HEAD, Relation.WIFE):
            return Relation.OTHER if row.relation == Relation.HEAD else row.relation
        if row.relation == Relation.CHILD and person.mother_id in self.members:
            return Relation.CHILD  # whose mother is on the form is a child there, whoever is head
        return Relation.OTHER


def lock_families(ids: Iterable[int]) -> list[Family]:
    """Families by row number, locked until the transaction is over."""
    return list(Family.objects.select_for_update().filter(pk__in=set(ids)).order_by("pk"))


def lock_people(ids: Iterable[int]) -> list[Person]:
    """People by row number with their keys, locked until the transaction is over. Their families are locked before.

    Rows that only name them (events, children) may be written meanwhile: row numbers never change.
    """
    rows = Person.objects.select_for_update(of=("self",), no_key=True).select_related("key")
    return list(rows.filter(pk__in=set(ids)).order_by("pk"))


def with_home(person: Person) -> tuple[Household | None, Person]:
    """The family of someone, if any, and their row, both locked."""
    row = Membership.objects.filter(person=person, until=None).select_related("family").first()
    household = Household.load([row.family])[0] if row else None
    if household is not None and person.pk in household.members:
        return household, household.members[person.pk].person
    return None, lock_people([person.pk])[0]


def _copy_place(source: Family, person: Person) -> None:
    person.village_id, person.rw, person.rt = source.village_id, source.rw, source.rt
