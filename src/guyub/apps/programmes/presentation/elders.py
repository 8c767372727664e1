"""What elders join: meetings of groups, and the dimensions of a tough elder that these were about.

Families belong to BKL, so its meeting counts for an elder whose family came; others count where they came themselves.
"""

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.models import Person
from guyub.apps.people.panels import Panel
from guyub.apps.programmes.models import Attendance, Meeting
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.elder_files import load_elder_care
from guyub.data.group_files import load_group_rules
from guyub.domain.growth.ages import months_before

BKL = "bkl"
YEAR = 12  # months
OF_FAMILY = {"member__group__kind": BKL, "member__family__memberships__until": None}


def joined(people: Collection[int], first: date, last: date) -> dict[int, int]:
    """Meetings each came to within a time, of those in whose village any group met then; three queries."""
    held = Meeting.objects.filter(day__range=(first, last)).values("group__village")
    known = Person.objects.filter(pk__in=people, village__in=held).values_list("pk", flat=True)
    came = _came(first, last)
    own = came.filter(member__person__in=people).values_list("member__person").annotate(n=Count("pk"))
    family = came.filter(**OF_FAMILY, member__family__memberships__person__in=people)
    theirs = family.values_list("member__family__memberships__person").annotate(n=Count("pk"))
    counted = Counter(dict(own)) + Counter(dict(theirs))
    return {one: counted[one] for one in known}


def activities_panel(user: User, elder: Person, day: date) -> Panel | None:
    """Meetings of the last year by what they were about, and the dimensions that none was about."""
    if not scope_of(user).may(Right.SEE_GROUPS, elder.place):
        return None
    own = Q(member__person=elder) | Q(**OF_FAMILY, member__family__memberships__person=elder)
    rows = _came(months_before(day, YEAR), day).filter(own).values_list("meeting__topic", "meeting__group__kind")
    topics = Counter(topic for topic, kind in rows if kind == BKL)
    rule, words = load_elder_care().dimensions, load_group_rules().by_code[BKL].topics
    assert words is not None  # the kind has topics; a test holds it
    named = [(words.named(code, page_language()), topics[code]) for code in rule.topics]
    context = {"meetings": len(rows), "named": named, "rule": rule}
    return Panel(_("Kegiatan kelompok setahun terakhir"), "programmes/_elder_panel.html", context)


def _came(first: date, last: date) -> QuerySet[Attendance]:
    return Attendance.objects.filter(present=True, meeting__day__range=(first, last))
