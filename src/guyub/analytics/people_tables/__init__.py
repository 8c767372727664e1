"""For the registry: files of people and families, read defensively, every doubt named with its place, values masked.

`read_people_table` makes rows of any file, `guess_layout` and `suggest` say what they may be, `read_people` reads
them; what a person decides in between comes in as `Choices`.
"""

from guyub.analytics.people_tables.blocks import has_blocks, unblocked
from guyub.analytics.people_tables.dates import Order
from guyub.analytics.people_tables.families import FamilyRows, MemberRow, People, read_people
from guyub.analytics.people_tables.layouts import Layout, layout_ids, load_fields, load_layout
from guyub.analytics.people_tables.mapping import Suggestion, fingerprint, guess_layout, missing, suggest
from guyub.analytics.people_tables.problems import Fault, RowProblem, Severity, masked
from guyub.analytics.people_tables.rows import CODE_BOOKS, Choices
from guyub.analytics.people_tables.table import LARGEST_FILE, MOST_ROWS, PeopleTable, read_people_table

__all__ = [
    "CODE_BOOKS",
    "LARGEST_FILE",
    "MOST_ROWS",
    "Choices",
    "FamilyRows",
    "Fault",
    "Layout",
    "MemberRow",
    "Order",
    "People",
    "PeopleTable",
    "RowProblem",
    "Severity",
    "Suggestion",
    "fingerprint",
    "guess_layout",
    "has_blocks",
    "layout_ids",
    "load_fields",
    "load_layout",
    "masked",
    "missing",
    "read_people",
    "read_people_table",
    "suggest",
    "unblocked",
]
