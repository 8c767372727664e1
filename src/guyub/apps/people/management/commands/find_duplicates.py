"""`guyub manage find_duplicates`: ask about entries that may be one human being, in every village."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.people.models import Person
from guyub.apps.people.services import find_duplicates


class Command(BaseCommand):
    help = (
        "Look for entries that may be one human being and ask about them; a person decides on the page of the village. "
        "Run it every night: it also finds one NIK that two offices entered at the same moment. Prints village and "
        "number of new questions, for villages with any."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("village", nargs="*", help="codes of villages (default: all that hold people)")

    def handle(self, *args: Any, **options: Any) -> None:
        for village in options["village"] or _villages():
            if found := find_duplicates(SYSTEM, village):
                self.stdout.write(f"{village} {found}")


def _villages() -> list[str]:
    return list(Person.objects.order_by("village").values_list("village", flat=True).distinct())
