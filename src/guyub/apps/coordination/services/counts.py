"""Counts of commitments: of a village for its page, of an office for its scorecard, the two facts of indicator B8."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q

from guyub.apps.coordination.models import OPEN_STATES, CommitmentQuerySet, CommitmentState, Office
from guyub.apps.territory.models import Unit
from guyub.data.coordination_files import load_commitment_periods
from guyub.domain.coordination.commitments import Act
from guyub.domain.coordination.periods import Span

NOT_TAKEN_ON = (CommitmentState.PROPOSED, CommitmentState.REFUSED)
DONE = (CommitmentState.DELIVERED, CommitmentState.VERIFIED)


def late(today: date) -> Q:
    """Filter: open, and its day has passed."""
    return Q(state__in=OPEN_STATES, due__lt=today)


def soon(today: date) -> Q:
    """Filter: open, and its day is so near that its office is reminded."""
    last = today + timedelta(days=load_commitment_periods().days(Span.REMIND))
    return Q(state__in=OPEN_STATES, due__gte=today, due__lte=last)


@dataclass(frozen=True)
class Standing:
    """How many commitments run, and how many of these are late."""

    running: int
    late: int
    waiting: int  # delivered, not checked yet
    answers: int  # proposed, the office has not answered


def standing(commitments: CommitmentQuerySet, today: date) -> Standing:
    """Counts of these commitments. One query."""
    rows = commitments.order_by().aggregate(
        running=Count("pk", filter=Q(state__in=OPEN_STATES), distinct=True),
        late=Count("pk", filter=late(today), distinct=True),
        waiting=Count("pk", filter=Q(state=CommitmentState.DELIVERED), distinct=True),
        answers=Count("pk", filter=Q(state=CommitmentState.PROPOSED), distinct=True),
    )
    return Standing(**rows)


@dataclass(frozen=True)
class DueAndDone:
    """`commitments_due` and `commitments_done_on_time` of a village over twelve months; None while none is due."""

    due: int | None
    done_on_time: int | None

    @property
    def facts(self) -> dict[str, int | None]:
        """By fact code, as the instrument reads them."""
        return {"commitments_due": self.due, "commitments_done_on_time": self.done_on_time}


def due_and_done(unit: Unit, today: date) -> DueAndDone:
    """Of the commitments an office took on: how many came due in the last twelve months, and how many of these were
    verified with a delivery not after their day.

    What was refused or never answered was no commitment; what is delivered and not checked yet counts as due only.
    """
    since = today.replace(year=today.year - 1) if (today.month, today.day) != (2, 29) else today - timedelta(days=366)
    taken_on = unit.commitments.filter(due__gt=since, due__lt=today).exclude(state__in=NOT_TAKEN_ON)
    answered = Q(state__in=(*OPEN_STATES, *DONE)) | Q(state=CommitmentState.EXPIRED, events__action=Act.ACCEPT)
    rows = taken_on.filter(answered).aggregate(
        came_due=Count("pk", distinct=True),
        done=Count("pk", filter=Q(state=CommitmentState.VERIFIED, delivered_on__lte=F("due")), distinct=True),
    )
    return DueAndDone(rows["came_due"] or None, rows["done"] if rows["came_due"] else None)


@dataclass(frozen=True)
class Card:
    """What one office promised and did."""

    office: Office
    promised: int
    on_time: int
    after_day: int
    late: int
    refused: int
    waiting: int


def scorecard(region: str, today: date, visible: CommitmentQuerySet) -> list[Card]:
    """One card an office of a city, over the commitments that the reader may see. Two queries."""
    rows = {
        row["office"]: row
        for row in visible.filter(region_id=region)
        .order_by()
        .values("office")
        .annotate(
            promised=Count(
                "pk", filter=~Q(state__in=(CommitmentState.PROPOSED, CommitmentState.REFUSED)), distinct=True
            ),
            on_time=Count("pk", filter=Q(state__in=DONE, delivered_on__lte=F("due")), distinct=True),
            after_day=Count("pk", filter=Q(state__in=DONE, delivered_on__gt=F("due")), distinct=True),
            late_now=Count("pk", filter=late(today), distinct=True),
            refused=Count("pk", filter=Q(state=CommitmentState.REFUSED), distinct=True),
            waiting=Count("pk", filter=Q(state=CommitmentState.PROPOSED), distinct=True),
        )
    }
    offices = Office.objects.filter(pk__in=rows).order_by("short")
    return [_card(office, rows[office.pk]) for office in offices]


def _card(office: Office, row: dict[str, int]) -> Card:
    return Card(
        office, row["promised"], row["on_time"], row["after_day"], row["late_now"], row["refused"], row["waiting"]
    )
