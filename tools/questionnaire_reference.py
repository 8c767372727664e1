"""Reference pages of the family questionnaires, from their files: topics, questions, answers, skip logic, checks."""

from guyub.data.questionnaires import load_questionnaire, questionnaire_ids
from guyub.domain.expressions import model
from guyub.domain.families.questionnaire import Check, Question, Questionnaire

BLOCKS = {"I": "each member", "II": "the married woman aged 10–49", "III": "the family"}


def questionnaire_pages() -> dict[str, str]:
    """One page an edition, by file name."""
    return {f"{name}.md": _page(load_questionnaire(name)) for name in questionnaire_ids()}


def _page(form: Questionnaire) -> str:
    lines = [
        f"# {form.name.en}",
        "",
        f"`{form.id}` ({form.edition}), {form.name.id}, from {form.valid_from}. Grade {form.grade}.",
        "",
        f"Source: {form.source.en}. Wording, help and checks are our own.",
        "",
        *(f"- {note.en}" for note in form.notes),
        "",
        "Conditions read answers by key (`p03a` is P.03a) and the facts of the household listed below. A question "
        "whose condition does not hold is not asked; one that is answered by itself is marked with its code.",
    ]
    for topic in form.topics:
        lines += ["", f"## Block {topic.block}: {topic.name.en} ({topic.name.id})", ""]
        lines.append(f"Asked of {BLOCKS[topic.block]}. {topic.lead.en}")
        lines += ["", "| code | key | question | answers | asked | grade | source |", "|---|---|---|---|---|---|---|"]
        lines += [_question(question) for question in topic.questions]
    lines += ["", "## Facts of the household", "", "| fact | meaning | members counted | taken |", "|---|---|---|---|"]
    lines += [f"| `{fact.code}` | {fact.about.en} | {said(fact.where)} | {fact.take} |" for fact in form.household]
    lines += ["", "## Columns of the family record that follow", "", "| column | value | grade | source |"]
    lines += ["|---|---|---|---|"]
    lines += [f"| `{one.column}` | {said(one.value)} | {one.grade} | {one.source.en} |" for one in form.derived]
    lines += ["", "## Checks", "", "An error has to be put right; what may be kept needs a reason.", ""]
    lines += ["| check | shown at | severity | holds when | says | grade | source |", "|---|---|---|---|---|---|---|"]
    lines += [_check(check) for check in form.checks]
    return "\n".join(lines) + "\n"


def _question(question: Question) -> str:
    asked = said(question.asked_if) if question.asked_if is not None else "always"
    if question.automatic_if is not None:
        asked += f"; {question.automatic} by itself when {said(question.automatic_if)}"
    wording = f"{question.name.en} ({question.name.id})"
    if question.held_by_registry:
        wording += " — kept in the registry"
    cells = [question.code, f"`{question.key}`", wording, _answers(question), asked, question.grade, question.source.en]
    return f"| {' | '.join(cells)} |"


def _answers(question: Question) -> str:
    if question.options:
        return "; ".join(f"{option.value} {option.name.en} ({option.name.id})" for option in question.options)
    if question.kind == "number":
        unit = f" {question.unit.en}" if question.unit else ""
        return f"{question.least}–{question.most}{unit}"
    return {"month": "YYYY-MM", "date": "date", "text": f"text, at most {question.most} characters"}[question.kind]


def _check(check: Check) -> str:
    severity = {"error": "error", "keep": "may be kept"}[check.severity]
    cells = [f"`{check.id}`", ", ".join(check.questions), severity, said(check.when), check.message.en, check.grade]
    return f"| {' | '.join([*cells, check.source.en])} |"


def said(node: model.Node) -> str:
    """A condition in signs; what is 1 or 0 by an unanswered question is written without saying so."""
    match node:
        case model.Const():
            return str(node.const)
        case model.Fact():
            return f"`{node.fact}`"
        case model.Among():
            return f"{said(node.of)} {'= ' + str(node.among[0]) if len(node.among) == 1 else 'in ' + _set(node.among)}"
        case model.AtLeast():
            return f"{said(node.at_least[0])} ≥ {said(node.at_least[1])}"
        case model.Excess():
            return f"{said(node.excess[0])} > {said(node.excess[1])}"
        case model.Sum():
            return " + ".join(map(said, node.sum))
        case model.All():
            return " and ".join(map(_bracketed, node.all))
        case model.AnyOf():
            return " or ".join(map(_bracketed, node.any))
        case model.If() if isinstance(node.condition, model.Known) and node.otherwise == model.Const(const=0):
            return said(node.then)
        case model.If():
            return f"if {said(node.condition)} then {said(node.then)}, else {said(node.otherwise)}"
        case model.Banded():
            bands = ", ".join(f"{_ends(band)} → {band.score}" for band in node.banded.bands)
            return f"{said(node.banded.of)}: {bands}"
    raise TypeError(f"no words for {type(node).__name__}")


def _bracketed(node: model.Node) -> str:
    return f"({said(node)})" if isinstance(node, model.All | model.AnyOf) else said(node)


def _set(values: tuple[int, ...]) -> str:
    return "{" + ", ".join(map(str, values)) + "}"


def _ends(band: model.Band) -> str:
    if band.start == band.end:
        return str(band.start)
    return f"{'…' if band.start is None else band.start}–{'…' if band.end is None else band.end}"
