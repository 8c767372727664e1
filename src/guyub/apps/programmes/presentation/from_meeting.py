"""What a meeting of a group already tells of the activity that it was."""

from typing import Any

from django.utils.translation import gettext as _

from guyub.apps.programmes.models import Meeting
from guyub.apps.programmes.presentation.words import group_name, topic_words
from guyub.data.group_files import load_post_form


def told_by(meeting: Meeting) -> dict[str, Any]:
    """Fields of the form that the meeting fills in, by name; one query."""
    group, topic = meeting.group, topic_words(meeting)
    habit = load_post_form().groups.kinds.get(group.kind)
    present = meeting.attendances.filter(present=True).count() + meeting.guests
    title = _("Pertemuan {group}").format(group=group_name(group))
    told: dict[str, Any] = {
        "title": f"{title}: {topic}" if topic else title,
        "day": meeting.day,
        "present": present or None,
        "serves": ", ".join(group.serves),
    }
    if habit is None:
        return told
    return told | {"activity": habit.activity, "section": habit.section, "targets": list(habit.targets)}
