"""`guyub manage verify_snapshots`: check the chain of every village's snapshots."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guyub.apps.assessment.services import verify_chain
from guyub.apps.territory.models import Unit


class Command(BaseCommand):
    help = "Check that no snapshot was changed, removed or slipped in. Fails and names each place where one was."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = [
            f"{unit.region_id} #{problem.sequence}: {problem.reason}"
            for unit in Unit.objects.filter(snapshots__isnull=False).distinct()
            for problem in verify_chain(unit)
        ]
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write("ok")
