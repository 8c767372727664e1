"""Answers that are kept no longer: the family is gone for years, or nobody ever finished the interview."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, QuerySet

from guyub.apps.surveys.models import AnswerSave, Interview

NOTHING: dict[str, object] = {}


def answers_of_gone_families(gone_before: date) -> QuerySet[Interview]:
    """Interviews that hold answers of families that ended before a day."""
    return Interview.objects.filter(family__until__lt=gone_before).exclude(answers=NOTHING)


def answers_never_finished(untouched_since: datetime) -> QuerySet[Interview]:
    """Interviews that hold answers, were never finished, and were last saved before a time."""
    open_ones = Interview.objects.filter(state=Interview.State.OPEN, updated_at__lt=untouched_since)
    return open_ones.exclude(answers=NOTHING)


def by_village(interviews: QuerySet[Interview]) -> dict[str, int]:
    """How many of these interviews each village has."""
    return dict(interviews.order_by("village_id").values_list("village_id").annotate(Count("pk")))


def erase_answers(interviews: Iterable[Interview] | QuerySet[Interview]) -> int:
    """Empty these interviews; that they took place stays on record. Returns how many."""
    keys = [interview.pk for interview in interviews]
    AnswerSave.objects.filter(interview__in=keys).delete()
    return Interview.objects.filter(pk__in=keys).update(answers=NOTHING, kept=NOTHING)
