"""NIK and KK numbers: entered, sealed, revealed with a reason. Nobody learns whether a number exists elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people.models import Event, Family, Person
from guyub.apps.people.sealing import digest, mask
from guyub.apps.people.services.household import with_home
from guyub.apps.people.services.problems import UnusableFamily, refuse_if
from guyub.apps.people.services.recording import tell
from guyub.apps.people.services.step import Step, reason_given
from guyub.domain.families.nik import digits_of, problem_with, problem_with_kk

REASON = "reveal"  # what the words of a reason are sealed for


@dataclass(frozen=True)
class Look:
    """A number was shown in full. ``reason`` is empty once the key is destroyed."""

    at: datetime
    by: User | None
    reason: str


@transaction.atomic
def set_nik(actor: Actor, person: Person, nik: str, reason: str = "") -> bool:
    """Enter, change or (with "") take away a NIK. The former one stays sealed in the event.

    Someone without NIK keeps the code they had; whether the NIK is known elsewhere, nobody learns here.

    Returns:
        Whether something changed.

    Raises:
        UnusableFamily: No possible NIK, or another one was there and no reason is given.
    """
    step = Step(actor, "set-nik", Event.Kind.IDENTITY, timezone.localdate())
    household, person = with_home(person)
    step.allowed(person.place)
    refuse_if(person.state in (Person.State.MERGED, Person.State.ERASED), "not-living")
    number = digits_of(nik)
    if number and (problem := problem_with(number, step.day)):
        raise UnusableFamily([(0, problem)])
    former = _open(person, "nik")
    if number == former:
        return False
    reason = reason_given(reason) if former else reason.strip()
    person.nik_sealed = person.key.bytes().seal(number, "nik") if number else None
    person.nik_digest = digest("nik", number) if number else ""
    person.save(update_fields=["nik_sealed", "nik_digest", "updated_at"])
    family = household.family if household else None
    step.note(person, family=family, about=person, changes={"nik": (former, number), "reason": ("", reason)})
    step.also(person.village_id, f"person:{person.code}")
    step.ask_about(person)
    step.close()
    tell(family)
    return True


@transaction.atomic
def set_kk(actor: Actor, family: Family, kk: str, reason: str = "") -> bool:
    """Enter, change or (with "") take away the number of a family card; as `set_nik`."""
    step = Step(actor, "set-kk", Event.Kind.IDENTITY, timezone.localdate())
    (household,) = step.take(family)
    family, number = household.family, digits_of(kk)
    refuse_if(number and problem_with_kk(number), "kk-not-16-digits")
    former = _open(family, "kk")
    if number == former:
        return False
    reason = reason_given(reason) if former else reason.strip()
    family.kk_sealed = family.key.bytes().seal(number, "kk") if number else None
    family.kk_digest = digest("kk", number) if number else ""
    family.save(update_fields=["kk_sealed", "kk_digest", "updated_at"])
    step.note(family, family=family, changes={"kk": (former, number), "reason": ("", reason)})
    step.close()
    return True


@transaction.atomic
def reveal_nik(actor: Actor, person: Person, reason: str) -> str:
    """One NIK in full; "" where there is none. Who looked is on the trail, and why.

    Raises:
        NotAllowed: The actor may not reveal identities where the person lives.
        KeyMissing: The person's key was destroyed.
    """
    return _reveal(actor, person, f"person:{person.code}", "nik", reason)


@transaction.atomic
def reveal_kk(actor: Actor, family: Family, reason: str) -> str:
    """The number of one family card in full; as `reveal_nik`."""
    return _reveal(actor, family, f"family:{family.code}", "kk", reason)


def masked_nik(person: Person) -> str:
    """The NIK as screens show it: 990101**********; "" without one or once the key is destroyed."""
    return "" if person.key.destroyed_at else mask(_open(person, "nik"))


def masked_kk(family: Family) -> str:
    """The KK number as screens show it."""
    return "" if family.key.destroyed_at else mask(_open(family, "kk"))


def looks_at(owner: Person | Family, most: int | None = None) -> list[Look]:
    """Who had a number shown in full, or made a copy of all that is held, and why; the latest first.

    ``most``: only so many are read and opened.
    """
    kind = "person" if isinstance(owner, Person) else "family"
    entries = AuditEntry.objects.filter(
        subject=f"{kind}:{owner.code}", action__in=("reveal-nik", "reveal-kk", "extract-person")
    )
    opener = None if owner.key.destroyed_at else owner.key.bytes()
    return [
        Look(
            entry.at,
            entry.actor,
            opener.open(bytes.fromhex(entry.details["reason_sealed"]), REASON) if opener else "",
        )
        for entry in entries.select_related("actor").order_by("-sequence")[:most]
    ]


def _reveal(actor: Actor, owner: Person | Family, subject: str, kind: str, reason: str) -> str:
    require(actor, "reveal-identity", Right.REVEAL_IDENTITY, owner.place)
    # The words of a reason may name people: sealed with their key, so that erasing them erases this too.
    sealed = owner.key.bytes().seal(reason_given(reason), REASON)
    trail.note(actor, f"reveal-{kind}", chain=owner.village_id, subject=subject, reason_sealed=sealed.hex())
    return _open(owner, kind)


def _open(owner: Person | Family, kind: str) -> str:
    sealed = getattr(owner, f"{kind}_sealed")
    return owner.key.bytes().open(sealed, kind) if sealed else ""
