"""What a family questionnaire is: topics, questions, whom they are asked of, when, and what must fit together.

One screen a topic. A question is asked of the family, of the couple, or of each member. Its conditions read
answers by key (``p03a`` is P.03a), facts of the household, and, where a member is asked, the facts of that member.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from guyub.domain.expressions.compiled import Rule, compiled
from guyub.domain.expressions.model import fact_codes
from guyub.domain.families.questionnaire.conditions import Condition
from guyub.domain.rulefiles import Grade, Model, Origin, Text

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]

MEMBER_FACTS = (
    "age",  # completed years on the day of the interview
    "age_months",  # completed months
    "born_later",  # 1 when the date of birth lies after the interview
    "line_repeated",  # 1 when another member has the same number
    "mother_listed",  # 1 when K.11 names a line of this form, 0 when that line is not there; missing for line 0
    "mother_sex",  # K.03 of that member
    "mother_relation",  # K.10 of that member
    "mother_is_self",
    "mother_age_at_birth",  # completed years of that member on the day this one was born; 0 when not older
)
"""Facts of a member that dates and lines of the form say, besides the answers."""

SHEET_FACTS = ("month_of_interview",)
"""Facts of the whole sheet: months since year 0, as answers of kind month are counted."""


class Who(StrEnum):
    """Whom a topic is about."""

    FAMILY = "family"
    COUPLE = "couple"
    MEMBER = "member"


class Severity(StrEnum):
    """What happens to answers that do not fit."""

    ERROR = "error"  # has to be put right
    KEEP = "keep"  # may be kept, with a reason


class Option(Model):
    """One answer on the list."""

    value: Annotated[int, Field(ge=0)]
    name: Text
    grade: Grade = Grade.CONFIRMED


class Question(Model):
    """One question.

    ``asked_if``: skip logic; absent means always. ``automatic_if``: then the answer is ``automatic`` without asking
    (mostly code 3, "does not apply"); ``contradicts_if``: then that answer contradicts the rest of the form.
    ``column``: the key of the answer, where it is not that of the code. ``held_by_registry``: kept with the person
    and never among the answers of a form (K.01 and K.02 are demanded there).
    """

    code: Annotated[str, Field(pattern=r"^(K|KB|P)\.[0-9]{2}[a-z0-9.-]*$")]
    kind: Literal["choice", "choices", "number", "month", "date", "text"]
    name: Text
    label: Text | None = None
    help: Text | None = None
    options: tuple[Option, ...] = ()
    least: Annotated[int | None, Field(ge=0)] = None
    most: Annotated[int | None, Field(ge=0)] = None
    unit: Text | None = None
    asked_if: Condition | None = None
    automatic: int | None = None
    automatic_if: Condition | None = None
    contradicts_if: Condition | None = None
    required: bool = True
    column: Key | None = None
    held_by_registry: bool = False
    sensitive: bool = False
    grade: Grade
    source: Origin

    @cached_property
    def key(self) -> str:
        """Key of the answer: ``P.03a`` is p03a, ``KB.03-1.1`` is kb03_11."""
        return self.column or key_of(self.code)

    @property
    def short(self) -> Text:
        """The short name, for lists and column headings."""
        return self.label or self.name

    @cached_property
    def is_asked(self) -> Rule | None:
        """``asked_if`` ready to be computed."""
        return _ready(self.asked_if)

    @cached_property
    def is_automatic(self) -> Rule | None:
        """``automatic_if`` ready to be computed."""
        return _ready(self.automatic_if)

    @cached_property
    def is_contradicted(self) -> Rule | None:
        """``contradicts_if`` ready to be computed."""
        return _ready(self.contradicts_if)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Everything the question depends on."""
        return tuple(c for c in (self.asked_if, self.automatic_if, self.contradicts_if) if c is not None)

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "Question":
        if self.kind in ("choice", "choices") and len(self.options) < 2:
            raise ValueError(f"{self.code} is a choice and needs options")
        if self.kind == "number" and (self.least is None or self.most is None):
            raise ValueError(f"{self.code} is a number and needs 'least' and 'most'")
        _refuse_repeated(f"option of {self.code}", [str(option.value) for option in self.options])
        if self.automatic is not None and self.automatic not in {o.value for o in self.options}:
            raise ValueError(f"{self.code}: 'automatic' is none of its options")
        if self.automatic is None and (self.automatic_if or self.contradicts_if):
            raise ValueError(f"{self.code} says when an answer is automatic, but not which: 'automatic' is missing")
        return self


def _ready(condition: Condition | None) -> Rule | None:
    return None if condition is None else compiled(condition)


def key_of(code: str) -> str:
    """Key of a printed code: small letters, no dots, hyphens as underscores."""
    return code.lower().replace(".", "").replace("-", "_").replace(" ", "")


class Topic(Model):
    """One screen."""

    id: Id
    block: Literal["I", "II", "III"]
    who: Who
    name: Text
    lead: Text
    asked_if: Condition | None = None
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @cached_property
    def is_asked(self) -> Rule | None:
        """``asked_if`` ready to be computed."""
        return _ready(self.asked_if)


class HouseholdFact(Model):
    """A fact of the household from its members: ``where`` picks members, ``take`` says what of them.

    any: 1 when one is picked, 0 when surely none, missing when that is not known. count: how many, missing when it
    is not known of one of them. greatest: the greatest ``value`` of those picked, missing when none is.
    """

    code: Key
    take: Literal["any", "count", "greatest"]
    where: Condition
    value: Condition | None = None
    about: Text

    @cached_property
    def picks(self) -> Rule:
        """``where`` ready to be computed."""
        return compiled(self.where)

    @cached_property
    def reads(self) -> Rule | None:
        """``value`` ready to be computed."""
        return _ready(self.value)

    @model_validator(mode="after")
    def _value_belongs_to_greatest(self) -> "HouseholdFact":
        if (self.take == "greatest") != (self.value is not None):
            raise ValueError(f"'{self.code}': 'value' belongs to 'take: greatest', and only there")
        return self


class Check(Model):
    """Answers that do not fit together when ``when`` holds; shown beside ``questions``."""

    id: Id
    who: Who
    severity: Severity
    when: Condition
    questions: Annotated[tuple[str, ...], Field(min_length=1)]
    message: Text
    grade: Grade
    source: Origin

    @cached_property
    def applies(self) -> Rule:
        """``when`` ready to be computed."""
        return compiled(self.when)


class DerivedColumn(Model):
    """A column of the family record that follows from answers: a sum, or another edition's list brought to one."""

    column: Key
    value: Condition
    grade: Grade
    source: Origin

    @cached_property
    def reads(self) -> Rule:
        """``value`` ready to be computed."""
        return compiled(self.value)


class Questionnaire(Model):
    """One edition of the form."""

    id: Id
    edition: str
    name: Text
    valid_from: int
    grade: Grade
    source: Origin
    notes: tuple[Text, ...] = ()
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]
    household: tuple[HouseholdFact, ...]
    derived: tuple[DerivedColumn, ...] = ()
    checks: tuple[Check, ...]

    @cached_property
    def questions(self) -> dict[str, Question]:
        """All questions by key, in the order of the form."""
        return {question.key: question for topic in self.topics for question in topic.questions}

    @cached_property
    def deciding_household(self) -> tuple[HouseholdFact, ...]:
        """Facts of the household that decide what is asked of family and couple; the others only say what is odd."""
        topics = [topic for topic in self.topics if topic.who is not Who.MEMBER]
        conditions = [question.asked_if for topic in topics for question in topic.questions]
        conditions += [question.automatic_if for topic in topics for question in topic.questions]
        conditions += [topic.asked_if for topic in topics] + [derived.value for derived in self.derived]
        read = {code for condition in conditions if condition is not None for code in fact_codes(condition)}
        return tuple(fact for fact in self.household if fact.code in read)

    @cached_property
    def topic_of(self) -> dict[str, Topic]:
        """The topic of each question, by key."""
        return {question.key: topic for topic in self.topics for question in topic.questions}

    @cached_property
    def by_topic(self) -> dict[str, Topic]:
        """Topics by id, in order."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def of_members(self) -> tuple[Question, ...]:
        """Questions asked of each member, in order."""
        return self.about(Who.MEMBER)

    def about(self, *who: Who) -> tuple[Question, ...]:
        """Questions asked of these, in order."""
        return tuple(question for topic in self.topics if topic.who in who for question in topic.questions)

    def question(self, code: str) -> Question | None:
        """The question of a code or key in any writing (``P.03a``, ``p03a``, ``P 03A``), or None."""
        return self._by_printed_code.get(code) or self._in_any_writing(code)

    def _in_any_writing(self, code: str) -> Question | None:
        wanted = key_of(code.strip())
        return self.questions.get(wanted) or self._by_code.get(wanted)

    @cached_property
    def _by_printed_code(self) -> dict[str, Question | None]:
        """What most callers have, so that nothing has to be brought to one writing."""
        return {question.code: self._in_any_writing(question.code) for question in self.questions.values()}

    @cached_property
    def _by_code(self) -> dict[str, Question]:
        return {key_of(question.code): question for question in self.questions.values()}

    @model_validator(mode="after")
    def _is_well_made(self) -> "Questionnaire":
        every = [question for topic in self.topics for question in topic.questions]
        _refuse_repeated("question", [question.key for question in every])
        _refuse_repeated("topic", [topic.id for topic in self.topics])
        _refuse_repeated("household fact", [fact.code for fact in self.household])
        _refuse_repeated("check", [check.id for check in self.checks])
        _refuse_repeated("derived column", [*self.questions, *(derived.column for derived in self.derived)])
        for check in self.checks:
            for code in check.questions:
                if self.question(code) is None:
                    raise ValueError(f"check '{check.id}' names the unknown question '{code}'")
        for where, condition, known in self._conditions():
            if unknown := next((code for code in fact_codes(condition) if code not in known), None):
                raise ValueError(
                    f"{where} reads '{unknown}', which is no fact, and no earlier question, that it can see"
                )
        return self

    def _conditions(self) -> Iterator[tuple[str, Condition, set[str]]]:
        """Every condition, where it stands, and what it may read: skip logic reads earlier questions only."""
        of_members = set(MEMBER_FACTS) | set(SHEET_FACTS)
        of_family = {fact.code for fact in self.household} | set(SHEET_FACTS)
        for topic in self.topics:
            if topic.asked_if is not None:
                yield f"topic '{topic.id}'", topic.asked_if, of_family
            for question in topic.questions:
                seen = of_members if topic.who is Who.MEMBER else of_family
                yield from ((question.code, condition, set(seen)) for condition in question.conditions)
                seen.add(question.key)
        for fact in self.household:
            for part in (fact.where, fact.value):
                if part is not None:
                    yield f"household fact '{fact.code}'", part, of_members
        for check in self.checks:
            known = of_family | of_members if check.who is Who.MEMBER else of_family
            yield f"check '{check.id}'", check.when, known
        for column in self.derived:
            yield f"column '{column.column}'", column.value, of_family


def _refuse_repeated(kind: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{kind} '{name}' stands twice")
