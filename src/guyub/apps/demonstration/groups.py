"""Groups of the made-up city's villages with families: a year of meetings, some of them well, some about to stop."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.assessment.services import following_deferred
from guyub.apps.demonstration.files import SyntheticFile
from guyub.apps.people.models import Family, Person
from guyub.apps.programmes.models import Group, GroupMember
from guyub.apps.programmes.services import (
    GroupFacts,
    MeetingFacts,
    appoint,
    close_meeting,
    confirm_card,
    describe_meeting,
    enrol,
    open_group,
    open_meeting,
    record_home_visit,
    save_attendance,
)
from guyub.apps.programmes.services.targets import families_meant, people_meant
from guyub.apps.territory.models import Region
from guyub.data.group_files import load_group_rules
from guyub.domain.programmes.deadlines import months_on

MONTHS = 12


@dataclass(frozen=True)
class Made:
    """One group: how many of those it is meant for belong to it, in which months it met, how many of a hundred came.

    ``silent``: so many of the last months without a meeting. ``fading``: how many fewer come each month.
    """

    kind: str
    name: str
    share: int
    silent: int = 0
    comes: int = 80
    fading: int = 0
    posts: tuple[str, ...] = ("ketua", "kader", "kader")


GROUPS = (
    Made("bkb", "Melati", 45, comes=85, posts=("ketua", "sekretaris", "kader", "kader")),
    Made("bkr", "Kenanga", 20, silent=3, comes=70),
    Made("bkl", "Dahlia", 55, comes=90, fading=4),
    Made("uppka", "Sejahtera", 0, comes=75),
    Made("pikr", "Remaja Ceria", 30, comes=65, fading=5, posts=("ketua", "pendidik-sebaya", "pendidik-sebaya")),
    Made("posmaja", "Tunas", 25, comes=60),
    Made("dashat", "Dapur Sehat", 0, comes=100),
    Made("rumah-dataku", "Data Kita", 0, posts=("ketua", "kader", "kader")),
)
WITHOUT_TARGET = 8  # members of a group whom the registry does not name


def load_groups(city: SyntheticFile) -> None:
    """Groups of the villages that have none yet."""
    with following_deferred():
        for number, register in enumerate(city.registers):
            if not Group.objects.filter(village_id=register.village).exists():
                chance = random.Random(city.seed + number)  # noqa: S311 - made up, alike each time
                village = Region.objects.get(code=register.village)
                for made in GROUPS:
                    _load(village, made, chance)


def _load(village: Region, made: Made, chance: random.Random) -> None:
    today = timezone.localdate()
    facts = GroupFacts(
        made.name,
        number=f"{made.kind.upper()}-01",
        formed_on=date(today.year - 4, 3, 1),
        decree_number=f"411/{made.kind.upper()}/{today.year - 4}",
        decree_on=date(today.year - 4, 3, 1),
        decree_issuer="desa",
        funds=("apbd", "swadaya"),
    )
    group = open_group(SYSTEM, village, made.kind, facts)
    members = _members(group, made, months_on(today, -MONTHS), chance)
    _appoint(group, made, chance)
    for month in range(MONTHS, made.silent, -1):
        day = months_on(today, 1 - month) + timedelta(days=chance.randrange(5, 20))
        if day < today:
            _meet(group, made, members, day, made.comes - made.fading * (MONTHS - month), chance)
    if made.kind != "bkr":  # its card is late
        confirm_card(SYSTEM, group, today.year)
    if made.fading and members:
        record_home_visit(SYSTEM, members[0], today - timedelta(days=9), "tidak-hadir", "akan-datang")


def _members(group: Group, made: Made, since: date, chance: random.Random) -> list[GroupMember]:
    kind = load_group_rules().by_code[made.kind]
    if kind.members == "none":
        return []
    if kind.target is None:
        meant = _anybody(group, kind.members == "families")
    elif kind.target.record:
        meant = list(families_meant(group, kind.target))
    else:
        meant = list(people_meant(group, kind.target, timezone.localdate()))
    wanted = len(meant) * made.share // 100 or WITHOUT_TARGET
    return enrol(SYSTEM, group, chance.sample(meant, min(wanted, len(meant))), since)


def _anybody(group: Group, families: bool) -> list[Family | Person]:
    if families:
        return list(Family.objects.filter(village=group.village_id, until=None).order_by("code"))
    return list(_grown(group))


def _grown(group: Group) -> Sequence[Person]:
    """Women who may cook in the kitchen or run a group."""
    born = (date(1965, 1, 1), date(1995, 12, 31))
    found = Person.objects.filter(village=group.village_id, state=Person.State.LIVING, sex=2, birth_date__range=born)
    return found.order_by("code")


def _appoint(group: Group, made: Made, chance: random.Random) -> None:
    """The first of them runs every group: one cadre who carries too much."""
    found = list(islice(_grown(group), 40))
    busy, others = found[:1], chance.sample(found[1:], min(len(found) - 1, len(made.posts)))
    since = months_on(timezone.localdate(), -MONTHS)
    for number, post in enumerate(made.posts):
        who = busy[0] if number == 1 and busy else others[number] if number < len(others) else None
        if who is not None:
            appoint(SYSTEM, group, post, who, since, since if number < 2 else None)
    appoint(SYSTEM, group, "pembina", "pkb", since)


def _meet(
    group: Group, made: Made, members: Sequence[GroupMember], day: date, comes: int, chance: random.Random
) -> None:
    """One meeting; the first members come seldom."""
    rules = load_group_rules()
    topics = rules.by_code[made.kind].topics.choices
    came = [one.pk for number, one in enumerate(members) if chance.randrange(100) < (15 if number < 2 else comes)]
    meeting = open_meeting(SYSTEM, group, day)
    save_attendance(SYSTEM, meeting, came)
    facilitator = "pendidik-sebaya" if made.kind == "pikr" else "kader"
    facts = MeetingFacts(
        topics[chance.randrange(len(topics) - 1)].code, facilitator=facilitator, guests=chance.randrange(4)
    )
    describe_meeting(SYSTEM, meeting, facts)
    close_meeting(SYSTEM, meeting)
