"""What the pages of a panel show: the desk, an entry's file, the chair's spreads, the outcome, and feedback."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.core.paginator import Page
from django.db.models import Case, Count, Q, When
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord, ItemStanding, Seat
from guyub.apps.appraisal.services.judging import chairs
from guyub.apps.appraisal.services.scores import judges_of, may_judge, records_by_entry, revealed, scored_by_jurors
from guyub.apps.appraisal.services.verdicts import Drawing
from guyub.apps.ui.paging import KeysFirst
from guyub.data import load_instrument
from guyub.data.panel_files import load_panel_rules, load_question_bank
from guyub.domain.cycles import SCORED, CycleDefinition, RecordKind, Stage, latest, rounded, score_entry
from guyub.domain.cycles.agreement import interval_alpha, median, outliers
from guyub.domain.cycles.scoring import MATCH_SHARE

MOST_NAMED = 3  # items and criteria that feedback names
DESK_SIZE = 50
HALVES = {result: int(2 * share) for result, share in MATCH_SHARE.items()}


@dataclass(frozen=True)
class DeskLine:
    """An entry on a juror's desk. ``done`` of ``of``: criteria of its stage that this juror has scored."""

    entry: Entry
    stage: str
    scored: bool
    field: bool
    done: int
    of: int


@dataclass(frozen=True)
class FieldList:
    """The checklist on the spot. ``own``: items that this juror is asked; ``others``: the other sub-team's, to read.

    ``checked`` of ``of`` and ``rate`` go over the items of both, each counted once by its last check, whoever made it.
    """

    own: tuple[tuple[ItemStanding, str], ...]
    others: tuple[tuple[ItemStanding, str], ...]
    rate: str
    checked: int
    of: int

    @property
    def own_checked(self) -> int:
        return sum(bool(item.field_result) for item, _name in self.own)

    @property
    def others_worth(self) -> int:
        """Halves of a match that the other sub-team's checks add up to."""
        return sum(HALVES[item.field_result] for item, _name in self.others if item.field_result)

    @property
    def others_checked(self) -> int:
        return sum(bool(item.field_result) for item, _name in self.others)


@dataclass(frozen=True)
class SpreadLine:
    """A criterion of an entry before the chair. ``scores``: (seat, score, stands apart); empty before the opening."""

    stage: str
    criterion: str
    name: str
    scores: tuple[tuple[str, str, bool], ...]
    mean: str
    spread: str
    discussed: str
    apart: bool


@dataclass(frozen=True)
class StageLine:
    """A stage of an entry before the chair. ``came`` of ``wanted``: scores that have come in."""

    code: str
    name: str
    came: int
    wanted: int
    opened: bool
    lines: tuple[SpreadLine, ...]


def decimal_text(text: str) -> str:
    """A decimal as people write it: 82,50 (id), 82.50 (en)."""
    return text if (get_language() or "id").startswith("en") else text.replace(".", ",")


def shown(exact: Fraction | str | None) -> str:
    """An exact score rounded for reading."""
    return "" if exact in (None, "None") else decimal_text(str(rounded(Fraction(exact))))


def item_names(definition: CycleDefinition, language: str) -> dict[str, str]:
    """Names of the self-assessment's items."""
    return {one.code: one.name.in_language(language) for one in load_instrument(definition.instrument).variables}


def desk_page(
    user: User, cycle: Cycle, definition: CycleDefinition, language: str, number: str | None
) -> tuple[list[DeskLine], Page]:
    """A page of entries that the person may judge, those before the panel first, with what they have scored of them.

    Three queries. A province has thousands of entries, and few of them come before its panel.
    """
    waiting = Case(When(stage__in=definition.before_panel, then=1), default=0)
    entries = Entry.objects.judged_by(user).filter(cycle=cycle, state=Entry.State.ACTIVE)
    entries = entries.select_related("unit__region__parent__parent").order_by(waiting, "unit__region_id")
    page = KeysFirst(entries, DESK_SIZE).get_page(number)
    shown = list(page.object_list)
    own = EntryRecord.objects.visible_to(user).filter(kind=RecordKind.SCORE, seat__user=user, entry__in=shown)
    given = {tuple(row) for row in own.values_list("entry_id", "stage", "item")}
    return [_desk_line(entry, definition.stage(entry.stage), given, language) for entry in shown], page


def _desk_line(entry: Entry, stage: Stage, given: Iterable[tuple[Any, ...]], language: str) -> DeskLine:
    wanted = scored_by_jurors(stage) if stage.kind in SCORED else ()
    done = sum((entry.pk, stage.code, one.code) in given for one in wanted)
    field = any(one.from_record == "match-rate" for one in stage.criteria)
    return DeskLine(entry, stage.name.in_language(language), bool(wanted), field, done, len(wanted))


def own_scores(user: User, entry: Entry, stage: str) -> dict[str, Mapping[str, str]]:
    """The person's own latest scores and notes in a stage, by criterion."""
    rows = EntryRecord.objects.visible_to(user).filter(entry=entry, kind=RecordKind.SCORE, stage=stage)
    return {row.item: row.body for row in rows.filter(seat__user=user).order_by("sequence")}


def standings(entry: Entry, definition: CycleDefinition, language: str) -> list[tuple[ItemStanding, str]]:
    """Items of the self-assessment with their names, in the order of the instrument. One query."""
    names = item_names(definition, language)
    places = {code: place for place, code in enumerate(names)}
    items = sorted(entry.items.all(), key=lambda item: places.get(item.item, len(places)))
    return [(item, names.get(item.item, item.item)) for item in items]


def drawn_questions(user: User, entry: Entry, language: str) -> list[tuple[str, list[str]]]:
    """Questions that were drawn, by section; nothing before the draw."""
    rows = EntryRecord.objects.visible_to(user).filter(entry=entry, kind=RecordKind.QUESTIONS)
    row = rows.order_by("sequence").first()
    drawn = set(row.body["drawn"]) if row else set()
    sections = [
        (
            section.name.in_language(language),
            [q.text.in_language(language) for q in section.questions if q.code in drawn],
        )
        for section in load_question_bank().sections
    ]
    return [(name, questions) for name, questions in sections if questions]


def match_rate(items: Iterable[ItemStanding]) -> tuple[str, int, int]:
    """Match rate in percent, items checked, items in all."""
    results = [item.field_result for item in items]
    checked = [HALVES[one] for one in results if one]
    return (shown(Fraction(50 * sum(checked), len(checked))) if checked else "", len(checked), len(results))


def field_list(entry: Entry, definition: CycleDefinition, stage: Stage, team: str, language: str) -> FieldList:
    """The checklist for a juror of a sub-team, or of none. One query."""
    items = standings(entry, definition, language)
    own = tuple(one for one in items if stage.asks(team, one[0].item))
    others = tuple(one for one in items if not stage.asks(team, one[0].item))
    return FieldList(own, others, *match_rate(item for item, _name in items))


def seats_missing(entry: Entry, judges: Sequence[Seat]) -> int:
    """Seats that a conflict keeps from an entry."""
    return sum(not may_judge(seat, entry) for seat in judges)


def chair_view(cycle: Cycle, definition: CycleDefinition, language: str) -> tuple[list[Any], list[Any]]:
    """Per entry its stages with spreads, and per stage the agreement over all opened entries.

    Entries that have not come before the panel are left out: nobody has scored them.
    """
    entries = cycle.entries.exclude(state__in=("ended", "withdrawn")).exclude(stage__in=definition.before_panel)
    entries = list(entries.select_related("unit__region"))
    records = records_by_entry(entry.pk for entry in entries)
    judges = judges_of(cycle)
    opened: dict[str, list[list[Any]]] = {stage.code: [] for stage in definition.scored_stages}
    rows = []
    for entry in entries:
        wanted = len(judges) - seats_missing(entry, judges)
        score, shut = score_entry(definition, records[entry.pk]), revealed(records[entry.pk])
        talked = latest(records[entry.pk], RecordKind.DISCUSSED)
        lines = []
        for stage in definition.scored_stages:
            if not scored_by_jurors(stage):
                continue
            spreads = _spreads(stage, score, stage.code in shut, talked, language)
            given = [one for one in score.stage(stage.code).criteria if one.by_seat]
            came = sum(len(one.by_seat) for one in given)
            of = wanted * len(scored_by_jurors(stage))
            name = stage.name.in_language(language)
            lines.append(StageLine(stage.code, name, came, of, stage.code in shut, spreads))
            if stage.code in shut:
                opened[stage.code] += [list(one.by_seat.values()) for one in given]
        rows.append((entry, lines))
    agreement = [
        (
            stage.name.in_language(language),
            shown(alpha) if (alpha := interval_alpha(opened[stage.code])) is not None else "",
        )
        for stage in definition.scored_stages
        if opened[stage.code]
    ]
    return rows, agreement


def _spreads(
    stage: Stage, score: Any, opened: bool, talked: Mapping[tuple[str, str, str], Any], language: str
) -> tuple[SpreadLine, ...]:
    if not opened:
        return ()
    names = {one.code: one.name.in_language(language) for one in stage.criteria}
    limit = load_panel_rules().outlier_points
    lines = []
    for one in score.stage(stage.code).criteria:
        if not one.by_seat:
            continue
        apart = outliers(one.by_seat, limit)
        said = talked.get((stage.code, one.code, ""))
        lines.append(
            SpreadLine(
                stage=stage.code,
                criterion=one.code,
                name=names[one.code],
                scores=tuple((seat, decimal_text(str(value)), seat in apart) for seat, value in one.by_seat.items()),
                mean=shown(median(one.by_seat.values())) if one.mean is None else shown(one.mean),
                spread=decimal_text(str(one.spread)),
                discussed=str(said.get("summary")) if said else "",
                apart=bool(apart),
            )
        )
    return tuple(lines)


def even_groups(cycle: Cycle, groups: Sequence[Sequence[int]]) -> list[list[str]]:
    """Names of villages that wait for a drawing of lots, group by group. One query, none without groups."""
    if not groups:
        return []
    names = dict(cycle.entries.order_by("unit__region_id").values_list("pk", "unit__name"))
    return [[name for key, name in names.items() if key in group] for group in groups]


def drawn_lines(cycle: Cycle, drawings: Sequence[Drawing]) -> list[str]:
    """What was drawn before the verdict, a sentence a drawing. One query, none without drawings."""
    if not drawings:
        return []
    rows = cycle.entries.values_list("pk", "unit__name", "unit__region_id")
    names = {key: f"{name} ({village})" for key, name, village in rows}
    return [_lot_sentence(one.public, [names[key] for key in one.entries]) for one in drawings]


def lot_lines(cycle: Cycle) -> list[str]:
    """What was drawn where lots decided the announced outcome, a sentence a drawing."""
    names = dict(cycle.entries.values_list("unit__region_id", "unit__name"))
    drawings: list[tuple[str, list[str]]] = []
    for row in cycle.verdict.result:  # best first: within a drawing that is its order, and each begins at one
        if "lot" in row:
            if row["lot"]["place"] == 1 or not drawings:
                drawings.append((row["lot"]["public"], []))
            drawings[-1][1].append(f"{names[row['village']]} ({row['village']})")
    return [_lot_sentence(public, villages) for public, villages in drawings]


def _lot_sentence(public: str, villages: Sequence[str]) -> str:
    return _(
        "Nilai akhir yang sama dan tidak dibedakan aturan lain diurutkan dengan undian: {villages}. Urutannya "
        "SHA-256 dari “{public}|kode kampung”, dari yang terkecil; siapa pun dapat menghitungnya lagi."
    ).format(villages=", ".join(villages), public=public)


def result_rows(cycle: Cycle, definition: CycleDefinition, language: str) -> list[dict[str, Any]]:
    """The announced outcome, best first, as it is shown and printed."""
    villages = dict(cycle.entries.values_list("unit__region_id", "unit__name"))
    stages = [(stage.code, stage.name.in_language(language)) for stage in definition.scored_stages]
    return [
        {
            "rank": row["rank"],
            "village": row["village"],
            "name": villages.get(row["village"], row["village"]),
            "final": decimal_text(row["final"]),
            "tie": row["tie"],
            "stages": [(name, shown(row["stages"][code]["score"])) for code, name in stages],
        }
        for row in cycle.verdict.result
    ]


def feedback(entry: Entry, definition: CycleDefinition, language: str) -> dict[str, Any]:
    """What would have raised the score of a village most: criteria and items by the final points they left behind."""
    row = next((one for one in entry.cycle.verdict.result if one["entry"] == str(entry.pk)), None)
    if row is None:
        return {}
    left: list[tuple[Fraction, str, str]] = []
    for stage in definition.scored_stages:
        for criterion in stage.criteria:
            mean = Fraction(row["stages"][stage.code]["criteria"][criterion.code])
            lost = (100 - mean) * stage.weight * criterion.weight / 10_000
            name = f"{criterion.name.in_language(language)} ({stage.name.in_language(language)})"
            left.append((lost, name, shown(mean)))
    items = [
        (item.weight - (item.verified_points or 0), item, name) for item, name in standings(entry, definition, language)
    ]
    items = sorted((one for one in items if one[0] > 0), key=lambda one: (-one[0], one[1].item))
    return {
        "rank": row["rank"],
        "of": len(entry.cycle.verdict.result),
        "final": decimal_text(row["final"]),
        "stages": [
            (s.name.in_language(language), shown(row["stages"][s.code]["score"])) for s in definition.scored_stages
        ],
        "criteria": [
            (name, mean, shown(lost)) for lost, name, mean in sorted(left, key=lambda o: (-o[0], o[1])) if lost
        ][:MOST_NAMED],
        "items": [
            (item.item, name, shown(Fraction(lost, 100)), item.reason) for lost, item, name in items[: 2 * MOST_NAMED]
        ],
    }


def cycles_of(user: User) -> list[tuple[Cycle, str, bool, int]]:
    """Cycles in which the person has a seat or which they run: cycle, label of the seat, chairs it, entries."""
    wanted = Q(pk__in=Cycle.objects.run_by(user).values("pk")) | Q(seats__user=user, seats__active=True)
    found = Cycle.objects.filter(pk__in=Cycle.objects.filter(wanted).values("pk")).exclude(state=Cycle.State.DRAFT)
    rows = found.select_related("region").annotate(number=Count("entries")).order_by("-year", "code")
    labels = dict(Seat.objects.filter(user=user, active=True).values_list("cycle_id", "label"))
    return [(cycle, labels.get(cycle.pk, ""), chairs(user, cycle), cycle.number) for cycle in rows]
