"""What the pages of one child have in common."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.people.access import village_trail
from guyub.apps.people.models import Person
from guyub.apps.people.views.about import FormAbout


def child_trail(found: Person, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: village, its children, this one by their code."""
    own = reverse("schooling:child", args=[found.code]) if further else ""
    children = (_("Anak tidak bersekolah"), reverse("schooling:children", args=[found.village_id]))
    return village_trail(found.village, children, (_("Anak {code}").format(code=found.code), own), *further)


answered = FormAbout("child", "schooling/form.html", "schooling:child", child_trail)
