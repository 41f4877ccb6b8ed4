"""What of a file would not be read as proposed: days, numbers, totals, rows with a fault, headers that stand twice.

A newcomer would propose by headers and leave the cells to the build. Here the columns are read as the build will read
them, and what it would leave out is told before anybody relies on it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pledgebook.book.models import Column
from pledgebook.sources.csv_file import RawRow
from pledgebook.tables.mapped import mapped_rows
from pledgebook.tables.proposing.propose import Columns, Proposal, say
from pledgebook.tables.proposing.recognise import folded
from pledgebook.tables.schema import table_type
from pledgebook.tables.written import day_of, number_of
from pledgebook.text import Text

TOTALS = frozenset(
    {
        "total",
        "totals",
        "grand total",
        "sub total",
        "subtotal",
        "sum",
        "total general",
        "sous total",
        "ensemble",
    }
    | {"somme", "totaux"}
)
"""What a row of totals is called, folded."""
_NUMBER_FORMS = ("1,234.5", "1 234,5", "1.234,5", "1234,5")
_DAY_FORMS = ("dmy", "mdy")
_ENOUGH = 0.5
"""A form is proposed where it fits so many of the cells that the tables' own does not."""


def doubted(proposal: Proposal) -> None:
    """Adds to a proposal how its days and numbers are written, its totals, and what would be left out."""
    rows = proposal.look.rows
    if proposal.table:
        for columns in (proposal.columns, *proposal.each_row):
            _written(proposal, columns)
        _totals(proposal, rows)
    proposal.asked += [
        *_twice(proposal.look.headers),
        *_faults(rows),
        *(_left_out(proposal, rows) if proposal.table else ()),
    ]


def _written(proposal: Proposal, columns: Columns) -> None:
    kind = table_type(proposal.table)
    for name, column in columns.items():
        header = column.get("from")
        if not isinstance(header, str) or name not in kind.columns:
            continue
        cells = [cell for row in proposal.look.rows if (cell := row.cells.get(header, ""))]
        of = kind.columns[name].type
        if of == "date" and "period" not in column:
            _of_days(proposal, column, header, cells)
        elif of in ("quantity", "amount", "book_amount"):
            _of_numbers(proposal, column, header, cells, name == "people")


def _of_days(proposal: Proposal, column: dict[str, object], header: str, cells: Sequence[str]) -> None:
    fitting = [f for f in _DAY_FORMS if sum(day_of(c, f) is not None for c in cells) >= _ENOUGH * len(cells)]
    if not cells or not fitting:
        return
    best = max(fitting, key=lambda f: sum(day_of(c, f) is not None for c in cells))
    column["dates"] = best
    either = all(day_of(c, "dmy") and day_of(c, "mdy") for c in cells)
    key = "days_either" if either else "days_as"
    (proposal.asked if either else proposal.certain).append(say(key, column=header, cell=cells[0], form=best))


def _of_numbers(
    proposal: Proposal, column: dict[str, object], header: str, cells: Sequence[str], is_whole: bool
) -> None:
    """``is_whole``: people are counted, so a form in which they are fractions of people fits no cell."""
    odd = [c for c in cells if any(ch.isdigit() for ch in c) and not _is_plain(c)]
    fits = {f: sum(_fits(c, f, is_whole) for c in odd) for f in _NUMBER_FORMS}
    fitting = [f for f, count in fits.items() if count >= _ENOUGH * len(odd)]
    if not odd or not fitting:
        return
    best = max(fitting, key=lambda f: (fits[f], -_NUMBER_FORMS.index(f)))
    column["numbers"] = best
    either = [f for f in fitting if fits[f] == fits[best] and number_of(odd[0], f) != number_of(odd[0], best)]
    key = "numbers_either" if either else "numbers_as"
    (proposal.asked if either else proposal.certain).append(say(key, column=header, cell=odd[0], form=best))


def _fits(cell: str, form: str, is_whole: bool) -> bool:
    number = number_of(cell, form)
    return number is not None and not (is_whole and "." in number)


def _is_plain(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdigit() and cell.isascii()


def _totals(proposal: Proposal, rows: Sequence[RawRow]) -> None:
    """Rows that a word calls a total are proposed as not meant, and asked about.

    Of a dimension that the table has a total of, such as the sex, the publisher's total is meant.
    """
    kind = table_type(proposal.table)
    dimensions = {c.get("from") for n, c in proposal.columns.items() if kind.columns[n].default is not None}
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        for header, cell in row.cells.items():
            if header not in dimensions and folded(cell) in TOTALS:
                found[header].setdefault(cell, row.line)
    for header, words in found.items():
        proposal.left_out[header] = list(words)
        told = ", ".join(f"“{word}”" for word in words)
        proposal.asked.append(say("totals", column=header, words=told, row=min(words.values())))


def _twice(headers: Sequence[str]) -> Iterator[Text]:
    for header, count in Counter(headers).items():
        if count > 1:
            yield say("twice", column=header, count=count)


def _faults(rows: Sequence[RawRow]) -> Iterator[Text]:
    """Rows whose cells do not fit the headers, by what is wrong with them."""
    found: dict[str, list[RawRow]] = defaultdict(list)
    for row in rows:
        if row.fault:
            found[row.fault["en"]].append(row)
    for same in found.values():
        yield say("fault", count=len(same), row=same[0].line, why=same[0].fault)


def _left_out(proposal: Proposal, rows: Sequence[RawRow]) -> Iterator[Text]:
    """What the build would say of the cells, each kind once with how many rows it costs; places are asked later."""
    meant = [row for row in rows if not row.fault and not _is_total(proposal, row)]
    kind = table_type(proposal.table)
    told: set[tuple[str, str]] = set()
    for several in proposal.each_row or ({},):
        columns = {
            name: Column.model_validate(column)
            for name, column in {**proposal.columns, **several}.items()
            if "place" not in column and name in kind.columns
        }
        needed = {n: kind.columns[n] for n in kind.required if n not in columns}
        known = {
            n: Column.model_validate({"value": c.default or "-"})
            for n, c in needed.items()
            if c.type == "text"
        }
        _, issues = mapped_rows(kind, {**known, **columns}, meant, "")
        by_column: dict[str, list[dict[str, object]]] = defaultdict(list)
        for one in issues:
            if one["code"] == "cell-not-readable":
                by_column[str(one["message_en"])].append(one)
        for message, same in by_column.items():
            if (message, str(same[0]["record"])) not in told:
                told.add((message, str(same[0]["record"])))
                text = Text(en=str(same[0]["message_en"]), fr=str(same[0]["message_fr"]))
                row = str(same[0]["record"]).removeprefix("row ")
                yield say("unread", count=len(same), row=row, cell=same[0]["value"], why=text)


def _is_total(proposal: Proposal, row: RawRow) -> bool:
    return any(row.cells.get(header, "") in words for header, words in proposal.left_out.items())
