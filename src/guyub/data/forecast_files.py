"""Read the priors of the verification forecast."""

from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.cycles.forecast import ForecastRule


@cache
def load_forecast_rule() -> ForecastRule:
    """The priors in force."""
    file = FOLDER / "forecasts" / "verification.yaml"
    return validate(ForecastRule, read_yaml(file), file)
