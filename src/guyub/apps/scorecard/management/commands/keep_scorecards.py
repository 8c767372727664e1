"""`guyub manage keep_scorecards`: keep the figures of villages' scorecards for the trend. Once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from guyub.apps.scorecard.services import keep_month_figures
from guyub.apps.territory.models import Region, Unit


class Command(BaseCommand):
    help = "Keep the figures of the villages' scorecards month by month; run it once a day, after refresh_families."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--village", default="", help="only this village, by its code")

    def handle(self, *args: Any, **options: Any) -> None:
        villages = Region.objects.filter(pk__in=Unit.objects.active().values("region")).order_by("code")
        if options["village"]:
            villages = villages.filter(code=options["village"])
        # One transaction a village, so that others can record in between.
        self.stdout.write(f"{sum(keep_month_figures(one, timezone.localdate()) for one in villages)}")
