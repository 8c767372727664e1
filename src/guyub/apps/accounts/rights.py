"""What each role may do: the one table. Where, is the assignment's region; `scope.py` joins the two.

Roles are what people are called; rights are what pages, files, services and the programming interface ask for.
"""

from enum import StrEnum

from guyub.apps.accounts.models import Role


class Right(StrEnum):
    """One thing that someone may do in a territory."""

    SEE_FIGURES = "see-figures"  # facts, class, plans, history of a village
    EDIT_FIGURES = "edit-figures"
    SNAPSHOT = "snapshot"
    MANAGE = "manage"  # open units, change their level
    SEE_PEOPLE = "see-people"  # families and members by name, NIK masked
    EDIT_PEOPLE = "edit-people"  # families, events, interviews
    SEE_HEALTH = "see-health"  # pregnancy, stunting risk, visits by name
    EDIT_HEALTH = "edit-health"  # visits to families at risk
    SEE_GROWTH = "see-growth"  # measurements of children and of mothers by name
    EDIT_GROWTH = "edit-growth"  # posyandu days and measurements
    EXCHANGE_GROWTH = "exchange-growth"  # files of measurements by name, with a purpose, logged: e-PPGBM, books
    EDIT_MOTHERS = "edit-mothers"  # pregnancies, checks of mothers, births
    EDIT_NUTRITION = "edit-nutrition"  # supplementary food of children and mothers, the Dashat kitchen
    SEE_ELDERS = "see-elders"  # screenings, pressure and weight, referrals of elders by name
    EDIT_ELDERS = "edit-elders"  # the same, to record
    SEE_ADULTS = "see-adults"  # checks of adults by name: weight, waist, pressure, glucose, and their referrals
    EDIT_ADULTS = "edit-adults"  # the same, to record
    SEE_GROUPS = "see-groups"  # groups with their members, those who run them, and meetings
    EDIT_GROUPS = "edit-groups"  # groups, members, meetings, attendance
    SEE_YOUTH = "see-youth"  # young people of the youth post by name, with what was measured
    EDIT_YOUTH = "edit-youth"  # checks of young people, and their referrals
    COUNSEL_YOUTH = "counsel-youth"  # confidential interviews with young people: held, read, put right
    SEE_SCHOOLING = "see-schooling"  # children out of school by name, with causes, steps and aid
    EDIT_SCHOOLING = "edit-schooling"  # the same, to record
    SEE_BUSINESSES = "see-businesses"  # businesses of families by name, with their books and permits
    EDIT_BUSINESSES = "edit-businesses"  # the same, to record
    RUN_QUICK_WINS = "run-quick-wins"  # foster-parent aid, day cares, activities of fathers: to record
    ANSWER_REFERRALS = "answer-referrals"  # say what came of children and elders sent to the puskesmas
    REVEAL_IDENTITY = "reveal-identity"  # one NIK or KK number in full, with a reason, logged
    DECIDE_DUPLICATES = "decide-duplicates"
    IMPORT_PEOPLE = "import-people"
    EXPORT_PEOPLE = "export-people"  # files with personal columns, with a purpose, logged
    RUN_ROUNDS = "run-rounds"  # open and close survey rounds
    ERASE_PEOPLE = "erase-people"  # erasure and data extract on request
    AUDIT = "audit"  # read the audit trail
    COORDINATE = "coordinate"  # hold coordination meetings, write decisions and commitments
    ANSWER = "answer"  # answer for the commitments of one's office; which office, the membership says
    SEE_EVIDENCE = "see-evidence"  # proofs and their files, public or not
    ADD_EVIDENCE = "add-evidence"  # upload and describe proofs; one's own stay in sight without SEE_EVIDENCE
    CHECK_EVIDENCE = "check-evidence"  # the city's check of proofs and of delivered commitments
    CLAIM = "claim"  # self-assessment of a village
    VERIFY = "verify"  # the city's verification of claims, and its nomination
    RUN_CYCLES = "run-cycles"  # open assessment cycles, seat jurors, move stages, announce the verdict
    JUDGE = "judge"  # score entries of cycles one has a seat in


_FIGURES = frozenset({Right.SEE_FIGURES})
_RECORDS = _FIGURES | {Right.EDIT_FIGURES, Right.SNAPSHOT}
_FAMILIES = _FIGURES | {Right.SEE_PEOPLE, Right.EDIT_PEOPLE}
_HEALTH = frozenset({Right.SEE_HEALTH, Right.EDIT_HEALTH})
_GROWTH = frozenset({Right.SEE_GROWTH, Right.EDIT_GROWTH, Right.EDIT_MOTHERS, Right.EDIT_NUTRITION})
_ELDERS = frozenset({Right.SEE_ELDERS, Right.EDIT_ELDERS})
_ADULTS = frozenset({Right.SEE_ADULTS, Right.EDIT_ADULTS})
_YOUTH = frozenset({Right.SEE_YOUTH, Right.EDIT_YOUTH})
_GROUPS = frozenset({Right.SEE_GROUPS, Right.EDIT_GROUPS})
_SCHOOLING = frozenset({Right.SEE_SCHOOLING, Right.EDIT_SCHOOLING})
_BUSINESSES = frozenset({Right.SEE_BUSINESSES, Right.EDIT_BUSINESSES})
_PROOF = frozenset({Right.SEE_EVIDENCE, Right.ADD_EVIDENCE})
_STRIVING = _PROOF | {Right.COORDINATE, Right.CLAIM}
_CITY_DESK = frozenset({Right.SEE_EVIDENCE, Right.CHECK_EVIDENCE, Right.COORDINATE, Right.VERIFY, Right.RUN_CYCLES})
_OFFICE = frozenset(
    {
        Right.RUN_QUICK_WINS,
        Right.DECIDE_DUPLICATES,
        Right.IMPORT_PEOPLE,
        Right.EXPORT_PEOPLE,
        Right.EXCHANGE_GROWTH,
        Right.RUN_ROUNDS,
    }
)

RIGHTS: dict[str, frozenset[Right]] = {
    Role.KADER: _FAMILIES | _GROWTH | _ELDERS | _ADULTS | _YOUTH | _GROUPS | _SCHOOLING | _BUSINESSES,
    Role.TPK: _FIGURES
    | {Right.SEE_PEOPLE, Right.SEE_GROWTH, Right.SEE_YOUTH, Right.SEE_GROUPS, Right.SEE_SCHOOLING, Right.EDIT_MOTHERS}
    | _HEALTH,
    Role.OPERATOR: _RECORDS
    | _FAMILIES
    | _OFFICE
    | _STRIVING
    | _GROUPS
    | _SCHOOLING
    | _BUSINESSES
    | {Right.SEE_HEALTH, Right.SEE_GROWTH, Right.SEE_YOUTH, Right.SEE_ELDERS, Right.SEE_ADULTS},
    Role.LURAH: (
        _RECORDS
        | _FAMILIES
        | _OFFICE
        | _STRIVING
        | _GROUPS
        | _SCHOOLING
        | _BUSINESSES
        | {
            Right.SEE_HEALTH,
            Right.SEE_GROWTH,
            Right.SEE_YOUTH,
            Right.SEE_ELDERS,
            Right.SEE_ADULTS,
            Right.REVEAL_IDENTITY,
            Right.ERASE_PEOPLE,
        }
    ),
    Role.PKB: _FAMILIES
    | _OFFICE
    | _HEALTH
    | _GROWTH
    | _ELDERS
    | _ADULTS
    | _YOUTH
    | _GROUPS
    | _SCHOOLING
    | _BUSINESSES
    | _PROOF,
    Role.PUSKESMAS: (
        _FIGURES
        | {Right.SEE_PEOPLE, Right.SEE_GROUPS, Right.ANSWER_REFERRALS, Right.EXCHANGE_GROWTH, Right.COUNSEL_YOUTH}
        | _HEALTH
        | _GROWTH
        | _YOUTH
        | _ELDERS
        | _ADULTS
        | {Right.SEE_SCHOOLING}
    ),
    # Of a youth post: knows its young people and what they confided, and no family.
    Role.COUNSELLOR: _FIGURES | _YOUTH | {Right.COUNSEL_YOUTH},
    Role.OPD: _FIGURES | {Right.ANSWER, Right.ADD_EVIDENCE},
    Role.CITY: _RECORDS | _CITY_DESK,
    Role.PROVINCE: _FIGURES | {Right.SEE_EVIDENCE, Right.RUN_CYCLES},
    Role.JUROR: _FIGURES | {Right.SEE_EVIDENCE, Right.JUDGE},
    Role.VIEWER: _FIGURES,
    Role.AUDITOR: _FIGURES | {Right.AUDIT, Right.SEE_EVIDENCE},
    # Runs the site and its accounts; sees people only through another role, given like to anyone else.
    Role.ADMIN: _RECORDS | {Right.MANAGE, Right.AUDIT},
}

SHOW_NAMES = frozenset({Right.SEE_PEOPLE, Right.SEE_YOUTH, Right.SEE_EVIDENCE})
"""Rights that open names: registers of families; young people of a post; decrees, attendance lists and pictures of
others as proofs. Whoever holds one of them anywhere signs in with a second factor; to add proofs and see one's own
alone is none of them."""


def roles_with(right: Right) -> frozenset[str]:
    """Roles that hold a right."""
    return frozenset(role for role, rights in RIGHTS.items() if right in rights)
