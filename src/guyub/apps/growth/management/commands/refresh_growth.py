"""`guyub manage refresh_growth`: z-scores, categories and reasons to refer anew, for example after a rule changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from guyub.apps.growth.services import renew_in_turn
from guyub.apps.people.models import Person


class Command(BaseCommand):
    help = "Make what follows from the measurements of every child anew. Measurements and referrals stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--village", default="", help="only children who live in this village, by its code")

    def handle(self, *args: Any, **options: Any) -> None:
        measured = Person.objects.filter(measurements__isnull=False).distinct()
        if options["village"]:
            measured = measured.filter(village=options["village"])
        self.stdout.write(f"{renew_in_turn(measured)}")
