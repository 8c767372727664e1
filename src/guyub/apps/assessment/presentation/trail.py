"""The breadcrumb of village pages."""

from django.urls import reverse

from guyub.apps.territory.models import Region


def village_trail(region: Region, *further: str) -> list[tuple[str, str]]:
    """Breadcrumb from the province down to the village, and what stands below it."""
    trail = [(above.name, reverse("assessment:region", args=[above.code])) for above in reversed(region.ancestors)]
    own = reverse("assessment:village", args=[region.code]) if further else ""
    return [*trail, (region.name, own), *((label, "") for label in further)]
