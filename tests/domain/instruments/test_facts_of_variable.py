"""Which facts stand behind a variable."""

from guyub.data import load_instrument

INSTRUMENT = load_instrument("kkb-klas-web-2021")
UNMET_NEED = INSTRUMENT.by_code["O4"]


def test_facts_of_the_requirement_count_as_facts_behind_the_variable():
    assert "bkb_members" in INSTRUMENT.facts_of(UNMET_NEED)


def test_asking_without_the_requirement_gives_only_the_facts_of_the_value():
    INSTRUMENT.facts_of(UNMET_NEED)
    without_requirement = UNMET_NEED.model_copy(update={"requires": None})
    assert INSTRUMENT.facts_of(without_requirement) == ("wants_child_later", "wants_no_more", "pus")
