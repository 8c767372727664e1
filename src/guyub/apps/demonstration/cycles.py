"""A made-up assessment cycle: the example province's panel, and one village whose claim the city verifies."""

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import User
from guyub.apps.appraisal.models import Cycle, Seat
from guyub.apps.appraisal.services.claims import submit
from guyub.apps.appraisal.services.cycles import open_cycle
from guyub.apps.appraisal.services.entries import enter
from guyub.apps.appraisal.services.seats import seat
from guyub.apps.demonstration.people import DOMAIN, SURVEYED
from guyub.apps.territory.models import Region, Unit

PROVINCE = "99"
YEAR = 2025
DEFINITION = "provinsi-tiga-tahap"
TITLE = "Penilaian contoh (rekaan)"
PANEL = (
    ("provinsi", Seat.Post.SECRETARY, ""),
    ("juri1", Seat.Post.CHAIR, Seat.Team.FIELD),
    ("juri2", Seat.Post.JUROR, Seat.Team.ADMINISTRATION),
)


def load_cycle() -> None:
    """Open the cycle once, after the accounts are there; whoever works in it afterwards is left alone."""
    region = Region.objects.filter(code=PROVINCE, synthetic=True).first()
    unit = Unit.objects.active().with_region().filter(region=SURVEYED).first()
    if region is None or unit is None or Cycle.objects.filter(region=region).exists():
        return
    cycle = open_cycle(SYSTEM, region, YEAR, DEFINITION, TITLE)
    users = {user.username: user for user in User.objects.filter(email__endswith=DOMAIN)}
    for name, post, team in PANEL:
        if name in users:
            seat(SYSTEM, cycle, users[name], post, team)
    submit(SYSTEM, enter(SYSTEM, cycle, unit, waiver="Peragaan: umur rekaan"))
