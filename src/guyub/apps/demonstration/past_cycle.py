"""A made-up cycle of the year before, from the claims to the verdict, with a published plan of its visits."""

from collections.abc import Sequence
from datetime import date

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import User
from guyub.apps.appraisal.models import Cycle, Entry
from guyub.apps.appraisal.services import judging, verdicts, visits
from guyub.apps.appraisal.services.advancing import advance, led_stages
from guyub.apps.appraisal.services.claims import submit
from guyub.apps.appraisal.services.cycles import definition_of, open_cycle
from guyub.apps.appraisal.services.entries import enter
from guyub.apps.appraisal.services.nominating import nominate
from guyub.apps.appraisal.services.scores import scored_by_jurors
from guyub.apps.appraisal.services.seats import seat
from guyub.apps.appraisal.services.verifying import Verified, finish, verify
from guyub.apps.assessment.models import VillageState
from guyub.apps.demonstration.cycles import DEFINITION, PANEL, PROVINCE, YEAR
from guyub.apps.demonstration.people import DOMAIN, SURVEYED
from guyub.apps.territory.models import Region, Unit
from guyub.data.cycle_files import load_cycle_definition
from guyub.domain.cycles import Stage, StageKind
from guyub.domain.visiting import Point, Team

CITY = "99.01"
TITLE = "Penilaian tahun lalu (rekaan)"
VILLAGES = 2
CUT_EVERY = 5  # of the claimed items one is cut, to three fifths
FIRST, LAST = date(2024, 5, 6), date(2024, 5, 31)
BASE, POINT = Point(-6.2, 106.8), Point(-6.3, 106.9)  # nobody lives there: the places are made up


def load_past_cycle() -> None:
    """Once, after the accounts are there: two villages of the made-up city go all the way."""
    region = Region.objects.filter(code=PROVINCE, synthetic=True).first()
    users = {user.username: user for user in User.objects.filter(email__endswith=DOMAIN)}
    known = VillageState.objects.filter(as_of__isnull=False, unit__region__code__startswith=f"{CITY}.")
    units = list(
        Unit.objects.active()
        .with_region()
        .filter(pk__in=known.values("unit"))
        .exclude(region=SURVEYED)
        .order_by("region_id")[:VILLAGES]
    )
    there = Cycle.objects.filter(region=region, year=YEAR - 1).exists()
    if region is None or there or len(units) < VILLAGES or not all(name in users for name, _post, _team in PANEL):
        return
    rules = load_cycle_definition(DEFINITION).model_copy(update={"quota_per_city": VILLAGES})
    cycle = open_cycle(SYSTEM, region, YEAR - 1, rules, TITLE)
    for name, post, team in PANEL:
        seat(SYSTEM, cycle, users[name], post, team)
    keys = [_verified(enter(SYSTEM, cycle, unit, waiver="Peragaan: umur rekaan")) for unit in units]
    nominate(SYSTEM, cycle, CITY, keys)
    judges = [users[name] for name, post, _team in PANEL if post != "secretary"]
    for stage in led_stages(definition_of(cycle)):
        _through(cycle, stage, keys, judges)
    verdicts.decide(SYSTEM, cycle, "001/BA/REKAAN/2024", "Kota Contoh")


def _verified(entered: Entry) -> int:
    """Claimed as the facts give it, and verified by the city with some cuts."""
    entry = submit(SYSTEM, entered)
    claimed = entry.items.filter(claimed_share__isnull=False)
    values = [
        Verified(one.item, one.claimed_share * 3 // 5, "Bukti tidak lengkap (rekaan)")
        if number % CUT_EVERY == 0 and one.claimed_share
        else Verified(one.item, one.claimed_share)
        for number, one in enumerate(claimed, start=1)
    ]
    verify(SYSTEM, entry, values)
    return int(finish(SYSTEM, entry).pk)


def _through(cycle: Cycle, stage: Stage, keys: Sequence[int], judges: Sequence[User]) -> None:
    """Everybody scores, the chair opens, and the entries go on."""
    if stage.kind is StageKind.FIELD:
        _planned(cycle)
    for place, key in enumerate(keys):
        entry = Entry.objects.select_related("cycle", "unit__region").get(pk=key)
        if stage.kind is StageKind.INTERVIEW:
            judging.draw_questions(judges[0], entry)
        for more, judge in enumerate(judges):
            for criterion in scored_by_jurors(stage):
                judging.give_score(judge, entry, stage.code, criterion.code, f"{84 - 6 * place + 2 * more},50")
        if stage.kind is StageKind.FIELD:
            for number, item in enumerate(entry.items.filter(claimed_share__isnull=False)):
                judging.check_item(judges[number % 2], entry, item.item, "partly" if number % 4 == 3 else "match")
        if scored_by_jurors(stage):
            judging.reveal(SYSTEM, entry, stage.code)
    advance(SYSTEM, cycle, stage.code, keys)


def _planned(cycle: Cycle) -> None:
    wish = visits.VisitWish(
        first=FIRST,
        last=LAST,
        teams=(Team("Tim 1", BASE, None, frozenset()),),
        villages={entry.unit.region_id: visits.VillageWish(POINT) for entry in visits.entries_to_visit(cycle)},
    )
    visits.publish_visit_plan(SYSTEM, cycle, visits.make_visit_plan(SYSTEM, cycle, wish).sequence)
