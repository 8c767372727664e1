"""What checked proofs tell of the facilities of a village: the secretariat, and the Rumah DataKu."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse

from guyub.apps.accounts.rights import Right
from guyub.apps.assessment.derived import Derived, Trace, listed
from guyub.apps.evidence.items import READINESS
from guyub.apps.evidence.models import State, Support
from guyub.apps.territory.models import Unit, UnitLevel

# Items of the readiness instrument that ask for a proof of each facility.
ENTRIES = {"A8": "secretariat", "A9": "rumah_dataku"}
FACILITIES, SECRETARIAT = "facilities_present", "secretariat_present"


def proofs_tell(unit: Unit, level: UnitLevel | None, on: date) -> Iterator[Derived]:
    """Facilities of which the city checked a proof that is still valid; one query. A mere claim says nothing."""
    valid = Q(evidence__valid_until=None) | Q(evidence__valid_until__gte=on)
    checked = Q(evidence__unit=unit, evidence__state__in=[State.CHECKED, State.VERIFIED])
    found = Support.objects.filter(valid, checked, instrument=READINESS, item__in=ENTRIES)
    traces = [_trace(one) for one in found.select_related("evidence__unit").order_by("item", "-evidence")]
    yield from listed(FACILITIES, traces)
    rooms = tuple(one for one in traces if one.entry == ENTRIES["A8"])
    if rooms:
        yield Derived(SECRETARIAT, rooms, 1)


def _trace(support: Support) -> Trace:
    proof = support.evidence
    url = reverse("evidence:proof", args=[proof.unit.region_id, proof.pk])
    state = str(State(proof.state).label)
    return Trace(proof.title, proof.dated, url, ENTRIES[support.item], state, Right.SEE_EVIDENCE)
