"""Why something about a group cannot be recorded."""

from guyub.errors import DomainError


class GroupRecordRefused(DomainError):
    """Something about a group that cannot be as it was told."""

    code = "group-record-refused"
    template = "Nothing was recorded of group {group}: {reason}."
    exit_code = 4
    words = ("reason",)


class MeetingClosed(DomainError):
    """Something is sent for a meeting that is over."""

    code = "meeting-of-group-closed"
    template = "This meeting is over. Open it again to change who came."
    exit_code = 4


class NotAMember(DomainError):
    """A tick for someone who does not belong to the group on that day, or whom the actor may not tick."""

    code = "not-a-member-here"
    template = "Member {member} does not belong to this group on that day."
    exit_code = 4


def refuse(problem: str, group: int | None) -> None:
    """Refuse where there is a problem (a reason code).

    Raises:
        GroupRecordRefused: There is one.
    """
    if problem:
        raise GroupRecordRefused(group="-" if group is None else group, reason=problem)
