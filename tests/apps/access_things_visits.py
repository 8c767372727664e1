"""Things of visit plans for the access matrix: a city's cycle with a published plan and a newer one that is not."""

from __future__ import annotations

from tests.apps.access_world import CITY, VILLAGE, World, thing

MELATI = "99.01.01.1002"


@thing("ics")
def _(world: World) -> str:
    return "ics"


@thing("visit_team")
def _(world: World) -> int:
    return 1


@thing("visit_cycle")
def _(world: World) -> str:
    """Version 2 is published, version 3 not; the juror of home has a seat."""
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.appraisal.forms.visits import VisitPlanForm
    from guyub.apps.appraisal.models import Cycle, Entry, Seat
    from guyub.apps.appraisal.services import visits
    from guyub.data.cycle_files import load_cycle_definition

    definition = load_cycle_definition("kota-seleksi")
    cycle = Cycle.objects.create(
        code="uji-kunjungan",
        region_id=CITY,
        year=2028,
        title="Siklus uji kunjungan",
        definition=definition.model_dump(mode="json"),
        definition_id=definition.id,
        definition_version=definition.version,
        definition_checksum=definition.checksum,
        state=Cycle.State.OPEN,
    )
    for unit in (world.cast.unit, world.cast.empty_unit):
        Entry.objects.create(cycle=cycle, unit=unit, stage="lapangan")
    Seat.objects.create(cycle=cycle, user=world.users["juror"], label="Juri 1")
    form = VisitPlanForm(world.thing("visit_wish"), entries=visits.entries_to_visit(cycle))
    assert form.is_valid(), form.errors
    visits.make_visit_plan(SYSTEM, cycle, form.wish())
    visits.publish_visit_plan(SYSTEM, cycle, 1)
    visits.make_visit_plan(SYSTEM, cycle, form.wish())
    return cycle.code


@thing("visit_day")
def _(world: World) -> str:
    """A day of the latest version."""
    from guyub.apps.appraisal.models import VisitPlan

    plan = VisitPlan.objects.filter(cycle__code=world.thing("visit_cycle")).order_by("sequence").last()
    assert plan is not None
    return str(plan.result["trips"][0]["day"])


@thing("visit_wish")
def _(world: World) -> dict[str, str]:
    """What the browser sends for a plan."""
    return {
        "mulai": "2028-05-02", "sampai": "2028-05-31", "ramadan": "avoid", "cuti": "on", "lama": "70", "paling": "1",
        "buka": "08:00", "tutup": "16:30", "berangkat": "05:00", "kembali": "20:00", "kecepatan": "40", "faktor": "140",
        "tim1-titik": "-6.4, 106.8", "tim2-titik": "-6.4, 106.8",
        f"desa-{VILLAGE}-titik": "-6.5, 106.8", f"desa-{MELATI}-titik": "-6.6, 106.8",
    }  # fmt: skip
