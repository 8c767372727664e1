"""Two people send the same export of e-PPGBM and take it in at the same moment: every measurement is recorded once."""

import pytest

from guyub.apps.audit import trail
from guyub.apps.growth.models import Measurement
from guyub.apps.growth.services import eppgbm
from tests.apps.at_once import at_once
from tests.apps.growth.eppgbm_files import children_of, export_of, pkb, row_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_people_with_one_file(cast):
    content = export_of(*map(row_of, children_of(cast)))
    people = [pkb(cast), pkb(cast, "pkb-dua")]
    files = [eppgbm.receive(person, cast.unit.region, "ekspor.csv", content) for person in people]
    works = [
        lambda person=person, found=found: eppgbm.take_in_file(person, found)
        for person, found in zip(people, files, strict=True)
    ]
    assert sorted(at_once(*works)) == [0, 3]
    assert Measurement.objects.count() == 3
    assert not list(trail.verify())
