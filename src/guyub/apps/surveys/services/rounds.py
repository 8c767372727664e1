"""Open and close survey rounds."""

from datetime import date

from django.db import IntegrityError, transaction

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.surveys.models import Round
from guyub.apps.surveys.services.problems import RoundClosed, RoundExists
from guyub.data.questionnaires import DEFAULT_QUESTIONNAIRE, load_questionnaire


@transaction.atomic
def open_round(
    actor: Actor, village: str, year: int, edition: str = DEFAULT_QUESTIONNAIRE, day: date | None = None
) -> Round:
    """Begin the survey of a year in a village.

    Raises:
        NotAllowed: The actor may not run rounds there.
        NotFound: There is no such edition of the questionnaire.
        RoundExists: There is one of that year, or one that is still open.
    """
    require(actor, "run-rounds", Right.RUN_ROUNDS, village)
    form = load_questionnaire(edition)
    try:
        with transaction.atomic():
            opened = Round.objects.create(
                village_id=village,
                year=year,
                edition=form.id,
                opened_on=day or date(year, 1, 1),
                opened_by=person(actor),
            )
    except IntegrityError as error:
        other = Round.objects.filter(village_id=village, closed_on__isnull=True).first()
        raise RoundExists(year=other.year if other else year) from error
    trail.note(actor, "open-round", chain=village, subject=f"round:{year}", edition=form.id)
    return opened


@transaction.atomic
def close_round(actor: Actor, round_: Round, day: date) -> Round:
    """End a round. Open interviews stay open in the record and count as not done.

    Raises:
        NotAllowed: The actor may not run rounds there.
        RoundClosed: It is closed already.
    """
    require(actor, "run-rounds", Right.RUN_ROUNDS, round_.village_id)
    current = Round.objects.select_for_update().get(pk=round_.pk)
    refuse_closed(current)
    current.closed_on = max(day, current.opened_on)
    current.save(update_fields=["closed_on"])
    trail.note(actor, "close-round", chain=current.village_id, subject=f"round:{current.year}")
    return current


def refuse_closed(round_: Round) -> None:
    """Refuse to write in a round that is over.

    Raises:
        RoundClosed: It is.
    """
    if round_.closed_on is not None:
        raise RoundClosed(year=round_.year, day=round_.closed_on)
