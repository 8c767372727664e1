"""A page of keys first has the rows of a plain page, in the order of the whole list, with as many queries."""

import pytest
from django.core.paginator import Paginator

from guyub.apps.territory.models import Region
from guyub.apps.ui.paging import KeysFirst

pytestmark = pytest.mark.django_db


@pytest.fixture
def ordered():
    for number in range(10, 17):
        Region.objects.create(code=f"{number}", name=f"Rekaan {number % 3}", level="province")
    return Region.objects.filter(name__startswith="Rekaan").select_related("parent").order_by("-name", "code")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_rows_and_order_are_those_of_a_plain_page(ordered, number, django_assert_num_queries):
    plain = list(Paginator(ordered, 3).page(number))
    with django_assert_num_queries(2):
        found = KeysFirst(ordered, 3).page(number)
        assert list(found) == plain
    assert found.paginator.count == 7


def test_rows_that_are_counted_already_are_not_counted_again(ordered, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = KeysFirst(ordered, 3, counted=7).get_page("3")
        assert [found.paginator.num_pages, len(found)] == [3, 1]
    with django_assert_num_queries(0):
        assert KeysFirst(ordered, 3, counted=0).get_page("1").paginator.num_pages == 1
