"""What unrecorded facts may cost: many villages at once get what each gets alone."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.data import instrument_ids, load_instrument, load_related
from guyub.domain.instruments import missing_points_frame
from guyub.domain.instruments.margins import find_margins
from tests.villages import facts_for

WEB = load_instrument("kkb-klas-web-2021")


def alone(instrument, facts, given):
    known = {code: score for code, score in given.items() if score is not None}
    margins = find_margins(instrument, facts, given=known, related=load_related(instrument))
    return {fact.code: fact.points for fact in margins.missing if fact.points}


def together(instrument, villages, scores):
    columns = dict.fromkeys((*villages[0], *scores[0]), pl.Int64)
    rows = [{**facts, **given} for facts, given in zip(villages, scores, strict=True)]
    frame = pl.DataFrame(rows, schema=columns)
    found = missing_points_frame(instrument, frame, given=tuple(scores[0]), related=load_related(instrument))
    return [{code: points for code, points in row.items() if points} for row in found.iter_rows(named=True)]


@pytest.mark.parametrize("name", instrument_ids())
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_columns_say_what_the_village_says(name, data):
    instrument = load_instrument(name)
    present = data.draw(st.sets(st.sampled_from(sorted(instrument.facts_used)), min_size=1))
    villages = data.draw(st.lists(facts_for(*sorted(present)), min_size=1, max_size=4))
    givable = [code for code in instrument.givable if instrument.by_code[code].bands]
    scores = [
        {
            code: data.draw(st.none() | st.sampled_from([b.score for b in instrument.by_code[code].bands]))
            for code in givable
        }
        for _ in villages
    ]
    expected = [alone(instrument, facts, given) for facts, given in zip(villages, scores, strict=True)]
    assert together(instrument, villages, scores) == expected


def test_a_fact_that_only_tells_whether_there_is_a_record_costs_nothing_once_there_is_one():
    groups = {"bkb_members": 10, "families_with_under5": 100}
    without, with_record = together(WEB, [dict.fromkeys(groups), groups], [{}, {}])
    assert without["bkb_members"] == 12  # O1 to O4 all wait for a record
    assert with_record["iud"] == 6  # O2 and O3; O1 and O4 read no such figure
