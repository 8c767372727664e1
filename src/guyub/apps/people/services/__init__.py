"""The only way to write the registry. Every function takes the acting person first, checks role and territory itself,
works in one transaction, records an event, and puts an entry on the audit trail.
"""

from guyub.apps.people.services.checking import problems_in_family
from guyub.apps.people.services.correcting import FAMILY_FIELDS, PERSON_FIELDS, correct_family, correct_person
from guyub.apps.people.services.erasing import erase_person, extract_of
from guyub.apps.people.services.held import held
from guyub.apps.people.services.identity import (
    Look,
    looks_at,
    masked_kk,
    masked_nik,
    reveal_kk,
    reveal_nik,
    set_kk,
    set_nik,
)
from guyub.apps.people.services.living import (
    add_member,
    move_out,
    move_person_in,
    move_person_out,
    record_birth,
    record_death,
)
from guyub.apps.people.services.marrying import record_divorce, record_marriage
from guyub.apps.people.services.merging import (
    absorbed_by,
    codes_of,
    history_of,
    merge_people,
    standing_for,
    undo_merge,
)
from guyub.apps.people.services.moving import change_head, join_families, move_home, split_family, withdraw_family
from guyub.apps.people.services.problems import UnusableFamily, UnusableMember
from guyub.apps.people.services.questions import (
    ask_about_family,
    decide_distinct,
    find_duplicates,
    merges_for,
    questions_for,
)
from guyub.apps.people.services.reading import (
    FamilyView,
    MemberView,
    answers_of,
    families_as_of,
    families_on,
    family_on,
    form_members,
    forms_members,
)
from guyub.apps.people.services.recording import opened
from guyub.apps.people.services.registering import register_families, register_family
from guyub.apps.people.services.shapes import NewFamily, NewMember, Place
from guyub.apps.people.services.trying import refusal_of

__all__ = [
    "FAMILY_FIELDS",
    "PERSON_FIELDS",
    "FamilyView",
    "Look",
    "MemberView",
    "NewFamily",
    "NewMember",
    "Place",
    "UnusableFamily",
    "UnusableMember",
    "absorbed_by",
    "add_member",
    "answers_of",
    "ask_about_family",
    "change_head",
    "codes_of",
    "correct_family",
    "correct_person",
    "decide_distinct",
    "erase_person",
    "extract_of",
    "families_as_of",
    "families_on",
    "family_on",
    "find_duplicates",
    "form_members",
    "forms_members",
    "held",
    "history_of",
    "join_families",
    "looks_at",
    "masked_kk",
    "masked_nik",
    "merge_people",
    "merges_for",
    "move_home",
    "move_out",
    "move_person_in",
    "move_person_out",
    "opened",
    "problems_in_family",
    "questions_for",
    "record_birth",
    "record_death",
    "record_divorce",
    "record_marriage",
    "refusal_of",
    "register_families",
    "register_family",
    "reveal_kk",
    "reveal_nik",
    "set_kk",
    "set_nik",
    "split_family",
    "standing_for",
    "undo_merge",
    "withdraw_family",
]
