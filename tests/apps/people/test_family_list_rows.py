"""Rows of the list are put together by hand: what people typed stays text; and who sees which rows of one village."""

from datetime import date

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.people.models import Family
from guyub.apps.people.presentation.rows import part_options
from guyub.apps.people.services import NewFamily, NewMember, Place, register_families
from guyub.apps.territory.models import Region

VILLAGE, OTHER = "99.01.01.1001", "99.02.01.1001"
LIST = f"/keluarga/{VILLAGE}/"
MARKUP = "<i>Contoh</i> \"&'{0}"


def test_what_people_typed_is_never_markup(client, cast):
    head = NewMember(MARKUP, 1, 1, date(1980, 2, 3), marital=2)
    wife = NewMember(f"Istri {MARKUP}", 2, 2, date(1990, 1, 1), marital=2)
    register_families(SYSTEM, [NewFamily(Place(VILLAGE, "001", "001", MARKUP), [head, wife], date(2020, 1, 1))])
    client.force_login(cast.operator)
    plain = client.get(LIST).content.decode()
    client.post(f"{LIST}cari/", {"cari": "istri"})
    found = client.get(f"{LIST}?cari=ya").content.decode()
    assert "&lt;i&gt;Contoh&lt;/i&gt; &quot;&amp;&#x27;{0}" in plain
    assert "Istri &lt;i&gt;Contoh" in found
    assert "<i>" not in plain + found


def test_choices_of_a_part_escape_and_mark_the_chosen_one():
    assert part_options(["", "00<"], "00<") == (
        '<option value="-">belum tercatat</option><option value="00&lt;" selected>00&lt;</option>'
    )


@pytest.mark.parametrize(
    "places",
    [
        pytest.param([], id="nobody"),
        pytest.param([("operator", VILLAGE, "")], id="the village"),
        pytest.param([("pkb", VILLAGE[:8], "")], id="its district"),
        pytest.param([("kader", VILLAGE, "001")], id="one RW"),
        pytest.param([("kader", VILLAGE, "001.002"), ("kader", VILLAGE, "002")], id="an RT and another RW"),
        pytest.param([("kader", OTHER, "001"), ("operator", OTHER, "")], id="another village only"),
        pytest.param([("kader", VILLAGE, "002.001"), ("operator", OTHER, "")], id="an RT, and another village"),
    ],
)
def test_rows_of_one_village_are_those_of_the_territory_that_lie_in_it(cast, places):
    places_of = [
        (village, rw, rt) for village in (VILLAGE, OTHER) for rw in ("001", "002", "") for rt in ("001", "002")
    ]
    register_families(
        SYSTEM,
        [
            NewFamily(
                Place(village, rw, rt if rw else "", "Gang Contoh"),
                [NewMember("Contoh", 1, 1, date(1980, 2, 3), marital=1)],
                date(2020, 1, 1),
            )
            for village, rw, rt in places_of
        ],
    )
    user = User.objects.create_user("pencoba", "pencoba@contoh.invalid", "kampung-berkualitas-1")
    for role, region, part in places:
        Assignment.objects.create(user=user, role=role, region=Region.objects.get(code=region), part=part)
    expected = set(Family.objects.visible_to(user).filter(village_id=VILLAGE))
    assert set(Family.objects.visible_in(user, VILLAGE)) == expected
    assert bool(expected) == any(region in VILLAGE for _role, region, _part in places)
