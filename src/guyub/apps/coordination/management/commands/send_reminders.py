"""`guyub manage send_reminders`: close what is long overdue, then remind offices by letter. Once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from guyub.apps.coordination.presentation.reminder_words import letter
from guyub.apps.coordination.services.commitments import expire_old
from guyub.apps.coordination.services.reminders import send_letters


class Command(BaseCommand):
    help = "Close commitments that are long overdue, and send each office one letter about what is due; run it daily."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, default=1, help="days between two letters about one commitment")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        closed = expire_old(today)
        letters, count = send_letters(today, letter, max(1, options["every"]))
        self.stdout.write(f"{closed} {letters} {count}")
