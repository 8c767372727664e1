"""The dry run: everything that would happen, nothing of it done."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from django.db import transaction

from guyub.analytics.people_tables import FamilyRows, People, RowProblem, Severity, load_layout
from guyub.apps.intake.models import PeopleImport, PeopleImportProblem, PeopleImportRow
from guyub.apps.intake.people_files.services import contents
from guyub.apps.intake.people_files.services.changing import change
from guyub.apps.intake.people_files.services.planning import (
    COUNTED,
    REFUSED,
    SKIPPED,
    FamilyPlan,
    new_family,
    plan_families,
    plan_listed,
    tally,
)
from guyub.apps.intake.people_files.services.problems import LeaseLost
from guyub.apps.people.services import UnusableFamily, problems_in_family, refusal_of

CHUNK = 2000  # families of one transaction: two or three seconds in which a site on SQLite waits with its own writing
TRIED_AT_ONCE = 200  # families changed and taken back before the lease is renewed
MOST_PROBLEMS = 20_000  # kept; a file with more has one fault in every row, and the first ones tell which
# Which column a reason of the registry is about.
COLUMN_OF = {
    "nik": ("nik-", "nik"),
    "kk": ("kk-", "kk"),
    "birth": ("birth-", "birth"),
    "relation": ("second-head", "no-head", "unknown-relation", "other-", "second-couple", "wife-", "head-"),
    "mother_line": ("mother-",),
    "rw": ("rw-", "rt-"),
    "name": ("name-", "no-name"),
    "decile": ("decile-",),
}
Item = TypeVar("Item")


def chunks(items: Sequence[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """The items in parts of one size."""
    return (items[start : start + size] for start in range(0, len(items), size))


def read_checked(run: PeopleImport, again: bool = False) -> People:
    """Everybody in the file, with the families taken out that the registry's own rules refuse. Reads no tables.

    ``again``: the check has asked the rules about every family before; only those it refused are asked once more.
    """
    people = contents.people_of(run, contents.table_of(run))
    if load_layout(run.layout).rows in ("decile", "screening"):
        return people
    positions = run.refused_units if again else range(len(people.families))
    found = {position: _refused(run, people, position) for position in positions}
    found = {position: problems for position, problems in found.items() if problems}
    run.refused_units = sorted(found)
    people.hold(found)
    return people


def _refused(run: PeopleImport, people: People, position: int) -> list[RowProblem]:
    rows = people.families[position]
    reasons = problems_in_family(new_family(run, rows), contents.today_of(run))
    problems = [problem_of(rows, line, reason, people) for line, reason in reasons]
    # Someone who joins a registered family need not bring its head; where it is new, the plan asks for one.
    if rows.code or all(problem.rule == "no-head" for problem in problems):
        problems = [problem for problem in problems if problem.rule != "no-head"]
    return problems


def problem_of(rows: FamilyRows, line: int, reason: str, people: People) -> RowProblem:
    """A reason of the registry at its row and column."""
    row = rows.members[line - 1].line if 0 < line <= len(rows.members) else rows.lines[0]
    target = next((code for code, starts in COLUMN_OF.items() if reason.startswith(starts)), "")
    return RowProblem(row, people.headings.get(target, ""), target, reason)


def problems_of(rows: FamilyRows, refused: UnusableFamily, people: People) -> list[RowProblem]:
    """Why the registry refused a family, each reason at its row and column."""
    return [problem_of(rows, line, reason, people) for line, reason in refused.problems]


def plans_of(run: PeopleImport, families: Sequence[FamilyRows]) -> list[FamilyPlan]:
    """Plans for a part of the file, by what its rows are."""
    rows_are = load_layout(run.layout).rows
    if rows_are in ("decile", "screening"):
        return plan_listed(run, families, rows_are)
    plans = plan_families(run, families)
    for plan in plans:
        if plan.new is not None and not any(member.relation == 1 for member in plan.new.members):
            plan.problems.append(RowProblem(plan.rows.lines[0], "", "relation", "no-head"))
    return plans


def check(run: PeopleImport, alive: Callable[[], object] = lambda: None) -> PeopleImport:
    """Read and plan the whole file, keep its problems and the counts to expect. Registry and interviews stay as is.

    Args:
        run: The import, taken up by this worker.
        alive: Called now and then: renews the lease.

    Raises:
        LeaseLost: Another worker has taken the import up meanwhile; what this one found is dropped.
    """
    people = read_checked(run)
    alive()
    run.choices = {key: value for key, value in run.choices.items() if key != "ask"}
    if ask := _questions(people):
        run.choices["ask"] = ask
    expected = dict.fromkeys(COUNTED, 0)
    left_out = dict.fromkeys(people.refused, (REFUSED, ""))
    left_out |= {line: (SKIPPED, reason) for line, reason in people.skipped.items()}
    problems = list(people.problems)
    for part in chunks(people.families):
        plans = plans_of(run, part)
        _try_changes(run, plans, people, alive)
        problems += [problem for plan in plans for problem in plan.problems]
        for outcome, count in tally(plan for plan in plans if plan.usable).items():
            expected[outcome] += count
        for plan in plans:
            if not plan.usable:
                left_out |= left_out_of(plan)
        alive()
    for outcome, _ in left_out.values():
        expected[outcome] += 1
    run.units, run.rows, run.expected = len(people.families), people.total, expected
    with transaction.atomic():
        _close(run)
        run.problems.all().delete()
        run.left_out.all().delete()
        keep_problems(run, problems)
        keep_rows(run, left_out)
    return run


def _try_changes(run: PeopleImport, plans: Sequence[FamilyPlan], people: People, alive: Callable[[], object]) -> None:
    """Ask the registry about each family that would change: it is changed, and that is taken back.

    New families were asked about when they were read. One transaction a family, so that nobody waits long.
    """
    changing = [plan for plan in plans if plan.usable and plan.new is None and not plan.listed and not plan.same]
    for part in chunks(changing, TRIED_AT_ONCE):
        for plan in part:
            refused = refusal_of(partial(change, run, plan))
            if isinstance(refused, UnusableFamily):
                plan.problems += problems_of(plan.rows, refused, people)
            elif refused is not None:
                raise refused  # no fault of the file: the right to change families is gone, say
        alive()


def _close(run: PeopleImport) -> None:
    """Checked, if it is still this worker's to say. The content, up to 40 MB, is not written again."""
    mine = PeopleImport.objects.filter(pk=run.pk, worker=run.worker, state=PeopleImport.State.TO_CHECK)
    found = {name: getattr(run, name) for name in ("units", "rows", "expected", "choices", "refused_units")}
    if not mine.update(state=PeopleImport.State.CHECKED, worker="", lease_until=None, **found):
        raise LeaseLost
    run.state, run.worker, run.lease_until = PeopleImport.State.CHECKED, "", None


def left_out_of(plan: FamilyPlan) -> dict[int, tuple[str, str]]:
    """Rows of a family that cannot be entered: those with an error are refused, the others are held with them."""
    bad = {problem.line for problem in plan.problems if problem.severity == Severity.ERROR}
    return {line: (REFUSED, "") if line in bad else (SKIPPED, "held-with-family") for line in plan.rows.lines}


def keep_problems(run: PeopleImport, problems: Sequence[RowProblem]) -> None:
    """Write problems down, errors first where there are too many."""
    kept = sorted(problems, key=lambda problem: (problem.severity != Severity.ERROR, problem.line))[:MOST_PROBLEMS]
    rows = [
        PeopleImportProblem(
            run=run,
            line=problem.line,
            column=problem.column[:200],
            target=problem.field[:30],
            rule=problem.rule,
            value=problem.value[:60],
            severity=problem.severity,
            data=dict(problem.data),
        )
        for problem in kept
    ]
    PeopleImportProblem.objects.bulk_create(rows, batch_size=1000)


def keep_rows(run: PeopleImport, left_out: dict[int, tuple[str, str]]) -> None:
    """Write down which rows were not taken."""
    rows = [
        PeopleImportRow(run=run, line=line, outcome=outcome, reason=reason)
        for line, (outcome, reason) in sorted(left_out.items())
    ]
    PeopleImportRow.objects.bulk_create(rows, batch_size=1000)


def _questions(people: People) -> list[str]:
    asked = ["date-order"] if people.must_ask else []
    return asked + (["code-book"] if any(problem.rule == "bare-code" for problem in people.problems) else [])
