"""`guyub manage refresh_families`: work out what follows from the families anew. Once a day, because ages change."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from guyub.apps.people.models import Family
from guyub.apps.resilience.services import refresh
from guyub.apps.resilience.services.points import keep_monthly_points


class Command(BaseCommand):
    help = "Work out iBangga, stunting risk, family planning and village figures anew; run it once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--village", default="", help="only this village, by its code")

    def handle(self, *args: Any, **options: Any) -> None:
        families = Family.objects.order_by("village_id", "pk")
        if options["village"]:
            families = families.filter(village=options["village"])
        villages = list(families.order_by("village_id").values_list("village_id", flat=True).distinct())
        count = 0
        for village in villages:  # one transaction a village, so that others can record in between
            count += refresh(families.filter(village=village).values_list("pk", flat=True), anew=True)
        keep_monthly_points(timezone.localdate())
        self.stdout.write(f"{count}")
