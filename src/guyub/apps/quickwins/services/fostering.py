"""Foster parents, their aid, what was handed over, and its end. The only way to write them."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.people.models import Family, Person
from guyub.apps.quickwins.models import AidDelivery, Donor, FosterAid
from guyub.apps.quickwins.services.problems import refuse
from guyub.apps.territory.models import Region
from guyub.data.quickwin_files import load_quick_wins
from guyub.domain.quickwins.fostering import NUTRITION

ACTION = "record-quick-win"
MOST_RUPIAH, MOST_DAYS = 10**12, 366


@dataclass(frozen=True)
class AidFacts:
    """What a foster parent gives: ``rupiah`` planned for all days from ``since`` to ``until``."""

    package: str
    rupiah: int
    since: date
    until: date
    person: Person | None = None


@transaction.atomic
def note_donor(actor: Actor, village: Region, name: str, kind: str) -> Donor:
    """Put a foster parent on record.

    Raises:
        NotAllowed: The actor may not record quick-win programmes of the village.
        QuickWinRefused: Without a name, of no kind that there is, or there is one of that name.
    """
    require(actor, ACTION, Right.RUN_QUICK_WINS, village.code)
    name = name.strip()
    known = name and kind in load_quick_wins().genting.donors.by_code
    twice = Donor.objects.filter(village=village, name=name).exists()
    refuse("not-in-the-list" if not known else "foster-parent-twice" if twice else "")
    donor = Donor.objects.create(village=village, name=name, kind=kind, noted_by=person(actor), noted_at=timezone.now())
    trail.note(actor, "foster-parent-noted", chain=village.code, subject=f"foster-parent:{donor.pk}")
    return donor


@transaction.atomic
def begin_aid(actor: Actor, donor: Donor, family: Family, facts: AidFacts) -> FosterAid:
    """Put aid to a family on record.

    Raises:
        NotAllowed: The actor may not record quick-win programmes where the family lives.
        QuickWinRefused: Another village's foster parent, a package that there is not, days or an amount that cannot be,
            somebody who is not of the family, or the same aid runs already.
    """
    require(actor, ACTION, Right.RUN_QUICK_WINS, family.place)
    refuse(_problem(donor, family, facts))
    aid = FosterAid.objects.create(
        donor=donor,
        family=family,
        person=facts.person,
        package=facts.package,
        rupiah=facts.rupiah,
        since=facts.since,
        until=facts.until,
        village_id=family.village_id,
        rw=family.rw,
        rt=family.rt,
        noted_by=person(actor),
        noted_at=timezone.now(),
    )
    _note(actor, "foster-aid-begun", aid)
    return aid


@transaction.atomic
def record_delivery(actor: Actor, aid: FosterAid, day: date, days: int, rupiah: int) -> AidDelivery:
    """Put what was handed over on record.

    Args:
        actor: Who records.
        aid: Of which aid.
        day: On which day.
        days: Food for so many days; 0 for other aid.
        rupiah: What it was worth.

    Raises:
        NotAllowed: The actor may not record quick-win programmes where the family lives.
        QuickWinRefused: The aid has ended, the day is to come, before it or recorded already, or a figure cannot be.
    """
    aid = _locked(actor, aid)
    problem = "day-to-come" if day > timezone.localdate() else "quick-win-day-does-not-fit" if day < aid.since else ""
    food = aid.package == NUTRITION
    if not problem and (not 0 < rupiah <= MOST_RUPIAH or not (1 if food else 0) <= days <= MOST_DAYS):
        problem = "quick-win-figure-impossible"
    if not problem and aid.deliveries.filter(day=day).exists():
        problem = "delivery-twice"
    refuse(problem)
    row = AidDelivery.objects.create(
        aid=aid, day=day, days=days, rupiah=rupiah, noted_by=person(actor), noted_at=timezone.now()
    )
    _note(actor, "foster-aid-delivered", aid, day=day.isoformat())
    return row


@transaction.atomic
def end_aid(actor: Actor, aid: FosterAid, day: date, ended: str) -> FosterAid:
    """End an aid.

    Raises:
        NotAllowed: The actor may not record quick-win programmes where the family lives.
        QuickWinRefused: It has ended, the day is to come or before it began, or there is no such end.
    """
    aid = _locked(actor, aid)
    known = ended in load_quick_wins().genting.ends.by_code
    fits = aid.since <= day <= timezone.localdate()
    refuse("not-in-the-list" if not known else "" if fits else "quick-win-day-does-not-fit")
    aid.ended_on, aid.ended = day, ended
    aid.save(update_fields=["ended_on", "ended"])
    _note(actor, "foster-aid-ended", aid, day=day.isoformat())
    return aid


def _problem(donor: Donor, family: Family, facts: AidFacts) -> str:
    if donor.village_id != family.village_id or family.until is not None:
        return "not-their-village"
    if facts.package not in load_quick_wins().genting.packages.by_code:
        return "not-in-the-list"
    if facts.since > timezone.localdate():
        return "day-to-come"
    if facts.until < facts.since:
        return "quick-win-day-does-not-fit"
    if not 0 < facts.rupiah <= MOST_RUPIAH:
        return "quick-win-figure-impossible"
    members = family.memberships.filter(until=None)
    if facts.person is not None and not members.filter(person=facts.person).exists():
        return "not-of-the-family"
    running = FosterAid.objects.filter(donor=donor, family=family, package=facts.package, ended_on=None)
    return "foster-aid-runs" if running.exists() else ""


def _locked(actor: Actor, aid: FosterAid) -> FosterAid:
    require(actor, ACTION, Right.RUN_QUICK_WINS, aid.family.place)
    found = FosterAid.objects.select_for_update(of=("self",)).select_related("family").get(pk=aid.pk)
    refuse("foster-aid-over" if found.ended_on is not None else "")
    return found


def _note(actor: Actor, act: str, aid: FosterAid, **told: str) -> None:
    trail.note(actor, act, chain=aid.village_id, subject=f"family:{aid.family.code}", **told)
