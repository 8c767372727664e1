"""A filled-in form: which questions are asked, what the answers come to, what does not fit, what is left to do.

Answers of the family and the couple lie together by key; each member is a mapping of its own with ``id`` (text,
the registry's or the browser's), ``birth`` (date or None) and the K answers by key (``k01`` is the line on the
form). An absent key and None are "not answered". Answers to questions that are not asked stay where they are, in
case the question comes back, and count for nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from guyub.domain.expressions.compiled import holds
from guyub.domain.families.questionnaire.answers import (
    Answer,
    Facts,
    as_fact,
    fault,
    is_answered,
    member_facts,
    month_number,
)
from guyub.domain.families.questionnaire.model import (
    HouseholdFact,
    Question,
    Questionnaire,
    Severity,
    Topic,
    Who,
)


class State(StrEnum):
    """Where a question stands."""

    ASKED = "asked"
    WAITING = "waiting"  # it depends on something not yet answered
    SKIPPED = "skipped"
    AUTOMATIC = "automatic"  # answered by itself


@dataclass(frozen=True)
class Problem:
    """Something that does not fit; ``code`` is a general one (below) or the id of a check of the form.

    General codes: ``unanswered``, ``not-on-the-list``, ``out-of-range``, ``not-a-date``, ``not-a-month``,
    ``applies`` ("does not apply" is said, but the rest of the form shows that it does).
    """

    code: str
    severity: Severity
    questions: tuple[str, ...]
    member: str | None = None

    @property
    def id(self) -> str:
        """Stable name of this problem on this sheet, for the reason that is kept with it."""
        return ":".join((self.code, self.member or "", *self.questions))


@dataclass(frozen=True)
class TopicProgress:
    """How far one screen is: questions asked, of those answered; members count one by one."""

    topic: Topic
    asked: int
    answered: int

    @property
    def done(self) -> bool:
        """Whether nothing required is open."""
        return self.asked == self.answered


class Sheet:
    """One filled-in form on one day.

    Args:
        form: The edition.
        answers: Of the family and the couple, by key.
        members: One mapping each: ``id``, ``birth`` and K answers by key.
        on: Day of the interview; ages are counted on it.
    """

    def __init__(
        self,
        form: Questionnaire,
        answers: Mapping[str, Answer],
        members: Sequence[Mapping[str, Any]],
        on: date,
    ) -> None:
        self.form, self.answers, self.members, self.on = form, answers, members, on

    # What conditions read

    @cached_property
    def _member_rounds(self) -> list[tuple[Facts, dict[str, State]]]:
        rounds = []
        for member in self.members:
            facts = {"month_of_interview": month_number(self.on), **member_facts(member, self.members, self.on)}
            rounds.append(self._go_through(self.form.of_members, member, facts))
        return rounds

    @cached_property
    def household(self) -> Facts:
        """Facts of the household by code."""
        return self._of_household(self.form.household)

    def _of_household(self, wanted: Sequence[HouseholdFact]) -> Facts:
        each = [facts for facts, _ in self._member_rounds]
        return {fact.code: _taken(fact, each) for fact in wanted}

    @cached_property
    def _family_round(self) -> tuple[Facts, dict[str, State]]:
        deciding = self._of_household(self.form.deciding_household)
        facts = {"month_of_interview": month_number(self.on), **deciding}
        states: dict[str, State] = {}
        for topic in self.form.topics:
            if topic.who is Who.MEMBER:
                continue
            if topic.is_asked is not None and not holds(topic.is_asked, facts):
                unknown = topic.is_asked(facts) is None
                states |= {q.key: State.WAITING if unknown else State.SKIPPED for q in topic.questions}
                continue
            states |= self._go_through(topic.questions, self.answers, facts)[1]
        return facts, states

    def _go_through(
        self, questions: Sequence[Question], answers: Mapping[str, Any], facts: Facts
    ) -> tuple[Facts, dict[str, State]]:
        """Ask in order; each answer that counts joins the facts that later questions read."""
        states: dict[str, State] = {}
        for question in questions:
            states[question.key] = state = _state(question, facts)
            if state is State.AUTOMATIC:
                facts[question.key] = question.automatic
            elif state is State.ASKED:
                facts[question.key] = as_fact(question, answers.get(question.key))
        return facts, states

    # What is asked

    @property
    def states(self) -> dict[str, State]:
        """State of every question of the family and the couple, by key."""
        return self._family_round[1]

    @property
    def member_states(self) -> dict[str, dict[str, State]]:
        """State of every question of each member, by its id and key."""
        return {str(m["id"]): states for m, (_, states) in zip(self.members, self._member_rounds, strict=True)}

    @property
    def visible(self) -> tuple[str, ...]:
        """Keys of the questions now asked of the family and the couple, in order."""
        return tuple(key for key, state in self.states.items() if state is State.ASKED)

    # What the answers come to

    @property
    def settled(self) -> dict[str, Answer]:
        """Answers of family and couple that count, with "does not apply" filled in."""
        return self._settled(self.states, self.answers)

    @property
    def settled_members(self) -> list[dict[str, Any]]:
        """The members with the answers that count; ``id`` and ``birth`` as given."""
        return [
            {"id": member["id"], "birth": member.get("birth"), **self._settled(states, member)}
            for member, (_, states) in zip(self.members, self._member_rounds, strict=True)
        ]

    def _settled(self, states: Mapping[str, State], answers: Mapping[str, Any]) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        for key, state in states.items():
            if state is State.AUTOMATIC:
                found[key] = self.form.questions[key].automatic
            elif state is State.ASKED and is_answered(answers.get(key)):
                found[key] = answers[key]
        return found

    @property
    def derived(self) -> dict[str, int]:
        """Columns of the family record that follow from answers, where known."""
        facts = self._family_round[0]
        values = {column.column: column.reads(facts) for column in self.form.derived}
        return {column: value for column, value in values.items() if value is not None}

    @property
    def not_counted(self) -> tuple[str, ...]:
        """Keys of answers that are there although their question is skipped."""
        return tuple(
            key
            for key, state in self.states.items()
            if state in (State.SKIPPED, State.WAITING) and is_answered(self.answers.get(key))
        )

    # What does not fit

    def problems(self) -> tuple[Problem, ...]:
        """Everything that does not fit, in the order of the form: members first come with the first block."""
        return tuple(self._every_problem())

    def _every_problem(self) -> Iterator[Problem]:
        for member, (facts, states) in zip(self.members, self._member_rounds, strict=True):
            yield from self._problems_of(Who.MEMBER, states, member, {**self.household, **facts}, str(member["id"]))
        facts, states = self._family_round
        yield from self._problems_of(Who.FAMILY, states, self.answers, {**self.household, **facts}, None)

    def _problems_of(
        self, who: Who, states: Mapping[str, State], answers: Mapping[str, Any], facts: Facts, member: str | None
    ) -> Iterator[Problem]:
        for key, state in states.items():
            question = self.form.questions[key]
            if state is State.ASKED:
                yield from _problems_of_answer(question, answers.get(key), facts, member)
        for check in self.form.checks:
            if (check.who is Who.MEMBER) == (who is Who.MEMBER) and holds(check.applies, facts):
                named = (self.form.question(code) for code in check.questions)
                yield Problem(check.id, check.severity, tuple(q.key for q in named if q is not None), member)

    # What is left

    def progress(self) -> tuple[TopicProgress, ...]:
        """Every topic that applies, in order, with questions asked and answered."""
        return tuple(self._progress(topic) for topic in self.form.topics if self._applies(topic))

    def _applies(self, topic: Topic) -> bool:
        return topic.who is Who.MEMBER or any(
            self.states[question.key] in (State.ASKED, State.AUTOMATIC) for question in topic.questions
        )

    def _progress(self, topic: Topic) -> TopicProgress:
        if topic.who is Who.MEMBER:
            places = [(m, states) for m, (_, states) in zip(self.members, self._member_rounds, strict=True)]
        else:
            places = [(self.answers, self.states)]
        asked = [
            is_answered(answers.get(question.key))
            for answers, states in places
            for question in topic.questions
            if question.required and states[question.key] is State.ASKED
        ]
        return TopicProgress(topic, len(asked), sum(asked))

    def next_topic(self) -> Topic | None:
        """The first topic with something required open; None when all is answered."""
        return next((step.topic for step in self.progress() if not step.done), None)


def visible(
    form: Questionnaire, answers: Mapping[str, Answer], members: Sequence[Mapping[str, Any]], on: date
) -> tuple[str, ...]:
    """Keys of the questions asked of family and couple; see `Sheet.visible`."""
    return Sheet(form, answers, members, on).visible


def problems(
    form: Questionnaire, answers: Mapping[str, Answer], members: Sequence[Mapping[str, Any]], on: date
) -> tuple[Problem, ...]:
    """What does not fit; see `Sheet.problems`."""
    return Sheet(form, answers, members, on).problems()


def _state(question: Question, facts: Facts) -> State:
    if question.is_asked is not None:
        asked = question.is_asked(facts)
        if not asked:
            return State.WAITING if asked is None else State.SKIPPED
    if question.is_automatic is not None and holds(question.is_automatic, facts):
        return State.AUTOMATIC
    return State.ASKED


def _taken(fact: HouseholdFact, members: Sequence[Facts]) -> int | None:
    picked = [fact.picks(facts) for facts in members]
    if fact.take == "any":
        if any(picked):
            return 1
        return None if None in picked else 0
    if fact.take == "count":
        return None if None in picked else sum(bool(one) for one in picked)
    assert fact.reads is not None
    values = [fact.reads(facts) for facts, chosen in zip(members, picked, strict=True) if chosen]
    return max((value for value in values if value is not None), default=None)


def _problems_of_answer(question: Question, answer: Any, facts: Facts, member: str | None) -> Iterator[Problem]:
    if not is_answered(answer):
        if question.required:
            yield Problem("unanswered", Severity.KEEP, (question.key,), member)
        return
    if (code := fault(question, answer)) is not None:
        yield Problem(code, Severity.ERROR, (question.key,), member)
    elif (
        question.is_contradicted is not None and answer == question.automatic and holds(question.is_contradicted, facts)
    ):
        yield Problem("applies", Severity.KEEP, (question.key,), member)
