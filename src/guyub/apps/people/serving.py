"""What serves a village or some of its RW: a posyandu, a group. Who may reach it follows from where they work."""

from collections.abc import Iterable
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from guyub.apps.accounts.models import VILLAGE_CODE_LENGTH, User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import NOTHING, covers, either, scope_of, within


class ServingQuerySet(models.QuerySet):
    """Rows with `village` and `serves`, filtered by territory and role."""

    def permitted(self, user: User | AnonymousUser | None, right: Right) -> Self:
        """Rows that serve a place in which, or in a part of which, the person holds a right."""
        codes = scope_of(user).codes(right)
        some = NOTHING
        for code in sorted(code for code in codes if len(code) > VILLAGE_CODE_LENGTH):
            village, rw = code[:VILLAGE_CODE_LENGTH], code[VILLAGE_CODE_LENGTH + 1 :].split(".")[0]
            some |= Q(village_id=village) & (Q(serves=[]) | Q(served__contains=f'"{rw}"'))
        whole = within({code for code in codes if len(code) <= VILLAGE_CODE_LENGTH}, "village__code")
        return self.alias(served=Cast("serves", models.TextField())).filter(either(whole, some))


class Serving(models.Model):
    """Has a `village`, and names the RW of it that are served (all, where none is named)."""

    serves = models.JSONField(default=list, help_text="RW yang dilayani, tiga angka; kosong: seluruh kelurahan")

    class Meta:
        abstract = True

    @property
    def places(self) -> list[str]:
        """Codes of what it serves, as rights are asked: its RW, or its village."""
        return [f"{self.village_id}.{rw}" for rw in self.serves] or [self.village_id]

    def touches(self, codes: Iterable[str]) -> bool:
        """Whether it serves one of these places or a part of one: the rule of `permitted`, for one row."""
        return any(covers([code], place) or covers([place], code) for code in codes for place in self.places)
