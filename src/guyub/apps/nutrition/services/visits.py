"""Weekly visits of a round: red flags. The only way to write them."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.nutrition.models import PmtRound, PmtVisit
from guyub.apps.nutrition.services.problems import refuse
from guyub.apps.nutrition.services.rounds import locked, note
from guyub.data.nutrition_files import load_pmt_rules


@transaction.atomic
def record_visit(actor: Actor, one: PmtRound, day: date, signs: Collection[str]) -> PmtVisit:
    """Put on record which red flags were seen on a day; told again the same way nothing changes.

    Args:
        signs: Codes of the rule file; none: they were looked for and not seen.

    Raises:
        NotAllowed: The actor may not give supplementary food where the person lives.
        PmtRefused: The day is to come or outside the round, or a sign is not in the list.
    """
    one = locked(actor, one)
    refuse(_problem(one, day, signs), one.person.code)
    former = one.visits.filter(day=day).order_by("pk").last()
    if former is not None and set(former.signs) == set(signs):
        return former
    told = [code for code in known_signs(one) if code in signs]
    visit = PmtVisit.objects.create(round=one, day=day, signs=told, noted_by=person(actor), noted_at=timezone.now())
    note(actor, "pmt-visit-corrected" if former else "pmt-visited", one)
    return visit


def known_signs(one: PmtRound) -> list[str]:
    """Codes of the red flags that are looked for in somebody's round."""
    rules = load_pmt_rules()
    return list(rules.red_flags.of(rules.categories[one.category].who))


def _problem(one: PmtRound, day: date, signs: Collection[str]) -> str:
    if day > timezone.localdate():
        return "day-to-come"
    if day < one.begun or (one.ended_on is not None and day > one.ended_on):
        return "pmt-day-outside-the-round"
    return "" if set(signs) <= set(known_signs(one)) else "pmt-sign-unknown"
