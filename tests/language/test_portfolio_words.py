"""What is said about the cost of many villages: only what is proven."""

import pytest

from guyub.data import load_fact_catalogue, load_instrument
from guyub.data.lever_files import load_levers
from guyub.domain.planning import Portfolio
from guyub.domain.planning.portfolio import LiftedVillage
from guyub.language.plans import PlanWords


def found(bound: int | None) -> Portfolio:
    village = LiftedVillage("1", "Dasar", "Mandiri", "Mandiri", 5_000_000, 40, ())
    return Portfolio("optimal", "Mandiri", 1, 1, 5_000_000, bound, None, (village,), (), {}, {})


@pytest.mark.parametrize(
    ("bound", "sentence"),
    [
        (None, "belum terbukti"),
        (0, "belum terbukti"),
        (4_999_999, "paling sedikit Rp 4.999.999"),
        (5_000_000, "terbukti termurah"),
    ],
)
def test_a_cost_that_nobody_proved_is_not_said_to_be_at_least_nothing(bound: int | None, sentence: str) -> None:
    words = PlanWords(load_instrument("kkb-klas-web-2021"), load_levers(), load_fact_catalogue())
    said = " ".join(words.portfolio_proof(found(bound)))
    assert sentence in said
    assert "Rp 0" not in said
