"""What meetings and promises offer to proofs and the portfolio: closed minutes as a proof, promises as programmes."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import User
from guyub.apps.coordination.models import Commitment, CommitmentState, Meeting
from guyub.apps.coordination.presentation.commitments import STATES
from guyub.apps.evidence.programmes import Programme
from guyub.apps.evidence.records import Record
from guyub.apps.territory.codes import city_of, is_village
from guyub.apps.territory.models import Unit
from guyub.domain.coordination.commitments import State
from guyub.language import format_number

MEETING, MEETING_LABEL = "meeting", gettext_lazy("Notula rakor yang disahkan")
MOST_OFFERED, MOST_PROGRAMMES = 20, 60
LONGEST_KEY = 9  # digits of a row's number
TAKEN_ON = (
    CommitmentState.ACCEPTED,
    CommitmentState.IN_PROGRESS,
    CommitmentState.DELIVERED,
    CommitmentState.VERIFIED,
)


class Minutes:
    """Meetings with fixed minutes: of a village, and of its city where the meeting dealt with the village."""

    def offer(self, user: User, village: str) -> list[Record]:
        """Meetings that this person may use as proofs of a village, newest first."""
        about = Q(region=village) | Q(region=city_of(village)) & _deals_with(village)
        found = _closed(user).filter(pk__in=Meeting.objects.filter(about).values("pk"))
        return [_record(one, frozenset({village})) for one in found.order_by("-starts_at", "-pk")[:MOST_OFFERED]]

    def resolve(self, user: User, key: str) -> Record | None:
        """One meeting, or None where it is gone, open, or not for this person."""
        if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY):
            return None
        found = _closed(user).filter(pk=int(key)).first()
        return None if found is None else _record(found, _villages(found))


def programmes(unit: Unit, language: str) -> list[Programme]:
    """Promises for a village that offices took on, by office: what, how much, and how far."""
    found = unit.commitments.filter(state__in=TAKEN_ON).select_related("office").order_by("office__short", "due", "pk")
    with translation.override(language):
        return [_programme(one, language) for one in found[:MOST_PROGRAMMES]]


def _closed(user: User) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(user).filter(state=Meeting.State.CLOSED)


def _deals_with(village: str) -> Q:
    return Q(commitments__villages__region=village) | Q(agenda__village__region=village)


def _villages(meeting: Meeting) -> frozenset[str]:
    if is_village(meeting.region_id):
        return frozenset({meeting.region_id})
    promised = meeting.commitments.values_list("villages__region_id", flat=True)
    spoken = meeting.agenda.values_list("village__region_id", flat=True)
    return frozenset(code for code in (*promised, *spoken) if code)


def _record(meeting: Meeting, villages: frozenset[str]) -> Record:
    url = reverse("coordination:meeting", args=[meeting.region_id, meeting.pk])
    return Record(str(meeting.pk), meeting.title, timezone.localdate(meeting.starts_at), url, villages)


def _programme(one: Commitment, language: str) -> Programme:
    quantity = f"{format_number(one.quantity, language)} {one.quantity_unit}"
    return Programme(one.office.short, f"{one.output} ({quantity})", str(STATES[State(one.state)]))
