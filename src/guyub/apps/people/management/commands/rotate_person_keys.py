"""`guyub manage rotate_person_keys`: a new master key for what identifies people."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit import trail
from guyub.apps.people import rotation
from guyub.apps.people.sealing import KeyMissing, newest_version

VARIABLE = "GUYUB_PERSON_KEYS"


class Command(BaseCommand):
    help = (
        "Make a new master key and close the key of every person and family with it. Stop it and begin again as you "
        "like: while keys wait for the newest master key, it goes on with them and makes none. A site that is running "
        "must know the new key first: --prepare, restart the site, then once more without. Where keys come from the "
        f"environment, the new text is printed: set {VARIABLE} to it, restart, and run this again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prepare", action="store_true", help="only make the new master key")
        parser.add_argument(
            "--remove-old", action="store_true", help="take former master keys out of the file, once no key needs them"
        )
        parser.add_argument(
            "--new-digests",
            action="store_true",
            help="with the site stopped: change the key by which numbers are found again, and find them by the new one",
        )
        parser.add_argument("--batch", type=int, default=rotation.BATCH, help="keys a transaction (default 1000)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove_old"]:
            self._keep(rotation.without_old_masters(settings.PERSON_KEYS))
            self._note("remove-person-keys", 0)
            return
        if options["new_digests"]:
            self._new_digests(options["batch"])
            return
        # While keys wait for the newest master key, it is used and not followed by another.
        if not rotation.waiting().exists():
            self._keep(rotation.with_new_master(settings.PERSON_KEYS))
            if options["prepare"] or VARIABLE in os.environ:
                return
        elif options["prepare"]:
            self.stdout.write(f"Master key {newest_version()} is there already, and keys wait for it.")
            return
        done = 0
        try:
            for done in rotation.rewrap(options["batch"]):
                self.stdout.write(f"{done} keys")
        except KeyMissing as error:
            raise CommandError(f"{error} {done} keys were done and stay done.") from error
        self._note("rotate-person-keys", done)
        self.stdout.write(
            f"All keys are closed with master key {newest_version()}. --remove-old takes former ones away."
        )

    def _new_digests(self, batch: int) -> None:
        # A key that is there already and not used yet is used, and not followed by another.
        if not rotation.digests_wait():
            self._keep(rotation.with_new_digest_key(settings.PERSON_KEYS))
            if VARIABLE in os.environ:
                return
        try:
            done = rotation.make_digests_anew(batch)
        except KeyMissing as error:
            raise CommandError(f"{error} No digest was changed; run this again.") from error
        self._note("new-digests", done)
        self.stdout.write(f"{done} numbers are found by a new digest key. Start the site again.")

    def _keep(self, text: str) -> None:
        if VARIABLE in os.environ:
            self.stdout.write(text.strip())
            return
        path = Path(settings.DATA_DIR) / "person-keys"
        rotation.write_keys(path, text)
        self.stdout.write(f"{path} holds master key {newest_version()}. Keep a copy of it apart from the database.")

    def _note(self, action: str, keys: int) -> None:
        trail.note(SYSTEM, action, version=newest_version(), keys=keys)
