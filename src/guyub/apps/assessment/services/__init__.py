"""The only way to write village data, and the answers that pages, API and exports share.

Every function that writes takes the acting person first, checks the role and territory itself, and does its work
in one transaction. `SYSTEM` acts for commands on the server (loading the demonstration, migrations).
"""

from guyub.apps.accounts.actors import SYSTEM, Actor
from guyub.apps.assessment.services.following import (
    News,
    Stream,
    follow,
    follow_soon,
    follow_stream,
    following_deferred,
    record_waiting,
    register_stream,
    waits_until,
)
from guyub.apps.assessment.services.happened import (
    HAPPENED,
    OURS,
    HappenedStream,
    NothingNew,
    Standing,
    record_derived,
    standing_of,
)
from guyub.apps.assessment.services.knowledge import Known, fact_history, given_after, known_about, known_about_many
from guyub.apps.assessment.services.planning import RoadQuestion, losses_of, road_for, road_from, rules_told
from guyub.apps.assessment.services.recording import (
    NewRecording,
    UnusableFacts,
    problem_with_day,
    problems_in_facts,
    problems_in_given,
    record_facts,
    record_many,
)
from guyub.apps.assessment.services.snapshots import (
    ChainEnd,
    chain_ends,
    is_repeated,
    replay,
    take_snapshot,
    take_snapshots,
    verify_chain,
)
from guyub.apps.assessment.services.states import (
    assess_facts,
    assess_known,
    assessment_of,
    default_instrument,
    findings_of,
    refresh_in_turn,
    refresh_stale_states,
    refresh_states,
    what_if,
)
from guyub.apps.assessment.services.units import NewUnit, change_level, open_unit, open_units

__all__ = [
    "HAPPENED",
    "OURS",
    "SYSTEM",
    "Actor",
    "ChainEnd",
    "HappenedStream",
    "Known",
    "NewRecording",
    "NewUnit",
    "News",
    "NothingNew",
    "RoadQuestion",
    "Standing",
    "Stream",
    "UnusableFacts",
    "assess_facts",
    "assess_known",
    "assessment_of",
    "chain_ends",
    "change_level",
    "default_instrument",
    "fact_history",
    "findings_of",
    "follow",
    "follow_soon",
    "follow_stream",
    "following_deferred",
    "given_after",
    "is_repeated",
    "known_about",
    "known_about_many",
    "losses_of",
    "open_unit",
    "open_units",
    "problem_with_day",
    "problems_in_facts",
    "problems_in_given",
    "record_derived",
    "record_facts",
    "record_many",
    "record_waiting",
    "refresh_in_turn",
    "refresh_stale_states",
    "refresh_states",
    "register_stream",
    "replay",
    "road_for",
    "road_from",
    "rules_told",
    "standing_of",
    "take_snapshot",
    "take_snapshots",
    "verify_chain",
    "waits_until",
    "what_if",
]
