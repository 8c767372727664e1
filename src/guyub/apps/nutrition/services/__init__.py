"""The only way to write rounds of supplementary food and what was eaten. Every function takes the acting person first,
checks role and territory itself, works in one transaction and puts an entry on the audit trail.
"""

from guyub.apps.nutrition.services.problems import PmtRefused
from guyub.apps.nutrition.services.rounds import begin_round, end_round
from guyub.apps.nutrition.services.servings import record_serving

__all__ = ["PmtRefused", "begin_round", "end_round", "record_serving"]
