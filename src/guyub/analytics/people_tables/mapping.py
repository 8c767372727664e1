"""Which column of a file means what: suggested from the headings, decided by a person, remembered by the office."""

import difflib
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guyub.analytics.people_tables.cells import folded
from guyub.analytics.people_tables.layouts import Layout, layout_ids, load_fields, load_layout, meanings
from guyub.domain.families.questionnaire import Question, Questionnaire, Who

SIMILAR = 0.84
NUMBERED = re.compile(r"(.+?)[ _.-]*([0-9]{1,2})")
_BLOCK = re.compile(r"^(kb|k|p) ?([0-9]{2})")
GUESSED = ("opensid", "krs-by-name", "pk-anggota", "dtsen")  # the most particular ones first
IN_REGISTRY = {
    "k01": "line",
    "k02": "name",
    "k03": "sex",
    "birth": "birth_day",
    "k07": "marital",
    "k10": "relation",
    "k11": "mother_line",
}  # questions whose answer is kept with the person, and the field that reads them
MOST_MEMBERS = 25  # of one family in numbered columns


@dataclass(frozen=True)
class Suggestion:
    """What a column probably means. ``sure``: the heading is known; else it only looks like a known one."""

    column: int
    heading: str
    target: str
    sure: bool


def suggest(headings: Sequence[str], layout: Layout, form: Questionnaire) -> list[Suggestion]:
    """A meaning for each column that has one; each meaning once.

    Targets are field codes (``nik``), keys of questions (``p03a``), and in files of one row a family either of them
    with the number of the member (``name@2``).
    """
    found: dict[str, Suggestion] = {}
    known = meanings(layout.id)
    ignored = {folded(heading) for heading in layout.ignored}
    for column, heading in enumerate(headings):
        word = folded(heading)
        if not word or word in ignored:
            continue
        target = _numbered(heading, known, form) if layout.rows == "family" else None
        target = target or known.get(word) or question_key(heading, form)
        if target and target not in found:
            found[target] = Suggestion(column, heading, target, True)
    for column, heading in enumerate(headings):
        word = folded(heading)
        taken = {suggestion.column for suggestion in found.values()}
        if column in taken or len(word) < 3 or word in ignored:
            continue
        near = difflib.get_close_matches(word, known, 1, SIMILAR)
        if near and known[near[0]] not in found:
            found[known[near[0]]] = Suggestion(column, heading, known[near[0]], False)
    return sorted(_dates_in_one(found, layout).values(), key=lambda suggestion: suggestion.column)


def question_key(heading: str, form: Questionnaire) -> str | None:
    """Target whose printed code begins the heading: "P.03a Konflik" is p03a, "K.07 Status" is the field marital."""
    words = _BLOCK.sub(r"\1 \2", folded(heading))
    if not _BLOCK.match(words):
        return None
    codes = sorted(form.questions.items(), key=lambda item: -len(item[1].code))
    for key, question in codes:
        code = folded(question.code)
        if words == code or words.startswith(f"{code} "):
            return IN_REGISTRY.get(key, key)
    return None


def guess_layout(headings: Sequence[str], text_above: bool, form: Questionnaire) -> str:
    """The layout that the headings fit best."""
    words = {folded(heading) for heading in headings}
    numbered = sum(bool(_numbered(heading, meanings("pk-keluarga"), form)) for heading in headings)
    if numbered >= 3:
        return "pk-keluarga"
    if text_above:
        return "buku-induk"
    for name in GUESSED:
        layout = load_layout(name)
        targets = {suggestion.target for suggestion in suggest(headings, layout, form) if suggestion.sure}
        signed = {folded(heading) for heading in layout.signature} <= words
        if signed and set(layout.recognised_by) <= targets:
            return name
    return layout_ids()[0]


def fingerprint(headings: Sequence[str]) -> str:
    """What a remembered mapping is found by: the headings in their order."""
    return hashlib.sha256("\n".join(folded(heading) for heading in headings).encode()).hexdigest()


def member_questions(form: Questionnaire) -> frozenset[str]:
    """Keys of the questions about a member whose answers stand with the interview, not with the person."""
    return frozenset(question.key for question in form.about(Who.MEMBER) if question.key not in IN_REGISTRY)


def missing(layout: Layout, mapping: Mapping[str, int]) -> list[str]:
    """Fields the layout needs that have no column. In files of one row a family the first member counts."""
    tail = "@1" if layout.rows == "family" else ""
    return [code for code in layout.required if code not in mapping and f"{code}{tail}" not in mapping]


def kind_of(target: str, form: Questionnaire) -> str:
    """Kind of a target: of its field, or "answer"."""
    code = target.partition("@")[0]
    fields = load_fields()
    return fields[code].kind if code in fields else "answer"


def asked(target: str, form: Questionnaire) -> Question | None:
    """The question behind a target, or None for fields."""
    return form.questions.get(target.partition("@")[0])


def _numbered(heading: str, known: Mapping[str, str], form: Questionnaire) -> str | None:
    """``Nama_2`` and ``K.09_2`` speak of the second member. ``P.03`` does not."""
    match = NUMBERED.fullmatch(heading.strip())
    if match is None or not 1 <= int(match[2]) <= MOST_MEMBERS:
        return None
    stem = match[1].strip()
    if re.fullmatch(r"(?:kb|k|p)\.?", stem, re.I):
        return None
    target = known.get(folded(stem)) or question_key(stem, form)
    if target is None or (target.startswith(("p", "kb")) and target in form.questions):
        return None
    return f"{target}@{int(match[2])}"


def _dates_in_one(found: dict[str, Suggestion], layout: Layout) -> dict[str, Suggestion]:
    """K.04 alone holds the whole date of birth; with K.05 and K.06 beside it, only the day."""
    for target in [target for target in found if target.partition("@")[0] == "birth_day"]:
        tail = target.removeprefix("birth_day")
        if f"birth_month{tail}" not in found:
            day = found.pop(target)
            found.setdefault(f"birth{tail}", Suggestion(day.column, day.heading, f"birth{tail}", day.sure))
    return found
