"""What a page says about an import: how far it is, and where the rows ended."""

from dataclasses import dataclass

from django.db.models import Count

from guyub.apps.intake.models import PeopleImport, PeopleImportProblem
from guyub.apps.intake.people_files.presentation.wording import problem_sentence
from guyub.apps.intake.people_files.services.contents import form_of
from guyub.apps.intake.people_files.services.planning import FAMILIES_CHANGED, FAMILIES_NEW, OUTCOMES
from guyub.language.problems import people_rule_text

SHOWN = 100


@dataclass(frozen=True)
class ProblemLine:
    """One problem on the page."""

    line: int
    column: str
    value: str
    sentence: str


@dataclass(frozen=True)
class WarningLine:
    """One kind of warning and how many rows have it."""

    sentence: str
    count: int
    line: int


def outcome_counts(run: PeopleImport) -> dict[str, int]:
    """Rows by outcome: as entered, else as the check foretells."""
    counts = run.counts if run.state == PeopleImport.State.DONE else run.expected
    return {outcome: counts.get(outcome, 0) for outcome in OUTCOMES}


@dataclass(frozen=True)
class Families:
    """Families of the file that are new on record, and those that changed; of a list about families none."""

    new: int
    changed: int


def family_counts(run: PeopleImport) -> Families:
    """Families: as entered, else as the check foretells."""
    counts = run.counts if run.state == PeopleImport.State.DONE else run.expected
    return Families(counts.get(FAMILIES_NEW, 0), counts.get(FAMILIES_CHANGED, 0))


@dataclass(frozen=True)
class Left:
    """Rows that were passed over though nothing is wrong with them.

    ``waiting``: a row of the same family has to be put right first; ``repeated``: the file says the same twice.
    ``nothing_to_do``: the same file was entered before, and the check finds nothing new, changed or wrong in it.
    """

    waiting: int
    repeated: int
    nothing_to_do: bool


def left_counts(run: PeopleImport) -> Left:
    """Rows waiting and rows repeated, and whether anything is left to do (two queries)."""
    waiting = run.left_out.filter(outcome="skipped", reason="held-with-family").count()
    counts = outcome_counts(run)
    repeated = max(counts["skipped"] - waiting, 0)
    to_do = counts["new"] + counts["changed"] + counts["refused"] + waiting
    # Where a round of interviews was opened since, answers that nobody took before may be taken now.
    entered = PeopleImport.objects.filter(village=run.village_id, sha256=run.sha256, day=run.day, round=run.round_id)
    entered = entered.filter(state=PeopleImport.State.DONE)
    nothing_to_do = run.state == PeopleImport.State.CHECKED and not to_do and entered.exists()
    return Left(waiting, repeated, nothing_to_do)


def unread_answers(run: PeopleImport) -> bool:
    """Whether the file has answers of the form that go nowhere, because no round was open on its day."""
    questions = form_of(run).questions
    return run.round_id is None and any(target.partition("@")[0] in questions for target in run.mapping)


def error_lines(run: PeopleImport, language: str) -> list[ProblemLine]:
    """The first errors."""
    found = run.problems.filter(severity="error")[:SHOWN]
    return [ProblemLine(one.line, one.column, one.value, _plain(one, language)) for one in found]


def warning_lines(run: PeopleImport, language: str) -> list[WarningLine]:
    """Warnings by kind, the most frequent first, with the first row of each."""
    found = run.problems.filter(severity="warning").values("rule").annotate(n=Count("pk")).order_by("-n", "rule")
    lines = []
    for one in found:
        first = run.problems.filter(severity="warning", rule=one["rule"]).first()
        if first is not None:
            lines.append(WarningLine(people_rule_text(first.rule, first.data, language), one["n"], first.line))
    return lines


def problem_rows(run: PeopleImport, language: str) -> list[list[object]]:
    """All kept problems for a CSV: row, column, masked value, rule, severity, sentence."""
    return [
        [run.sheet, one.line, one.column, one.value, one.rule, one.severity, problem_sentence(one, language)]
        for one in run.problems.all()
    ]


def _plain(problem: PeopleImportProblem, language: str) -> str:
    return people_rule_text(problem.rule, problem.data, language)
