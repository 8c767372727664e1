"""What interviews hold about one human being: handed out on request, and without words once they are erased."""

from collections.abc import Sequence
from typing import Any

from guyub.apps.people.models import Couple, Membership
from guyub.apps.surveys.models import Interview
from guyub.data.questionnaires import load_questionnaire
from guyub.domain.families.questionnaire import Questionnaire

TITLE = "Jawaban pendataan keluarga"
ERASED = "dihapus"


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `person_erased`: what was said in free words may name anyone; answers by code go on counting."""
    found = list(_interviews(people).select_for_update(of=("self",)).order_by("pk"))
    for interview in found:
        interview.kept = dict.fromkeys(interview.kept, ERASED)
        interview.answers = _without_words(interview.answers, load_questionnaire(interview.edition))
    Interview.objects.bulk_update(found, ["kept", "answers"])


def hand_out(sender: object, *, people: Sequence[int], codes: Sequence[str], **_: Any) -> dict[str, Any]:
    """Receiver of `extract_wanted`: answers about this person; to a wife, those about the couple too."""
    as_wife = set(Couple.objects.filter(wife__in=people).values_list("family", flat=True))
    rows = []
    for interview in _interviews(people).order_by("day", "pk"):
        of_members = interview.answers.get("members", {})
        answers = {code: answer for one in codes for code, answer in of_members.get(one, {}).items()}
        couple = interview.answers.get("couple", {}) if interview.family_id in as_wife else {}
        if answers or couple:
            rows.append(
                {
                    "day": interview.day.isoformat(),
                    "edition": interview.edition,
                    "family": interview.family.code,
                    "answers": answers,
                    "answers_of_the_couple": couple,
                }
            )
    return {TITLE: rows} if rows else {}


def _without_words(answers: dict[str, Any], form: Questionnaire) -> dict[str, Any]:
    """Answers to questions that are answered by code or number."""
    words = {question.code for question in form.questions.values() if question.kind == "text"}
    return {
        name: _without_words(part, form) if isinstance(part, dict) else part
        for name, part in answers.items()
        if name not in words
    }


def _interviews(people: Sequence[int]) -> Any:
    families = Membership.objects.filter(person__in=people).values("family")
    return Interview.objects.filter(family__in=families).select_related("family")
