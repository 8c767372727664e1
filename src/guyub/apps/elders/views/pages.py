"""What the pages of one elder have in common."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.people.access import village_trail
from guyub.apps.people.models import Person
from guyub.apps.people.views.about import FormAbout


def elder_trail(found: Person, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: village, its elders, this elder by their code."""
    own = reverse("elders:elder", args=[found.code]) if further else ""
    elders = (_("Lansia"), reverse("elders:elders", args=[found.village_id]))
    return village_trail(found.village, elders, (_("Lansia {code}").format(code=found.code), own), *further)


answered = FormAbout("elder", "elders/form.html", "elders:elder", elder_trail)
