"""`guyub manage record_commitments`: put promises due and kept on time among the figures of villages. Once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from guyub.apps.coordination.services.village_facts import record_all


class Command(BaseCommand):
    help = "Put promises due in twelve months, and those kept on time, among the figures of villages; run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{record_all(timezone.localdate())}")
