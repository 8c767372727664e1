"""The fields of the profile form: what was typed, read into answers, with a sentence beside what cannot be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub import language as words
from guyub.apps.assessment.presentation import wording
from guyub.apps.assessment.presentation.figures import Unreadable, read_count
from guyub.data import load_fact_catalogue
from guyub.domain.facts.profile import (
    Answer,
    AnyQuestion,
    LadderQuestion,
    NumberQuestion,
    Problem,
    ProblemKind,
    RoutinesQuestion,
    TicksQuestion,
    Topic,
)

UNKNOWN, NONE = "?", "-"  # values of the choices "not known" and "none of them"
LONGEST_TEXT = 40


@dataclass(frozen=True)
class Choice:
    """One thing to choose. ``frequency``: for routines, the chosen one."""

    value: str
    label: str
    chosen: bool
    heading: str = ""
    proposed: bool = False
    frequency: str = ""


@dataclass
class Field:
    """One question as the page shows it."""

    code: str
    kind: str
    label: str
    hint: str = ""
    unit: str = ""
    required: bool = False
    proposed: bool = False
    depends_on: str = ""
    text: str = ""
    unknown: bool = False
    choices: list[Choice] = field(default_factory=list)
    frequencies: list[tuple[str, str]] = field(default_factory=list)
    now: str = ""
    error: str = ""

    @property
    def first_id(self) -> str:
        """Where the summary of errors leads to."""
        return f"id_{self.code}"


Typed = dict[str, list[str]]


def typed_from(data: QueryDict, topic: Topic) -> Typed:
    """What was typed for the questions of a topic, as texts."""
    names = [name for question in topic.questions for name in _names(question)]
    return {name: [text[:LONGEST_TEXT] for text in data.getlist(name)] for name in names if name in data}


def typed_for(answers: Mapping[str, Answer], topic: Topic) -> Typed:
    """What the fields of a topic hold for these answers."""
    typed: Typed = {}
    for question in topic.questions:
        if question.code in answers:
            typed.update(_written(question, answers[question.code]))
    return typed


def read(topic: Topic, typed: Typed, recorded: Mapping[str, Answer]) -> tuple[dict[str, Answer], dict[str, str]]:
    """Answers by question, and a sentence for each one that cannot be read."""
    answers: dict[str, Answer] = {}
    errors: dict[str, str] = {}
    for question in topic.questions:
        try:
            answer = _read(question, typed, recorded)
        except Unreadable as unreadable:
            errors[question.code] = unreadable.sentence
            continue
        if answer is not _UNANSWERED:
            answers[question.code] = answer
    return answers, errors


def fields(
    topic: Topic, typed: Typed, facts: Mapping[str, int], errors: Mapping[str, str], language: str
) -> list[Field]:
    """The fields of one topic in the page's language."""
    return [_field(question, typed, facts, errors, language) for question in topic.questions]


def problem_sentence(problem: Problem, question: AnyQuestion, language: str) -> str:
    """What is wrong with an answer, and what to do."""
    if problem.kind is ProblemKind.REQUIRED:
        flag = label_of_code(question.only_if.flag if question.only_if else question.code, language)
        return _("Perlu diisi karena “{flag}” dijawab ya. Bila belum tahu, pilih “belum diketahui”.").format(flag=flag)
    if problem.kind is ProblemKind.NOT_ASKED:
        flag = label_of_code(question.only_if.flag if question.only_if else question.code, language)
        return _("Hanya dapat diisi bila “{flag}” dijawab ya. Ubah jawaban itu, atau kosongkan yang ini.").format(
            flag=flag
        )
    if problem.kind is ProblemKind.FREQUENCY_MISSING:
        return _("Pilih seberapa sering, untuk setiap kegiatan yang dicentang.")
    return _("Pilihan ini tidak ada di daftar.")


def label(question: AnyQuestion, language: str) -> str:
    """The question in words: its own, or the name of its fact."""
    if isinstance(question, TicksQuestion | RoutinesQuestion | LadderQuestion):
        return question.name.in_language(language)
    return label_of_code(question.code, language)


def label_of_code(code: str, language: str) -> str:
    """Name of a fact."""
    return load_fact_catalogue().by_code[code].name.in_language(language)


def item_names(question: AnyQuestion, language: str) -> dict[str, str]:
    """Names of the options of a tick list."""
    options = question.options if isinstance(question, TicksQuestion | RoutinesQuestion) else ()
    return {option.code: option.name.in_language(language) for option in options}


# -- from texts to answers ---------------------------------------------------------------------------------------


_UNANSWERED: Any = object()


def _names(question: AnyQuestion) -> list[str]:
    if isinstance(question, RoutinesQuestion):
        return [question.code, *(f"{question.code}__{option.code}" for option in question.options)]
    return [question.code, f"{question.code}__unknown"]


def _first(typed: Typed, name: str) -> str:
    return (typed.get(name) or [""])[0].strip()


def _read(question: AnyQuestion, typed: Typed, recorded: Mapping[str, Answer]) -> Answer:
    if isinstance(question, NumberQuestion):
        return _read_number(question, typed, recorded)
    if isinstance(question, TicksQuestion | RoutinesQuestion):
        return _read_ticks(question, typed, recorded)
    text = _first(typed, question.code)
    if text == UNKNOWN:
        return None
    allowed = [step.value for step in question.steps] if isinstance(question, LadderQuestion) else [0, 1]
    return next((value for value in allowed if str(value) == text), _UNANSWERED)


def _read_number(question: NumberQuestion, typed: Typed, recorded: Mapping[str, Answer]) -> Answer:
    text = _first(typed, question.code)
    if _first(typed, f"{question.code}__unknown"):
        if text and text != str(recorded.get(question.code)):
            raise Unreadable(_("Ada angka dan juga “belum diketahui”. Pilih salah satu."))
        return None
    if not text:
        return _read_blank(question, typed, recorded)
    return read_count(text, load_fact_catalogue().by_code[question.code])


def _read_blank(question: NumberQuestion, typed: Typed, recorded: Mapping[str, Answer]) -> Answer:
    """An emptied number is not known any more; one that has to be answered asks for that to be said."""
    if question.code not in typed or question.code not in recorded:
        return _UNANSWERED
    if question.required:
        raise Unreadable(_("Angkanya dikosongkan. Bila memang belum tahu, pilih “belum diketahui”."))
    return None


def _read_ticks(question: TicksQuestion | RoutinesQuestion, typed: Typed, recorded: Mapping[str, Answer]) -> Answer:
    chosen = typed.get(question.code, [])
    ticked = tuple(code for code in dict.fromkeys(chosen) if code not in (UNKNOWN, NONE))
    said = [sign for sign in (UNKNOWN, NONE) if sign in chosen]
    if len(said) + bool(ticked) > 1:
        raise Unreadable(_("Ada yang dicentang dan juga “tidak ada” atau “belum diketahui”. Pilih salah satu."))
    if said:
        if said == [UNKNOWN]:
            return None
        return {} if isinstance(question, RoutinesQuestion) else ()
    if not ticked:
        if recorded.get(question.code):
            raise Unreadable(_("Tidak ada yang dicentang. Pilih “tidak ada satu pun” atau “belum diketahui”."))
        return _UNANSWERED
    if isinstance(question, RoutinesQuestion):
        return {code: _first(typed, f"{question.code}__{code}") for code in ticked}
    return ticked


def _written(question: AnyQuestion, answer: Answer) -> Typed:
    code = question.code
    if isinstance(answer, Mapping):
        return {code: list(answer) or [NONE], **{f"{code}__{item}": [often] for item, often in answer.items()}}
    if isinstance(answer, tuple):
        return {code: list(answer) or [NONE]}
    if answer is None:
        return {f"{code}__unknown": ["1"]} if isinstance(question, NumberQuestion) else {code: [UNKNOWN]}
    return {code: [str(answer)]}


# -- from texts to fields ----------------------------------------------------------------------------------------


def _field(
    question: AnyQuestion, typed: Typed, facts: Mapping[str, int], errors: Mapping[str, str], language: str
) -> Field:
    chosen = typed.get(question.code, [])
    made = Field(
        code=question.code,
        kind=question.kind,
        label=label(question, language),
        hint=question.help.in_language(language) if question.help else "",
        required=question.required,
        proposed=isinstance(question, TicksQuestion) and str(question.grade) == "PROPOSED",
        depends_on=question.only_if.flag if question.only_if else "",
        text=_first(typed, question.code),
        unknown=bool(_first(typed, f"{question.code}__unknown")) or UNKNOWN in chosen,
        error=errors.get(question.code, ""),
    )
    if isinstance(question, NumberQuestion):
        definition = load_fact_catalogue().by_code[question.code]
        made.unit = wording.unit(definition.unit, language)
        made.hint = made.hint or (definition.note.in_language(language) if definition.note else "")
        made.now = words.format_number(facts[question.code], language) if question.code in facts else ""
    elif isinstance(question, LadderQuestion):
        made.choices = [
            Choice(str(step.value), step.name.in_language(language), str(step.value) in chosen)
            for step in question.steps
        ]
    elif isinstance(question, TicksQuestion | RoutinesQuestion):
        _add_options(made, question, typed, facts, language)
    return made


def _add_options(
    made: Field, question: TicksQuestion | RoutinesQuestion, typed: Typed, facts: Mapping[str, int], language: str
) -> None:
    chosen = typed.get(question.code, [])
    made.choices = [
        Choice(
            option.code,
            option.name.in_language(language),
            option.code in chosen,
            option.heading.in_language(language) if option.heading else "",
            str(option.grade) == "PROPOSED",
            _first(typed, f"{question.code}__{option.code}"),
        )
        for option in question.options
    ]
    made.choices.append(Choice(NONE, _("Tidak ada satu pun"), NONE in chosen))
    made.choices.append(Choice(UNKNOWN, _("Belum diketahui"), UNKNOWN in chosen))
    if isinstance(question, RoutinesQuestion):
        made.frequencies = [(often.code, often.name.in_language(language)) for often in question.frequencies]
    counted = question.facts[0]
    if not chosen and facts.get(counted):
        made.now = ngettext(
            "Tercatat {count}, tanpa rincian. Centang rinciannya untuk memperbarui.",
            "Tercatat {count}, tanpa rincian. Centang rinciannya untuk memperbarui.",
            facts[counted],
        ).format(count=words.format_number(facts[counted], language))
