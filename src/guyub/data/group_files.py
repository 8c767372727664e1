"""Read the kinds of groups, how a group is doing, the activities of a Kampung KB, and the web's form for them."""

from functools import cache

from guyub.data.loader import load_fact_catalogue
from guyub.data.office_files import load_office_list
from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.families.record import CODES
from guyub.domain.programmes.activities import Activities
from guyub.domain.programmes.health import GroupHealth
from guyub.domain.programmes.kinds import GroupRules
from guyub.domain.programmes.posts import PostForm
from guyub.errors import InvalidRuleFile


@cache
def load_group_rules() -> GroupRules:
    """Kinds of groups, whom they are for, what they report and when.

    Raises:
        InvalidRuleFile: A kind names a fact of the classification or a column of the family record that there is not.
    """
    file = FOLDER / "programmes" / "groups.yaml"
    rules = validate(GroupRules, read_yaml(file), file)
    facts, columns = load_fact_catalogue().by_code, set(CODES)
    for kind in rules.kinds:
        named = {kind.counted.members, kind.counted.of} if kind.counted else set()
        record = {kind.target.record} if kind.target and kind.target.record else set()
        unknown = sorted((named - set(facts)) | (record - columns))
        if unknown:
            raise InvalidRuleFile(file=file.name, path=f"kinds.{kind.code}", problem=f"unknown '{unknown[0]}'")
    return rules


@cache
def load_group_health() -> GroupHealth:
    """What tells how a group is doing."""
    file = FOLDER / "programmes" / "health.yaml"
    return validate(GroupHealth, read_yaml(file), file)


@cache
def load_activities() -> Activities:
    """What is done in a Kampung KB, by programme area.

    Raises:
        InvalidRuleFile: An area names an office that is not on the list of Depok's.
    """
    file = FOLDER / "programmes" / "activities.yaml"
    rules = validate(Activities, read_yaml(file), file)
    known = {office.short for office in load_office_list("depok").offices}
    for area in rules.areas:
        unknown = [office for office in area.offices if office not in known]
        if unknown:
            raise InvalidRuleFile(file=file.name, path=f"areas.{area.code}", problem=f"unknown '{unknown[0]}'")
    return rules


@cache
def load_post_form() -> PostForm:
    """What a post about an activity holds on the national web.

    Raises:
        InvalidRuleFile: A kind of group is written down as an activity or a function that there is not, or a function
            of a family has no section.
    """
    file = FOLDER / "programmes" / "posts.yaml"
    form, rules = validate(PostForm, read_yaml(file), file), load_activities()
    functions, kinds = rules.functions.by_code, load_group_rules().by_code
    if not set(functions) < set(form.sections.by_code):
        raise InvalidRuleFile(file=file.name, path="sections", problem="a function of a family has no section")
    for kind, habit in form.groups.kinds.items():
        if kind not in kinds or habit.activity not in rules.area_of or habit.section not in functions:
            raise InvalidRuleFile(file=file.name, path=f"groups.{kind}", problem="unknown kind, activity or function")
    return form
