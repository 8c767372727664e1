"""Layouts of files of people (data/layouts/*.yaml) as checked objects."""

from functools import cache
from typing import Literal

from guyub.analytics.people_tables.cells import folded
from guyub.data import FOLDER, read_yaml, validate
from guyub.domain.rulefiles import Grade, Model, Origin, Text
from guyub.errors import NotFound

Kind = Literal["number", "name", "text", "date", "part", "code", "count", "decile", "flag", "choices"]
FOLDER_OF_LAYOUTS = FOLDER / "layouts"


class Field(Model):
    """What a column can mean; ``headings``: how files name it; ``values``: cell words to our codes."""

    code: str
    kind: Kind
    title: Text
    headings: tuple[str, ...] = ()
    values: dict[str, int] = {}


class FieldList(Model):
    """All fields."""

    fields: tuple[Field, ...]


class Layout(Model):
    """One kind of file: what its rows are, what it must have, how its columns and codes differ from the common ones.

    ``recognised_by``: fields that a file of this layout has. ``signature``: headings only this layout has.
    ``ends_at``: a cell that ends the data. ``ignored``: headings that are known and not read.
    """

    id: str
    title: Text
    lead: Text
    source: Origin
    grade: Grade
    rows: Literal["member", "family", "blocks", "decile", "screening"]
    required: tuple[str, ...]
    recognised_by: tuple[str, ...]
    signature: tuple[str, ...] = ()
    answers: bool
    ends_at: str = ""
    headings: dict[str, tuple[str, ...]] = {}
    values: dict[str, dict[str, int]] = {}
    ignored: tuple[str, ...] = ()

    def values_of(self, field: Field) -> dict[str, int]:
        """Cell words of a field to our codes; where the layout has codes of its own, ours do not count."""
        if field.code not in self.values:
            return field.values
        words = {word: value for word, value in field.values.items() if not word[0].isdigit()}
        return {**words, **self.values[field.code]}


@cache
def load_fields() -> dict[str, Field]:
    """All fields by code."""
    file = FOLDER_OF_LAYOUTS / "fields.yaml"
    return {field.code: field for field in validate(FieldList, read_yaml(file), file).fields}


def layout_ids() -> tuple[str, ...]:
    """Ids of the layouts, in the order in which people are offered them."""
    return ("pk-anggota", "pk-keluarga", "opensid", "buku-induk", "dtsen", "krs-by-name")


@cache
def load_layout(name: str) -> Layout:
    """A layout by its id.

    Raises:
        NotFound: There is none of that id.
    """
    if name not in layout_ids():
        raise NotFound(kind="layout", name=name, known=", ".join(layout_ids()))
    file = FOLDER_OF_LAYOUTS / f"{name}.yaml"
    return validate(Layout, read_yaml(file), file)


@cache
def meanings(layout: str) -> dict[str, str]:
    """Folded heading → field code, for one layout: its own headings come before the common ones."""
    own = load_layout(layout)
    found = {folded(heading): code for code, headings in own.headings.items() for heading in headings}
    for field in load_fields().values():
        for heading in (field.code, *field.headings):
            found.setdefault(folded(heading), field.code)
    return found
