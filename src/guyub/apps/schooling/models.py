"""Steps taken for children who are not in school, and aid for schooling. Only `schooling.services` writes.

Nothing is ever changed: a correction is a new row that replaces the former, and both stay. What is to be done follows
from the family's answer and the steps: `domain.schooling` says it anew. ``village``, ``rw``, ``rt`` say where the child
lived then; who may see a row is asked of where they live now.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.people.models import Person, Resident, ResidentQuerySet

CODE = 16  # letters of a code of the rule file, at the most


class OfChildQuerySet(ResidentQuerySet):
    """Rows about a child, filtered by where they live now."""

    def permitted(self, user: User | AnonymousUser | None, right: Right) -> "OfChildQuerySet":
        """Rows of children in whose place the person holds a right."""
        return self.filter(person__in=Person.objects.permitted(user, right).values("pk"))


class _Kept(Resident):
    """A row that a correction replaces. ``reason``: why it was corrected."""

    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=300, blank=True, help_text="Mengapa diperbaiki")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfChildQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"#{self.pk}"


class SchoolStep(_Kept):
    """What was done for a child on a day, who goes on until when, or what came of it; codes of the rule file.

    ``cause``: why they are not in school, as far as known that day; empty: as before.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="school_steps")
    day = models.DateField()
    action = models.CharField(max_length=CODE)
    cause = models.CharField(max_length=CODE, blank=True)
    in_charge = models.CharField(max_length=CODE, blank=True)
    due_on = models.DateField(null=True, help_text="Hari langkah berikutnya")
    outcome = models.CharField(max_length=CODE, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["person_id", "day", "pk"]
        indexes = [models.Index(fields=["person", "day"]), models.Index(fields=["village", "day"])]


class SchoolAid(_Kept):
    """Scholarship or aid for a child's schooling. ``rupiah``: empty where it is goods, or not known."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="school_aids")
    kind = models.CharField(max_length=CODE)
    state = models.CharField(max_length=CODE)
    day = models.DateField(help_text="Hari keadaan itu")
    rupiah = models.PositiveBigIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["person_id", "day", "pk"]
        indexes = [models.Index(fields=["person", "day"]), models.Index(fields=["village", "day"])]
