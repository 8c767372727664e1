"""Record what was measured, given and asked of a mother. The only way to write checks."""

from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.accounts.rights import Right
from guyub.apps.again import told_already
from guyub.apps.audit import trail
from guyub.apps.growth.models import PosyanduDay
from guyub.apps.mothers.models import MotherCheck, Pregnancy
from guyub.apps.mothers.services.pregnancies import ACTION
from guyub.apps.mothers.services.problems import refuse
from guyub.apps.people.models import Person
from guyub.apps.people.services import held
from guyub.data.mother_files import load_mother_rules
from guyub.domain.mothers.dating import began_on
from guyub.domain.mothers.signs import Figures

AFTER_BIRTH_ONLY = ("breastfeeding", "vitamin_a")


@dataclass(frozen=True)
class CheckFigures(Figures):
    """What is recorded of one check; None where it was not measured, given or asked."""

    tablets_received: int | None = None
    tablets_taken: int | None = None
    visit: int | None = None
    breastfeeding: bool | None = None
    vitamin_a: bool | None = None


NAMES = tuple(one.name for one in fields(CheckFigures))


@transaction.atomic
def record_check(actor: Actor, mother: Person, day: date, figures: CheckFigures) -> MotherCheck:
    """Put a check on record: of the pregnancy that lasts on the day, else after birth. Told again it is there already.

    Raises:
        NotAllowed: The actor may not accompany mothers where she lives.
        MotherRecordRefused: Nothing was measured, a figure is beyond all bounds, the day is to come, or she neither
            was pregnant nor had given birth then.
    """
    mother = held(actor, ACTION, Right.EDIT_MOTHERS, mother)
    pregnancy = pregnancy_on(mother, day)
    problem = _problem(figures, day, pregnancy)
    if not problem and pregnancy is None and born_before(mother, day) is None:
        problem = "neither-pregnant-nor-nursing"
    refuse(problem, mother.code)
    counting = MotherCheck.objects.filter(mother=mother, day=day, replaced_by=None)
    if (before := told_already(counting, asdict(figures))) is not None:
        return before
    check = _made(actor, mother, day, figures, pregnancy=pregnancy, held=_held_on(mother, day))
    check.save()
    trail.note(actor, "mother-checked", chain=mother.village_id, subject=f"person:{mother.code}", day=day.isoformat())
    return check


@transaction.atomic
def correct_check(actor: Actor, check: MotherCheck, figures: CheckFigures, reason: str) -> MotherCheck:
    """Replace a check; the former stays, with the reason why it no longer counts.

    Raises:
        NotAllowed: The actor may not accompany mothers where she lives.
        MotherRecordRefused: As for `record_check`, corrected by somebody else in the meantime, or without a reason.
    """
    mother = held(actor, ACTION, Right.EDIT_MOTHERS, check.mother)
    former = MotherCheck.objects.select_for_update(of=("self",)).select_related("pregnancy").get(pk=check.pk)
    problem = ""
    if MotherCheck.objects.filter(replaces=former).exists():
        problem = "corrected-meanwhile"
    elif not reason.strip():
        problem = "no-reason"
    refuse(problem or _problem(figures, former.day, former.pregnancy), mother.code)
    corrected = _made(actor, mother, former.day, figures, pregnancy=former.pregnancy, held=former.held)
    corrected.replaces, corrected.reason = former, reason.strip()
    corrected.save()
    trail.note(
        actor,
        "mother-check-corrected",
        chain=mother.village_id,
        subject=f"person:{mother.code}",
        day=former.day.isoformat(),
    )
    return corrected


def pregnancy_on(mother: Person, day: date) -> Pregnancy | None:
    """Her pregnancy that had begun by the day and had not ended before it."""
    dating = load_mother_rules().file.dating
    told = Pregnancy.objects.filter(mother=mother).exclude(outcome=Pregnancy.Outcome.MISTAKE)
    running = [one for one in told if began_on(dating, one.due_on) <= day]
    return next((one for one in running if one.ended_on is None or day < one.ended_on), None)


def born_before(mother: Person, day: date) -> date | None:
    """The last day up to a day on which she gave birth: of a child on the registry, or a pregnancy that ended so."""
    ended = Pregnancy.objects.filter(
        mother=mother, outcome__in=(Pregnancy.Outcome.BIRTH, Pregnancy.Outcome.STILLBIRTH), ended_on__lte=day
    )
    children = Person.objects.filter(mother=mother, birth_date__lte=day, birth_known=Person.BirthKnown.DAY)
    known = [
        ended.order_by("-ended_on").values_list("ended_on", flat=True).first(),
        children.order_by("-birth_date").values_list("birth_date", flat=True).first(),
    ]
    since = day - timedelta(days=load_mother_rules().file.nursing.days)
    return max((one for one in known if one is not None and one >= since), default=None)


def _problem(figures: CheckFigures, day: date, pregnancy: Pregnancy | None) -> str:
    """Why a check cannot be: a reason code, or nothing. What is merely unlikely the page asks about."""
    if all(value is None for value in asdict(figures).values()):
        return "nothing-checked"
    if day > timezone.localdate():
        return "day-to-come"
    rules = load_mother_rules()
    beyond = (
        name for name in rules.possible if hasattr(figures, name) and not rules.allows(name, getattr(figures, name))
    )
    if wrong := next(beyond, ""):
        return f"mother-{wrong}-impossible".replace("_", "-")
    if (figures.systolic is None) != (figures.diastolic is None) or (figures.systolic or 1) <= (figures.diastolic or 0):
        return "pressure-of-two-figures"
    visits = rules.file.antenatal if pregnancy else rules.file.after_birth
    if figures.visit is not None and not visits.has(figures.visit):
        return "no-such-visit"
    if pregnancy and any(getattr(figures, name) is not None for name in AFTER_BIRTH_ONLY):
        return "only-after-birth"
    return ""


def _held_on(mother: Person, day: date) -> PosyanduDay | None:
    """The posyandu day on which she was probably checked: one that serves where she lives, on that day."""
    days = PosyanduDay.objects.filter(day=day, posyandu__village_id=mother.village_id).select_related("posyandu")
    return next((one for one in days.order_by("pk") if one.posyandu.touches([mother.place])), None)


def _made(
    actor: Actor,
    mother: Person,
    day: date,
    figures: CheckFigures,
    *,
    pregnancy: Pregnancy | None,
    held: PosyanduDay | None,
) -> MotherCheck:
    return MotherCheck(
        mother=mother,
        pregnancy=pregnancy,
        held=held,
        day=day,
        village_id=mother.village_id,
        rw=mother.rw,
        rt=mother.rt,
        **asdict(figures),
        checked_by=person(actor),
        recorded_at=timezone.now(),
    )
