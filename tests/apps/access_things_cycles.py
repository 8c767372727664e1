"""What rows of the access matrix name about cycles up to the nomination."""

from __future__ import annotations

from typing import Any

from tests.apps.access_world import CITY, PROVINCE, VILLAGE, World, thing


def _cycle(title: str) -> Any:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.appraisal.services.cycles import open_cycle
    from guyub.apps.territory.models import Region
    from guyub.data.cycle_files import load_cycle_definition

    rules = load_cycle_definition("provinsi-tiga-tahap").model_copy(update={"entry_rules": (), "quota_per_city": 9})
    return open_cycle(SYSTEM, Region.objects.get(pk=PROVINCE), 2027, rules, title)


def _entry(title: str) -> Any:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.appraisal.services.entries import enter
    from guyub.apps.territory.models import Unit

    return enter(SYSTEM, _cycle(title), Unit.objects.get(region_id=VILLAGE))


def _handed_in(title: str) -> Any:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.appraisal.services.claims import submit

    return submit(SYSTEM, _entry(title))


def _verified(title: str) -> Any:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.appraisal.services.verifying import Verified, verify

    entry = _handed_in(title)
    claimed = entry.items.filter(claimed_share__isnull=False)
    verify(SYSTEM, entry, [Verified(one.item, one.claimed_share) for one in claimed])
    return entry


def _won(world: World) -> Any:
    """An entry that won its city's selection, which feeds the province's cycle."""
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.appraisal.models import Cycle, Entry
    from guyub.apps.appraisal.services.cycles import open_cycle
    from guyub.apps.appraisal.services.entries import enter
    from guyub.apps.territory.models import Region, Unit

    if "winner" not in world.made:
        place, above = Region.objects.get(pk=CITY), _cycle("Siklus di atas kota")
        below = open_cycle(SYSTEM, place, 2027, "kota-seleksi", "Seleksi yang selesai", above)
        entry = enter(SYSTEM, below, Unit.objects.get(region_id=VILLAGE))
        Entry.objects.filter(pk=entry.pk).update(state=Entry.State.DECIDED, rank=1)
        Cycle.objects.filter(pk=below.pk).update(state=Cycle.State.DECIDED)
        world.made["winner"] = Entry.objects.select_related("cycle__feeds").get(pk=entry.pk)
    return world.made["winner"]


@thing("city_decided")
def _(world: World) -> str:
    """A city's cycle with a winner."""
    return str(_won(world).cycle.code)


@thing("city_winner")
def _(world: World) -> dict[str, str]:
    """What the browser sends to take the winner on."""
    return {"pilih": str(_won(world).pk), "alasan": ""}


@thing("cycle_above")
def _(world: World) -> dict[str, str]:
    """What the browser sends to name the cycle above."""
    return {"siklus": str(_won(world).cycle.feeds_id)}


@thing("empty_cycle")
def _(world: World) -> str:
    """A cycle without entries."""
    return str(_cycle("Siklus kosong").code)


@thing("claim_entry")
def _(world: World) -> int:
    """An entry whose village still claims."""
    return int(_entry("Siklus klaim").pk)


@thing("check_entry")
def _(world: World) -> int:
    """An entry that the city verifies."""
    return int(_handed_in("Siklus cek").pk)


@thing("asked_entry")
def _(world: World) -> int:
    """An entry of which the city asked evidence for A7."""
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.appraisal.services.verifying import ask

    entry = _handed_in("Siklus lengkapi")
    ask(SYSTEM, entry, "A7", "SK kelompok")
    return int(entry.pk)


@thing("checked_entry")
def _(world: World) -> int:
    """An entry whose every claim has a verified value."""
    return int(_verified("Siklus selesai").pk)


def _waiting(world: World) -> Any:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.appraisal.services.verifying import finish

    if "waiting" not in world.made:
        world.made["waiting"] = finish(SYSTEM, _verified("Siklus usul"))
    return world.made["waiting"]


@thing("waiting_cycle")
def _(world: World) -> str:
    """A cycle with an entry that waits for the nomination."""
    return str(_waiting(world).cycle.code)


@thing("nomination")
def _(world: World) -> dict[str, str]:
    """What the browser sends to nominate it."""
    return {"pilih": str(_waiting(world).pk), "alasan": ""}


@thing("nominated_cycle")
def _(world: World) -> str:
    """A cycle in which the city has nominated."""
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.appraisal.services.nominating import nominate
    from guyub.apps.appraisal.services.verifying import finish

    entry = finish(SYSTEM, _verified("Siklus diusulkan"))
    nominate(SYSTEM, entry.cycle, CITY, [entry.pk])
    return str(entry.cycle.code)


@thing("advance")
def _(world: World) -> dict[str, str]:
    """What the browser sends to take the nominated entry on; nobody has to score it, so nothing is missing."""
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.appraisal.models import Cycle
    from guyub.apps.appraisal.services.judging import give_score
    from guyub.apps.appraisal.services.seats import seat

    cycle = Cycle.objects.get(code=world.thing("nominated_cycle"))
    entry = cycle.entries.select_related("cycle", "unit").get()
    for juror in (world.users["juror"], _juror("juri-kedua")):
        seat(SYSTEM, cycle, juror)
        give_score(juror, entry, "berkas", "mutu-berkas", "80")
    return {"tahap": "berkas", "pilih": str(entry.pk), "langkah": "maju"}


def _juror(name: str) -> Any:
    from guyub.apps.accounts.models import Assignment, User

    made = User.objects.create_user(name, f"{name}@contoh.invalid", "rahasia-uji")
    Assignment.objects.create(user=made, role="juror", region_id=PROVINCE)
    return made


@thing("free_juror")
def _(world: World) -> str:
    """An account that can be given a seat."""
    return str(_juror("juri-baru").pk)


def _seat(world: World) -> Any:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.appraisal.services.seats import seat

    if "the seat" not in world.made:
        world.made["the seat"] = seat(SYSTEM, _cycle("Siklus kursi"), _juror("juri-duduk"))
    return world.made["the seat"]


@thing("seat_cycle")
def _(world: World) -> str:
    """A cycle with one seat."""
    return str(_seat(world).cycle.code)


@thing("seat")
def _(world: World) -> int:
    return int(_seat(world).pk)


@thing("seat_change")
def _(world: World) -> dict[str, str]:
    """What the browser sends to free it."""
    return {f"kursi{_seat(world).pk}-post": "juror"}
