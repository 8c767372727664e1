"""The activities of a Kampung KB: as many as the web's master list has in each area, and what was reached."""

import pytest
from pydantic import ValidationError

from guyub.data.group_files import load_activities
from guyub.domain.programmes.activities import Activities, areas_reached, functions_reached


def test_as_many_activities_as_the_master_list_has():
    areas = load_activities().areas
    assert [len(area.activities) for area in areas] == [2, 12, 6, 15, 7, 3, 10, 3]
    assert sum(len(area.activities) for area in areas) == 58
    assert [area.aim for area in areas] == ["data", "behaviour", *["services"] * 5, "environment"]


def test_eight_functions_of_a_family():
    assert len(load_activities().functions.choices) == 8


def test_areas_that_something_was_done_in():
    found = areas_reached(load_activities(), ["dashat", "ttd", "jumantik", "dashat", "of-an-older-file"])
    assert found.reached == ("AR4", "AR8")
    assert found.missing == ("AR1", "AR2", "AR3", "AR5", "AR6", "AR7")


def test_functions_that_something_was_done_for():
    found = functions_reached(load_activities(), ["ekonomi", "agama"])
    assert found.reached == ("agama", "ekonomi")
    assert len(found.missing) == 6


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"aim": "unknown"}, "aim or a ministry"),
        ({"led_by": ["unknown"]}, "aim or a ministry"),
        ({"activities": [{"code": "dashat", "name": {"id": "x", "en": "x"}}]}, "there twice"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused(change, told):
    file = load_activities().model_dump(mode="json")
    file["areas"][0] = file["areas"][0] | change
    with pytest.raises(ValidationError, match=told):
        Activities.model_validate(file)
