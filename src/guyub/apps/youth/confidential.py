"""Confidential interviews, opened: for who counsels young people where this one lives, and for counts.

Nothing of what is opened here may reach a log, the audit trail, a file, or a page of anybody else.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from guyub.analytics.disclosure import Published, publish
from guyub.apps.accounts.rights import Right
from guyub.apps.people.models import Person
from guyub.apps.youth.models import YouthInterview
from guyub.apps.youth.standing import Reader
from guyub.data.privacy_files import load_disclosure_rule
from guyub.data.youth_files import load_youth_rules
from guyub.domain.youth.aggregates import closed_period, may_be_told
from guyub.domain.youth.findings import outcome_of
from guyub.domain.youth.rules import Outcome

PURPOSE = "heeadsss"


@dataclass(frozen=True)
class Opened:
    """An interview: code of each area → code of its outcome; why it was corrected, where it replaces another."""

    interview: YouthInterview
    areas: Mapping[str, str]
    reason: str = ""

    @property
    def outcome(self) -> Outcome:
        """The most serious of its areas."""
        found = outcome_of(load_youth_rules().interview, self.areas)
        assert found is not None  # an interview without areas is not recorded
        return found


def sealed(person: Person, areas: Mapping[str, str], reason: str = "") -> bytes:
    """What came of an interview, sealed with the person's key."""
    return person.key.bytes().seal(json.dumps({"areas": dict(areas), "reason": reason}), PURPOSE)


def opened(interview: YouthInterview) -> Opened:
    """What came of an interview."""
    told = json.loads(interview.key.bytes().open(interview.sealed, PURPOSE))
    return Opened(interview, told["areas"], told["reason"])


def interviews_of(user: Reader, person: Person) -> list[Opened]:
    """Interviews with a young person, replaced ones too, the latest first; none for who may not counsel them."""
    rows = _readable(user).filter(person=person)
    return [opened(one) for one in rows.order_by("-day", "-pk")]


def latest_of_village(user: Reader, village: str) -> list[Opened]:
    """The last interview with each young person of a village, the most serious first; one query."""
    rows = _readable(user).filter(person__village_id=village, person__state=Person.State.LIVING, replaced_by=None)
    last = {one.person_id: one for one in rows.select_related("key", "replaced_by", "person").order_by("day", "pk")}
    order = [one.code for one in load_youth_rules().interview.outcomes]
    found = [opened(one) for one in last.values()]
    return sorted(found, key=lambda one: (-order.index(one.outcome.code), one.interview.day, one.interview.person.code))


@dataclass(frozen=True)
class Told:
    """Counts of a closed period. ``table``: None where they would say too much of somebody."""

    first: date
    after: date
    table: Published | None


def outcomes_told(village: str, today: date) -> Told:
    """People of a village by the most serious outcome in the last closed period, or why not; one query.

    Counted as they stood when the period ended: what is recorded or corrected later changes nothing that was shown.
    """
    rules = load_youth_rules().interview
    first, after = closed_period(rules.aggregate, today)
    start, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, after))
    corrected = YouthInterview.objects.filter(replaces=OuterRef("pk"), recorded_at__lt=end)
    rows = YouthInterview.objects.filter(village_id=village, recorded_at__gte=start, recorded_at__lt=end)
    worst: dict[int, int] = {}
    order = [one.code for one in rules.outcomes]
    for row in rows.exclude(Exists(corrected)).select_related("key"):
        found = order.index(opened(row).outcome.code)
        worst[row.person_id] = max(found, worst.get(row.person_id, 0))
    counts = Counter(order[place] for place in worst.values())
    if not may_be_told(rules, counts, load_disclosure_rule().smallest):
        return Told(first, after, None)
    return Told(first, after, publish({(village, code): counts[code] for code in order}, top=village))


def _readable(user: Reader) -> "QuerySet[YouthInterview]":
    return YouthInterview.objects.permitted(user, Right.COUNSEL_YOUTH).select_related("key", "replaced_by")
