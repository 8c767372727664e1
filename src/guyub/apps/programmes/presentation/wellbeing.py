"""How a group is doing, in words: signs with what to do, who drifts away, who carries too much."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.programmes.models import Attendance, Group, GroupOfficer
from guyub.apps.programmes.presentation.group_page import MeetingLine, MemberLine, OfficerLine
from guyub.apps.programmes.services import officers_now
from guyub.data.group_files import load_group_health
from guyub.domain.programmes.health import Health, Held, Sign, has_drifted, health_of

ADVICE = {
    Sign.NEVER_MET: gettext_lazy("Belum pernah bertemu: tetapkan hari pertamanya bersama kader."),
    Sign.STOPPED: gettext_lazy(
        "Lama tidak bertemu: tanyakan sebabnya kepada ketua, dan carikan tempat atau pendamping."
    ),
    Sign.NOT_THIS_MONTH: gettext_lazy("Bulan lalu tidak bertemu: buat pertemuan bulan ini."),
    Sign.FALLING: gettext_lazy("Yang hadir berkurang: tanyakan hari, jam, dan materi yang cocok."),
    Sign.UNTRAINED: gettext_lazy("Belum ada pengurus yang dilatih: mintakan pelatihan kepada PKB."),
}


@dataclass(frozen=True)
class Wellbeing:
    """How a group is doing.

    Attributes:
        signs: Advice, grade and source of each sign.
        drifting: Members whose names the reader sees and who missed the latest meetings.
        busy: Who runs it and so many other groups that it is too much, with how many.
    """

    health: Health
    signs: Sequence[tuple[str, str, object]]
    drifting: Sequence[MemberLine]
    busy: Sequence[tuple[str, int]]


def wellbeing_of(
    group: Group,
    meetings: Sequence[MeetingLine],
    members: Sequence[MemberLine],
    officers: Sequence[OfficerLine],
    today: date,
) -> Wellbeing:
    """How a group is doing on a day; three queries."""
    rules = load_group_health()
    running, trained = officers_now([group]).get(group.pk, (0, 0))
    held = [Held(line.meeting.day, line.came, line.ticked) for line in meetings if line.meeting.day <= today]
    health = health_of(rules, held, running, trained, today)
    of = {
        Sign.NEVER_MET: rules.active,
        Sign.STOPPED: rules.stopped,
        Sign.NOT_THIS_MONTH: rules.active,
        Sign.FALLING: rules.trend,
        Sign.UNTRAINED: rules.untrained,
    }
    signs = [(str(ADVICE[sign]), of[sign].grade, of[sign].source) for sign in health.signs]
    return Wellbeing(health, signs, _drifting(meetings, members), _busy(officers))


def _drifting(meetings: Sequence[MeetingLine], members: Sequence[MemberLine]) -> list[MemberLine]:
    rules = load_group_health()
    latest = [line.meeting for line in meetings if line.ticked][: rules.drifting.missed]
    came: dict[int, dict[int, bool]] = defaultdict(dict)
    ticks = Attendance.objects.filter(meeting__in=[one.pk for one in latest])
    for member, meeting, present in ticks.values_list("member", "meeting", "present"):
        came[member][meeting] = present
    return [
        line
        for line in members
        if has_drifted(rules, [came[line.member.pk].get(one.pk) for one in latest if line.member.since <= one.day])
    ]


def _busy(officers: Sequence[OfficerLine]) -> list[tuple[str, int]]:
    names = {line.officer.person_id: line.name for line in officers if line.officer.person_id}
    posts = GroupOfficer.objects.filter(person__in=names, until=None, group__closed_on=None).order_by()
    counted = posts.values("person").annotate(n=Count("group", distinct=True))
    least = load_group_health().overloaded.groups
    return [(names[row["person"]], row["n"]) for row in counted if row["n"] >= least]


def trend_words(health: Health) -> str:
    """Attendance now and before in words; empty where too few meetings were held."""
    if health.recent is None:
        return ""
    if health.before is None:
        return _("{recent} % hadir pada tiga pertemuan terakhir").format(recent=health.recent)
    told = _("{recent} % hadir pada tiga pertemuan terakhir, sebelumnya {before} %")
    return told.format(recent=health.recent, before=health.before)
