"""Rows made and inserted in great numbers are the rows that Django makes one by one."""

from datetime import date

import pytest

from guyub.apps.audit.models import AuditEntry
from guyub.apps.inserting import new_row
from guyub.apps.people.models import Event, Family, Person
from guyub.apps.resilience.models import FamilyState

VALUES = {
    Person: {"name": "Contoh", "sex": 2, "birth_date": date(2001, 2, 3), "village_id": "99.03.01.1001", "key_id": 4},
    Family: {"since": date(2025, 1, 1), "key_id": 4},
    Event: {"kind": Event.Kind.REGISTERED, "day": date(2025, 1, 1)},
    AuditEntry: {"chain": "site", "sequence": 1, "details": {"members": 3}},
    FamilyState: {"family_id": 7, "record": {"members": 3}},
}


@pytest.mark.parametrize("model", VALUES, ids=lambda model: model.__name__)
def test_a_new_row_has_what_the_model_itself_would_give_it(model):
    quick, usual = new_row(model, **VALUES[model]), model(**VALUES[model])
    drawn = {"code"}  # another one for every row
    for field in model._meta.concrete_fields:
        if field.attname not in drawn:
            assert getattr(quick, field.attname) == getattr(usual, field.attname), field.attname
    assert quick.pk == usual.pk
    assert (quick._state.adding, quick._state.db) == (True, None)


def test_rows_share_neither_a_code_nor_a_list():
    first, second = new_row(Family), new_row(Family)
    assert len(first.code) == len(second.code) == 11
    assert first.code != second.code
    assert new_row(Event).fields is not new_row(Event).fields
    assert new_row(Family, code="K2345678923").code == "K2345678923"


@pytest.mark.parametrize("name", ["family", "nobody"])
def test_a_value_for_no_column_is_refused(name):
    with pytest.raises(TypeError, match=name):
        new_row(Event, **{name: 1})
