"""Sources of money that kitchen days prove: portions handed out within twelve months, each fund once."""

from datetime import timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.nutrition.models import KitchenDay, KitchenPortion
from guyub.apps.nutrition.services import DayFacts, describe_kitchen, open_kitchen
from guyub.apps.nutrition.services.funding import kitchen_tells
from guyub.data.derived_files import load_derived_rules
from tests.apps.made_families import today
from tests.apps.nutrition.pmt_world import make_children
from tests.apps.nutrition.test_kitchen_days import tick
from tests.apps.nutrition.test_kitchen_weeks import guest

pytestmark = pytest.mark.django_db


def funds(cast):
    return {code: "" for one in kitchen_tells(cast.unit, None, today()) for code in one.entries}


def cooked(cast, day, fund, given=True):
    held = open_kitchen(SYSTEM, cast.unit.region, today())
    describe_kitchen(SYSTEM, held, DayFacts(fund=fund))
    one = guest(make_children(cast.unit.region_id)[0])
    tick(held, one, given=given, reason="" if given else "absent")
    KitchenDay.objects.filter(pk=held.pk).update(day=day)


def test_a_fund_counts_once_portions_were_handed_out(cast):
    cooked(cast, today(), "partner")
    assert funds(cast) == {"csr": ""}
    KitchenPortion.objects.update(given=False)
    assert funds(cast) == {}


@pytest.mark.parametrize(("later", "counts"), [pytest.param(0, False, id="ended"), pytest.param(1, True, id="just in")])
def test_a_kitchen_day_counts_for_twelve_months(cast, later, counts):
    cooked(cast, load_derived_rules().since(today()) + timedelta(days=later), "own")
    assert funds(cast) == ({"self_help": ""} if counts else {})


def test_a_loan_is_none_of_the_forms_sources(cast):
    cooked(cast, today(), "loan")
    assert funds(cast) == {}
