"""Two entries become one, and two again. Everything stays: what the absorbed entry alone knew, the kept one gains.

Other apps move what they hold of the absorbed entry (`people.signals`); the undo puts their rows back too. Events and
interviews keep the code under which they were written; `codes_of` and `history_of` join them.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, require
from guyub.apps.accounts.actors import person as account
from guyub.apps.accounts.rights import Right
from guyub.apps.audit.trail import Act
from guyub.apps.people.models import Couple, Duplicate, Event, Family, Membership, Merge, Person, Relation, Residence
from guyub.apps.people.services.household import Household, lock_families, lock_people
from guyub.apps.people.services.images import Image, difference, image, restore, unchanged
from guyub.apps.people.services.living import couple_left_behind
from guyub.apps.people.services.problems import refuse_if
from guyub.apps.people.services.recording import event_row, put_on_trail, tell
from guyub.apps.people.signals import merge_touches, merge_undone, people_merged

PURPOSE = "merge"
WHOLE = ("people.membership", "people.couple")  # rows that a later event may not have touched in any column


@transaction.atomic
def merge_people(
    actor: Actor,
    which: Duplicate | tuple[Person, Person],
    keep: Person,
    *,
    home: Family | None = None,
    new_head: Person | None = None,
) -> Merge:
    """Make one entry of two that are one human being. The actor needs the right where both live.

    Args:
        which: The question, or the two entries.
        keep: The entry that stays; the other one is absorbed.
        home: Which family is theirs where both are members somewhere; None: that of the kept entry.
        new_head: Who heads the other family from today on, where they were its head.
    """
    question = which if isinstance(which, Duplicate) else None
    pair = (question.first, question.second) if question else which
    _lock_families_of(pair)
    kept, absorbed = _locked_pair(pair, keep)  # type: ignore[arg-type]  a pair either way
    require(actor, "decide-duplicates", Right.DECIDE_DUPLICATES, kept.place, absorbed.place)
    _refuse_unfit(kept, absorbed)
    households = _households_of(kept, absorbed)
    before = image(_touched(kept, absorbed, households))
    _one_membership(kept, absorbed, households, home, new_head)
    _move_bonds(kept, absorbed)
    _gain(kept, absorbed)
    people_merged.send(Person, actor=actor, kept=kept, absorbed=absorbed)
    _put_on_trail(actor, "merge-people", kept, absorbed)
    _answer_questions(actor, kept, absorbed)
    for household in Household.load([one.family for one in households if not one.family.until]):
        household.verify()
    merge = _recorded(actor, kept, absorbed, question, before, image(_touched(kept, absorbed, households)))
    _tell(actor, Event.Kind.PEOPLE_MERGED, kept, absorbed, households)
    return merge


@transaction.atomic
def undo_merge(actor: Actor, merge: Merge) -> None:
    """Make two entries of one again: every row that the merge changed is as it was.

    Raises:
        UnusableFamily: It was undone already; one of them was erased or merged again; or what the merge changed has
            been changed since by a later event.
    """
    _lock_families_of((merge.kept, merge.absorbed))
    kept, absorbed = _locked_pair((merge.kept, merge.absorbed), merge.kept)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    refuse_if(merge.undone_at, "merge-undone-already")
    require(actor, "decide-duplicates", Right.DECIDE_DUPLICATES, kept.place, absorbed.place)
    refuse_if(kept.state == Person.State.MERGED, "merged-again")
    erased = Person.State.ERASED in (kept.state, absorbed.state)
    refuse_if(erased or kept.key.destroyed_at or merge.before_sealed is None, "erased-since")
    sealed = json.loads(kept.key.bytes().open(merge.before_sealed, PURPOSE))
    whole = {label: {int(pk): row for pk, row in rows.items()} for label, rows in sealed["whole"].items()}
    households = _households_of(kept, absorbed)
    refuse_if(not unchanged(sealed["changes"], whole), "changed-since-merge")
    restore(sealed["changes"])
    merge.undone_by, merge.undone_at = account(actor), timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    kept, absorbed = _locked_pair((kept, absorbed), kept)
    merge_undone.send(Person, kept=kept, absorbed=absorbed)
    _put_on_trail(actor, "undo-merge", kept, absorbed)
    _tell(actor, Event.Kind.MERGE_UNDONE, kept, absorbed, [*households, *_households_of(kept, absorbed)])


def absorbed_by(person: Person) -> list[Person]:
    """Entries that are part of this one now, also those absorbed by an absorbed one. A query a level."""
    found: list[Person] = []
    level = [person]
    while level := list(Person.objects.filter(merged_into__in=level, state=Person.State.MERGED)):
        found += level
    return found


def codes_of(people: Iterable[Person]) -> dict[int, tuple[str, ...]]:
    """Codes under which someone is on record, the own first: row number → codes. A query a level, for any number."""
    codes = {person.pk: [person.code] for person in people}
    stands_for = {pk: pk for pk in codes}
    while stands_for:
        rows = Person.objects.filter(merged_into__among=stands_for, state=Person.State.MERGED).order_by("pk")
        below = {}
        for pk, into, code in rows.values_list("pk", "merged_into", "code"):
            below[pk] = stands_for[into]
            codes[below[pk]].append(code)
        stands_for = below
    return {pk: tuple(found) for pk, found in codes.items()}


def history_of(person: Person) -> QuerySet[Event]:
    """Events of someone, those of absorbed entries too."""
    return Event.objects.filter(person__in=[person, *absorbed_by(person)])


def standing_for(person: Person) -> Person:
    """The entry that stands for this one now: itself, or the one that absorbed it."""
    while person.state == Person.State.MERGED and person.merged_into is not None:
        person = person.merged_into
    return person


def _lock_families_of(pair: Iterable[Person]) -> None:
    """Lock the families to which two entries ever belonged, and those of their children and wives."""
    ids = [person.pk for person in pair]
    own = Q(memberships__person__in=ids) | Q(couples__wife__in=ids) | Q(couples__husband__in=ids)
    of_children = Q(memberships__person__mother__in=ids, memberships__until=None)
    lock_families(Family.objects.filter(own | of_children).values_list("pk", flat=True))


def _locked_pair(pair: tuple[Person, Person], keep: Person) -> tuple[Person, Person]:
    ids = {person.pk for person in pair}
    refuse_if(len(ids) != 2 or keep.pk not in ids, "not-of-this-pair")
    by_pk = {row.pk: row for row in lock_people(ids)}
    return by_pk[keep.pk], by_pk[(ids - {keep.pk}).pop()]


def _refuse_unfit(kept: Person, absorbed: Person) -> None:
    states = {kept.state, absorbed.state}
    refuse_if(states & {Person.State.MERGED, Person.State.ERASED}, "not-living")
    refuse_if(len(states & {Person.State.DEAD}) == 1 and len(states) == 2, "one-is-dead")
    ancestors = {kept.mother_id, absorbed.mother_id}
    refuse_if(ancestors & {kept.pk, absorbed.pk}, "mother-in-a-circle")


def _households_of(*people: Person) -> list[Household]:
    rows = Membership.objects.filter(person__in=people, until=None).select_related("family")
    return Household.load(list({row.family_id: row.family for row in rows}.values()))


def _touched(kept: Person, absorbed: Person, households: list[Household]) -> list[QuerySet]:
    """Everything that a merge may change."""
    pair, families = (kept.pk, absorbed.pk), [household.family.pk for household in households]
    members = Membership.objects.filter(family__in=families).values("person")
    of_others = merge_touches.send(Person, kept=kept, absorbed=absorbed)
    return [
        Person.objects.filter(Q(pk__in=pair) | Q(mother__in=pair) | Q(pk__in=members)),
        Family.objects.filter(pk__in=families),
        Membership.objects.filter(Q(person__in=pair) | Q(family__in=families)),
        Residence.objects.filter(family__in=families),
        Couple.objects.filter(Q(wife__in=pair) | Q(husband__in=pair) | Q(family__in=families)),
        Duplicate.objects.filter(Q(first__in=pair) | Q(second__in=pair)),
        *(rows for _, answer in of_others for rows in answer),
    ]


def _one_membership(
    kept: Person, absorbed: Person, households: list[Household], home: Family | None, new_head: Person | None
) -> None:
    """From today on they belong to one family, once; former memberships follow where they do not overlap."""
    today = timezone.localdate()
    own = next((one for one in households if kept.pk in one.members), None)
    others = next((one for one in households if absorbed.pk in one.members), None)
    refuse_if(home is not None and home not in [one.family for one in households], "not-their-family")
    if own is not None and others is not None:
        if own is others:
            _leave(own, absorbed, kept, today)
        elif home == others.family:
            _leave(own, kept, new_head, today)
            own = None
        else:
            _leave(others, absorbed, new_head, today)
            others = None
    if own is None and others is not None:
        _take_seat(others, kept, absorbed, today)
    taken = [(row.since, row.until) for row in Membership.objects.filter(person=kept)]
    for row in Membership.objects.filter(person=absorbed).exclude(until=None):
        if not any(row.since < (end or row.until) and since < row.until for since, end in taken):
            row.person = kept
            row.save(update_fields=["person"])


def _leave(household: Household, person: Person, heir: Person | None, today: Any) -> None:
    if person.pk in household.spouses:
        household.end_couple(today, Couple.Ended.LEFT)
    was_head = household.head == person
    household.leave(person, today)
    if was_head:
        household.succeed(heir, today)
    if not household.members:
        household.end(today, Family.Ended.MISTAKE)
    else:
        couple_left_behind(household, today)


def _take_seat(household: Household, kept: Person, absorbed: Person, today: Any) -> None:
    """The kept entry sits where the absorbed one sat: the same row, or a new one where former days overlap."""
    row = household.members[absorbed.pk]
    overlap = Membership.objects.filter(person=kept).filter(Q(until=None) | Q(until__gt=row.since)).exists()
    if not overlap:
        household.members.pop(absorbed.pk)
        row.person = kept
        row.save(update_fields=["person"])
        household.members[kept.pk] = row
    else:
        household.leave(absorbed, today)
        household.enter(kept, row.relation, today, row.line)
    if row.relation == Relation.HEAD:
        household.family.head = kept
        household.family.save(update_fields=["head", "updated_at"])
    kept.village_id, kept.rw, kept.rt = household.family.village_id, household.family.rw, household.family.rt
    kept.state, kept.ended_on = Person.State.LIVING, None


def _move_bonds(kept: Person, absorbed: Person) -> None:
    """Children and marriages follow; a wife has one open marriage, that of the kept entry."""
    Person.objects.filter(mother=absorbed).update(mother=kept)
    if Couple.objects.filter(wife=kept, until=None).exists():
        Couple.objects.filter(wife=absorbed, until=None).update(until=timezone.localdate(), ended=Couple.Ended.LEFT)
    Couple.objects.filter(wife=absorbed).update(wife=kept)
    Couple.objects.filter(husband=absorbed).update(husband=kept)


def _gain(kept: Person, absorbed: Person) -> None:
    """What only the absorbed entry knew. It keeps its own columns: nothing is lost where both know something else."""
    if not kept.nik_sealed and absorbed.nik_sealed:
        number = absorbed.key.bytes().open(absorbed.nik_sealed, "nik")
        kept.nik_sealed, kept.nik_digest = kept.key.bytes().seal(number, "nik"), absorbed.nik_digest
    exactness = [str(known) for known in Person.BirthKnown.values]  # day, month, year
    finer = exactness.index(absorbed.birth_known) < exactness.index(kept.birth_known)
    if absorbed.birth_date and (kept.birth_date is None or finer):
        kept.birth_date, kept.birth_known = absorbed.birth_date, absorbed.birth_known
    for name in ("marital", "mother_id", "mother_name_key"):
        if not getattr(kept, name):
            setattr(kept, name, getattr(absorbed, name))
    kept.save()
    absorbed.state, absorbed.merged_into = Person.State.MERGED, kept
    absorbed.save()


def _answer_questions(actor: Actor, kept: Person, absorbed: Person) -> None:
    """The question between them is answered; open ones about the absorbed entry are asked about the kept one."""
    first, second = sorted((kept.pk, absorbed.pk))
    Duplicate.objects.filter(first=first, second=second).update(
        state=Duplicate.State.MERGED, decided_by=account(actor), decided_at=timezone.now()
    )
    rows = Duplicate.objects.filter(Q(first=absorbed) | Q(second=absorbed), state=Duplicate.State.OPEN)
    asked = []
    for row in rows:
        other = row.second_id if row.first_id == absorbed.pk else row.first_id
        low, high = sorted((kept.pk, other))
        asked.append(Duplicate(first_id=low, second_id=high, likeness=row.likeness, reasons=row.reasons))
    Duplicate.objects.bulk_create(asked, ignore_conflicts=True)


def _recorded(
    actor: Actor, kept: Person, absorbed: Person, question: Duplicate | None, before: Image, after: Image
) -> Merge:
    changes = difference(before, after)
    whole: dict[str, dict[str, Any]] = {label: {} for label in WHOLE}
    for change in changes:
        if change["label"] in WHOLE:
            whole[change["label"]][str(change["pk"])] = after[(change["label"], change["pk"])]
    moved: dict[str, list[int]] = {}
    for change in changes:
        moved.setdefault(change["label"], []).append(change["pk"])
    return Merge.objects.create(
        kept=kept,
        absorbed=absorbed,
        duplicate=question,
        moved=moved,
        before_sealed=kept.key.bytes().seal(json.dumps({"changes": changes, "whole": whole}), PURPOSE),
        done_by=account(actor),
        done_at=timezone.now(),
    )


def _put_on_trail(actor: Actor, action: str, kept: Person, absorbed: Person) -> None:
    codes = {"kept": kept.code, "absorbed": absorbed.code}
    put_on_trail(actor, [(one.village_id, Act(action, f"person:{one.code}", codes)) for one in (kept, absorbed)])


def _tell(actor: Actor, kind: str, kept: Person, absorbed: Person, households: list[Household]) -> None:
    """The events, and a word to other apps."""
    today = timezone.localdate()
    home = next((one.family for one in households if kept.pk in one.members), None)
    Event.objects.bulk_create(
        [
            event_row(actor, kind, today, kept, family=home, about=kept),
            event_row(actor, kind, today, absorbed, about=absorbed),  # its place need not be that of the family
        ]
    )
    tell(*{one.family.pk for one in households})
