"""The only way to write the registry. Every function takes the acting person first, checks role and territory itself,
works in one transaction, records an event, and puts an entry on the audit trail.
"""

from guyub.apps.people.services.checking import problems_in_family
from guyub.apps.people.services.problems import UnusableFamily, UnusableMember
from guyub.apps.people.services.registering import register_families, register_family
from guyub.apps.people.services.shapes import NewFamily, NewMember, Place

__all__ = [
    "NewFamily",
    "NewMember",
    "Place",
    "UnusableFamily",
    "UnusableMember",
    "problems_in_family",
    "register_families",
    "register_family",
]
