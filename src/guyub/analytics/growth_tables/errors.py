"""Why a table of children cannot be used as a whole."""

from guyub.errors import NotFound, UnreadableFile


class NoColumnsOfChildren(UnreadableFile):
    """Columns that every table of children needs are absent."""

    code = "no-columns-of-children"
    template = "{file}: the first line must name the columns. Missing: {wanted}. Found: {found}."


class NoMeasuresOfChildren(UnreadableFile):
    """None of the columns of measures is there; one of them would do."""

    code = "no-measures-of-children"
    template = "{file} has no column of a measure. Name at least one of: {wanted}. Found: {found}."


class NoSuchColumn(NotFound):
    """A column that was asked for is not in the table."""

    code = "no-such-column"
    template = "{file} has no column '{column}'. It has: {found}."
