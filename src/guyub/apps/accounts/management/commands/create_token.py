"""`guyub manage create_token NAME "what for"`: a key for programs, shown once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guyub.apps.accounts.models import ApiToken, User


class Command(BaseCommand):
    help = "Make an API token for an account. It is shown once; only its digest is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name", help="what the token is for")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.get(username=options["username"])
        except User.DoesNotExist as error:
            raise CommandError(f"There is no account '{options['username']}'.") from error
        _, secret = ApiToken.issue(user, options["name"])
        self.stdout.write(secret)
