"""Z-scores of a table of children, beside the columns it came with."""

import numpy as np
import polars as pl

from guyub.analytics.growth_tables.reading import ChildTable
from guyub.data.growth_files import load_growth_standard
from guyub.domain.growth.many import Scores, scores_of_columns
from guyub.domain.growth.reasons import TEXTS

HEIGHT, BMI, POSTURE_IGNORED = "clenhei", "cbmi", "c9mo_flag"


def scores_of_table(table: ChildTable) -> pl.DataFrame:
    """The table with its results, named as WHO's programs name them.

    Out, one row a measurement, beside the columns of the file:
        ``z<suffix>`` (float, two decimals; null where blank) and ``f<suffix>`` (1 implausible, 0 not; null where blank)
        of each indicator; ``clenhei`` (cm in the posture of the age), ``cbmi`` (kg/m2), ``c9mo_flag`` (1 where standing
        was not believed); ``reason_<suffix>`` (why blank, as ``age-missing``).

    A column of the file that is named as a result is replaced by it.
    """
    standard = load_growth_standard(table.layout.standard)
    scores = scores_of_columns(standard, table.columns)
    results = _results(scores, {code: each.suffix for code, each in standard.indicators.items()})
    kept = [name for name in table.frame.columns if name not in results]
    return table.frame.select(kept).with_columns(results.values())


def _results(scores: Scores, suffixes: dict[str, str]) -> dict[str, pl.Series]:
    results = []
    for code, suffix in suffixes.items():
        blank = np.isnan(scores.z[code])
        results.append(pl.Series(f"z{suffix}", scores.z[code], nan_to_null=True))
        flags = pl.Series(f"f{suffix}", scores.flagged[code]).cast(pl.Int8)
        results.append(flags.set(pl.Series(blank), None) if blank.any() else flags)
    results.append(pl.Series(HEIGHT, scores.height, nan_to_null=True))
    results.append(pl.Series(BMI, scores.bmi, nan_to_null=True))
    results.append(pl.Series(POSTURE_IGNORED, scores.posture_ignored).cast(pl.Int8))
    texts = pl.Series([None, *TEXTS[1:]])
    for code, suffix in suffixes.items():
        places = pl.Series(scores.reason[code]).cast(pl.UInt32)  # a place that may be negative takes twice the time
        results.append(texts.gather(places).rename(f"reason_{suffix}"))
    return {series.name: series for series in results}
