"""What counts on the page of a village for everybody and in its readiness. Values come from `data/publication/`."""

from enum import StrEnum

from guyub.domain.rulefiles import Amount, Grade, Model, Table, Text


class Counted(StrEnum):
    """What is counted up to and including so much."""

    PROOF_ENDS_DAYS = "proof-ends-days"  # a proof whose last day is so near is about to end
    QUIET_DAYS = "quiet-days"  # without a new figure for longer, a village has fallen silent
    THIN_POINTS = "thin-points"  # a class with no more points to spare is thinly held
    PLACES = "places"  # ranks of a cycle that the page for everybody names


class Routines(Model):
    """Facts whose newest figure is compared with the one before: codes of the fact catalogue, most urgent first."""

    facts: tuple[str, ...]
    why: Text
    grade: Grade


class PublicationRules(Table[Counted, Amount]):
    """All that counts there."""

    routines: Routines

    def most(self, counted: Counted) -> int:
        """The value of a rule."""
        return self.rules[counted].most
