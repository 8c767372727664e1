"""Whatever happens to families, in any order: every form stays a family, and no earlier day changes."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.people import services
from guyub.apps.people.models import Couple, Family, Membership, Person, Residence
from guyub.apps.people.services import NewMember, UnusableFamily, families_as_of
from tests.apps.people.registry import NEXT_DOOR, SINCE, couple_with_child, enter, member

HEAD = 1


class World:
    """What a random event picks from; numbers wrap around."""

    def __init__(self, numbers, day):
        self.numbers, self.day = list(numbers), day

    def _pick(self, rows):
        found = list(rows.order_by("pk"))
        number = self.numbers.pop(0)
        if not found:
            raise UnusableFamily([(0, "nobody")])
        return found[number % len(found)]

    def family(self):
        return self._pick(Family.objects.filter(until=None))

    def person(self, **conditions):
        return self._pick(Person.objects.filter(memberships__until=None, **conditions).distinct())

    def member_of(self, family):
        return self._pick(Person.objects.filter(memberships__until=None, memberships__family=family).distinct())

    def flag(self):
        return self.numbers.pop(0) % 2 == 1


def birth(w):
    services.record_birth(SYSTEM, w.family(), NewMember("Bayi Contoh", 1 + w.flag(), 3), w.day)


def newcomer(w):
    relation, sex = (3, 4)[w.flag()], 1 + w.flag()
    services.add_member(SYSTEM, w.family(), member("Pendatang", sex, relation, date(1990, 1, 1), marital=1), w.day)


def death(w):
    person = w.person()
    heir = w.member_of(person.memberships.get(until=None).family) if w.flag() else None
    services.record_death(SYSTEM, person, w.day, heir)


def leave(w):
    services.move_person_out(SYSTEM, w.person(), w.day)


def come_back(w):
    person = w._pick(Person.objects.filter(state="left"))
    services.move_person_in(SYSTEM, person, w.family(), 4, w.day)


def all_leave(w):
    services.move_out(SYSTEM, w.family(), w.day)


def move(w):
    services.move_home(SYSTEM, w.family(), NEXT_DOOR, w.day)


def marry(w):
    bride, groom = w.person(sex=2), w.person(sex=1)
    services.record_marriage(SYSTEM, bride, groom, w.day, w.family() if w.flag() else NEXT_DOOR)


def divorce(w):
    couple = w._pick(Couple.objects.filter(until=None))
    leaver = (couple.wife, couple.husband)[w.flag()]
    services.record_divorce(SYSTEM, couple, w.day, leaver, NEXT_DOOR if w.flag() else None)


def split(w):
    family = w.family()
    one, other = w.member_of(family), w.member_of(family)
    services.split_family(SYSTEM, family, list({one, other}), one, w.day)


def join(w):
    services.join_families(SYSTEM, w.family(), w.family(), w.day)


def head(w):
    family = w.family()
    services.change_head(SYSTEM, family, w.member_of(family), w.day)


def correct(w):
    services.correct_person(
        SYSTEM, w.person(), {"name": f"Nama {w.numbers[0]}", "marital": 1 + w.numbers[1] % 4}, "Uji"
    )


def merge_and_undo(w):
    services.undo_merge(SYSTEM, services.merge_people(SYSTEM, (one := w.person(), w.person()), one))


EVENTS = (birth, newcomer, death, leave, come_back, all_leave, move, marry, divorce, split, join, head, correct)
EVENTS += (merge_and_undo,)


def view_on(day):
    """Everything that pages and rules read of a day."""
    return {
        pk: (
            view.place,
            [
                (m.person.pk, m.relation, m.line, m.name, m.sex, m.birth_date, m.marital, m.mother_id)
                for m in view.members
            ],
            view.couple and (view.couple.wife_id, view.couple.husband_id),
            view.decile,
        )
        for pk, view in families_as_of(Family.objects.all(), day).items()
        if view.members
    }


def check_day(day):
    """One head a form, one couple, one form a person, wherever one looks."""
    views = view_on(day)
    members = Counter(person for _, rows, *_ in views.values() for person, *_ in rows)
    assert not [person for person, times in members.items() if times > 1]
    for place, rows, couple, _ in views.values():
        assert [relation for _, relation, *_ in rows].count(HEAD) == 1
        assert place is not None
        lines = [line for _, _, line, *_ in rows]
        assert len(lines) == len(set(lines))
        if couple:
            assert couple[0] in [person for person, *_ in rows], "the wife stands on the form"
    couples = Counter(Couple.objects.filter(since__lte=day).exclude(until__lte=day).values_list("family", flat=True))
    assert not [family for family, times in couples.items() if times > 1]


def check_now():
    """The open rows agree with one another."""
    for family in Family.objects.all():
        rows = list(Membership.objects.filter(family=family, until=None).select_related("person"))
        homes = Residence.objects.filter(family=family, until=None).count()
        if family.until:
            assert (rows, homes) == ([], 0)
            assert not Couple.objects.filter(family=family, until=None).exists()
            continue
        assert homes == 1
        assert [row.person for row in rows if row.relation == HEAD] == [family.head]
        assert {row.person.place for row in rows} == {family.place}
        assert not [row.person for row in rows if row.person.state != "living"]
        assert sum(row.relation == 2 for row in rows) <= 1
        assert not [row for row in rows if row.relation in (3, 4) and row.person.marital == 2]
    assert not Person.objects.filter(memberships=None).exists()
    homeless = Person.objects.filter(state="living").exclude(memberships__until=None)
    assert not homeless.exists()


HAPPENING = st.tuples(
    st.sampled_from(EVENTS), st.integers(-20, 60), st.lists(st.integers(0, 50), min_size=8, max_size=8)
)


@pytest.mark.slow
@given(st.lists(HAPPENING, min_size=3, max_size=10))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_sequence_of_events(cast, happenings):
    with transaction.atomic():
        couple_with_child()
        enter(
            member("Janda", 2, 1, date(1975, 1, 1), marital=4),
            member("Putra", 1, 3, date(1998, 1, 1), marital=1, mother=1),
            member("Bibi", 2, 4, date(1970, 1, 1), marital=3),
            place=NEXT_DOOR,
        )
        enter(member("Bujang", 1, 1, date(1990, 1, 1), marital=1))
        day, known, done = SINCE, {}, 0
        for event, later, numbers in happenings:
            day = max(SINCE, day + timedelta(days=later))
            known[day - timedelta(days=1)] = view_on(day - timedelta(days=1))
            try:
                event(World(numbers, day))
            except UnusableFamily:
                continue
            done += 1
            check_now()
            for earlier in list(known):
                if earlier < day:
                    assert view_on(earlier) == known[earlier], f"{event.__name__} on {day} changed {earlier}"
                else:
                    known[earlier] = view_on(earlier)  # recorded afterwards, for a day before this one
                check_day(earlier)
            check_day(day)
        transaction.set_rollback(True)
