"""`guyub manage load_offices 32.76`: put the offices of a list into a city. What is there already stays as it is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.coordination.services.offices import load_offices
from guyub.apps.territory.models import Region
from guyub.data.office_files import office_lists
from guyub.errors import NotFound


class Command(BaseCommand):
    help = "Put the offices (OPD) of a list into a city; offices that are there already stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("city", help="code of the city or regency, such as 32.76")
        parser.add_argument("--list", default="depok", choices=office_lists(), help="which list (default: depok)")

    def handle(self, *args: Any, **options: Any) -> None:
        city = Region.objects.filter(code=options["city"]).first()
        if city is None:
            raise NotFound(kind="region", name=options["city"], known="-")
        self.stdout.write(f"{load_offices(SYSTEM, city, options['list'])}")
