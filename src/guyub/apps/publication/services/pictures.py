"""Pictures that everybody may see: of proofs marked public with consent, and never of rejected ones."""

from django.db.models import QuerySet

from guyub.apps.evidence.models import Attachment, Evidence, State
from guyub.apps.territory.models import Unit

SHOWN_STATES = (State.UPLOADED, State.CHECKED, State.VERIFIED)
MOST_PICTURES = 12


def public_proofs() -> QuerySet[Evidence]:
    """Proofs that may be shown to everybody."""
    return Evidence.objects.filter(public=True, state__in=SHOWN_STATES, unit__active=True)


def public_pictures() -> QuerySet[Attachment]:
    """Pictures of such proofs; other files are never public, whatever their proof says."""
    return Attachment.objects.filter(
        evidence__in=public_proofs().values("pk"), file__media_type__startswith="image/"
    ).select_related("file")


def pictures_of(unit: Unit) -> list[Attachment]:
    """The newest pictures of a village (one query)."""
    found = public_pictures().filter(evidence__unit=unit).select_related("file", "evidence")
    return list(found.order_by("-evidence__dated", "-pk")[:MOST_PICTURES])
