"""Pages of docs/reference about families, written from the rule files; see make_reference.py."""
# ruff: noqa: E501 - prose of the pages, one paragraph a line

from collections.abc import Iterable

from guyub.analytics.family_tables.header import NAMES
from guyub.data import load_family_indicators, load_family_planning, load_ibangga, load_krs
from guyub.data.questionnaires import load_questionnaire
from guyub.domain.expressions.model import Node, fact_codes, walk
from guyub.domain.expressions.model import Value as ValueNode
from guyub.domain.families.krs import Crosswalk
from guyub.domain.families.krs_recap import RECAP_COLUMNS
from guyub.domain.families.questionnaire import Questionnaire
from guyub.domain.families.record import CODES, COLUMNS
from guyub.domain.families.rules import RuleFile


def family_pages() -> dict[str, str]:
    """Text of each page by file name."""
    return {
        "ibangga.md": _ibangga(),
        "krs.md": _krs(),
        "family-planning.md": _family_planning(),
        "indicators.md": _indicators(),
        "family-record.md": _family_record(),
    }


def _page(*blocks: Iterable[str] | str) -> str:
    texts = [block if isinstance(block, str) else "\n".join(block) for block in blocks]
    return "\n\n".join(text for text in texts if text) + "\n"


def _table(heads: str, rows: Iterable[tuple[object, ...]]) -> list[str]:
    """A table; ``heads`` are separated by bars."""
    count = heads.count("|") + 1
    lines = [f"| {heads} |", "|" + "---|" * count]
    return lines + ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]


def _head(rules: RuleFile) -> str:
    return (
        f"# {rules.name.en}\n\n`{rules.id}` {rules.version}, {rules.name.id}. Grade {rules.grade}.\n\n"
        f"Source: {rules.source.en}"
    )


def _notes(rules: RuleFile) -> list[str]:
    return [f"- {note.en}" for note in rules.notes]


def _choices(rules: RuleFile) -> str:
    if not rules.choices:
        return ""
    rows = [
        (
            f"`{one.name}`",
            one.about.en,
            ", ".join(f"`{c}`" for c in one.choices),
            f"`{one.default}`",
            one.grade,
            one.source.en,
        )
        for one in rules.choices
    ]
    return "## Choices\n\n" + "\n".join(_table("choice | meaning | answers | default | grade | source", rows))


def _reads(rules: RuleFile, *nodes: Node | None) -> str:
    """Columns of the family record that expressions read, through named values too."""
    codes: dict[str, None] = {}
    values = {**load_ibangga().values, **load_family_planning().values, **load_krs().crossed, **rules.values}

    def add(node: Node) -> None:
        codes.update(dict.fromkeys(fact_codes(node)))
        for part in walk(node):
            if isinstance(part, ValueNode) and part.value in values:
                add(values[part.value].of)

    for node in nodes:
        if node is not None:
            add(node)
    return ", ".join(f"`{code}`" for code in codes)


def _ibangga() -> str:
    rules = load_ibangga()
    names = {dimension.code: f"{dimension.name.id} ({dimension.name.en})" for dimension in rules.dimensions}
    variables = [
        (
            one.code,
            one.dimension,
            f"{one.name.en} ({one.name.id})",
            ", ".join(one.questions),
            "yes" if one.applies is not None else "-",
            _reads(rules, one.applies, one.score),
            ", ".join(one.opd),
            one.grade,
            one.source.en,
        )
        for one in rules.variables
    ]
    limits = [
        (category.code, category.name.en, f"below {category.below}" if category.below is not None else
         f"above {category.above}" if category.above is not None else "the rest, both limits included")
        for category in rules.categories
    ]  # fmt: skip
    return _page(
        _head(rules),
        _notes(rules),
        [f"- {code}: {name}" for code, name in names.items()],
        "A dimension is passed variables over applicable variables, counted in 420ths (exact for 1 to 7 variables); the "
        "index is the plain mean of the three, counted in 1260ths. Values are compared with the limits before they are "
        "rounded; printed values have two decimals, ties to the even neighbour. An area's dimension is the mean of its "
        "families' values (or, on demand, passed over applicable of all); its index is the mean of the three.",
        "## Categories",
        _table("code | English | percent", limits),
        f"Grade {rules.categories_grade}. Source: {rules.categories_source.en}",
        _choices(rules),
        "## Variables",
        _table(
            "code | dimension | variable | questions | may not apply | columns read | who can act | grade | source",
            variables,
        ),
        "## Columns of the result of `guyub ibangga`",
        "The columns of the input that are no PK codes, in their order; `V01` to `V17` (1 passed, 0 failed, blank not "
        "applicable or unanswered); `T`, `M`, `B` and `ibangga` (0.00 to 100.00, blank where an applicable variable of "
        "the dimension is unanswered); `category`; `not_applicable` and `unanswered`: the codes of blank variables, by reason.",
    )


def _krs() -> str:
    rules = load_krs()
    targets = [
        (one.code, f"{one.name.en} ({one.name.id})", _reads(rules, one.holds), one.grade, one.source.en)
        for one in rules.targets
    ]
    factors = [
        (
            one.code,
            f"{one.name.en} ({one.name.id})",
            one.question,
            _reads(rules, one.applies, one.risk),
            ", ".join(one.opd),
            one.grade,
            one.source.en,
        )
        for one in rules.factors
    ]
    return _page(
        _head(rules),
        _notes(rules),
        "Flags are 1 ya, 2 tidak, 3 tidak berlaku, blank unknown. A verdict is known as soon as the known answers decide "
        "it: one decisive factor is enough, and a family that is no target is not at risk whatever else is unknown.",
        _choices(rules),
        "## Target families",
        _table("code | target | columns read | grade | source", targets),
        "## Screening factors",
        _table("code | factor | question | columns read | who can act | grade | source", factors),
        f"`PUS_4T` is 1 when any of {', '.join(rules.four_t)} is 1, 2 when all are 2, 3 when none applies.",
        *(block for crosswalk in rules.crosswalks for block in _crosswalk(crosswalk)),
        "## Welfare ranks",
        _table("code | rank | deciles", [(r.code, r.name.en, ", ".join(map(str, r.deciles))) for r in rules.ranks]),
        f"Grade {rules.ranks_grade}. Source: {rules.ranks_source.en}",
        "## Assistance received",
        _table("code | assistance", [(one.code, f"{one.name.en} ({one.name.id})") for one in rules.assistance]),
        f"Grade {rules.assistance_grade}. Source: {rules.assistance_source.en}",
        "## Recap, in the official order",
        _table("column | official heading", [(f"`{code}`", heading) for code, heading in RECAP_COLUMNS.items()]),
        "Checked: at risk and not at risk (and undecided) are the target families; ranks add up to families at risk; "
        "water and latrine are at most the families at risk; PUS 4T lies between the largest T and their sum. Kinds of "
        "target and the four T overlap and are never added.",
        "## Columns of the result of `guyub krs`",
        "The columns of the input that are no PK codes, in their order; the four targets and `SASARAN`; the seven factors, "
        "`PUS_4T`, `KRS`; `rank` of a family at risk (1 to 4, 5 for above 4); `reasons`: the factors that decided a yes; "
        "`undecided`: the targets and factors whose missing answers keep the verdict open.",
    )


def _crosswalk(crosswalk: Crosswalk) -> list[object]:
    options = [(o.code, f"{o.name.en} ({o.name.id})", "yes" if o.proper else "no") for o in crosswalk.options]
    answers = [(a.answer, a.becomes, a.grade, a.note.en if a.note else "") for a in crosswalk.answers]
    return [
        f"## {crosswalk.name.en}: the list since 2022",
        _table("code | option | proper", options),
        f"Grade {crosswalk.grade}. Source: {crosswalk.source.en}. Answers of {crosswalk.question} (2021 form) become:",
        _table("answer | becomes | grade | note", answers),
    ]


def _family_planning() -> str:
    rules = load_family_planning()
    flags = [
        (
            f"`{one.code}`",
            f"{one.name.en} ({one.name.id})",
            f"`{one.web_fact}`" if one.web_fact else "",
            _reads(rules, one.of),
            one.grade,
            one.source.en,
        )
        for one in rules.flags
    ]
    rates = [
        (
            f"`{one.code}`",
            f"{one.name.en} ({one.name.id})",
            "web system" if one.web else "BKKBN",
            " + ".join(one.of),
            " + ".join(one.per),
            one.grade,
            one.source.en,
        )
        for one in rules.rates
    ]
    return _page(
        _head(rules),
        _notes(rules),
        _choices(rules),
        "## Flags of a couple",
        _table("code | meaning | fact of the web system | columns read | grade | source", flags),
        "## Rates",
        _table("code | rate | as defined by | numerator | denominator | grade | source", rates),
    )


def _indicators() -> str:
    rules = load_family_indicators()
    rows = [
        (
            f"`{one.code}`",
            one.topic,
            f"{one.name.en} ({one.name.id})",
            one.unit.en,
            {True: "higher", False: "lower", None: "-"}[one.higher_is_better],
            _reads(rules, one.of, one.per) or " + ".join(one.from_sums.of if one.from_sums else ()),
            ", ".join(one.opd),
            one.grade,
            one.source.en,
        )
        for one in rules.indicators
    ]
    facts = [
        (f"`{one.fact}`", _reads(rules, one.of), "on demand" if one.optional else "", one.grade, one.source.en)
        for one in rules.facts
    ]
    return _page(
        _head(rules),
        _notes(rules),
        "A family of which numerator or denominator is unknown adds to neither and is counted as unknown.",
        _table("code | topic | indicator | unit | better | columns read | who can act | grade | source", rows),
        "## Facts for the instruments",
        "Beside these, the flags of [family planning](family-planning.md) with a fact of the web system, `pus`, "
        "`krs_families` and `ibangga_hundredths`. Each comes with how many families (or couples) it is known of.",
        _table("fact | columns read | given | grade | source", facts),
    )


def _family_record() -> str:
    form = load_questionnaire("pk-2021")
    columns = [(f"`{one.code}`", one.kind, one.meaning, _codes(form, one.code)) for one in COLUMNS]
    names = [(f"`{name}`", f"`{code}`") for name, code in NAMES.items()]
    members = [
        ("`K.01_1`", "line number of the member on the form (default: the number behind the bar)"),
        ("`K.03_1`", "sex: 1 man, 2 woman"),
        ("`lahir_1` (also `birth_1`, `tanggal_lahir_1`, `K.04_1` alone)", "date of birth: 2015-08-17, 17/08/2015, 17 Agustus 2015; the day stands first"),
        ("`K.04_1`, `K.05_1`, `K.06_1`", "or: day, month and year of birth"),
        ("`K.07_1`", "marital status: 1 never married, 2 married, 3 divorced, 4 widowed"),
        ("`K.09_1`", "birth certificate: 1 yes, 2 no"),
        ("`K.10_1`", "relation: 1 head, 2 wife, 3 child, 4 other"),
        ("`K.11_1`", "line number of the member's mother"),
        ("`K.13_1`, `K.14_1`, `K.15_1`", "occupation, education, health insurance, as the form codes them"),
    ]  # fmt: skip
    family = [
        ("`K.07`", "marital status of the head: 1 to 4"),
        ("`K.09`", "1 every child has a certificate, 2 not every child, 3 no child"),
        ("`K.14`", "1 nobody aged 7 to 15 is out of school, 2 somebody is, 3 nobody of that age"),
        ("`K.15`", "health insurance: 1 to 3 insured, 4 not"),
    ]
    return _page(
        "# The family record, and the columns of a table of families",
        "Every rule about families reads one flat row of integers. `guyub ibangga` and `guyub krs` make it from a table "
        "with one row a family; a column that is absent, and a blank cell, mean unknown: neither no nor not applicable.",
        "## Columns of a table",
        "- Answers of the family and the couple are named by their code: `P.01`, `P.03a`, `KB.04`, `KB.03-2.1`; capitals, dots, blanks and leading zeros do not matter.\n"
        "- Columns that are no codes (names, numbers, RW, RT …) are kept and written in front of the result.\n"
        "- A column that looks like a code and is none is refused, so that no answer is lost in silence.\n"
        "- A by-name list of families at risk is refused: its 1 and 2 are verdicts, and their meaning differs between lists.",
        "### Members, by number",
        "`_1` to `_30`; ages are counted on the day of `--on`. A family counts as having members when one of its member cells is filled.",
        _table("column | meaning", members),
        "### Without members: said of the family as a whole",
        _table("column | answers", family),
        "### Other columns by a readable name",
        "Any column of the record below may stand under its own name too. `PUS` is 1 ya, 2 tidak; it follows from `umur_istri` (15 to 49) where it is absent.",
        _table("name | column of the record", names),
        "## Columns of the record",
        _table("column | from | meaning | values", columns),
        f"{len(CODES)} columns. Codes and wording of the questions: the questionnaire `{form.id}`.",
    )


def _codes(form: Questionnaire, code: str) -> str:
    question = form.questions.get(code)
    if question is None or question.kind != "choice":
        return ""
    return "; ".join(f"{option.value} {option.name.id}" for option in question.options)
