"""What the pages of one young person have in common."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.people.access import village_trail
from guyub.apps.people.models import Person
from guyub.apps.people.views.about import FormAbout


def young_trail(found: Person, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: village, its young people, this one by their code."""
    own = reverse("youth:person", args=[found.code]) if further else ""
    young = (_("Remaja"), reverse("youth:young", args=[found.village_id]))
    return village_trail(found.village, young, (_("Remaja {code}").format(code=found.code), own), *further)


answered = FormAbout("young", "youth/form.html", "youth:person", young_trail)
