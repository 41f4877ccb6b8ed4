"""One function over many files: in turn here, or wherever an engine has room; the results in the files' order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Spread(Protocol):
    """What runs a function on each item. The function and the items can be sent to another process."""

    def __call__(self, function: Callable[[T], R], items: Sequence[T]) -> Iterable[R]:
        """The results, in the order of the items."""


def in_turn(function: Callable[[T], R], items: Sequence[T]) -> Iterable[R]:
    """One after the other, in this process."""
    return map(function, items)
