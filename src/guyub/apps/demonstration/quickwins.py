"""The ministry's programmes in the made-up villages: foster parents and their aid, fathers, a day care."""

from datetime import timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.demonstration.files import SyntheticFile
from guyub.apps.people.models import Person
from guyub.apps.quickwins.models import Donor
from guyub.apps.quickwins.presentation.fostering import TARGETS, YES, recipients
from guyub.apps.quickwins.services import (
    AidFacts,
    begin_aid,
    end_aid,
    enrol,
    note_day_care,
    note_donor,
    record_activity,
    record_delivery,
)
from guyub.apps.resilience.models import FamilyState
from guyub.apps.territory.models import Region
from guyub.domain.growth.ages import months_before

DONORS = (("Toko Rekaan Sejahtera", "company"), ("Komunitas Rekaan Peduli", "community"), ("Ibu Rekaan", "person"))
WEEKS, WEEK = 8, 7
MEALS, LITTLE = 105_000, 70_000  # rupiah a week: at the programme's dose, and below it
FATHERS = ((24, "community", 18, 0), (15, "school", 0, 35), (6, "counselling", 4, 0))  # days ago, channel, reached
CHILDREN = 5


def load_quick_wins_made_up(city: SyntheticFile) -> None:
    """Programmes of the villages that have none yet."""
    for register in city.registers:
        if not Donor.objects.filter(village=register.village).exists():
            _load_village(Region.objects.get(code=register.village))


def _load_village(village: Region) -> None:
    today = timezone.localdate()
    donors = [note_donor(SYSTEM, village, name, kind) for name, kind in DONORS]
    since = today - timedelta(days=WEEKS * WEEK)
    place = 0
    for state in FamilyState.objects.filter(village=village, krs=YES).select_related("family").order_by("pk"):
        if not any(state.targets.get(code) == YES for code in TARGETS):
            continue
        who = next((one for one, _name in recipients(state.family, today)), None)
        if who is None:
            continue
        facts = AidFacts("nutrition", WEEKS * MEALS, since, since + timedelta(days=WEEKS * WEEK), who)
        aid = begin_aid(SYSTEM, donors[place % len(donors)], state.family, facts)
        for week in range(WEEKS - 1):
            worth = LITTLE if place == 1 else MEALS
            record_delivery(SYSTEM, aid, since + timedelta(days=week * WEEK), WEEK, worth)
        if place == 2:
            end_aid(SYSTEM, aid, today, "complete")
        place += 1
        if place == len(donors):
            break
    for ago, channel, fathers, boys in FATHERS:
        record_activity(SYSTEM, village, today - timedelta(days=ago), channel, fathers, boys)
    care = note_day_care(SYSTEM, village, "Taman Asuh Rekaan", "community", 4, 3)
    small = Person.objects.filter(
        village=village,
        state=Person.State.LIVING,
        birth_date__range=(months_before(today, 48), months_before(today, 12)),
    )
    for child in small.order_by("code")[:CHILDREN]:
        enrol(SYSTEM, care, child, today - timedelta(days=60))
