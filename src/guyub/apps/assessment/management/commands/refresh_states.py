"""`guyub manage refresh_states`: work out every village's class anew, for example after an instrument changed."""

from typing import Any

from django.core.management.base import BaseCommand

from guyub.apps.assessment.services import refresh_in_turn
from guyub.apps.territory.models import Unit


class Command(BaseCommand):
    help = "Work out the stored class of every village anew from its recordings. Recordings and snapshots stay."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(Unit.objects.order_by("pk").values_list("pk", flat=True))
        refresh_in_turn(keys)
        self.stdout.write(f"{len(keys)}")
