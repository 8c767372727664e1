"""Working days: what counts, over weekends and holidays."""

from datetime import date

import pytest

from guyub.domain.cycles.working_days import working_deadline


@pytest.mark.parametrize(
    ("start", "days", "free", "end"),
    [
        pytest.param("2025-03-03", 2, [], "2025-03-05", id="Monday to Wednesday"),
        pytest.param("2025-03-06", 2, [], "2025-03-10", id="over a weekend"),
        pytest.param("2025-03-08", 1, [], "2025-03-10", id="begun on a Saturday"),
        pytest.param("2025-03-03", 2, ["2025-03-04"], "2025-03-06", id="a holiday does not count"),
        pytest.param(
            "2025-03-03", 2, ["2025-03-03"], "2025-03-05", id="a holiday on the day it begins changes nothing"
        ),
        pytest.param("2025-03-06", 2, ["2025-03-08"], "2025-03-10", id="a holiday on a Saturday counts once"),
    ],
)
def test_the_last_working_day(start: str, days: int, free: list[str], end: str) -> None:
    holidays = {date.fromisoformat(day) for day in free}
    assert working_deadline(date.fromisoformat(start), days, holidays).isoformat() == end


def test_less_than_a_day_is_no_time() -> None:
    with pytest.raises(ValueError, match="0"):
        working_deadline(date(2025, 3, 3), 0)
