"""Which columns a table of children has: the names of WHO's programs, and other names that are read as the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from guyub.data.growth_files import FIVE_TO_NINETEEN, UNDER_FIVE
from guyub.domain.growth.standard import Measure

SEX, AGE, AGE_UNIT, POSTURE, OEDEMA = "sex", "age", "age_unit", "measure", "oedema"


@dataclass(frozen=True)
class Layout:
    """Columns of one kind of table.

    Attributes:
        standard: Which growth standard measures its children.
        measures: What is measured → column.
        result: Suffix of the columns of heights and BMI in results, as WHO's programs name them; none where absent.
        aliases: Other names that are read as a column, where that column itself is absent.
        month_columns: Names of the column of age that say that it counts months.
    """

    standard: str
    age: str
    measures: Mapping[Measure, str]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    month_names: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        return (SEX, self.age, AGE_UNIT, POSTURE, OEDEMA, *self.measures.values())


UNDER5, OLDER = "under5", "5to19"
LAYOUTS = {
    UNDER5: Layout(
        standard=UNDER_FIVE,
        age=AGE,
        measures={
            "weight": "weight",
            "height": "lenhei",
            "head": "headc",
            "arm": "armc",
            "triceps": "triskin",
            "subscapular": "subskin",
        },
        aliases={
            SEX: ("gender", "jk", "jenis_kelamin"),
            AGE: ("agedays", "age.days", "age_days", "agemons", "age_months", "age.mo"),
            "weight": ("berat",),
            "lenhei": ("height", "length", "tinggi"),
            "headc": ("head",),
            "armc": ("muac", "lila"),
            "triskin": ("tri",),
            "subskin": ("sub",),
        },
        month_names=frozenset({"agemons", "age_months", "age.mo"}),
    ),
    OLDER: Layout(
        standard=FIVE_TO_NINETEEN,
        age="age_months",
        measures={"weight": "weight", "height": "height"},
        aliases={SEX: ("gender", "jk", "jenis_kelamin"), "age_months": ("agemons", "age.mo"), "height": ("lenhei",)},
    ),
}
