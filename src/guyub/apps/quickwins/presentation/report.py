"""The month of the ministry's programmes: what is to be typed into each portal, counted from what was recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.elders.models import CarePlan, CareVisit, ElderCheck, ElderScreening
from guyub.apps.elders.standing import elders_among
from guyub.apps.growth.models import Measurement, Referral
from guyub.apps.people.models import Person
from guyub.apps.programmes.models import Attendance, Meeting
from guyub.apps.quickwins.models import AidDelivery, DayCare, DayCareChild, FatherActivity, FosterAid
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.quickwin_files import load_quick_wins
from guyub.domain.growth.ages import last_day, months_before
from guyub.domain.quickwins.fostering import NUTRITION
from guyub.domain.quickwins.rules import Programme

BKL = "bkl"
YEAR = 12


@dataclass(frozen=True)
class Item:
    """One figure. ``value`` None: not recorded here, or not for this reader; not zero."""

    name: str
    value: int | None


@dataclass(frozen=True)
class Part:
    """One programme of the report: where its figures are typed, and the figures."""

    programme: Programme
    title: str
    portal: str
    items: Sequence[Item]


def parts_of(user: User | AnonymousUser, village: str, month: date) -> list[Part]:
    """The four programmes in a month, as far as the reader sees; a fixed number of queries."""
    rules, first, last = load_quick_wins(), month, last_day(month)
    found = (
        (rules.genting, _genting(user, village, first, last)),
        (rules.gati, _gati(village, first, last)),
        (rules.tamasya, _tamasya(village, first, last)),
        (rules.sidaya, _sidaya(user, village, first, last)),
    )
    language = page_language()
    return [
        Part(one, one.name.in_language(language), one.portal.in_language(language), [Item(*item) for item in items])
        for one, items in found
    ]


Items = list[tuple[str, int | None]]


def _genting(user: User | AnonymousUser, village: str, first: date, last: date) -> Items:
    language, rules = page_language(), load_quick_wins().genting
    seen = FosterAid.objects.permitted(user, Right.SEE_HEALTH).filter(family__village=village)
    running = list(seen.filter(Q(ended_on=None) | Q(ended_on__gte=first), since__lte=last).select_related("donor"))
    given = AidDelivery.objects.filter(aid__in=seen.values("pk"), day__range=(first, last))
    food = given.filter(aid__package=NUTRITION).aggregate(days=Sum("days"), rupiah=Sum("rupiah"))
    others = given.exclude(aid__package=NUTRITION).aggregate(rupiah=Sum("rupiah"))
    items: Items = [
        (_("Keluarga yang dibantu"), len({one.family_id for one in running})),
        (_("Bantuan baru bulan ini"), sum(one.since >= first for one in running)),
        (_("Bantuan selesai bulan ini"), sum(one.ended_on is not None and one.ended_on <= last for one in running)),
    ]
    for package in rules.packages.choices:
        count = len({one.family_id for one in running if one.package == package.code})
        items.append((_("Keluarga, {package}").format(package=package.name.in_language(language)), count))
    items += [
        (_("Hari makan yang diserahkan"), food["days"] or 0),
        (_("Nilai makanan (Rp)"), food["rupiah"] or 0),
        (_("Nilai bantuan lain (Rp)"), others["rupiah"] or 0),
    ]
    for kind in rules.donors.choices:
        count = len({one.donor_id for one in running if one.donor.kind == kind.code})
        items.append((_("Orang tua asuh, {kind}").format(kind=kind.name.in_language(language)), count))
    return items


def _gati(village: str, first: date, last: date) -> Items:
    language, rules = page_language(), load_quick_wins().gati
    rows = list(FatherActivity.objects.filter(village=village, day__range=(first, last)))
    items: Items = []
    for channel in rules.channels.choices:
        count = sum(one.channel == channel.code for one in rows)
        items.append((_("Kegiatan, {channel}").format(channel=channel.name.in_language(language)), count))
    items.append((_("Ayah yang terjangkau"), sum(one.fathers for one in rows)))
    items.append((_("Remaja laki-laki yang terjangkau"), sum(one.boys for one in rows)))
    return items


def _tamasya(village: str, first: date, last: date) -> Items:
    cares = list(DayCare.objects.filter(village=village))
    there = DayCareChild.objects.filter(Q(until=None) | Q(until__gte=first), day_care__village=village)
    children = there.filter(since__lte=last).values("child").distinct()
    measured = Measurement.objects.filter(child__in=children, replaced_by=None, day__range=(first, last))
    referred = Referral.objects.filter(child__in=children, referred_on__range=(first, last))
    return [
        (_("Taman asuh (TPA)"), len(cares)),
        (_("Pengasuh"), sum(one.carers for one in cares)),
        (_("Pengasuh terlatih"), sum(one.trained for one in cares)),
        (_("Anak"), children.count()),
        (_("Anak yang diukur bulan ini"), measured.values("child").distinct().count()),
        (_("Anak yang dirujuk bulan ini"), referred.values("child").distinct().count()),
        (_("Tanda kekerasan"), None),
    ]


def _sidaya(user: User | AnonymousUser, village: str, first: date, last: date) -> Items:
    names = [
        _("Lansia menurut data keluarga"),
        _("Diperiksa kesehatannya bulan ini"),
        _("SKILAS dalam setahun"),
        _("Dalam pendampingan PJP"),
        _("Kunjungan PJP bulan ini"),
        _("Pertemuan BKL bulan ini"),
        _("Hadir di BKL bulan ini (kali)"),
        _("Sekolah Lansia"),
        _("Kartu Sidaya"),
        _("Lansia wirausaha"),
    ]
    if not scope_of(user).may(Right.SEE_ELDERS, village):
        return [(name, None) for name in names]
    month = {"village": village, "day__range": (first, last)}
    skilas = ElderScreening.objects.filter(replaced_by=None, form=ElderScreening.Form.SKILAS)
    year = skilas.filter(village=village, day__gt=months_before(last, YEAR), day__lte=last)
    checked = set(ElderCheck.objects.filter(replaced_by=None, **month).values_list("elder", flat=True))
    checked |= set(skilas.filter(**month).values_list("elder", flat=True))
    plans = CarePlan.objects.filter(Q(ended_on=None) | Q(ended_on__gte=first), village=village, day__lte=last)
    met = Meeting.objects.filter(group__village=village, group__kind=BKL, day__range=(first, last))
    values: list[int | None] = [
        elders_among(Person.objects.filter(village=village), last).count(),
        len(checked),
        year.values("elder").distinct().count(),
        plans.values("elder").distinct().count(),
        CareVisit.objects.filter(**month).count(),
        met.count(),
        Attendance.objects.filter(meeting__in=met.values("pk"), present=True).count(),
    ]
    return list(zip(names, [*values, None, None, None], strict=True))
