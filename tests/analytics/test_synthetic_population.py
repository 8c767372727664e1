"""A made-up population: the same every time, consistent with the rules of the form, and plainly made up."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars import col

from guyub.analytics.synthetic import NoSuchRegion, Plan, load_figures, load_words, make_block, villages_of
from guyub.analytics.synthetic.blocks import BLOCK, Block, make_families
from guyub.analytics.synthetic.figures import Figure
from guyub.analytics.synthetic.places import share_out
from guyub.analytics.synthetic.quality import compare
from guyub.analytics.synthetic.writing import FolderNotEmpty, write_population
from guyub.data.questionnaires import load_questionnaire
from guyub.domain.families.questionnaire import Sheet
from guyub.domain.families.record import CODES, summarise
from guyub.domain.rulefiles import Grade

FIGURES = load_figures()
SAMPLE = 1_500


def plan_of(families: int, seed: int = 7, region: str = "99.01") -> Plan:
    return Plan(FIGURES, load_words(), villages_of(region, families, FIGURES, seed), seed)


@pytest.fixture(scope="module")
def block() -> Block:
    return make_block(plan_of(BLOCK), 0)


@pytest.fixture(scope="module")
def by_family(block: Block) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in block.members.iter_rows(named=True):
        found[row["family"]].append(row)
    return found


def codes_only(row: dict[str, Any]) -> dict[str, int]:
    return {code: value for code, value in row.items() if isinstance(value, int)}


def test_the_records_are_what_the_rules_make_of_members_and_answers(block: Block, by_family):
    rows = zip(block.families.iter_rows(named=True), block.answers.iter_rows(named=True), strict=True)
    for family, answers in list(rows)[:SAMPLE]:
        given_answers = codes_only(answers)
        if "kb01" in given_answers:
            given_answers["kb02"] = given_answers.get("kb02_b1", 0) + given_answers.get("kb02_b2", 0)
        made = summarise(given_answers, {}, by_family[family["family"]], on=FIGURES.day)
        assert {code: family[code] for code in CODES} == made, family["family"]


def test_the_form_finds_no_error_and_no_answer_that_was_not_asked_for(block: Block, by_family):
    form = load_questionnaire("pk-2021")
    for answers in block.answers.head(300).iter_rows(named=True):
        members = [{**member, "id": member["person"]} for member in by_family[answers["family"]]]
        asked = {code: value for code, value in codes_only(answers).items() if code != "decile"}
        sheet = Sheet(form, asked, members, FIGURES.day)
        assert [problem.code for problem in sheet.problems() if problem.severity == "error"] == []
        assert list(sheet.not_counted) == []


def test_every_family_has_one_head_and_at_most_one_couple(block: Block):
    counted = block.members.group_by("family").agg(
        heads=(col("k10") == 1).sum(), wives=(col("k10") == 2).sum(), married=(col("k07") == 2).sum()
    )
    assert counted["heads"].unique().to_list() == [1]
    assert set(counted["wives"].unique()) == {0, 1}
    assert counted.filter(col("married") != 2 * col("wives")).is_empty()
    wives = block.members.filter(col("k10") == 2)
    assert wives["k03"].unique().to_list() == [2]


def test_numbers_and_names_are_plainly_made_up():
    blocks = [make_block(plan_of(2 * BLOCK), number) for number in (0, 1)]
    members = pl.concat([block.members for block in blocks])
    numbers = members["nik"].drop_nulls()
    assert numbers.n_unique() == len(numbers)
    assert numbers.str.contains(r"^99[0-9]{14}$").all()
    assert 0 < members["nik"].null_count() < len(members) // 50
    assert members["name"].str.ends_with(" Rekaan").all()
    cards = pl.concat([block.answers for block in blocks])["kk"]
    assert cards.n_unique() == len(cards)
    assert cards.str.contains(r"^99[0-9]{14}$").all()


def test_a_number_says_the_day_of_birth_as_real_ones_do(block: Block):
    person = block.members.filter(col("nik").is_not_null(), col("k03") == 2).row(0, named=True)
    day, month, year = (int(person["nik"][place : place + 2]) for place in (6, 8, 10))
    assert (day - 40, month, year) == (person["birth"].day, person["birth"].month, person["birth"].year % 100)


def test_the_files_are_the_same_whatever_the_workers(tmp_path: Path):
    plan = plan_of(2 * BLOCK + 500)
    for name, workers in (("one", 1), ("three", 3)):
        write_population(plan, tmp_path / name, workers=workers)
    files = sorted(file.name for file in (tmp_path / "one").iterdir())
    assert len(files) == 10
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "three" / name).read_bytes(), name


def test_another_seed_makes_other_families(block: Block):
    assert not make_block(plan_of(BLOCK, seed=8), 0).families.equals(block.families)


def test_records_alone_are_the_same_rows(block: Block):
    assert make_families(plan_of(BLOCK), 0).equals(block.families)


def test_all_families_are_there_once_and_live_in_the_region(tmp_path: Path):
    plan = plan_of(BLOCK + 321, region="32.76")
    told: list[tuple[int, int]] = []
    write_population(plan, tmp_path / "out", workers=2, csv=False, progress=lambda *step: told.append(step))
    families = pl.read_parquet(tmp_path / "out" / "families.parquet")
    assert families["family"].n_unique() == families.height == BLOCK + 321
    assert families["village"].n_unique() == 63
    assert families["village"].str.starts_with("32.76.").all()
    assert families["village"].is_sorted()
    counts = dict(families.group_by("village").len().iter_rows())
    wanted = dict(zip(plan.villages.codes, plan.villages.families, strict=True))
    assert counts == {code: count for code, count in wanted.items() if count}
    assert told[-1] == (BLOCK + 321, BLOCK + 321)
    assert sorted(file.suffix for file in (tmp_path / "out").iterdir()) == [".parquet"] * 5


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FolderNotEmpty):
        write_population(plan_of(10), tmp_path, workers=1)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("code", ["32.99", "12.34.56.7890", "99.xx", "990"])
def test_a_region_that_does_not_exist_is_refused(code: str):
    with pytest.raises(NoSuchRegion) as caught:
        villages_of(code, 10, FIGURES, 1)
    assert code in str(caught.value)


@pytest.mark.parametrize(("code", "count"), [("99.01", 45), ("99.01.02", 9), ("99.01.02.1003", 1), ("32.76.01", 6)])
def test_a_region_has_the_villages_below_it(code: str, count: int):
    villages = villages_of(code, 1_000, FIGURES, 1)
    assert len(villages.codes) == count
    assert all(village.startswith(code) for village in villages.codes)


@given(st.integers(0, 10**6), st.lists(st.floats(0.01, 100), min_size=1, max_size=60))
def test_what_is_shared_out_adds_up(total: int, weights: list[float]):
    parts = share_out(total, np.array(weights))
    assert sum(parts) == total
    exact = [total * weight / sum(weights) for weight in weights]
    assert all(abs(part - want) < 1.000001 for part, want in zip(parts, exact, strict=True))


def test_children_and_elders_have_what_later_measures_start_from(block: Block):
    months = (FIGURES.day.year - block.children["birth"].dt.year()) * 12
    assert months.min() >= 0
    assert block.children.height == int((block.families["under_2"] + block.families["aged_2_4"]).sum())
    assert block.elders.height == int(block.families["elderly"].sum())
    assert set(block.elders["adl"].unique()) <= set("ABCDE")


@pytest.mark.parametrize(
    ("measured", "families", "holds"),
    [
        pytest.param(78.7, 50_000, True, id="within one point of 77.7"),
        pytest.param(78.8, 50_000, False, id="more than one point"),
        pytest.param(78.8, 12_500, True, id="a quarter of the families may be off twice as much"),
        pytest.param(79.8, 12_500, False, id="and no more"),
    ],
)
def test_a_figure_holds_up_to_its_limit(measured: float, families: int, holds: bool):
    figure = Figure(value=77.7, within=1.0, year="2025", status=Grade.INFERRED, source="Rekaan")
    figures = FIGURES.model_copy(update={"figures": {"one": figure}})
    (row,) = compare(figures, {"one": measured}, families)
    assert row.holds is holds
