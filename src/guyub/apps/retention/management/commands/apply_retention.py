"""`guyub manage apply_retention`: erase what was kept long enough."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from guyub.apps.retention import services
from guyub.data.privacy_files import load_retention_rule


class Command(BaseCommand):
    help = (
        "Erase answers of families that are gone, interviews that nobody finished, content of import files and drafts "
        "after their period (see docs/explanation/privacy.md). Run it every night. Prints kind, period in days, count."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what is due")

    def handle(self, *args: Any, **options: Any) -> None:
        rule, now = load_retention_rule(), timezone.now()
        found = services.due(now, rule) if options["dry_run"] else services.apply(now, rule)
        for one in found:
            self.stdout.write(f"{one.kind} {rule.days(one.kind)} {one.count}")
