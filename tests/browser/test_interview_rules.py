"""The browser follows skip logic and checks exactly as the server does, on filled-in forms of every kind."""

import random
from datetime import date
from pathlib import Path

import pytest

import guyub.apps.surveys
from guyub.apps.surveys.presentation.interview import answers_data, form_data
from guyub.data.questionnaires import load_questionnaire, questionnaire_ids
from guyub.domain.families.questionnaire import Questionnaire, Sheet, State, Who

SCRIPT = Path(guyub.apps.surveys.__file__).parent / "static" / "surveys" / "sheet.js"
ON = date(2026, 6, 15)
SHEETS = 400


def an_answer(question, dice: random.Random):
    """Mostly a proper answer, sometimes none, now and then one that is not on the list."""
    if dice.random() < 0.15:
        return None
    if question.kind == "choice":
        return dice.choice([option.value for option in question.options] + [99] * (dice.random() < 0.05))
    if question.kind == "choices":
        return [option.value for option in question.options if dice.random() < 0.3] or None
    if question.kind == "number":
        return dice.choice([0, 1, 2, 3, 8, 12, 20, 45, 60, 1000, question.least, question.most, question.most + 1])
    if question.kind == "month":
        return dice.choice(["2019-05", "2026-06", "2026-07", "2020-13", "x"])
    return dice.choice(["teks", "x" * 300])


def a_sheet(form: Questionnaire, dice: random.Random) -> Sheet:
    members = []
    for line in range(1, dice.randint(0, 5) + 1):
        member = {question.key: an_answer(question, dice) for question in form.about(Who.MEMBER)}
        age = dice.choice([0, 1, 4, 5, 6, 9, 10, 15, 17, 24, 25, 34, 49, 50, 60, 70])
        born = None if dice.random() < 0.1 else date(ON.year - age, dice.randint(1, 12), dice.randint(1, 28))
        named = {"id": f"P{line}", "name": f"Contoh {line}", "birth": born, "k01": line, "k11": dice.randint(0, 3)}
        members.append({**member, **named})
    answers = {question.key: an_answer(question, dice) for question in form.about(Who.FAMILY, Who.COUPLE)}
    return Sheet(form, answers, members, ON)


READ = """
([form, sheets]) => sheets.map(({ family, members, facts }) => {
  const read = GuyubSheet.read(form, family, members, facts);
  return {
    family: read.family.states,
    members: read.rounds.map((round) => round.states),
    household: read.household,
    problems: read.problems.map((problem) => [problem.id, problem.severity]),
  };
})
"""


@pytest.mark.parametrize("edition", questionnaire_ids())
def test_the_browser_reads_a_form_as_the_server_does(chromium, edition):
    form, dice = load_questionnaire(edition), random.Random(20260615)  # noqa: S311 - the same forms each time
    sheets = [a_sheet(form, dice) for _ in range(SHEETS)]
    data = [answers_data(sheet, sheet.members, {}) for sheet in sheets]
    for one in data:
        for member in one["members"]:
            born = member["answers"]["birth"]
            member["answers"]["birth"] = born.isoformat() if born else None
    page = chromium.new_page()
    page.add_script_tag(content=SCRIPT.read_text() + "\nwindow.GuyubSheet = GuyubSheet;")
    found = page.evaluate(READ, [form_data(form, "id"), data])
    page.close()
    seen: set[State] = set()
    for sheet, read in zip(sheets, found, strict=True):
        assert read["family"] == {key: state.value for key, state in sheet.states.items()}
        assert read["members"] == [
            {key: state.value for key, state in states.items()} for states in sheet.member_states.values()
        ]
        assert read["household"] == sheet.household
        assert read["problems"] == [[problem.id, problem.severity.value] for problem in sheet.problems()]
        seen |= set(sheet.states.values())
    assert seen == set(State)  # the forms were of every kind
