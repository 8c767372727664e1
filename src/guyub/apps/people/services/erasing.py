"""What the law on personal data (UU 27/2022) gives everyone: a copy of what is held, and its erasure.

Erasing destroys the key of the person: what is sealed with it, here and in every copy of the database from which its
master key is gone, is closed for good. What remains counts someone of a sex and a year of birth in a family. One day
stays in the database, because events are never rewritten: that of the event of a birth, which no screen shows.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people.models import (
    Couple,
    DataKey,
    Dwelling,
    Event,
    Family,
    Membership,
    Merge,
    Person,
    Residence,
)
from guyub.apps.people.services.household import lock_families, lock_people
from guyub.apps.people.services.identity import REASON, looks_at
from guyub.apps.people.services.merging import absorbed_by
from guyub.apps.people.services.problems import refuse_if
from guyub.apps.people.services.recording import event_row, opened, tell
from guyub.apps.people.services.step import reason_given
from guyub.apps.people.signals import extract_wanted, person_erased

MIDDLE_OF_THE_YEAR = (7, 1)


@transaction.atomic
def erase_person(actor: Actor, person: Person, reason: str) -> None:
    """Erase what identifies someone, with all entries that were merged into theirs. It cannot be undone.

    Name, NIK, day and month of birth are gone, also from the rows of children and of memberships; sex, year of birth
    and place in the family stay, so that what was counted stays counted. When nobody whose data are held ever belonged
    to the family, its KK number and address go too.

    Raises:
        NotAllowed: The actor may not erase people where this one lives.
        UnusableFamily: No reason; erased already; or an entry that another absorbed: erase that one.
    """
    entries = _locked(person)
    person = entries[0]
    require(actor, "erase-people", Right.ERASE_PEOPLE, person.place)
    reason = reason_given(reason)
    refuse_if(person.state == Person.State.ERASED, "erased-already")
    refuse_if(person.state == Person.State.MERGED, "erase-the-kept-one")
    homes, today = list(_families_of(entries).select_related("key")), timezone.localdate()
    home = next((one for one in homes if one.until is None), None)
    for entry in entries:
        _blank(entry, today)
    Person.objects.filter(mother__in=entries).update(mother_name_key="")
    Merge.objects.filter(Q(kept__in=entries) | Q(absorbed__in=entries)).update(before_sealed=None)
    # The reason is sealed with the family's key: with the person's it would be gone at once.
    told = {"family": home, "changes": {"reason": ("", reason)}, "key": home.key} if home else {}
    Event.objects.bulk_create([event_row(actor, Event.Kind.ERASED, today, person, about=person, **told)])
    for family in homes:
        _blank_emptied(family)
    person_erased.send(Person, people=[entry.pk for entry in entries], codes=[entry.code for entry in entries])
    trail.note(actor, "erase-person", chain=person.village_id, subject=f"person:{person.code}", entries=len(entries))
    tell(*homes)


@transaction.atomic
def extract_of(actor: Actor, person: Person, reason: str) -> dict[str, Any]:
    """Everything that is held about someone, for a file in their hands. Who made it is on the trail, and why.

    Other people stand in it by code. Other apps add what they hold (`extract_wanted`).
    """
    require(actor, "erase-people", Right.ERASE_PEOPLE, person.place)
    sealed = person.key.bytes().seal(reason_given(reason), REASON)
    entries = [person, *absorbed_by(person)]
    trail.note(
        actor,
        "extract-person",
        chain=person.village_id,
        subject=f"person:{person.code}",
        reason_sealed=sealed.hex(),
    )
    held: dict[str, Any] = {
        "made_on": timezone.localdate().isoformat(),
        "entries": [_entry(one) for one in entries],
        "memberships": [_membership(row) for row in _ordered(Membership, person__in=entries)],
        "homes": _homes(entries),
        "marriages": [_marriage(row) for row in _couples(entries)],
        "children": list(Person.objects.filter(mother__in=entries).order_by("pk").values_list("code", flat=True)),
        "events": [_event(row) for row in Event.objects.filter(person__in=entries).select_related("key", "family")],
        "numbers_shown": [
            {"at": look.at.isoformat(), "by": look.by.username if look.by else None, "reason": look.reason}
            for one in entries
            for look in looks_at(one)
        ],
        "trail": [
            {"at": row.at.isoformat(), "by": row.actor.username if row.actor else None, "action": row.action}
            for one in entries
            for row in AuditEntry.objects.filter(subject=f"person:{one.code}").select_related("actor")
        ],
    }
    codes = [one.code for one in entries]
    for _, part in extract_wanted.send(Person, people=[one.pk for one in entries], codes=codes):
        held.update(part or {})
    return held


def _locked(person: Person) -> list[Person]:
    """The person and the entries absorbed by theirs, locked after all their families, which a merge locks too."""
    entries = [person, *absorbed_by(person)]
    lock_families(_families_of(entries).values_list("pk", flat=True))
    rows = {row.pk: row for row in lock_people(entry.pk for entry in entries)}
    # What was absorbed while this waited for the lock belongs to them as well.
    late = lock_people({entry.pk for entry in absorbed_by(rows[person.pk])} - rows.keys())
    return [rows.pop(person.pk), *rows.values(), *late]


def _families_of(entries: Iterable[Person]) -> QuerySet[Family]:
    """All families to which any of these ever belonged."""
    memberships = Membership.objects.filter(person__in=[entry.pk for entry in entries])
    return Family.objects.filter(pk__in=memberships.values("family")).order_by("pk")


def _blank(entry: Person, today: date) -> None:
    _destroy(entry.key)
    if entry.birth_date:
        _blank_birth(entry, entry.birth_date, today)
    entry.name = entry.name_key = entry.mother_name_key = entry.nik_digest = ""
    entry.nik_sealed = None
    if entry.state != Person.State.MERGED:
        entry.state = Person.State.ERASED
    entry.save()


def _blank_birth(entry: Person, birth: date, today: date) -> None:
    """The middle of the year of birth, also for the first day in the family of who was born into it."""
    ends = Membership.objects.filter(person=entry).exclude(until=None).values_list("until", flat=True)
    middle = min([date(birth.year, *MIDDLE_OF_THE_YEAR), today, *ends, *filter(None, [entry.ended_on])])
    entry.birth_date, entry.birth_known = middle, Person.BirthKnown.YEAR
    for row in Membership.objects.filter(person=entry, since=birth).select_related("family"):
        row.since = max(middle, row.family.since)
        row.save(update_fields=["since"])


def _blank_emptied(family: Family) -> None:
    """A family to which nobody belonged whose data are still held."""
    others = Membership.objects.filter(family=family, person__key__destroyed_at=None)
    if others.exists():
        return
    _destroy(family.key)
    family.kk_sealed, family.kk_digest = None, ""
    family.save(update_fields=["kk_sealed", "kk_digest", "updated_at"])
    houses = Residence.objects.filter(family=family).values("dwelling")
    # In a shared house only families whose data are still held keep the address.
    held = Residence.objects.filter(family__key__destroyed_at=None).values("dwelling")
    Dwelling.objects.filter(pk__in=houses).exclude(pk__in=held).update(address="", hamlet="")


def _destroy(key: DataKey) -> None:
    key.wrapped, key.destroyed_at = b"", timezone.now()
    key.save(update_fields=["wrapped", "destroyed_at"])


def _entry(one: Person) -> dict[str, Any]:
    sealed = bool(one.nik_sealed) and one.key.destroyed_at is None
    return {
        "code": one.code,
        "name": one.name,
        "nik": one.key.bytes().open(one.nik_sealed, "nik") if sealed else "",
        "sex": one.get_sex_display(),
        "birth_date": one.birth_date.isoformat() if one.birth_date else None,
        "birth_known": one.get_birth_known_display(),
        "marital": one.get_marital_display(),
        "mother": one.mother.code if one.mother else None,
        "mother_name_for_matching": one.mother_name_key,
        "state": one.get_state_display(),
        "ended_on": one.ended_on.isoformat() if one.ended_on else None,
        "place": one.place,
        "entered_at": one.created_at.isoformat(),
        "entered_by": one.created_by.username if one.created_by else None,
    }


def _ordered(model: type[Membership], **conditions: Any) -> Iterable[Membership]:
    return model.objects.filter(**conditions).select_related("family", "person").order_by("since", "pk")


def _membership(row: Membership) -> dict[str, Any]:
    return {
        "family": row.family.code,
        "relation": row.get_relation_display(),
        "line": row.line,
        **_days(row),
    }


def _homes(entries: list[Person]) -> list[dict[str, Any]]:
    families = Membership.objects.filter(person__in=entries).values("family")
    rows = Residence.objects.filter(family__in=families).select_related("family", "dwelling").order_by("since", "pk")
    return [
        {
            "family": row.family.code,
            "place": row.dwelling.place,
            "address": row.dwelling.address,
            "hamlet": row.dwelling.hamlet,
            **_days(row),
        }
        for row in rows
    ]


def _couples(entries: list[Person]) -> Iterable[Couple]:
    rows = Couple.objects.filter(Q(wife__in=entries) | Q(husband__in=entries))
    return rows.select_related("wife", "husband", "family").order_by("since", "pk")


def _marriage(row: Couple) -> dict[str, Any]:
    return {
        "wife": row.wife.code,
        "husband": row.husband.code if row.husband else None,
        "family": row.family.code,
        "ended": row.get_ended_display(),
        **_days(row),
    }


def _days(row: Membership | Residence | Couple) -> dict[str, str | None]:
    return {"since": row.since.isoformat(), "until": row.until.isoformat() if row.until else None}


def _event(row: Event) -> dict[str, Any]:
    return {
        "day": row.day.isoformat(),
        "kind": row.get_kind_display(),
        "family": row.family.code if row.family else None,
        "place": row.place,
        "values": {name: list(pair) for name, pair in opened(row).items()},
        "recorded_at": row.recorded_at.isoformat(),
    }
