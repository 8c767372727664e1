"""`guyub manage expire_evidence`: put on record which proofs ran out. Once a day; pages show it from the first hour."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from guyub.apps.evidence.services import proofs, uploads


class Command(BaseCommand):
    help = "Put on record which proofs are no longer valid, and drop uploads and files that nobody needs any more."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        expired = proofs.expire(timezone.localdate(now))
        dropped, orphans = uploads.drop_forgotten(now), uploads.drop_orphans(now)
        self.stdout.write(f"{expired} {dropped} {orphans}")
