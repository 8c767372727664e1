"""One change on its way into the registry: checked, locked, recorded, told."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from guyub.apps.accounts.actors import Actor, System, require
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.audit.trail import Act
from guyub.apps.people.models import DataKey, Event, Family, Marital, Membership, Person, Resident
from guyub.apps.people.services.checking import problems_in_day
from guyub.apps.people.services.household import Household
from guyub.apps.people.services.problems import refuse, refuse_if
from guyub.apps.people.services.questions import ask_about_same_nik
from guyub.apps.people.services.recording import Changes, event_row, put_on_trail, tell

LONGEST_REASON = 300


class Step:
    """What one service call gathers; `close` checks the forms and writes events and trail.

    Args:
        actor: Who changes something.
        action: What, as the trail calls it.
        kind: Kind of its events.
        day: The day it happened.
    """

    def __init__(self, actor: Actor, action: str, kind: str, day: date) -> None:
        refuse([(0, reason) for reason in problems_in_day(day, timezone.localdate())])
        self.actor, self.action, self.kind, self.day = actor, action, kind, day
        self.households: list[Household] = []
        self.events: list[Event] = []
        self._subjects: list[tuple[str, str]] = []
        self._numbered: list[Person] = []

    def allowed(self, *places: str) -> None:
        """Refuse unless the actor may change families in these places."""
        require(self.actor, "change-families", Right.EDIT_PEOPLE, *places)

    def take(self, *families: Family) -> list[Household]:
        """Lock open families that the actor may change."""
        taken = Household.load(families)
        self.allowed(*(household.family.place for household in taken))
        for household in taken:
            refuse_if(household.family.until, "family-ended")
        self.households += taken
        return taken

    def take_home_of(self, person: Person) -> Household:
        """Lock the family to which someone belongs now."""
        return self.take_home_and(person, [])[0]

    def take_home_and(self, person: Person, others: Sequence[Family]) -> list[Household]:
        """Lock the family to which someone belongs now, and others with it; theirs is the first."""
        row = Membership.objects.filter(person=person, until=None).select_related("family").first()
        refuse_if(row is None, "not-a-member")
        home = row.family  # type: ignore[union-attr]  refused above
        return self.take(home, *(family for family in others if family != home))

    def note(
        self,
        where: Resident,
        *,
        kind: str | None = None,
        family: Family | None = None,
        other_family: Family | None = None,
        about: Person | None = None,
        changes: Changes | None = None,
        key: DataKey | None = None,
    ) -> None:
        """An event in the place of a row."""
        self.events.append(
            event_row(
                self.actor,
                kind or self.kind,
                self.day,
                where,
                family=family,
                other_family=other_family,
                about=about,
                changes=changes,
                key=key,
            )
        )

    def put_into(self, family: Family, kind: str) -> None:
        """Events of a kind that were noted before it was known whose family they belong to."""
        for event in self.events:
            if event.kind == kind:
                event.family = family

    def change_marital(self, person: Person, value: int, family: Family | None, kind: str | None = None) -> None:
        """Someone's marital status is another from this day on; an event says what it was.

        Raises:
            UnusableFamily: It was changed for a later day already.
        """
        changes: dict[str, tuple[Any, Any]] = {}
        if person.marital != value:
            self.refuse_later_change(person, "marital")
            changes["marital"] = (person.marital, value)
            person.marital = value
            person.save(update_fields=["marital", "updated_at"])
        if changes or kind:
            self.note(person, kind=kind or Event.Kind.CORRECTED, family=family, about=person, changes=changes)

    def refuse_later_change(self, person: Person, field: str) -> None:
        """Former values are read back through the events in the order of their days: none may come in between."""
        later = Event.objects.filter(person=person, day__gt=self.day).values_list("fields", flat=True)
        refuse_if(any(field in fields for fields in later), "later-change")

    def also(self, chain: str, subject: str) -> None:
        """Put the act on the trail of a village about something beside the families taken."""
        self._subjects.append((chain, subject))

    def ask_about(self, person: Person) -> None:
        """Someone is new or has another NIK: `close` asks whether they are on record twice."""
        self._numbered.append(person)

    def close(self, details: Mapping[str, Any] | None = None) -> None:
        """Check the forms, then write the events, the trail, and tell other apps.

        Whether a NIK is on record twice is asked while the village's chain is locked: of two who enter it at once, the
        second sees the first.
        """
        for household in self.households:
            household.verify()
        Event.objects.bulk_create(self.events)
        subjects = [(one.family.village_id, f"family:{one.family.code}") for one in self.households]
        acts = [
            (chain, Act(self.action, subject, dict(details or {})))
            for chain, subject in dict.fromkeys([*subjects, *self._subjects])
        ]
        put_on_trail(self.actor, acts)
        tell(*(household.family for household in self.households))
        ask_about_same_nik(self._numbered)


def reason_given(reason: str) -> str:
    """A reason without blanks around it.

    Raises:
        UnusableFamily: There is none, or it is too long.
    """
    reason = reason.strip()
    refuse_if(not reason, "no-reason")
    refuse_if(len(reason) > LONGEST_REASON, "reason-too-long")
    return reason


def may_change(actor: Actor, row: Resident) -> bool:
    """Whether the actor may change families in the place of a row."""
    return isinstance(actor, System) or scope_of(actor).may(Right.EDIT_PEOPLE, row.place)


def is_married(person: Person) -> bool:
    """Whether K.07 says so; unknown is not married."""
    return person.marital == Marital.MARRIED
