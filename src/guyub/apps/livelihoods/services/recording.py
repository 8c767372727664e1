"""Record cash, permits, mentoring, loans and income of a business. The only way to write them."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.again import told_already
from guyub.apps.livelihoods.models import Business, BusinessNote, CashEntry, Permit
from guyub.apps.livelihoods.services.businesses import locked, note
from guyub.apps.livelihoods.services.problems import refuse
from guyub.data.business_files import load_business_rules

Row = TypeVar("Row", CashEntry, Permit, BusinessNote)


@dataclass(frozen=True)
class CashFacts:
    """Money of a day; ``category`` of the rule file says whether it came in or went out. Whole rupiah."""

    day: date
    category: str
    rupiah: int
    note: str = ""


@dataclass(frozen=True)
class PermitFacts:
    """A permit: when it was given, and the last day if one is printed on it."""

    kind: str
    issued_on: date
    number: str = ""
    printed_end: date | None = None


@dataclass(frozen=True)
class NoteFacts:
    """A mentoring visit, a loan's state or a change of income: code of the rule file."""

    day: date
    code: str
    rupiah: int | None = None
    next_on: date | None = None
    note: str = ""


@transaction.atomic
def record_cash(actor: Actor, business: Business, facts: CashFacts, *, another: bool = False) -> CashEntry:
    """Put money that came in or went out on record.

    Args:
        another: Whether it is another one like one on record: two sales of a day may be of the same amount, and what
            is sent once more after a lost answer looks the same.

    Raises:
        NotAllowed: The actor may not keep records of the business.
        BusinessRefused: It is closed, the day is to come, the amount or the category cannot be, or the same is on
            record and nobody said that this is another.
    """
    business = locked(actor, business)
    twice = not another and cash_told_already(business, facts)
    refuse(_wrong_cash(facts) or ("business-cash-told-already" if twice else ""), business.pk)
    return _kept(actor, "business-cash-recorded", CashEntry(business=business, **asdict(facts)))


def cash_told_already(business: Business, facts: CashFacts) -> bool:
    """Whether the same money of the same day is on record."""
    return told_already(business.cash.filter(replaced_by=None), asdict(facts)) is not None


@transaction.atomic
def correct_cash(actor: Actor, entry: CashEntry, facts: CashFacts, reason: str) -> CashEntry:
    """Replace an entry; the former stays, with the reason why it no longer counts.

    Raises:
        NotAllowed: The actor may not keep records of the business.
        BusinessRefused: As for `record_cash`, corrected by somebody else in the meantime, or without a reason.
    """
    _ready(actor, entry, reason)
    refuse(_wrong_cash(facts), entry.business_id)
    corrected = CashEntry(business=entry.business, replaces=entry, reason=reason.strip(), **asdict(facts))
    return _kept(actor, "business-cash-corrected", corrected)


@transaction.atomic
def record_permit(actor: Actor, business: Business, facts: PermitFacts) -> Permit:
    """Put a permit on record; the same one told again is on record already.

    Raises:
        NotAllowed: The actor may not keep records of the business.
        BusinessRefused: It is closed, the day is to come, it would end before it began, there is no such permit.
    """
    business = locked(actor, business)
    refuse(_wrong_permit(facts), business.pk)
    before = told_already(business.permits.filter(replaced_by=None), asdict(facts))
    return before or _kept(actor, "business-permit-recorded", Permit(business=business, **asdict(facts)))


@transaction.atomic
def correct_permit(actor: Actor, permit: Permit, facts: PermitFacts, reason: str) -> Permit:
    """Replace a permit by what is right, or by the new one; the former stays.

    Raises:
        NotAllowed: The actor may not keep records of the business.
        BusinessRefused: As for `record_permit`, corrected by somebody else in the meantime, or without a reason.
    """
    _ready(actor, permit, reason)
    refuse(_wrong_permit(facts), permit.business_id)
    corrected = Permit(business=permit.business, replaces=permit, reason=reason.strip(), **asdict(facts))
    return _kept(actor, "business-permit-corrected", corrected)


@transaction.atomic
def record_note(actor: Actor, business: Business, about: str, facts: NoteFacts) -> BusinessNote:
    """Put a mentoring visit, how a loan stands, or how the family's income changed on record; told again it is there.

    Raises:
        NotAllowed: The actor may not keep records of the business.
        BusinessRefused: It is closed, the day is to come, the next one is before it, a code or an amount cannot be.
    """
    business = locked(actor, business)
    refuse(_wrong_note(about, facts), business.pk)
    said = {"about": about, **asdict(facts)}
    before = told_already(business.notes.filter(replaced_by=None), said)
    return before or _kept(actor, "business-note-recorded", BusinessNote(business=business, **said))


@transaction.atomic
def correct_note(actor: Actor, row: BusinessNote, facts: NoteFacts, reason: str) -> BusinessNote:
    """Replace a note; the former stays, with the reason why it no longer counts.

    Raises:
        NotAllowed: The actor may not keep records of the business.
        BusinessRefused: As for `record_note`, corrected by somebody else in the meantime, or without a reason.
    """
    _ready(actor, row, reason)
    refuse(_wrong_note(row.about, facts), row.business_id)
    said = {"about": row.about, **asdict(facts)}
    corrected = BusinessNote(business=row.business, replaces=row, reason=reason.strip(), **said)
    return _kept(actor, "business-note-corrected", corrected)


def _ready(actor: Actor, row: Row, reason: str) -> None:
    locked(actor, row.business)
    problem = "business-corrected-meanwhile" if type(row).objects.filter(replaces=row).exists() else ""
    refuse(problem or ("" if reason.strip() else "no-reason"), row.business_id)


def _wrong_cash(facts: CashFacts) -> str:
    rules = load_business_rules()
    if facts.category not in rules.categories.by_code:
        return "not-in-the-list"
    return _to_come(facts.day) or _amount(facts.rupiah)


def _wrong_permit(facts: PermitFacts) -> str:
    if facts.kind not in load_business_rules().permits_by_code:
        return "not-in-the-list"
    ends_before = facts.printed_end is not None and facts.printed_end < facts.issued_on
    return _to_come(facts.issued_on) or ("business-day-does-not-fit" if ends_before else "")


def _wrong_note(about: str, facts: NoteFacts) -> str:
    rules = load_business_rules()
    choices = {"mentoring": rules.mentoring, "loan": rules.loans, "income": rules.incomes}
    if about not in choices or facts.code not in choices[about].by_code:
        return "not-in-the-list"
    before = facts.next_on is not None and facts.next_on < facts.day
    return _to_come(facts.day) or _amount(facts.rupiah) or ("business-day-does-not-fit" if before else "")


def _to_come(day: date) -> str:
    return "day-to-come" if day > timezone.localdate() else ""


def _amount(rupiah: int | None) -> str:
    return "" if load_business_rules().amounts.allows(rupiah) else "business-amount-impossible"


def _kept(actor: Actor, act: str, row: Row) -> Row:
    row.recorded_by, row.recorded_at = person(actor), timezone.now()
    row.save()
    note(actor, act, row.business)
    return row
