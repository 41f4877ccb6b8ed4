"""The distinct texts of activities as they are meant, most of which are never asked for as Python's own.

A newcomer would get wrong that there is one more than there are: the last is '', the text of an element without any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.sources.iati.columns.marks import Flags, Places, bytes_of
from pledgebook.sources.iati.columns.tag import resolved


class Texts(Sequence[str]):
    """Texts by their numbers; ``distinct`` are all but the last."""

    def __init__(self, distinct: pa.Array) -> None:
        self.distinct = distinct

    def __len__(self) -> int:
        return len(self.distinct) + 1

    def __getitem__(self, number: Any) -> Any:
        return "" if number == len(self.distinct) else self.distinct[number].as_py()

    def __iter__(self) -> Iterator[str]:
        yield from self.distinct.to_pylist()
        yield ""

    def taken(self, numbers: Places) -> list[str]:
        """The texts of numbers, one after the other."""
        known = pc.if_else(pa.array(numbers < len(self.distinct)), pa.array(numbers), None)
        return list(self.distinct.take(known).fill_null("").to_pylist())

    @cached_property
    def is_empty(self) -> Flags:
        """By text, whether it is ''."""
        _, begins = bytes_of(self.distinct)
        return np.append(begins[1:] == begins[:-1], True)


def meant_texts(distinct: pa.Array, places: list[int], is_said: Flags) -> tuple[pa.Array, Flags]:
    """Texts with the references undone that some of them have; which have one that is not XML's own.

    What is said by those is written into ``is_said``.
    """
    bad = np.zeros(len(distinct), np.bool_)
    if not places:
        return distinct, bad
    written = distinct.take(pa.array(places)).to_pylist()
    meant = [resolved(one.replace("\r\n", "\n").replace("\r", "\n")) for one in written]
    bad[places] = [one is None for one in meant]
    is_said[places] = [bool(one) and not str(one).isspace() for one in meant]
    has_reference = np.zeros(len(distinct), np.bool_)
    has_reference[places] = True
    replaced = pa.array([one or "" for one in meant], pa.string())
    return pc.replace_with_mask(distinct, pa.array(has_reference), replaced), bad
