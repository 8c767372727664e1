"""The register of a group's month as page and file: each meeting, the counts, and on the page who came by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.growth.templatetags.growth import month_words
from guyub.apps.programmes.models import Attendance, Group, GroupMember, Meeting
from guyub.apps.programmes.presentation.words import group_name, kind_of, member_name, topic_words
from guyub.apps.programmes.services.registers import meetings_in, registers_counts
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.group_files import load_group_rules
from guyub.language import format_date

Cell = str | int


@dataclass(frozen=True)
class Register:
    """A month of a group. ``rows``: one a meeting; ``names``: who came to which of them, for the page alone."""

    group: Group
    month: date
    meetings: Sequence[Meeting]
    rows: Sequence[Sequence[Cell]]
    counts: dict[str, Any]
    names: Sequence[tuple[str, Sequence[bool | None]]]

    @property
    def headings(self) -> list[str]:
        """Of the columns of a meeting."""
        present, guests = _("Anggota hadir"), _("Tamu")
        return [_("Tanggal"), _("Materi"), _("Penyaji"), _("Cara"), present, guests]

    @property
    def total(self) -> list[Cell]:
        """The last line of the table."""
        return [_("Jumlah"), "", "", "", self.counts["present"], self.counts["guests"]]

    def told(self) -> list[tuple[str, Cell]]:
        """Counts of the month in words."""
        counts = self.counts
        return [
            (_("Pertemuan tatap muka"), counts["meetings"] - counts["virtual"]),
            (_("Pertemuan virtual"), counts["virtual"]),
            (_("Anggota"), counts["members"]),
            (_("Anggota yang hadir paling sedikit sekali"), counts["came_once"]),
        ]

    @property
    def title(self) -> str:
        """What it is called."""
        form = kind_of(self.group).register_form or _("Register")
        name, month = group_name(self.group), month_words(self.month)
        return _("{form} {name}, {month}").format(form=form, name=name, month=month)


def register_of(group: Group, user: User, month: date) -> Register:
    """The register of a month for this reader; five queries."""
    rules, language = load_group_rules(), page_language()
    meetings = list(meetings_in([group], month))
    for one in meetings:
        one.group = group
    rows = [
        [
            format_date(one.day, language),
            topic_words(one),
            rules.facilitators.named(one.facilitator, language) if one.facilitator else "",
            rules.ways.named(one.way, language),
            one.came,
            one.guests,
        ]
        for one in meetings
    ]
    counts = registers_counts([group], meetings)[group.pk]
    return Register(group, month, meetings, rows, counts, _names(group, user, meetings))


def _names(group: Group, user: User, meetings: Sequence[Meeting]) -> list[tuple[str, list[bool | None]]]:
    ticks = {
        (member, meeting): present
        for member, meeting, present in Attendance.objects.filter(meeting__in=[one.pk for one in meetings]).values_list(
            "member", "meeting", "present"
        )
    }
    which = {member for member, _meeting in ticks}
    found = GroupMember.objects.filter(pk__in=which).named_to(user, Right.SEE_GROUPS)
    lines = [
        (member_name(one), [ticks.get((one.pk, meeting.pk)) for meeting in meetings])
        for one in found.select_related("family__head", "person")
    ]
    return sorted(lines, key=lambda line: line[0].casefold())
