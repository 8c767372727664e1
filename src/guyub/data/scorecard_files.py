"""Read the lines of the village's scorecard."""

from functools import cache
from typing import Any

from guyub.data.family_files import load_family_indicators, load_family_planning, load_ibangga
from guyub.data.office_files import load_office_list
from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.scorecard.lines import Scorecard
from guyub.errors import InvalidRuleFile

INDEX, PLANNING = "ibangga", "kb:"
DIRECTION = {True: "high", False: "low"}


@cache
def load_scorecard() -> Scorecard:
    """The lines, those of the family register with what the register's own files say of them.

    Raises:
        InvalidRuleFile: A line names an indicator or an office that there is not.
    """
    file = FOLDER / "scorecard" / "lines.yaml"
    content = read_yaml(file)
    lines = content.get("lines", []) if isinstance(content, dict) else []
    filled = [{**_told(line["indicator"], file.name), **line} if "indicator" in line else line for line in lines]
    plain = [{name: value for name, value in line.items() if name != "indicator"} for line in filled]
    rules = validate(Scorecard, {**content, "lines": plain}, file)
    offices = {office.short for office in load_office_list("depok").offices}
    for line in rules.lines:
        unknown = [office for office in line.offices if office not in offices]
        if unknown:
            raise InvalidRuleFile(file=file.name, path=f"lines.{line.code}", problem=f"unknown '{unknown[0]}'")
    return rules


@cache
def indicators_of_lines() -> dict[str, str]:
    """Code of a line → code of the figure of the family register that it shows."""
    content = read_yaml(FOLDER / "scorecard" / "lines.yaml")
    return {line["code"]: line["indicator"] for line in content["lines"] if "indicator" in line}


def _told(code: str, file: str) -> dict[str, Any]:
    """What the register's files say of one of their figures."""
    rule = _rules().get(code)
    if rule is None:
        raise InvalidRuleFile(file=file, path="lines", problem=f"unknown indicator '{code}'")
    told = {"name": rule.name, "grade": rule.grade, "source": rule.source}
    direction = getattr(rule, "higher_is_better", None)
    return told if direction is None else {**told, "better": DIRECTION[direction]}


def _rules() -> dict[str, Any]:
    rates = {f"{PLANNING}{rate.code}": rate for rate in load_family_planning().rates}
    return {INDEX: load_ibangga(), **rates, **load_family_indicators().by_code}
