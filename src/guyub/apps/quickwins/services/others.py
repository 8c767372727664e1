"""Activities of fathers (GATI) and day cares (TAMASYA). The only way to write them."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.again import told_already
from guyub.apps.audit import trail
from guyub.apps.people.models import Person
from guyub.apps.quickwins.models import DayCare, DayCareChild, FatherActivity
from guyub.apps.quickwins.services.fostering import ACTION
from guyub.apps.quickwins.services.problems import refuse
from guyub.apps.territory.models import Region
from guyub.data.quickwin_files import load_quick_wins
from guyub.domain.families.members import completed_months


@transaction.atomic
def record_activity(actor: Actor, village: Region, day: date, channel: str, fathers: int, boys: int) -> FatherActivity:
    """Put an activity of fathers on record; sent once more after a lost answer, it is there once.

    Raises:
        NotAllowed: The actor may not record quick-win programmes of the village.
        QuickWinRefused: The day is to come, there is no such channel, nobody was reached, or more than can be.
    """
    require(actor, ACTION, Right.RUN_QUICK_WINS, village.code)
    rules = load_quick_wins().gati
    possible = fathers + boys > 0 and max(fathers, boys) <= rules.most_people and min(fathers, boys) >= 0
    known = channel in rules.channels.by_code
    to_come = day > timezone.localdate()
    refuse("day-to-come" if to_come else "not-in-the-list" if not known else _impossible(possible))
    Region.objects.select_for_update().get(pk=village.pk)
    said = {"day": day, "channel": channel, "fathers": fathers, "boys": boys}
    before = told_already(FatherActivity.objects.filter(village=village), said)
    if before is not None:
        return before
    row = FatherActivity.objects.create(village=village, **said, noted_by=person(actor), noted_at=timezone.now())
    trail.note(actor, "father-activity-noted", chain=village.code, subject=f"village:{village.code}")
    return row


@transaction.atomic
def note_day_care(actor: Actor, village: Region, name: str, base: str, carers: int, trained: int) -> DayCare:
    """Put a day care on record, or how many carers it has now.

    Raises:
        NotAllowed: The actor may not record quick-win programmes of the village.
        QuickWinRefused: Without a name, of no base that there is, or more trained than there are.
    """
    require(actor, ACTION, Right.RUN_QUICK_WINS, village.code)
    rules, name = load_quick_wins().tamasya, name.strip()
    known = name and base in rules.bases.by_code
    possible = 0 <= trained <= carers <= rules.most_carers
    refuse("not-in-the-list" if not known else _impossible(possible))
    told = {"base": base, "carers": carers, "trained": trained, "noted_by": person(actor), "noted_at": timezone.now()}
    row, _created = DayCare.objects.update_or_create(village=village, name=name, defaults=told)
    trail.note(actor, "day-care-noted", chain=village.code, subject=f"village:{village.code}")
    return row


@transaction.atomic
def enrol(actor: Actor, day_care: DayCare, child: Person, since: date) -> DayCareChild:
    """A child begins at a day care.

    Raises:
        NotAllowed: The actor may not record quick-win programmes where the child lives.
        QuickWinRefused: The day is to come, the child is too old or goes to one already.
    """
    require(actor, ACTION, Right.RUN_QUICK_WINS, child.place)
    born, limit = child.birth_date, load_quick_wins().tamasya.to_months
    of_age = born is not None and born <= since and completed_months(born, since) < limit
    there = DayCareChild.objects.filter(child=child, until=None).exists()
    to_come = since > timezone.localdate()
    refuse("day-to-come" if to_come else "not-of-day-care-age" if not of_age else "in-a-day-care" if there else "")
    row = DayCareChild.objects.create(day_care=day_care, child=child, since=since)
    trail.note(actor, "day-care-child-enrolled", chain=child.village_id, subject=f"person:{child.code}")
    return row


@transaction.atomic
def leave(actor: Actor, enrolled: DayCareChild, day: date) -> DayCareChild:
    """A child goes to a day care no more.

    Raises:
        NotAllowed: The actor may not record quick-win programmes where the child lives.
        QuickWinRefused: The day is to come, or before the child began; or it left before.
    """
    require(actor, ACTION, Right.RUN_QUICK_WINS, enrolled.child.place)
    fits = enrolled.until is None and enrolled.since <= day <= timezone.localdate()
    refuse("" if fits else "quick-win-day-does-not-fit")
    enrolled.until = day
    enrolled.save(update_fields=["until"])
    trail.note(actor, "day-care-child-left", chain=enrolled.child.village_id, subject=f"person:{enrolled.child.code}")
    return enrolled


def _impossible(possible: bool) -> str:
    return "" if possible else "quick-win-figure-impossible"
