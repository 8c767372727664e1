"""Businesses of a village as its kitchen shows them beside what it buys."""

from django.urls import reverse

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.livelihoods.models import Business
from guyub.apps.nutrition.suppliers import Supplier


def businesses_for_kitchen(user: User, village: str) -> list[Supplier]:
    """Running businesses whose pages the reader sees; one query."""
    found = Business.objects.permitted(user, Right.SEE_BUSINESSES).filter(village=village, closed_on=None)
    return [
        Supplier(one.name, one.product, reverse("livelihoods:business", args=[one.pk]), one.supplies_kitchen is True)
        for one in found
    ]
