"""Words about groups: kinds, members, meetings."""

from django.utils.translation import gettext as _

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import Scope
from guyub.apps.people.presentation.wording import place_words, shown_name
from guyub.apps.programmes.models import Group, GroupMember, GroupOfficer, Meeting
from guyub.apps.ui.templatetags.ui import grade_word, page_language
from guyub.data.group_files import load_group_rules
from guyub.domain.programmes.kinds import Kind
from guyub.domain.rulefiles import Grade


def kind_of(group: Group) -> Kind:
    """The kind of a group."""
    return load_group_rules().by_code[group.kind]


def group_name(group: Group) -> str:
    """As people call it: "BKB Melati"."""
    return f"{kind_of(group).short.in_language(page_language())} {group.name}"


def member_name(member: GroupMember) -> str:
    """The name of a member, of a family that of its head; the code where there is none."""
    if member.family is None:
        return shown_name(member.person.name, member.person.code)
    head = member.family.head
    return shown_name(head.name, member.family.code) if head else member.family.code


def member_about(member: GroupMember) -> str:
    """Where a member lives."""
    where = member.family or member.person
    return place_words(where.rw, where.rt)


def officer_name(officer: GroupOfficer, scope: Scope) -> str:
    """The office, or the name of whom the reader sees, else that they live elsewhere, with the code."""
    if officer.person is None:
        return load_group_rules().facilitators.named(officer.office, page_language())
    seen = scope.may(Right.SEE_PEOPLE, officer.person.place)
    if seen:
        return shown_name(officer.person.name, officer.person.code)
    return _("tinggal di luar wilayah Anda ({code})").format(code=officer.person.code)


def topic_words(meeting: Meeting) -> str:
    """What a meeting was about; empty where nobody said."""
    named = kind_of(meeting.group).topics.named(meeting.topic, page_language()) if meeting.topic else ""
    return ": ".join(filter(None, (named, meeting.topic_told)))


def grade_note(grade: Grade) -> str:
    """The word of a grade for a file, where there is something to say: what is confirmed goes without."""
    return "" if grade == Grade.CONFIRMED else grade_word(grade)
