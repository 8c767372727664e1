"""Record what was measured of a child. The only way to write measurements."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.audit.trail import Act
from guyub.apps.growth.models import Measurement, PosyanduDay
from guyub.apps.growth.services.problems import AlreadyReplaced, UnusableMeasurement
from guyub.apps.growth.services.states import renew
from guyub.apps.people.models import Person
from guyub.data.growth_files import load_measuring_limits

ACTION = "measure-child"


@dataclass(frozen=True)
class Figures:
    """What was measured: whole grams and millimetres, None where it was not; ``posture``: "l", "h" or unknown."""

    weight_g: int | None = None
    height_mm: int | None = None
    head_mm: int | None = None
    arm_mm: int | None = None
    posture: str = ""
    oedema: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was measured or seen."""
        return not self.oedema and all(getattr(self, name) is None for name in LENGTHS)


LENGTHS = tuple(field.name for field in fields(Figures) if field.name.endswith(("_g", "_mm")))


def record_measurement(
    actor: Actor,
    child: Person,
    day: date,
    figures: Figures,
    *,
    held: PosyanduDay | None = None,
    source: str = Measurement.Source.POSYANDU,
) -> Measurement:
    """Put a measurement on record, with what follows from it.

    Raises:
        NotAllowed: The actor may not measure children where this one lives.
        UnusableMeasurement: Nothing was measured, a figure is beyond all bounds, or the day is to come or before birth.
    """
    return record_measurements(actor, [(child, day, figures)], held=held, source=source)[0]


@transaction.atomic
def record_measurements(
    actor: Actor,
    entries: Sequence[tuple[Person, date, Figures]],
    *,
    held: PosyanduDay | None = None,
    source: str = Measurement.Source.POSYANDU,
) -> list[Measurement]:
    """Put many measurements on record, all or none; what follows is made anew once for each child.

    Raises:
        NotAllowed, UnusableMeasurement: As for `record_measurement`, of any of them.
    """
    for child, day, figures in entries:
        require(actor, ACTION, Right.EDIT_GROWTH, child.place)
        refuse_unusable(child, day, figures)
    measured = Measurement.objects.bulk_create(
        [_made(actor, child, day, figures, held=held, source=source) for child, day, figures in entries]
    )
    renew({child.pk: child for child, _, _ in entries}.values())
    acts: dict[str, list[Act]] = {}
    for child, day, _ in entries:
        act = Act("child-measured", f"person:{child.code}", {"day": day.isoformat()})
        acts.setdefault(child.village_id, []).append(act)
    for village, of_village in acts.items():
        trail.note_many(actor, village, of_village)
    return measured


@transaction.atomic
def correct_measurement(actor: Actor, measurement: Measurement, figures: Figures, reason: str) -> Measurement:
    """Replace a measurement; the former stays, with the reason why it no longer counts.

    Raises:
        NotAllowed: The actor may not measure children where this one lives.
        AlreadyReplaced: Somebody else corrected it in the meantime.
        UnusableMeasurement: As for `record_measurement`, or without a reason.
    """
    child = measurement.child
    require(actor, ACTION, Right.EDIT_GROWTH, child.place)
    locked = Measurement.objects.select_for_update().get(pk=measurement.pk)
    if Measurement.objects.filter(replaces=locked).exists():
        raise AlreadyReplaced(child=child.code)
    if not reason.strip():
        raise UnusableMeasurement(child=child.code, reason="no-reason")
    refuse_unusable(child, locked.day, figures)
    corrected = _made(
        actor,
        child,
        locked.day,
        figures,
        held=locked.held,
        source=locked.source,
        replaces=locked,
        reason=reason.strip(),
    )
    corrected.save()
    renew([child])
    trail.note(
        actor,
        "measurement-corrected",
        chain=child.village_id,
        subject=f"person:{child.code}",
        day=locked.day.isoformat(),
    )
    return corrected


def refuse_unusable(child: Person, day: date, figures: Figures) -> None:
    """Refuse what cannot have been measured. What is merely unlikely is warned about on the page, not refused here."""
    problem = ""
    if figures.empty:
        problem = "nothing-measured"
    elif day > timezone.localdate():
        problem = "day-to-come"
    elif child.birth_date is not None and day < child.birth_date:
        problem = "before-birth"
    else:
        limits = load_measuring_limits()
        beyond = (name for name in LENGTHS if not limits.allows(name, getattr(figures, name)))
        problem = next((f"{name}-impossible".replace("_", "-") for name in beyond), "")
    if problem:
        raise UnusableMeasurement(child=child.code, reason=problem)


def _made(
    actor: Actor,
    child: Person,
    day: date,
    figures: Figures,
    *,
    held: PosyanduDay | None,
    source: str,
    replaces: Measurement | None = None,
    reason: str = "",
) -> Measurement:
    return Measurement(
        child=child,
        held=held,
        day=day,
        village_id=child.village_id,
        rw=child.rw,
        rt=child.rt,
        **{field.name: getattr(figures, field.name) for field in fields(Figures)},
        source=source,
        replaces=replaces,
        reason=reason,
        measured_by=person(actor),
        recorded_at=timezone.now(),
    )
