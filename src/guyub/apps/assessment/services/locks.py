"""One writer a village at a time."""

from collections.abc import Iterable

from guyub.apps.territory.models import Unit


def lock_units(keys: Iterable[int]) -> None:
    """Wait until nobody else writes for these units; held until the transaction ends.

    The one who comes later sees what the earlier one recorded. Always in the order of keys, so that two writers
    cannot wait for each other.
    """
    list(Unit.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
