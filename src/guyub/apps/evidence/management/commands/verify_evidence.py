"""`guyub manage verify_evidence`: check that the content of every file of a proof is here, and is what was taken in."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guyub.apps.evidence.services.files import faults
from guyub.language import choose_language
from guyub.language.words import text


class Command(BaseCommand):
    help = (
        "Compare the content of every file of a proof with its fingerprint: after backups are put back, and now and "
        "then. Ends with 1 and names the fingerprints of what is missing or changed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        language = choose_language(None, os.environ)
        checked, found = faults()
        if found:
            told = [text(f"evidence.file-{reason}", language, file=fingerprint) for fingerprint, reason in found]
            raise CommandError("\n".join(told))
        self.stderr.write(text("evidence.files-whole", language, files=checked))
