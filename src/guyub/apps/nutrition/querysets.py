"""Rows about somebody, filtered by where they live now."""

from django.contrib.auth.models import AnonymousUser

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.people.models import Person, ResidentQuerySet

CODE = 20  # letters of a code of the rule files, at the most


class OfPersonQuerySet(ResidentQuerySet):
    """Rows about somebody, filtered by where they live now."""

    def permitted(self, user: User | AnonymousUser | None, right: Right) -> "OfPersonQuerySet":
        """Rows of people in whose place the person holds a right."""
        return self.filter(person__in=Person.objects.permitted(user, right).values("pk"))
