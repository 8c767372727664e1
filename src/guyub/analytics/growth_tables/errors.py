"""Why a table of children cannot be used as a whole."""

from guyub.errors import UnreadableFile


class NoColumnsOfChildren(UnreadableFile):
    """Columns that every table of children needs are absent."""

    code = "no-columns-of-children"
    template = "{file}: the first line must name the columns. Missing: {wanted}. Found: {found}."
