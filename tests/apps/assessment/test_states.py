"""The stored state of a village follows its recordings."""

from guyub.apps.assessment.models import VillageState
from tests.conftest import Cast


def test_state_of_a_village_on_the_limit_says_so(cast: Cast) -> None:
    state = VillageState.objects.get(unit=cast.unit)
    assert (state.class_name, state.index_output, state.spare, state.short) == (
        "Berkelanjutan",
        300,
        0,
        None,
    )


def test_village_without_recordings_has_no_class(cast: Cast) -> None:
    state = VillageState.objects.get(unit=cast.empty_unit)
    assert (state.class_name, state.class_rank, state.missing) == ("", None, [])
