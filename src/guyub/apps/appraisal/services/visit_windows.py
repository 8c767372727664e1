"""When the visit of a village may come: by its cycle's newest visit plan, else by the days of the field stage."""

from datetime import date

from guyub.apps.appraisal.models import Cycle, Entry
from guyub.apps.appraisal.services.visits import latest_plan
from guyub.domain.cycles import StageKind
from guyub.domain.evidence.sense import Window


def visit_window(village: str) -> Window | None:
    """The window of the newest running cycle that the village takes part in and that says one. Two queries.

    A plan counts before it is published too: a proof that runs out is better known early. The day itself stays with
    the plan; here it is the window alone.
    """
    entry = (
        Entry.objects.filter(unit__region=village, state=Entry.State.ACTIVE, cycle__state=Cycle.State.OPEN)
        .select_related("cycle")
        .order_by("-cycle__year", "-pk")
        .first()
    )
    if entry is None:
        return None
    plan = latest_plan(entry.cycle)
    if plan is not None and any(one["code"] == village for one in plan.inputs["villages"]):
        return Window(*(date.fromisoformat(plan.inputs[end]) for end in ("first", "last")))
    fields = [one for one in entry.cycle.definition["stages"] if one["kind"] == StageKind.FIELD]
    days = next(((one["opens"], one["closes"]) for one in fields if one["opens"] and one["closes"]), None)
    return Window(*(date.fromisoformat(day) for day in days)) if days else None
