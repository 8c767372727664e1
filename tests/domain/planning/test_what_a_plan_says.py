"""What a plan says besides its cost: what may only need recording, which values move, how others differ."""

import pytest

from guyub.data import FOLDER, load_fact_catalogue, load_instrument, load_levers, read_yaml
from guyub.domain.instruments import assess
from guyub.domain.planning import hold, plan
from guyub.language.plans import PlanWords

WEB, LEVERS = load_instrument("kkb-klas-web-2021"), load_levers()
MAMPANG = read_yaml(FOLDER / "demo" / "mampang.yaml")["recordings"][1]["facts"]
UNRECORDED = {code: value for code, value in MAMPANG.items() if code != "data_kinds_used"}
UNRECORDED |= {"operating_routines": 1, "institutions_strict_web": 2}
UP = plan(WEB, UNRECORDED, LEVERS, "Berkelanjutan", alternatives=2)
MARGIN = hold(WEB, MAMPANG, LEVERS, alternatives=2)


def test_an_action_on_a_fact_that_nobody_recorded_is_marked() -> None:
    recorded = {action.lever: action.recorded for action in UP.actions}
    assert recorded == {lever: lever != "use-data-kind" for lever in recorded}
    assert not recorded["use-data-kind"]


def test_the_cost_is_split_into_certain_and_maybe() -> None:
    (action,) = [held for held in UP.actions if not held.recorded]
    assert (UP.cost_maybe, UP.cost_certain) == (action.cost_rupiah, UP.cost_rupiah - action.cost_rupiah)
    assert {"cost_certain", "cost_maybe", "values", "over_asked"} <= set(UP.as_dict())


def test_every_value_that_moves_is_named_with_what_remains() -> None:
    moved = {held.variable: (held.before, held.after, held.limit, held.remaining) for held in MARGIN.values}
    assert moved == {"O2": (46, 51, 51, 0), "O3": (28, 26, 25, 1), "O4": (30, 26, None, None)}


@pytest.mark.parametrize("asked", ["Berkembang", "Mandiri"])
def test_a_higher_class_than_asked_for_is_explained(asked: str) -> None:
    low = {**MAMPANG, "injection": 600, "wants_child_soon": 1193, "operating_routines": 1, "data_kinds_used": 0}
    assert WEB.class_by_name[assess(WEB, low).class_name].rank < WEB.class_by_name[asked].rank
    found = plan(WEB, low, LEVERS, asked)
    words = PlanWords(WEB, LEVERS, load_fact_catalogue())
    assert found.over_asked == (found.reached_class != asked)
    assert bool(words.over_asked(found)) == found.over_asked


def test_an_alternative_names_what_differs() -> None:
    other = MARGIN.alternatives[0].differs(MARGIN)
    assert (other.only_there, other.changed) == (("wants-child-later-to-condom",), ("wants-child-later-to-pill",))


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_sentence_of_a_plan_can_be_said(language: str) -> None:
    words = PlanWords(WEB, LEVERS, load_fact_catalogue(), language)
    said = "\n".join(words.plan(UP.with_parts(skipped=("plan", "alternatives", "sensitivity"))))
    assert "{" not in said
    assert (words.recorded_note(UP.actions[-1]) == "") == UP.actions[-1].recorded
