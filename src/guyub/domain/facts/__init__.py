"""What a fact is: the catalogue, and the checks that find figures which cannot both be true."""

from guyub.domain.facts.catalogue import LARGEST_FIGURE, Check, FactCatalogue, FactDefinition, FactKind
from guyub.domain.facts.findings import Finding, find_contradictions, findings_columns

__all__ = [
    "LARGEST_FIGURE",
    "Check",
    "FactCatalogue",
    "FactDefinition",
    "FactKind",
    "Finding",
    "find_contradictions",
    "findings_columns",
]
