"""Claims held against each other: what cannot be true together, whatever the data say."""

from pledgebook.claims.conflicts.published import Contradiction, find_contradictions
from pledgebook.claims.conflicts.rules import RULES, find_conflicts
from pledgebook.claims.conflicts.statements import Conflict, Frame, Statement, statements_of

__all__ = [
    "RULES",
    "Conflict",
    "Contradiction",
    "Frame",
    "Statement",
    "find_conflicts",
    "find_contradictions",
    "statements_of",
]
