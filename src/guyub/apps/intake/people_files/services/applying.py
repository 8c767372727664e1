"""Enter the families of a file, some hundreds at a time. Each part and the cursor behind it are one transaction: after
a crash the next worker goes on exactly where the last part ended, and nothing is entered twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from guyub.analytics.people_tables import FamilyRows, People, RowProblem, Severity, load_layout
from guyub.apps.accounts.actors import require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.intake.models import PeopleImport, ReportedScreening
from guyub.apps.intake.people_files.services import contents
from guyub.apps.intake.people_files.services.changing import change, codes_of
from guyub.apps.intake.people_files.services.checking import (
    CHUNK,
    keep_problems,
    keep_rows,
    left_out_of,
    plans_of,
    problems_of,
    read_checked,
)
from guyub.apps.intake.people_files.services.planning import COUNTED, REFUSED, SKIPPED, FamilyPlan, tally
from guyub.apps.intake.people_files.services.problems import LeaseLost
from guyub.apps.people import services as registry
from guyub.apps.people.models import Family
from guyub.apps.people.services import UnusableFamily
from guyub.apps.resilience.services import deferred
from guyub.apps.surveys import services as surveys
from guyub.domain.families.questionnaire import Who
from guyub.errors import DomainError

LEASE = timedelta(seconds=120)
SOURCE = "file"
State = PeopleImport.State


@dataclass
class Part:
    """What became of one part of the file."""

    done: list[FamilyPlan] = field(default_factory=list)
    failed: list[FamilyPlan] = field(default_factory=list)
    answers: list[tuple[FamilyPlan, Family, dict[int, str]]] = field(default_factory=list)


def apply(run: PeopleImport, worker: str, size: int = CHUNK, lease: timedelta = LEASE) -> None:
    """Enter what is left of a file. Every family of it is read again, in the same order as by the check.

    Args:
        run: The import, taken up by this worker.
        worker: The mark under which it was taken up.
        size: Families of one transaction.
        lease: How long nobody else takes the import up, from each part on.

    Raises:
        LeaseLost: Another worker has it.
        NotAllowed: The person who approved it may no longer import there.
    """
    people = read_checked(run, again=True)
    while apply_part(run.pk, worker, people, size, lease):
        pass


@transaction.atomic
def apply_part(pk: object, worker: str, people: People, size: int, lease: timedelta) -> bool:
    """Enter the next part; False once nothing is left and the import is closed."""
    _wait_for_other_imports(pk)
    run = (
        PeopleImport.objects.select_for_update(of=("self",))
        .select_related("village", "round")
        .defer("content_sealed")
        .get(pk=pk)
    )
    if run.worker != worker or run.state != State.TO_APPLY:
        raise LeaseLost
    person = run.uploaded_by
    require(person, "import-people", Right.IMPORT_PEOPLE, run.village_id)
    if run.cursor == 0 and not run.counts:
        _begin(run, people)
    families = people.families[run.cursor : run.cursor + size]
    if families:
        with deferred():  # states and sums of the families follow once, in this transaction
            part = _enter(run, families, people)
        _count(run, part)
        run.cursor += len(families)
    if finished := run.cursor >= len(people.families):
        _close(run)
    run.lease_until = None if finished else timezone.now() + lease
    run.save()
    return not finished


def _wait_for_other_imports(pk: object) -> None:
    """One part of a village at a time: what another import enters must be on record before this one plans its part.

    Without it, two workers with the same file would both find the families new. Nobody locks an import who holds a
    family, so that no ring comes of it.
    """
    village = PeopleImport.objects.filter(pk=pk).values("village")
    of_village = PeopleImport.objects.filter(village__in=village, state=State.TO_APPLY)
    list(of_village.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _begin(run: PeopleImport, people: People) -> None:
    """Problems and rows left out by reading; those of the registry are added part by part."""
    run.problems.all().delete()
    run.left_out.all().delete()
    keep_problems(run, people.problems)
    left_out = dict.fromkeys(people.refused, (REFUSED, ""))
    left_out |= {line: (SKIPPED, reason) for line, reason in people.skipped.items()}
    keep_rows(run, left_out)
    counts = dict.fromkeys(COUNTED, 0)
    counts[REFUSED], counts[SKIPPED] = len(people.refused), len(people.skipped)
    run.counts, run.units, run.rows = counts, len(people.families), people.total


def _enter(run: PeopleImport, families: Sequence[FamilyRows], people: People) -> Part:
    part = Part()
    plans = plans_of(run, families)
    part.failed = [plan for plan in plans if not plan.usable]
    usable = [plan for plan in plans if plan.usable]
    if load_layout(run.layout).rows in ("decile", "screening"):
        _enter_listed(run, usable, part, people)
        return part
    _enter_new(run, [plan for plan in usable if plan.new is not None], part, people)
    for plan in usable:
        if plan.new is None:
            _enter_known(run, plan, part, people)
    _enter_answers(run, part, people)
    return part


def _enter_new(run: PeopleImport, plans: list[FamilyPlan], part: Part, people: People) -> None:
    """All new families at once; one that is refused all the same is taken out and the rest tried again."""
    while plans:
        try:
            with transaction.atomic():
                families = registry.register_families(run.uploaded_by, [plan.new for plan in plans if plan.new])
        except UnusableFamily as error:
            refused = plans.pop(error.position)
            _refuse(refused, error, part, people)
            continue
        for plan, family in zip(plans, families, strict=True):
            part.done.append(plan)
            codes = {place: row.code for place, row in enumerate(family.new_members)}
            part.answers.append((plan, family, codes))
        return


def _enter_known(run: PeopleImport, plan: FamilyPlan, part: Part, people: People) -> None:
    """Changes to a family on record, all or none of them."""
    if plan.same:
        part.done.append(plan)
        part.answers.append((plan, plan.family, codes_of(plan)))
        return
    try:
        with transaction.atomic():
            codes = change(run, plan)
    except UnusableFamily as error:
        _refuse(plan, error, part, people)
        return
    part.done.append(plan)
    assert plan.family is not None
    part.answers.append((plan, plan.family, codes))


def _refuse(plan: FamilyPlan, error: UnusableFamily, part: Part, people: People) -> None:
    plan.problems += problems_of(plan.rows, error, people)
    part.failed.append(plan)


def _enter_answers(run: PeopleImport, part: Part, people: People) -> None:
    """Answers of the families into the open round; a family whose answers no form can hold keeps its entry."""
    if run.round is None or not load_layout(run.layout).answers:
        return
    entries = [(plan, family, _nested(run, plan, codes)) for plan, family, codes in part.answers]
    entries = [entry for entry in entries if any(entry[2].values())]
    if not entries:
        return
    try:
        with transaction.atomic():
            _record(run, entries)
        return
    except DomainError:
        pass  # one of them is the reason: find it
    for plan, family, nested in entries:
        try:
            with transaction.atomic():
                _record(run, [(plan, family, nested)])
        except DomainError as error:
            line = plan.rows.lines[0]
            keep_problems(run, [RowProblem(line, "", "", error.code, "", Severity.WARNING)])


def _record(run: PeopleImport, entries: Sequence[tuple[FamilyPlan, Family, dict[str, dict[str, object]]]]) -> None:
    rows = [(family, nested, run.day) for _, family, nested in entries]
    recorded = surveys.record_answers(run.uploaded_by, run.round, rows, SOURCE)
    for name in ("new", "changed", "unchanged", "kept", "open"):
        run.counts[f"answers-{name}"] = run.counts.get(f"answers-{name}", 0) + getattr(recorded, name)


def _nested(run: PeopleImport, plan: FamilyPlan, codes: dict[int, str]) -> dict[str, dict[str, object]]:
    form = contents.form_of(run)
    nested: dict[str, dict[str, object]] = {"family": {}, "couple": {}, "members": {}}
    for key, answer in plan.rows.answers.items():
        question = form.questions[key]
        section = "couple" if form.topic_of[key].who is Who.COUPLE else "family"
        nested[section][question.code] = answer
    for place, member in enumerate(plan.rows.members):
        if member.answers and place in codes:
            nested["members"][codes[place]] = {
                form.questions[key].code: answer for key, answer in member.answers.items()
            }
    return nested


def _enter_listed(run: PeopleImport, plans: Sequence[FamilyPlan], part: Part, people: People) -> None:
    reported = []
    for plan in plans:
        assert plan.family is not None
        try:
            with transaction.atomic():
                if plan.changes:
                    registry.correct_family(run.uploaded_by, plan.family, plan.changes, f"import {run.pk}")
        except UnusableFamily as error:  # it ended since the plan was made
            _refuse(plan, error, part, people)
            continue
        part.done.append(plan)
        if load_layout(run.layout).rows == "screening":
            reported.append(
                ReportedScreening(
                    family=plan.family,
                    as_of=run.day,
                    flags=plan.rows.flags,
                    assistance=list(plan.rows.assistance),
                    run=run,
                )
            )
    ReportedScreening.objects.bulk_create(
        reported,
        update_conflicts=True,
        unique_fields=["family", "as_of"],
        update_fields=["flags", "assistance", "run"],
    )


def _count(run: PeopleImport, part: Part) -> None:
    for outcome, count in tally(part.done).items():
        run.counts[outcome] += count
    for plan in part.failed:
        left_out = left_out_of(plan)
        keep_rows(run, left_out)
        for outcome, _ in left_out.values():
            run.counts[outcome] += 1
    keep_problems(run, [problem for plan in (*part.done, *part.failed) for problem in plan.problems])


def _close(run: PeopleImport) -> None:
    """Done. A file of which every row was taken is forgotten at once; else it waits for the error workbook."""
    run.state, run.finished_at, run.worker = State.DONE, timezone.now(), ""
    trail.note(run.uploaded_by, "import-people", chain=run.village_id, subject=run.subject, **run.counts)
    if not run.left_out.exclude(reason__in=["repeated-row", "after-end"]).exists():
        contents.destroy(run)
