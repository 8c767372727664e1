"""What the activities of a village cover, what they do not, and what would: areas, functions, institutions, months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guyub.apps.assessment import services as assessment
from guyub.apps.assessment.models import Source
from guyub.apps.assessment.presentation import wording
from guyub.apps.assessment.services import Known
from guyub.apps.growth.templatetags.growth import month_words
from guyub.apps.programmes.activity_models import Activity
from guyub.apps.programmes.presentation.activities import activity_title, institution_name, section_name
from guyub.apps.programmes.services.activity_figures import activities_of, post_of, tallies
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data import load_fact_catalogue, load_instrument, load_related
from guyub.data.group_files import load_activities, load_post_form
from guyub.domain.instruments import assess
from guyub.domain.programmes.activities import Area
from guyub.domain.programmes.deadlines import months_on
from guyub.domain.programmes.posts import Tally, areas_of, functions_of, in_window
from guyub.language.words import source_text

WEB, READY = "kkb-klas-web-2021", "kkb-siap-1.0"
JUDGED = {  # fact → instrument, mode, variable
    "institutions_strict_web": (WEB, "strict-web", "P3"),
    "institutions_intended": (WEB, "intended", "P3"),
    "institutions_12_months": (READY, None, "B4"),
    "programme_areas_12_months": (READY, None, "B5"),
    "months_reported_12": (READY, None, "B6"),
    "family_functions_12_months": (READY, None, "B7"),
}


@dataclass(frozen=True)
class Item:
    """One thing that a figure counts, with the activities behind it."""

    name: str
    behind: Sequence[tuple[str, Activity]]


@dataclass(frozen=True)
class FigureLine:
    """One figure: as posted, as it would be with all that waits, and as it is in force.

    ``score``: of P3 from 1 to 4; of the readiness instrument as the share of its weight, in hundredths of a percent.
    """

    name: str
    variable: str
    mode: str
    value: int
    waiting: int
    score: int | None
    share: bool
    grade: str
    source: str
    items: Sequence[Item]
    in_force: int | None
    origin: str


@dataclass(frozen=True)
class AreaLine:
    """A programme area: what was posted and what waits, of the last twelve months; what of the 58 would cover it."""

    area: Area
    posted: Sequence[Activity]
    waiting: Sequence[Activity]
    ministries: Sequence[str]


@dataclass(frozen=True)
class FunctionLine:
    """A function of a family: what was posted and what waits, of the last twelve months."""

    name: str
    posted: Sequence[Activity]
    waiting: Sequence[Activity]


@dataclass(frozen=True)
class Coverage:
    """Everything the page shows. ``months``: first days of the last months, each with whether something was posted."""

    figures: Sequence[FigureLine]
    areas: Sequence[AreaLine]
    functions: Sequence[FunctionLine]
    lacking: int
    others: Sequence[str]
    months: Sequence[tuple[date, bool]]
    late: int


def coverage_of(unit: Unit, on: date) -> Coverage:
    """Coverage of a unit; the activities and what is known of the unit are read once."""
    known = assessment.known_about(unit, assessment.default_instrument())
    found = activities_of(unit, known.level)
    now, then = tallies(found, on), tallies(found, on, all_posted=True)
    form = load_post_form()
    recent = [one for one in found if in_window(one.day, on, form.window.months)]
    institutions = now["institutions_12_months"]
    return Coverage(
        figures=_figures(found, now, then, known),
        areas=_areas(recent),
        functions=_functions(recent),
        lacking=max(form.window.full_at - institutions.value, 0),
        others=[
            institution_name(code) for code in then["institutions_12_months"].behind if code not in institutions.behind
        ],
        months=[
            (month, f"{month:%Y-%m}" in now["months_reported_12"].behind)
            for month in (months_on(on, -number) for number in range(form.reporting.months, 0, -1))
        ],
        late=sum(one.posted_on is None and one.day < on.replace(day=1) for one in found),
    )


def _figures(
    found: Sequence[Activity], now: Mapping[str, Tally], then: Mapping[str, Tally], known: Known
) -> list[FigureLine]:
    by_key, language = {one.pk: one for one in found}, page_language()
    values = {code: tally.value for code, tally in now.items()}
    lines = []
    for code, (instrument_id, mode, variable_code) in JUDGED.items():
        instrument = load_instrument(instrument_id)
        result = assess(instrument, values, mode=mode, related=load_related(instrument)).variables[variable_code]
        variable = next(one for one in instrument.variables if one.code == variable_code)
        record = known.records.get(code)
        lines.append(
            FigureLine(
                name=load_fact_catalogue().by_code[code].name.in_language(language),
                variable=variable_code,
                mode=mode or "",
                value=now[code].value,
                waiting=then[code].value,
                score=result.score,
                share=instrument_id == READY,
                grade=str(variable.grade),
                source=source_text(f"{instrument.id}.{variable_code}", str(variable.source), language),
                items=[Item(_item_name(code, item), _behind(keys, by_key)) for item, keys in now[code].behind.items()],
                in_force=known.facts.get(code),
                origin=str(wording.SOURCES[Source(record.recording.source)]) if record else "",
            )
        )
    return lines


def _behind(keys: Sequence[int], by_key: Mapping[int, Activity]) -> list[tuple[str, Activity]]:
    return [(activity_title(by_key[key]), by_key[key]) for key in keys]


def _item_name(code: str, item: str) -> str:
    if code.startswith("institutions"):
        return institution_name(item)
    if code == "family_functions_12_months":
        return section_name(item)
    if code == "programme_areas_12_months":
        area = next(one for one in load_activities().areas if one.code == item)
        return f"{area.code} {area.name.in_language(page_language())}"
    return month_words(date.fromisoformat(f"{item}-01"))


def _areas(recent: Sequence[Activity]) -> list[AreaLine]:
    rules, language = load_activities(), page_language()
    reached = areas_of(rules, [post_of(one) for one in recent]).behind
    by_key = {one.pk: one for one in recent}
    names = {one.code: one.name.in_language(language) for one in rules.ministries}
    return [
        AreaLine(area, *_apart(reached.get(area.code, ()), by_key), [names[code] for code in area.led_by])
        for area in rules.areas
    ]


def _functions(recent: Sequence[Activity]) -> list[FunctionLine]:
    rules = load_activities()
    reached = functions_of(rules, [post_of(one) for one in recent]).behind
    by_key = {one.pk: one for one in recent}
    return [
        FunctionLine(section_name(one.code), *_apart(reached.get(one.code, ()), by_key))
        for one in rules.functions.choices
    ]


def _apart(keys: Sequence[int], by_key: Mapping[int, Activity]) -> tuple[list[Activity], list[Activity]]:
    """Those that were posted, and those that wait."""
    found = [by_key[key] for key in keys]
    return [one for one in found if one.posted_on is not None], [one for one in found if one.posted_on is None]
