"""The village profile form: a questionnaire as data, and the facts that its answers say.

People tick what there is; the figures that instruments read (how many funding sources, how many routines ...)
follow from the ticks. Three things stay apart: a question that nobody answered (absent from the answers), one whose
answer is "not known" (None), and one whose answer is none or zero (an empty list, 0).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from guyub.domain.rulefiles import Grade, Model, Text

Answer = int | tuple[str, ...] | Mapping[str, str] | None
"""A number or flag, the ticked options, routine → frequency, or None for "not known"."""

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]


class Condition(Model):
    """The question is asked only while a flag has this answer.

    ``otherwise`` is what its facts become when the flag says no: "zero", or "unknown" where zero would say too much.
    """

    flag: str
    otherwise: Literal["zero", "unknown"] = "zero"


class Question(Model):
    """What all questions share. ``only_if``: asked while a flag is yes. ``required``: then it has to be answered."""

    code: Code
    only_if: Condition | None = None
    required: bool = False
    help: Text | None = None


class FlagQuestion(Question):
    """Yes or no; its code is the fact."""

    kind: Literal["flag"]

    @property
    def facts(self) -> tuple[str, ...]:
        """Facts that the answer decides."""
        return (self.code,)


class NumberQuestion(Question):
    """A whole number; its code is the fact."""

    kind: Literal["number"]

    @property
    def facts(self) -> tuple[str, ...]:
        """Facts that the answer decides."""
        return (self.code,)


class Step(Model):
    """One step of a ladder."""

    value: Annotated[int, Field(ge=0)]
    name: Text


class LadderQuestion(Question):
    """One step of a ladder (a tier); its code is the fact."""

    kind: Literal["ladder"]
    name: Text
    steps: Annotated[tuple[Step, ...], Field(min_length=2)]

    @property
    def facts(self) -> tuple[str, ...]:
        """Facts that the answer decides."""
        return (self.code,)


class Option(Model):
    """One thing to tick. ``per_year_fact``: for routines, the fact that takes the times a year."""

    code: Code
    name: Text
    grade: Grade = Grade.CONFIRMED
    heading: Text | None = None
    per_year_fact: str | None = None


class Derivation(Model):
    """A fact that follows from ticks: how many (all but ``without``), or whether one of them (``has``) is there."""

    fact: str
    has: str | None = None
    without: tuple[str, ...] = ()

    def value(self, ticked: tuple[str, ...]) -> int:
        """The figure for these ticks."""
        if self.has is not None:
            return int(self.has in ticked)
        return len(self.counted(ticked))

    def counted(self, ticked: tuple[str, ...]) -> tuple[str, ...]:
        """The ticks that count."""
        return tuple(code for code in ticked if code not in self.without)


class TicksQuestion(Question):
    """A tick list; counts and flags follow from it."""

    kind: Literal["ticks"]
    name: Text
    options: Annotated[tuple[Option, ...], Field(min_length=1)]
    derives: Annotated[tuple[Derivation, ...], Field(min_length=1)]
    grade: Grade
    source: str

    @property
    def facts(self) -> tuple[str, ...]:
        """Facts that the answer decides."""
        return tuple(derivation.fact for derivation in self.derives)


class Frequency(Model):
    """How often; ``per_year`` is absent where the words do not say it."""

    code: Code
    name: Text
    per_year: Annotated[int, Field(gt=0)] | None = None


class RoutinesQuestion(Question):
    """Routines to tick, each with how often."""

    kind: Literal["routines"]
    name: Text
    fact: str
    options: Annotated[tuple[Option, ...], Field(min_length=1)]
    frequencies: Annotated[tuple[Frequency, ...], Field(min_length=1)]
    grade: Grade
    source: str

    @property
    def facts(self) -> tuple[str, ...]:
        """Facts that the answer decides."""
        return (self.fact, *(option.per_year_fact for option in self.options if option.per_year_fact))


AnyQuestion = Annotated[
    FlagQuestion | NumberQuestion | LadderQuestion | TicksQuestion | RoutinesQuestion, Field(discriminator="kind")
]


class Topic(Model):
    """One screen of the form. ``adds_up``: the check of the fact catalogue whose left side is summed up on the way."""

    id: Code
    icon: str
    name: Text
    lead: Text
    adds_up: str | None = None
    questions: Annotated[tuple[AnyQuestion, ...], Field(min_length=1)]


class ProfileForm(Model):
    """The whole questionnaire."""

    id: Code
    version: str
    grade: Grade
    source: str
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]

    @cached_property
    def questions(self) -> dict[str, AnyQuestion]:
        """All questions by code, in order."""
        return {question.code: question for topic in self.topics for question in topic.questions}

    @cached_property
    def by_topic(self) -> dict[str, Topic]:
        """Topics by id, in order."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Every fact that the form can decide."""
        return tuple(fact for question in self.questions.values() for fact in question.facts)

    @model_validator(mode="after")
    def _is_well_made(self) -> "ProfileForm":
        all_codes = [question.code for topic in self.topics for question in topic.questions]
        _refuse_repeated("question", all_codes)
        _refuse_repeated("topic", [topic.id for topic in self.topics])
        _refuse_repeated("fact", list(self.facts))
        earlier: set[str] = set()
        for question in self.questions.values():
            if isinstance(question, TicksQuestion | RoutinesQuestion):
                _refuse_repeated(f"option of '{question.code}'", [option.code for option in question.options])
            if isinstance(question, TicksQuestion):
                _refuse_unknown_ticks(question)
            if question.only_if is not None and question.only_if.flag not in earlier:
                raise ValueError(f"question '{question.code}' depends on '{question.only_if.flag}', no earlier flag")
            if isinstance(question, FlagQuestion):
                earlier.add(question.code)
        return self


def _refuse_repeated(kind: str, codes: list[str]) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise ValueError(f"{kind} '{code}' stands twice")


def _refuse_unknown_ticks(question: TicksQuestion) -> None:
    known = {option.code for option in question.options}
    for derivation in question.derives:
        named = {*derivation.without, *([derivation.has] if derivation.has else [])}
        if unknown := sorted(named - known):
            raise ValueError(f"'{question.code}' derives '{derivation.fact}' from the unknown option '{unknown[0]}'")


class ProblemKind(StrEnum):
    """Why an answer cannot stand."""

    REQUIRED = "required"  # asked because a flag is yes, and not answered
    NOT_ASKED = "not-asked"  # answered although the flag it depends on is not yes
    UNKNOWN_OPTION = "unknown-option"
    FREQUENCY_MISSING = "frequency-missing"  # a routine is ticked without saying how often


@dataclass(frozen=True)
class Problem:
    """One answer that cannot stand; ``detail`` names the option where there is one."""

    question: str
    kind: ProblemKind
    detail: str = ""


@dataclass(frozen=True)
class DerivedFacts:
    """Facts (None: not known), and the ticks behind counts by fact code. Unanswered questions say nothing."""

    facts: Mapping[str, int | None] = field(default_factory=dict)
    items: Mapping[str, Any] = field(default_factory=dict)


def settled(form: ProfileForm, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers with each flag that follows: where there is no pokja, it is not trained either."""
    found = dict(answers)
    for question in form.questions.values():
        if isinstance(question, FlagQuestion) and question.only_if and found.get(question.only_if.flag) == 0:
            found.setdefault(question.code, 0)
    return found


def is_asked(question: AnyQuestion, answers: Mapping[str, Answer]) -> bool:
    """Whether the question applies under these (settled) answers."""
    return question.only_if is None or answers.get(question.only_if.flag) == 1


def problems_in(form: ProfileForm, answers: Mapping[str, Answer]) -> tuple[Problem, ...]:
    """Answers that cannot stand, in the order of the form.

    Source: validation of the profile form in the national web system: pokja details are required when the pokja
    exists, use of data only where there is a community work plan (RKM), a frequency for every routine.
    """
    answers = settled(form, answers)
    return tuple(problem for question in form.questions.values() for problem in _problems(question, answers))


def _problems(question: AnyQuestion, answers: Mapping[str, Answer]) -> Iterator[Problem]:
    if not is_asked(question, answers):
        if answers.get(question.code):
            yield Problem(question.code, ProblemKind.NOT_ASKED)
        return
    if question.code not in answers:
        if question.required:
            yield Problem(question.code, ProblemKind.REQUIRED)
        return
    answer = answers[question.code]
    if answer is None:
        return
    if isinstance(question, TicksQuestion):
        known = {option.code for option in question.options}
        for code in _ticked(answer):
            if code not in known:
                yield Problem(question.code, ProblemKind.UNKNOWN_OPTION, code)
    if isinstance(question, RoutinesQuestion):
        yield from _routine_problems(question, _frequencies(answer))


def _routine_problems(question: RoutinesQuestion, chosen: Mapping[str, str]) -> Iterator[Problem]:
    known = {option.code for option in question.options}
    frequencies = {frequency.code for frequency in question.frequencies}
    for code, frequency in chosen.items():
        if code not in known:
            yield Problem(question.code, ProblemKind.UNKNOWN_OPTION, code)
        elif not frequency:
            yield Problem(question.code, ProblemKind.FREQUENCY_MISSING, code)
        elif frequency not in frequencies:
            yield Problem(question.code, ProblemKind.UNKNOWN_OPTION, frequency)


def derive_facts(form: ProfileForm, answers: Mapping[str, Answer]) -> DerivedFacts:
    """Facts that the answers say, with the ticks behind each count.

    Args:
        form: The questionnaire.
        answers: By question code; a question that is absent was not answered and decides nothing.

    Returns:
        Facts by code. Where a flag says no, the facts of the questions that depend on it become zero (or not known,
        as the question says); where the flag itself is not known, so are they, if they are answered at all.
    """
    answers = settled(form, answers)
    facts: dict[str, int | None] = {}
    items: dict[str, Any] = {}
    for question in form.questions.values():
        if not is_asked(question, answers):
            facts.update(_facts_of_unasked(question, answers))
        elif question.code in answers:
            found, ticks = _facts_of(question, answers[question.code])
            facts.update(found)
            items.update(ticks)
    return DerivedFacts(facts, items)


def _facts_of_unasked(question: AnyQuestion, answers: Mapping[str, Answer]) -> dict[str, int | None]:
    assert question.only_if is not None
    if question.only_if.flag not in answers:
        return {}
    if answers[question.only_if.flag] != 0:
        return dict.fromkeys(question.facts) if question.code in answers else {}
    return dict.fromkeys(question.facts, 0 if question.only_if.otherwise == "zero" else None)


def _facts_of(question: AnyQuestion, answer: Answer) -> tuple[dict[str, int | None], dict[str, Any]]:
    if answer is None:
        return dict.fromkeys(question.facts), {}
    if isinstance(question, TicksQuestion):
        ticked = _in_order(question.options, _ticked(answer))
        facts: dict[str, int | None] = {rule.fact: rule.value(ticked) for rule in question.derives}
        items = {rule.fact: list(rule.counted(ticked)) for rule in question.derives if rule.has is None}
        return facts, items
    if isinstance(question, RoutinesQuestion):
        return _facts_of_routines(question, _frequencies(answer))
    assert isinstance(answer, int)
    return {question.code: answer}, {}


def _facts_of_routines(
    question: RoutinesQuestion, chosen: Mapping[str, str]
) -> tuple[dict[str, int | None], dict[str, Any]]:
    per_year = {frequency.code: frequency.per_year for frequency in question.frequencies}
    ticked = _in_order(question.options, tuple(chosen))
    facts: dict[str, int | None] = {question.fact: len(ticked)}
    for option in question.options:
        if option.per_year_fact is not None:
            facts[option.per_year_fact] = per_year.get(chosen[option.code]) if option.code in chosen else 0
    return facts, {question.fact: {code: chosen[code] for code in ticked}}


def answers_from(form: ProfileForm, facts: Mapping[str, int], items: Mapping[str, Any]) -> dict[str, Answer]:
    """The answers that recorded facts and ticks stand for: what the form shows at first.

    A tick list whose count is recorded without its ticks stays unanswered: which of them is not known.
    """
    answers: dict[str, Answer] = {}
    for question in form.questions.values():
        if isinstance(question, TicksQuestion):
            answer = _recorded_ticks(question, facts, items)
        elif isinstance(question, RoutinesQuestion):
            answer = _recorded_routines(question, facts, items)
        else:
            answer = facts.get(question.code)
        if answer is not None:
            answers[question.code] = answer
    return answers


def _recorded_ticks(question: TicksQuestion, facts: Mapping[str, int], items: Mapping[str, Any]) -> Answer:
    counts = [rule for rule in question.derives if rule.has is None]
    fullest = next((rule for rule in counts if not rule.without), counts[0])
    if fullest.fact in items:
        return tuple(items[fullest.fact])
    return () if facts.get(fullest.fact) == 0 else None


def _recorded_routines(question: RoutinesQuestion, facts: Mapping[str, int], items: Mapping[str, Any]) -> Answer:
    chosen = items.get(question.fact)
    if isinstance(chosen, Mapping):
        return dict(chosen)
    return {} if facts.get(question.fact) == 0 else None


def _ticked(answer: Answer) -> tuple[str, ...]:
    assert isinstance(answer, tuple)
    return answer


def _frequencies(answer: Answer) -> Mapping[str, str]:
    assert isinstance(answer, Mapping)
    return answer


def _in_order(options: tuple[Option, ...], ticked: tuple[str, ...]) -> tuple[str, ...]:
    """Each ticked option once, in the order of the form."""
    return tuple(option.code for option in options if option.code in ticked)
