"""The stored state of a village follows its recordings."""

import pytest

from guyub.apps.assessment.models import VillageState
from guyub.apps.assessment.services import default_instrument, refresh_stale_states
from guyub.apps.assessment.services.states import UnfitInstrument
from guyub.cli import _site
from tests.conftest import Cast


def test_state_of_a_village_on_the_limit_says_so(cast: Cast) -> None:
    state = VillageState.objects.get(unit=cast.unit)
    assert (state.class_name, state.index_output, state.points_spare, state.points_lacking) == (
        "Berkelanjutan",
        300,
        0,
        None,
    )


def test_village_without_recordings_has_no_class(cast: Cast) -> None:
    state = VillageState.objects.get(unit=cast.empty_unit)
    assert (state.class_name, state.class_rank, state.missing) == ("", None, [])


@pytest.mark.parametrize("column", ["instrument_id", "instrument_checksum", "instrument_mode"])
def test_a_state_by_other_rules_is_stale(cast: Cast, column: str) -> None:
    VillageState.objects.filter(unit=cast.unit).update(**{column: "lain"}, class_name="Dasar")
    assert refresh_stale_states() == 1
    assert VillageState.objects.get(unit=cast.unit).class_name == "Berkelanjutan"


def test_a_state_by_the_installed_rules_is_left_alone(cast: Cast) -> None:
    before = VillageState.objects.get(unit=cast.unit).updated_at
    assert refresh_stale_states() == 0
    assert VillageState.objects.get(unit=cast.unit).updated_at == before


def test_every_command_of_the_site_starts_with_fresh_states(cast: Cast) -> None:
    VillageState.objects.filter(unit=cast.unit).update(instrument_checksum="", class_name="Dasar")
    _site.migrate()
    assert VillageState.objects.get(unit=cast.unit).class_name == "Berkelanjutan"


def test_the_site_follows_no_rules_whose_indices_it_cannot_store(settings) -> None:
    settings.GUYUB_INSTRUMENT = "kkb-siap-1.0"
    with pytest.raises(UnfitInstrument, match="input, process, output"):
        default_instrument()
