"""Scores after a plan, as exact forms over the levers' columns."""

from guyub.domain.expressions import model
from guyub.domain.instruments.model import Instrument, Variable
from guyub.domain.planning.compiler import Compiler, Sense
from guyub.domain.planning.ground import Assumption, Ground
from guyub.domain.planning.programme import Affine, constant


class ScoreForms:
    """Scores and their sums by index, compiled when a goal asks for them.

    ``assumptions`` collects what the scores take for granted.
    """

    def __init__(self, rules: Instrument, ground: Ground, compiler: Compiler) -> None:
        self.rules = rules
        self.ground = ground
        self.compiler = compiler
        self.assumptions: list[Assumption] = []

    def index_sum(self, index: str, sense: Sense) -> Affine:
        """Sum of the scores of an index."""
        members = next(held.members for held in self.rules.indices if held.id == index)
        return self.compiler.programme.combine([(1, self.score(self.rules.by_code[code], sense)) for code in members])

    def score(self, variable: Variable, sense: Sense) -> Affine:
        """The score of a variable after the plan."""
        compiler = self.compiler
        compiler.where = variable.code
        if variable.code in self.ground.fixed:
            return constant(self.ground.fixed[variable.code])
        required = constant(1) if variable.requires is None else compiler.reaches(variable.requires, 1, Sense.EXACT)
        otherwise = constant(variable.otherwise_score or 0)
        if required is None:
            return constant(0)
        if required.high == 0:
            return otherwise
        scored = self._scored(variable, sense)
        return compiler.choose(required, scored, otherwise, sense)

    def _scored(self, variable: Variable, sense: Sense) -> Affine:
        compiler = self.compiler
        if variable.bands and self._over_nothing(variable.value):
            lowest = min(band.score for band in variable.bands)
            self._note(variable.code, lowest)
            return constant(lowest)
        if variable.bands:
            scored = compiler.banded(variable.value, variable.bands, sense)
        else:
            scored = compiler.number(variable.value, sense)
        return constant(0) if scored is None else scored

    def _over_nothing(self, node: model.Node) -> bool:
        """Whether the value is a ratio whose denominator is 0 whatever is done."""
        if isinstance(node, model.Value):
            return self._over_nothing(self.rules.values[node.value].of)
        if not isinstance(node, model.Ratio):
            return False
        per = self.compiler.number(node.ratio.per, Sense.EXACT)
        return per is not None and per.high == 0

    def _note(self, code: str, score: int) -> None:
        noted = Assumption("score-over-nothing", variable=code, score=score)
        if noted not in self.assumptions:
            self.assumptions.append(noted)
