"""Seats of a cycle's panel: who may hold which post, and whom nobody may judge. Every change is on the trail."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right, roles_with
from guyub.apps.accounts.scope import covers, scope_of, within
from guyub.apps.appraisal.models import Cycle, EntryRecord, Seat, conflicts_of, own_cities
from guyub.apps.appraisal.services.problems import (
    ChairTaken,
    CycleNotOpen,
    SeatHasScored,
    SeatOfOnesOwn,
    SeatPlaceUnknown,
    SeatTaken,
    SeatUnfit,
    SeatUseless,
)
from guyub.apps.audit import trail
from guyub.apps.territory.models import Region
from guyub.domain.cycles import RecordKind

LABELS = {Seat.Post.SECRETARY: "Sekretaris", Seat.Post.CHAIR: "Ketua", Seat.Post.JUROR: "Juri"}
RIGHT_OF_POST = {
    Seat.Post.SECRETARY: Right.RUN_CYCLES,
    Seat.Post.CHAIR: Right.JUDGE,
    Seat.Post.JUROR: Right.JUDGE,
}
JUDGED = (RecordKind.SCORE, RecordKind.CHECK, RecordKind.PHOTO)


def candidates(cycle: Cycle) -> QuerySet[User]:
    """Accounts that can be given a seat: they judge, or run cycles, in the cycle's region, and have none yet.

    Only roles held inside the region are looked at: the form is no way to learn who has an account elsewhere.
    """
    roles = {role for right in RIGHT_OF_POST.values() for role in roles_with(right)}
    place = within([cycle.region_id], "assignments__region__code")
    found = User.objects.filter(place, assignments__role__in=roles, is_active=True)
    return found.exclude(seats__cycle=cycle).distinct().order_by("username")


def seats_of(cycle: Cycle) -> QuerySet[Seat]:
    """Seats with their people, filled ones first."""
    return cycle.seats.select_related("user").prefetch_related("user__assignments").order_by("-active", "pk")


@transaction.atomic
def seat(
    actor: Actor,
    cycle: Cycle,
    user: User,
    post: str = Seat.Post.JUROR,
    team: str = "",
    conflicts: Iterable[str] = (),
    label: str = "",
) -> Seat:
    """Give a person a place in the panel.

    The cities of the person's other roles join ``conflicts`` by themselves: nobody judges their own city.

    Raises:
        NotAllowed: The actor may not run this cycle.
        CycleNotOpen: The cycle is being prepared, or decided.
        SeatTaken: The person has a seat, or the label is taken.
        SeatUnfit, SeatOfOnesOwn, SeatUseless, SeatPlaceUnknown, ChairTaken: As they say.
    """
    _require(actor, cycle, user)
    made = Seat(cycle=cycle, user=user, post=Seat.Post(post), team=team, label=label.strip() or _label(cycle, post))
    made.conflicts = sorted(own_cities(user).union(code for code in conflicts if code))
    _refuse_unfit(made)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise SeatTaken(cycle=cycle.code, label=made.label) from error
    _noted(actor, "seat-juror", made)
    return made


@transaction.atomic
def change_seat(
    actor: Actor, held: Seat, *, post: str, team: str = "", conflicts: Iterable[str] = (), active: bool = True
) -> Seat:
    """Change a seat, free it, or fill it again. Its label stays, and what was scored from it.

    Raises:
        NotAllowed: The actor may not run this cycle.
        CycleNotOpen: The cycle is being prepared, or decided.
        SeatHasScored: A new conflict lies where scores of this seat count already.
        SeatUnfit, SeatOfOnesOwn, SeatUseless, SeatPlaceUnknown, ChairTaken: As they say.
    """
    _require(actor, held.cycle, held.user)
    now = Seat.objects.select_related("cycle", "user").get(pk=held.pk)
    before = conflicts_of(now, now.user)
    now.post, now.team, now.active = Seat.Post(post), team, active
    now.conflicts = sorted(own_cities(now.user).union(code for code in conflicts if code))
    if active:
        _refuse_unfit(now)
    for place in sorted(set(now.conflicts) - before):
        if _has_scored(now, place):
            raise SeatHasScored(cycle=now.cycle.code, label=now.label, place=place)
    now.save()
    _noted(actor, "change-seat", now)
    return now


def _require(actor: Actor, cycle: Cycle, user: User) -> None:
    require(actor, "run-cycles", Right.RUN_CYCLES, cycle.region_id)
    # The row is locked so that two at once become neither both "Juri 3" nor both the chair.
    if Cycle.objects.select_for_update().get(pk=cycle.pk).state != Cycle.State.OPEN:
        raise CycleNotOpen(cycle=cycle.code)
    if person(actor) == user:
        raise SeatOfOnesOwn(cycle=cycle.code)


def _refuse_unfit(held: Seat) -> None:
    cycle, region = held.cycle, held.cycle.region_id
    codes = scope_of(held.user).codes(RIGHT_OF_POST[Seat.Post(held.post)])
    if not covers(codes, region) and not any(covers([region], code) for code in codes):
        raise SeatUnfit(cycle=cycle.code, post=held.get_post_display())
    for place in set(held.conflicts) - own_cities(held.user):
        if not covers([region], place) or not Region.objects.filter(code=place).exists():
            raise SeatPlaceUnknown(cycle=cycle.code, place=place)
    if held.post != Seat.Post.SECRETARY and covers(held.conflicts, region):
        raise SeatUseless(cycle=cycle.code)
    chair = Seat.objects.filter(cycle=cycle, post=Seat.Post.CHAIR, active=True).exclude(pk=held.pk).first()
    if held.post == Seat.Post.CHAIR and chair is not None:
        raise ChairTaken(cycle=cycle.code, label=chair.label)


def _has_scored(held: Seat, place: str) -> bool:
    rows = EntryRecord.objects.filter(seat=held, kind__in=JUDGED)
    return rows.filter(within([place], "entry__unit__region__code")).exists()


def _noted(actor: Actor, action: str, held: Seat) -> None:
    told = {"kind": held.post, "seat": held.label, "active": held.active, "conflicts": ", ".join(held.conflicts)}
    trail.note(actor, action, subject=f"cycle:{held.cycle.code}", **told)


def _label(cycle: Cycle, post: str) -> str:
    name = LABELS[Seat.Post(post)]
    others = Seat.objects.filter(cycle=cycle, post=post).count()
    return f"{name} {others + 1}" if post == Seat.Post.JUROR or others else name
