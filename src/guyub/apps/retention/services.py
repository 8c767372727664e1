"""Erase what was kept long enough. Periods are data (`data/privacy/retention.yaml`); what is erased is on the trail."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit import trail
from guyub.apps.intake.models import FileImport, ProfileDraft
from guyub.apps.intake.people_files.models import PeopleImport
from guyub.apps.intake.people_files.services import drop_forgotten as drop_forgotten_people
from guyub.apps.intake.services.files import drop_forgotten as drop_forgotten_figures
from guyub.apps.surveys.models import Interview
from guyub.apps.surveys.services import retention as surveys
from guyub.data.privacy_files import load_retention_rule
from guyub.domain.privacy import RetentionRule

BATCH = 1000  # interviews a transaction: an erasure that is cut off has done whole batches, and goes on the next time


@dataclass(frozen=True)
class Due:
    """One kind of data and how many of it are due (or were erased)."""

    kind: str
    count: int


def due(now: datetime, rule: RetentionRule | None = None) -> list[Due]:
    """What `apply` would erase now."""
    rule = rule or load_retention_rule()
    return [
        *(Due(kind, interviews.count()) for kind, interviews in _interviews(now, rule).items()),
        Due("import-files", sum(files.count() for files in _files(now, rule))),
        Due("profile-drafts", _drafts(now, rule).count()),
    ]


def apply(now: datetime, rule: RetentionRule | None = None) -> list[Due]:
    """Erase what is due, in batches; every village's trail says how many interviews it lost."""
    rule = rule or load_retention_rule()
    done = [Due(kind, _empty(kind, interviews)) for kind, interviews in _interviews(now, rule).items()]
    done.append(Due("import-files", drop_forgotten_figures() + drop_forgotten_people()))
    done.append(Due("profile-drafts", _drafts(now, rule).delete()[1].get(ProfileDraft._meta.label, 0)))
    trail.note(SYSTEM, "retention-applied", rule=f"{rule.id} {rule.version}", **{one.kind: one.count for one in done})
    return done


def _interviews(now: datetime, rule: RetentionRule) -> dict[str, QuerySet[Interview]]:
    today = timezone.localdate(now)
    return {
        "interview-answers": surveys.answers_of_gone_families(today - timedelta(rule.days("interview-answers"))),
        "open-interviews": surveys.answers_never_finished(now - timedelta(rule.days("open-interviews"))),
    }


def _files(now: datetime, rule: RetentionRule) -> tuple[QuerySet[FileImport], QuerySet[PeopleImport]]:
    """Files whose content is due. The services that drop them read the same number of days from the settings."""
    limit = now - timedelta(rule.days("import-files"))
    states = PeopleImport.State
    people = PeopleImport.objects.filter(uploaded_at__lt=limit, content_sealed__isnull=False)
    return (
        FileImport.objects.filter(uploaded_at__lt=limit, state=FileImport.State.CHECKED),
        people.exclude(state__in=[states.TO_CHECK, states.TO_APPLY]),
    )


def _drafts(now: datetime, rule: RetentionRule) -> QuerySet[ProfileDraft]:
    limit = now - timedelta(rule.days("profile-drafts"))
    return ProfileDraft.objects.filter(recording__isnull=True, updated_at__lt=limit)


def _empty(kind: str, interviews: QuerySet[Interview]) -> int:
    count = 0
    while True:
        with transaction.atomic():
            batch = interviews.filter(pk__in=list(interviews.order_by("pk").values_list("pk", flat=True)[:BATCH]))
            villages = surveys.by_village(batch)
            if not villages:
                return count
            count += surveys.erase_answers(batch)
            for village in sorted(villages):
                trail.note(SYSTEM, "retention-applied", chain=village, kind=kind, interviews=villages[village])
