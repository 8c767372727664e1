"""Record answers to a form of elders. The only way to write screenings."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor
from guyub.apps.again import told_already
from guyub.apps.elders.kinds import rule_of
from guyub.apps.elders.models import ElderScreening
from guyub.apps.elders.services.problems import problem_with, refuse
from guyub.apps.elders.services.rows import accompanied, made, noted, put_right
from guyub.apps.people.models import Person


@transaction.atomic
def record_screening(actor: Actor, elder: Person, form: str, day: date, answers: Mapping[str, int]) -> ElderScreening:
    """Put a screening on record; items that are left out were not asked. Told again it is on record already.

    Args:
        form: Of `ElderScreening.Form`.
        answers: Value or points by item of its rule file.

    Raises:
        NotAllowed: The actor may not accompany elders where this one lives.
        ElderRecordRefused: Nobody of that age on that day, nothing was answered, or an answer is none that there is.
    """
    elder = accompanied(actor, elder)
    problem = problem_with(elder, day, timezone.localdate()) or _problem(form, answers)
    refuse(problem, elder.code)
    said = {"form": form, "version": rule_of(form).version, "answers": dict(answers)}
    counting = ElderScreening.objects.filter(elder=elder, day=day, replaced_by=None)
    if (before := told_already(counting, said)) is not None:
        return before
    screening = made(ElderScreening, actor, elder, day, **said)
    screening.save()
    noted(actor, "elder-screened", elder, form=form, day=day.isoformat())
    return screening


@transaction.atomic
def correct_screening(
    actor: Actor, screening: ElderScreening, answers: Mapping[str, int], reason: str
) -> ElderScreening:
    """Replace a screening; the former stays, with the reason why it no longer counts.

    Raises:
        NotAllowed: The actor may not accompany elders where this one lives.
        ElderRecordRefused: As for `record_screening`, corrected by somebody else meanwhile, or without a reason.
    """
    elder, form = accompanied(actor, screening.elder), screening.form
    refuse(_problem(form, answers), elder.code)
    said = {"form": form, "version": rule_of(form).version, "answers": dict(answers)}
    corrected = put_right(actor, screening, reason, **said)
    noted(actor, "elder-screening-corrected", elder, form=form, day=screening.day.isoformat())
    return corrected


def _problem(form: str, answers: Mapping[str, int]) -> str:
    if form not in ElderScreening.Form.values:
        return "unknown-form"
    if not answers:
        return "nothing-answered"
    try:
        rule_of(form).judge(answers)
    except ValueError:
        return "no-such-answer"
    return ""
