"""The grammar of figures: the words of a claim read as intervals, in every language by the same rules."""

from pledgebook.claims.words.durations import Duration, duration_holds, find_durations
from pledgebook.claims.words.figure import read_figure
from pledgebook.claims.words.finding import Found, find_numbers
from pledgebook.claims.words.reading import Reading

__all__ = [
    "Duration",
    "Found",
    "Reading",
    "duration_holds",
    "find_durations",
    "find_numbers",
    "read_figure",
]
