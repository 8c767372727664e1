"""Family records for tests: every code a question has, values around each limit, and unknown ones."""

from random import Random

from hypothesis import strategies as st

from guyub.domain.families.record import CODES

_SIZES = {"p19": 7, "p20": 5, "p21": 6, "p22": 5, "p23": 8, "p24": 4, "p27": 4, "p28": 5, "water": 10, "latrine": 4}
_SIZES |= {"kb03": 2, "kb03_11": 3, "kb03_21": 3, "kb04": 2, "kb05": 2, "kb07": 9, "kb08": 10, "kb10": 13}
_SIZES |= {"kb09a": 2, "kb09b": 2, "kb09c": 2, "head_marital": 4, "decile": 10}
_WITH_THREE = {"p02", "p03b", "p10", "p13", "p14", "p15", "p16", "p17"}
_AROUND = {
    "p25": (14, 15, 35, 36, 37, 72),
    "p26": (1, 2, 5, 10),
    "wife_age": (14, 15, 19, 20, 34, 35, 36, 40, 41, 49, 50),
    "spacing_months": (0, 23, 24, 60),
    "pus": (0, 1),
    "kb02": (0, 1, 2, 3, 4),
}


@st.composite
def families(draw: st.DrawFn, most: int = 25) -> list[dict[str, object]]:
    """Families of two villages. Drawing each of 90 cells would be slow: hypothesis picks the seed that fills them."""
    random = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - test data
    count = draw(st.integers(1, most))
    rows: list[dict[str, object]] = []
    for number in range(count):
        unknown = random.choice((0, 0, 5, 20, 100))
        row: dict[str, object] = {"family": str(number), "village": random.choice("AB")}
        for code in CODES:
            row[code] = None if random.randrange(100) < unknown else random.choice(POSSIBLE[code])
        rows.append(row)
    return rows


def _possible(code: str) -> tuple[int, ...]:
    if code in _AROUND:
        return _AROUND[code]
    if code in _SIZES:
        return tuple(range(1, _SIZES[code] + 1))
    if code[0] == "p" and code[1:3].isdigit():
        return (1, 2, 3) if code in _WITH_THREE else (1, 2)
    return (0, 1, 2, 3)


POSSIBLE = {code: _possible(code) for code in CODES}
