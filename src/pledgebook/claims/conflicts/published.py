"""What others published of the same thing, held against each other in the ledgers.

A newcomer would get wrong that an amount in a ledger is as rounded as its publisher wrote it: 179 million and
179.4 million do not contradict each other, 179 million and 183.3 million do, unless one edition replaces the
other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any, TypeAlias

from pledgebook.claims.conflicts.statements import is_above
from pledgebook.figures import plain, write_interval
from pledgebook.interval import Interval
from pledgebook.text import Text, texts_of
from pledgebook.value import Known

Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What must be equal for two rows to speak of one thing; of ``scope`` one may have left something out."""

    table: str
    line: str
    same: tuple[str, ...]
    scope: tuple[str, ...]
    amount: str
    unit: str
    counted_until: str = ""
    """The column of the day up to which a row counts, where its counts can only grow."""


LEDGERS = (
    Ledger(
        "pledge",
        "pledge_id",
        ("concept", "currency", "department"),
        ("geography", "from_day", "to_day", "stage", "cost_basis"),
        "amount",
        "currency",
    ),
    Ledger("arrival", "arrival_id", ("stage", "people_group", "as_of"), (), "people", "people", "as_of"),
    Ledger("deployment", "deployment_id", ("ceiling_id", "from_day", "to_day"), (), "people", "people"),
    Ledger(
        "indicator_value",
        "source",
        ("indicator", "definition_id", "value_kind", "cell", "unit", "to_day"),
        (),
        "indicator_quantity",
        "unit",
    ),
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two rows of a ledger that cannot both be right, the later one first, and why, in each language."""

    row: Row
    other: Row
    why: Text
    ids: tuple[str, str]
    is_unstated: bool = False


def find_contradictions(
    rows: Mapping[str, Sequence[Row]],
    languages: Sequence[str],
    home: str,
    titles: Mapping[str, Text] | None = None,
) -> list[Contradiction]:
    """Contradictions in every ledger, in the order of the ledgers and their rows; ``titles`` are those of sources."""
    writer = _Writer(languages, home, titles or {})
    return [
        found
        for ledger in LEDGERS
        for found in [
            *_apart(ledger, rows.get(ledger.table, ()), writer),
            *_falls(ledger, rows.get(ledger.table, ()), writer),
        ]
    ]


@dataclass(frozen=True, slots=True)
class _Writer:
    languages: Sequence[str]
    home: str
    titles: Mapping[str, Text]

    def why(self, key: str, ledger: Ledger, row: Row, other: Row, **values: object) -> Text:
        texts = texts_of("pledgebook.claims.conflicts", "causes.yml")
        return texts[key].fill(
            first=self.name(ledger, row),
            second=self.name(ledger, other),
            first_amount=self._amount(ledger, row),
            second_amount=self._amount(ledger, other),
            **values,
        )

    def name(self, ledger: Ledger, row: Row) -> Text:
        """What a reader calls a line: its label, else the publication that it is from."""
        labels = {
            key.removeprefix("label_"): row[key] for key in row if key.startswith("label_") and row[key]
        }
        if labels:
            return Text(**labels)
        title = self.titles.get(str(row.get("source")))
        return title or Text(**dict.fromkeys(self.languages, str(row[ledger.line])))

    def columns(self, columns: Sequence[str]) -> Text:
        """What columns are called."""
        texts = texts_of("pledgebook.claims.conflicts", "causes.yml")
        return Text(**{k: ", ".join(texts[f"column_{c}"][k] for c in columns) for k in self.languages})

    def _amount(self, ledger: Ledger, row: Row) -> Text:
        unit = ledger.unit if ledger.unit == "people" else str(row[ledger.unit])
        interval = row[ledger.amount].interval
        return Text(**{lang: write_interval(interval, unit, lang, home=self.home) for lang in self.languages})


def _apart(ledger: Ledger, rows: Sequence[Row], writer: _Writer) -> Iterator[Contradiction]:
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if isinstance(row[ledger.amount], Known):
            groups[tuple(row[column] for column in ledger.same)].append(row)
    replaced = _replaced(rows) if ledger.table == "pledge" else (lambda one, other: False)
    for group in groups.values():
        for other, row in combinations(group, 2):
            unstated = _left_out(ledger, row, other)
            if unstated is None or replaced(row, other) or not _disagree(ledger, row, other):
                continue
            if not unstated:
                yield Contradiction(
                    row, other, writer.why("apart", ledger, row, other), _ids(ledger, row, other)
                )
                continue
            texts = texts_of("pledgebook.claims.conflicts", "causes.yml")
            short = next(r for r in (row, other) if any(not r[c] for c in unstated))
            cause = texts["no_column"].fill(line=writer.name(ledger, short), columns=writer.columns(unstated))
            why = writer.why("unstated", ledger, row, other, cause=cause)
            yield Contradiction(row, other, why, _ids(ledger, row, other), True)


def _falls(ledger: Ledger, rows: Sequence[Row], writer: _Writer) -> Iterator[Contradiction]:
    if not ledger.counted_until:
        return
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if isinstance(row[ledger.amount], Known) and row[ledger.counted_until] is not None:
            groups[tuple(row[c] for c in ledger.same if c != ledger.counted_until)].append(row)
    for group in groups.values():
        ordered = sorted(group, key=lambda r: r[ledger.counted_until])
        for before, after in pairwise(ordered):
            is_later = after[ledger.counted_until] > before[ledger.counted_until]
            if is_later and is_above(_rounded(before[ledger.amount]), _rounded(after[ledger.amount])):
                why = writer.why("falls", ledger, after, before)
                yield Contradiction(after, before, why, _ids(ledger, after, before))


def _ids(ledger: Ledger, row: Row, other: Row) -> tuple[str, str]:
    return str(row[ledger.line]), str(other[ledger.line])


def _left_out(ledger: Ledger, row: Row, other: Row) -> list[str] | None:
    """The columns of the scope that one of the two does not state; None where both state different ones."""
    found = []
    for column in ledger.scope:
        first, second = row[column], other[column]
        if first == second:
            continue
        if first and second:
            return None
        found.append(column)
    return found


def _disagree(ledger: Ledger, row: Row, other: Row) -> bool:
    return _rounded(row[ledger.amount]).is_disjoint_from(_rounded(other[ledger.amount]))


def _rounded(value: Known) -> Interval:
    """What rounds to an exact amount as it was written; an amount that is an interval already is what it says."""
    number = value.interval.exact
    if number is None or number == 0:
        return value.interval
    shown = plain(number).normalize().as_tuple().exponent
    half = Decimal(1).scaleb(int(shown)) / 2
    return value.interval if half <= Decimal("0.5") else Interval(number - half, number + half)


def _replaced(rows: Sequence[Row]) -> Callable[[Row, Row], bool]:
    """Whether one of two lines is of an edition that replaces the other's, or lies inside the other."""
    above = {row["edition"]: row["supersedes"] for row in rows if row["supersedes"]}
    whole = {row["pledge_id"]: row["part_of"] for row in rows if row["part_of"]}

    def reaches(links: Mapping[str, str], start: str, end: str) -> bool:
        seen = {start}
        while (start := links.get(start, "")) and start not in seen:
            if start == end:
                return True
            seen.add(start)
        return False

    def linked(one: Row, other: Row) -> bool:
        editions, lines = (one["edition"], other["edition"]), (one["pledge_id"], other["pledge_id"])
        return any(
            reaches(links, first, second)
            for links, names in ((above, editions), (whole, lines))
            for first, second in (names, names[::-1])
        )

    return linked
