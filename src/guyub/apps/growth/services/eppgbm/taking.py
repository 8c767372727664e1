"""Record the good rows of a file; sent again, the same file changes nothing."""

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.models import User
from guyub.apps.audit import trail
from guyub.apps.growth.models import EppgbmFile, Measurement
from guyub.apps.growth.services.caring import mark_many
from guyub.apps.growth.services.eppgbm.files import ACTION, TAKING_IN, require_all
from guyub.apps.growth.services.eppgbm.planning import Outcome, plan_of
from guyub.apps.growth.services.eppgbm.vitamins import capsules_of
from guyub.apps.growth.services.measuring import record_measurements


@transaction.atomic
def take_in_file(user: User, found: EppgbmFile, *, unlikely: bool = False) -> int:
    """Record what is new in a file, vitamin A too; returns how many measurements. Where something breaks, nothing.

    Args:
        user: Who takes it in.
        found: The file.
        unlikely: Whether figures that are rare at their age are recorded too: somebody looked at them.

    Raises:
        NotAllowed: The person may not take measurements in there.
        ContentGone: The file is no longer kept.
    """
    require_all(user, ACTION, TAKING_IN, found.village_id)
    trail.hold(found.village_id)  # two people with one file: the second finds what the first has recorded
    locked = EppgbmFile.objects.select_related("key").select_for_update(of=("self",)).get(pk=found.pk)
    plan = plan_of(locked)
    wanted = plan.of(Outcome.NEW, *([Outcome.UNLIKELY] if unlikely else []))
    entries = [(row.child, row.row.day, row.figures) for row in wanted if row.child is not None]
    record_measurements(user, entries, source=Measurement.Source.FILE)
    capsules = capsules_of([*wanted, *plan.of(Outcome.SAME)]).marks
    mark_many(user, capsules)
    locked.taken_at, locked.recorded = timezone.now(), locked.recorded + len(entries)
    locked.save(update_fields=["taken_at", "recorded"])
    counts = {name: count for name, count in {**plan.counts, "vitamin_a": len(capsules)}.items() if count}
    trail.note(user, "take-in-eppgbm", chain=locked.village_id, subject=locked.subject, **counts)
    return len(entries)
