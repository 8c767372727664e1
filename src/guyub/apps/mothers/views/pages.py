"""What the pages of one mother have in common."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.people.access import village_trail
from guyub.apps.people.models import Person
from guyub.apps.people.views.about import FormAbout


def mother_trail(found: Person, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: village, its mothers, this mother by her code."""
    own = reverse("mothers:mother", args=[found.code]) if further else ""
    mothers = (_("Ibu hamil dan menyusui"), reverse("mothers:mothers", args=[found.village_id]))
    return village_trail(found.village, mothers, (_("Ibu {code}").format(code=found.code), own), *further)


answered = FormAbout("mother", "mothers/form.html", "mothers:mother", mother_trail)
