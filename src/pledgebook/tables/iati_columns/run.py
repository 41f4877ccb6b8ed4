"""Some activities side by side, as columns, with what their tables share: identifiers, languages, lines, trouble.

A newcomer would get wrong that ``trouble`` loses nothing: an activity in which anything is unusual is only read again,
as a tree, and stands in its place among the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.sources.iati.columns.apart import Said, values_of
from pledgebook.sources.iati.columns.column import column_of
from pledgebook.sources.iati.columns.elements import Elements
from pledgebook.sources.iati.columns.marks import Flags, Places, used
from pledgebook.sources.iati.columns.records import records
from pledgebook.sources.iati.columns.tag import Tag
from pledgebook.sources.iati.columns.tidy import drawn_together
from pledgebook.sources.iati.element import LANG, language_in
from pledgebook.tables.schema import schema_of

UNUSUAL = object()
"""What a function that reads a value gives for one that is an issue."""
_FILLED_LATER = frozenset(
    {"amount_book", "amount_book_status", "gender_age_marker", "gender_marker_basis", "times"}
)
"""Columns that no reader of IATI fills; of a table with others that are not given here, trees make everything."""
_V = TypeVar("_V")
_FALSE = pa.scalar(False)
Columns = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What is wrong with some elements: ``codes`` and ``values`` by element, in the order of ``place`` of one step.

    ``turn`` parts those of one place.
    """

    step: int
    elements: Places
    place: Places
    codes: Sequence[str]
    values: Sequence[str]
    turn: int = 0


class Run:
    """The elements of some activities, and what holds for all their tables.

    ``first_lines`` say on which line each piece begins; ``source`` is what every row carries; ``root`` is the start
    tag around the activities; ``wanted`` are the tables; what is wrong is ``told`` while they are made.
    """

    def __init__(
        self,
        elements: Elements,
        first_lines: Places,
        source: str,
        root: Tag,
        currencies: Collection[str],
        wanted: Collection[str],
    ) -> None:
        self.elements, self.source, self.root, self.currencies = elements, source, root, currencies
        self.wanted = wanted
        self.told: list[Told] = []
        self._first_lines = first_lines
        self._values: dict[str, Values] = {}
        self.activities = elements.at("")
        self.is_unusual = np.zeros(len(self.activities), np.bool_)

    def trouble(self, elements: Places) -> None:
        """Leave the activities of these elements to the tree."""
        self.is_unusual[self.elements.activity[elements]] = True

    def attributes(self, rows: Places) -> Attributes:
        """What the start tags of elements say; of -1, nothing."""
        tags = self.elements.tags
        return Attributes(self, rows, self.elements.tag_of[rows], tags)

    def cast(
        self, rows: Places, plain: str, read: Callable[[str], object], kind: Any
    ) -> tuple[pa.Array, pa.Array]:
        """Columns of what the texts of elements mean and of the texts as they are; of -1, nothing.

        Arrow reads those that match a pattern, and only the others go through the function, each once.
        """
        count = len(self.elements.texts)
        numbers, which = used(np.where(rows >= 0, self.elements.text_of[rows], count), count + 1)
        texts, row = self._as_written.take(of_numbers(numbers)), of_numbers(which)
        is_plain = pc.match_substring_regex(texts, plain).fill_null(False)
        made = pc.if_else(is_plain, texts, pa.scalar(None, pa.string())).cast(kind)
        others = np.flatnonzero(~flags(is_plain))
        read_alone = [None if one is None else read(one) for one in texts.take(pa.array(others)).to_pylist()]
        wrong = [place for place, one in zip(others, read_alone, strict=True) if one is UNUSUAL]
        if wrong:
            self.trouble(rows[np.isin(which, wrong) & (rows >= 0)])
        replaced = pa.array([None if one is UNUSUAL else one for one in read_alone], kind)
        return pc.replace_with_mask(made, pc.invert(is_plain), replaced).take(row), texts.take(row)

    @cached_property
    def _as_written(self) -> pa.Array:
        """The distinct texts, '' and nothing."""
        return pa.concat_arrays([self.elements.texts.distinct, pa.array(["", None], pa.string())])

    def values(self, name: str) -> Values:
        """What an attribute says on the distinct tags."""
        if name not in self._values:
            self._values[name] = self._values_of(name)
        return self._values[name]

    def _values_of(self, name: str) -> Values:
        of_tag, values = self.said.values.get(name) or (np.zeros(len(self.elements.tags), np.int32), [""])
        column = pa.array([None, *values[1:], None], pa.string())
        return Values(values, np.append(of_tag, np.int32(len(values))), column)

    @cached_property
    def said(self) -> Said:
        """What the attributes of the distinct tags say."""
        return values_of(self.elements.tags)

    def texts(self, numbers: Places) -> pa.Array:
        """The texts of these numbers, their blanks drawn together; of the last one, nothing."""
        return column_of(self._drawn_together, numbers)

    @property
    def no_text(self) -> int:
        """The number of no text."""
        return len(self.elements.texts) - 1

    @cached_property
    def _drawn_together(self) -> pa.Array:
        found = self.elements
        return drawn_together(found.texts.distinct, found.is_said[:-1])

    @cached_property
    def identifiers(self) -> pa.Array:
        """The identifier of each activity; one without is left to the tree."""
        first = self.elements.first(self.activities, "iati-identifier")
        found = self.texts(self.elements.text_of[first])
        self.is_unusual |= pc.is_null(found).to_numpy(zero_copy_only=False)
        return found

    @cached_property
    def languages(self) -> dict[str, int]:
        """The languages that are declared, numbered; '' is 0."""
        return {"": 0}

    @cached_property
    def tag_language(self) -> Places:
        """The language that each distinct tag declares, -1 where none."""
        said = self.values(LANG)
        return np.array([*(self._language(one) for one in said.values), -1], np.int32)[said.of_tag]

    def _language(self, declared: str) -> int:
        code = language_in(declared)
        return self.languages.setdefault(code, len(self.languages)) if code else -1

    @cached_property
    def language(self) -> Places:
        """The language of each activity."""
        own = self.tag_language[self.elements.tag[self.activities]]
        return np.where(own >= 0, own, max(self._language(self.root.get(LANG)), 0))

    def per_activity(self, column: pa.Array, rows: Places) -> pa.Array:
        """A column of the activities, for elements that stand in them."""
        return column.take(of_numbers(self.elements.activity[rows]))

    def sheet(self, table: str, rows: Places, columns: Columns) -> Sheet:
        """The rows of a table, one for each of these elements, none of them -1; columns not given are empty."""
        given: dict[str, Any] = {
            "activity_id": column_of(self.identifiers, self.elements.activity[rows]),
            "source": pa.repeat(pa.scalar(self.source, pa.string()), len(rows)),
            "record": records(self.lines(rows)),
            **columns,
        }
        schema = schema_of(table)
        if not given.keys() | _FILLED_LATER >= set(schema.names):
            self.is_unusual[:] = True
        arrays = [
            _as(given[field.name], field.type) if field.name in given else pa.nulls(len(rows), field.type)
            for field in schema
        ]
        return Sheet(pa.Table.from_arrays(arrays, schema=schema), self.elements.activity[rows])

    def first_line(self, row: int) -> int:
        """The line on which an element's piece begins."""
        return int(self._first_lines[self.elements.piece[row]])

    def lines(self, rows: Places) -> Places:
        """The line of the file on which each element's start tag ends."""
        return self._first_lines[self.elements.piece[rows]] + self.elements.line[rows]


class Sheet:
    """Rows of a table, and which activity each is of."""

    __slots__ = ("activity", "rows")

    def __init__(self, rows: pa.Table, activity: Places) -> None:
        self.rows, self.activity = rows, activity


@dataclass(frozen=True, slots=True)
class Values:
    """What an attribute says, without surrounding blanks: its values, the first of them '', and a column of them.

    ``of_tag`` is the number of the value that each distinct tag has, that of '' where it has none; one more at the end
    stands for no tag, and is nothing in ``column``, as '' is.
    """

    values: list[str]
    of_tag: Places
    column: pa.Array


class Cells(Generic[_V]):
    """What rows say: ``found`` has for each of them the number of its value, -1 or one above all where it has none."""

    def __init__(self, run: Run, rows: Places, found: Places, values: Sequence[_V]) -> None:
        self._run, self._rows, self._found, self._all = run, rows, found, values

    @cached_property
    def _used(self) -> tuple[list[_V | None], Places]:
        """The values that these rows have, each once, and which of them each row has."""
        values = self._all
        numbers, which = used(self._found, len(values) + 1)
        said = [values[one] if one < len(values) else None for one in numbers.tolist()]
        return said, which

    def map(self, read: Callable[[_V], object], kind: Any = None) -> pa.Array:
        """A column of what a function makes of each value; where it is unusual, the activity is left to the tree."""
        values, _ = self._used
        return self._column([None if value is None else read(value) for value in values], kind)

    def maps(self, read: Callable[[_V], Sequence[object]], kinds: Sequence[Any]) -> list[pa.Array]:
        """The same where a function makes several columns of each value."""
        values, _ = self._used
        nothing = (None,) * len(kinds)
        made = [nothing if value is None else read(value) for value in values]
        columns = zip(*made, strict=True) if made else [[] for _ in kinds]
        return [self._column(list(column), kind) for column, kind in zip(columns, kinds, strict=True)]

    def _trouble(self, wrong: list[int]) -> None:
        if wrong:
            _, numbers = self._used
            self._run.trouble(self._rows[np.isin(numbers, wrong) & (self._rows >= 0)])

    def _column(self, made: list[Any], kind: Any) -> pa.Array:
        _, numbers = self._used
        wrong = [number for number, value in enumerate(made) if value is UNUSUAL]
        if wrong:
            self._trouble(wrong)
            made = [None if value is UNUSUAL else value for value in made]
        return pa.array(made, kind or pa.string()).take(of_numbers(numbers))


class Attributes(Cells[Tag]):
    """What the start tags of rows say; most of it is asked of one attribute, whose values are fewer than the tags."""

    def of(self, name: str) -> Cells[str]:
        """The values of an attribute, '' where it is missing or blank."""
        values = self._run.values(name)
        return Cells(self._run, self._rows, values.of_tag[self._found], values.values)

    def attribute(self, name: str) -> pa.Array:
        """A column of an attribute, empty where it is missing or blank."""
        values = self._run.values(name)
        return column_of(values.column, values.of_tag[self._found])

    def read(self, name: str, read: Callable[[str], tuple[object, str]], kind: Any) -> pa.Array:
        """A column of what an attribute means; ``read`` gives its value, and the code of an issue or ''."""
        return self.of(name).map(lambda said: sound(read(said)), kind)


def sound(found: tuple[object, str]) -> object:
    """A value without its issue; one with an issue is unusual."""
    value, code = found
    return UNUSUAL if code else value


def _as(column: Any, kind: Any) -> Any:
    array = of_numbers(column) if isinstance(column, np.ndarray) else column
    return array if array.type == kind else array.cast(kind)


def numbered(holder: Places) -> Places:
    """From 1 within each run of the same holder."""
    places = np.arange(len(holder))
    is_first = np.ones(len(holder), np.bool_)
    is_first[1:] = holder[1:] != holder[:-1]
    return places - np.maximum.accumulate(np.where(is_first, places, 0)) + 1 if len(holder) else places


def flags(column: pa.Array) -> Flags:
    """A column of true and false as an array; what is not there is false."""
    return np.asarray(column.fill_null(_FALSE).to_numpy(zero_copy_only=False))


def of_numbers(numbers: npt.NDArray[Any]) -> pa.Array:
    """The same numbers, or flags, as an Arrow array."""
    if numbers.dtype == np.bool_:
        return pa.array(numbers)
    whole = np.ascontiguousarray(numbers)
    return pa.Array.from_buffers(pa.from_numpy_dtype(whole.dtype), len(whole), [None, pa.py_buffer(whole)])
