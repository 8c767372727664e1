"""A youth post as its page shows it: shares, signs with what to do, twelve months, whom to measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.models import Person
from guyub.apps.programmes.models import Meeting
from guyub.apps.ui.templatetags.ui import page_language
from guyub.apps.youth.models import YouthCheck
from guyub.apps.youth.posts import YouthPost
from guyub.data.youth_files import load_youth_rules
from guyub.domain.growth.ages import months_before
from guyub.domain.youth.continuity import MONTHS, Share

FOLLOWED, NOT_FOLLOWED = "followed", "not-followed"


@dataclass(frozen=True)
class ShareLine:
    """A share in words. ``withheld``: it is of people whom the reader may not see."""

    name: str
    share: Share
    withheld: bool


@dataclass(frozen=True)
class SignLine:
    """An early sign, and what keeps posts going."""

    name: str
    keeps: str


@dataclass(frozen=True)
class Month:
    """One month: meetings, how many different young people came, how many checks. ``running``: it is not over."""

    month: date
    meetings: int
    came: int
    checks: int
    running: bool


@dataclass(frozen=True)
class Session:
    """A meeting with those who came and whom the reader may see: checked there, or still to be."""

    meeting: Meeting
    waiting: Sequence[Person]
    done: int


def share_lines(one: YouthPost, user: User) -> list[ShareLine]:
    """Shares of a post. What was found of people is told to those who may see all of them."""
    names, language = load_youth_rules().continuity.names, page_language()
    return [
        ShareLine(names[share.code].in_language(language), share, share.code == FOLLOWED and not _sees_all(one, user))
        for share in one.shares
    ]


def sign_lines(one: YouthPost, user: User) -> list[SignLine]:
    """Early signs of a post."""
    language = page_language()
    return [
        SignLine(sign.name.in_language(language), sign.keeps.in_language(language))
        for code, sign in one.signs
        if code != NOT_FOLLOWED or _sees_all(one, user)
    ]


def months_of(one: YouthPost) -> list[Month]:
    """Twelve months, the running one last."""
    this = one.post.today.replace(day=1)
    came = {meeting.day: meeting.came for meeting in one.post.meetings}
    found = []
    for ago in range(MONTHS - 1, -1, -1):
        month = months_before(this, ago)
        held = [meeting for meeting in one.meetings if meeting.day.replace(day=1) == month]
        people = frozenset().union(*(came[meeting.day] for meeting in held))
        checks = sum(one.checks.get(meeting.pk, 0) for meeting in held)
        found.append(Month(month, len(held), len(people), checks, ago == 0))
    return found


def last_session(one: YouthPost, user: User) -> Session | None:
    """The latest meeting, with those who came and were not checked there; two queries."""
    if not one.meetings:
        return None
    meeting = one.meetings[0]
    checked = YouthCheck.objects.filter(meeting=meeting, replaced_by=None).values("person")
    came = Person.objects.permitted(user, Right.SEE_YOUTH).filter(
        groups__attendances__meeting=meeting, groups__attendances__present=True
    )
    waiting = came.exclude(pk__in=checked).order_by("name_key", "code")
    return Session(meeting, list(waiting), one.checks.get(meeting.pk, 0))


def _sees_all(one: YouthPost, user: User) -> bool:
    scope = scope_of(user)
    return all(scope.may(Right.SEE_YOUTH, place) for place in one.group.places)
