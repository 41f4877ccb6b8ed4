"""How fast a dashboard's questions are answered: ``python benchmarks/questions.py FOLDER``.

The activities of a folder of IATI files are read once and grown, each copy with identifiers of its own, to the number
asked for; their money and results lie in Parquet, and the measures' own SQL answers. The same rows stand in SQLite and,
where it is installed, in PostgreSQL, with the indexes that an office would make. A newcomer would get wrong that the
first answer to a question is the slow one, and that a mean hides it: each question is asked in turn with the others,
and the median and the 95th percentile are given.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pledgebook.book.load import engine_measures
from pledgebook.codes import codes_of
from pledgebook.measures.answer import Request
from pledgebook.measures.database import Database
from pledgebook.measures.engine import Measures
from pledgebook.measures.engines.duck import DuckDb
from pledgebook.measures.kinds import Places
from pledgebook.money import Rates
from pledgebook.sources.iati.newest import newest
from pledgebook.sources.iati.read import read_activities
from pledgebook.tables.iati_money import money_rows
from pledgebook.tables.schema import table_names, table_type, to_arrow
from pledgebook.tables.transaction import BookCurrency

TABLES = ("flow", "need", "indicator_value")
STATUSES = ("in_need", "targeted", "reached")
PLACES, INDICATORS = 5_000, 20_000

# One question, as the measures are asked and as the two other databases are. ``cents`` is the amount in hundredths.
YEARS = """select objective, fiscal_year, reporting_org_ref, sum(cents) from flow
where transaction_type = '2' group by 1, 2, 3"""
PARTNERS = """select partner_name, sum(cents) from flow
where transaction_type = '3' group by 1 order by 2 desc limit 20"""
NEEDS = """select n.place_pcode, n.people, f.cents from
(select place_pcode, sum(people) as people from need where population_status = 'in_need' group by 1) n
left join (select recipient_code, sum(cents) as cents from flow where transaction_type = '3' group by 1) f
on f.recipient_code = substr(n.place_pcode, 1, 2)"""
PROGRESS = """select a.indicator, (a.quantity - b.quantity) * 100 / nullif(t.quantity - b.quantity, 0)
from indicator_value a
join indicator_value b on b.indicator = a.indicator and b.value_kind = 'baseline'
join indicator_value t on t.indicator = a.indicator and t.value_kind = 'target'
where a.value_kind = 'actual'"""
QUESTIONS = {
    "money by objective, year and department": YEARS,
    "the 20 largest partners": PARTNERS,
    "need against funding, by place": NEEDS,
    "progress of all indicators": PROGRESS,
}


PLAIN = {
    "flow": (
        "objective text, fiscal_year int, reporting_org_ref text, partner_name text, recipient_code text,"
        " transaction_type text, cents bigint",
        "select objective, fiscal_year, reporting_org_ref, partner_name, recipient_code, transaction_type,"
        " cast(amount_book * 100 as bigint) from flow_file",
    ),
    "need": (
        "place_pcode text, population_status text, people bigint",
        "select place_pcode, population_status, cast(people as bigint) from need_file",
    ),
    "indicator_value": (
        "indicator text, value_kind text, quantity double precision",
        "select indicator, value_kind, cast(indicator_quantity as double) from indicator_value_file",
    ),
}
INDEXES = (
    "create index flow_years on flow (transaction_type, objective, fiscal_year, reporting_org_ref, cents)",
    "create index flow_partner on flow (transaction_type, partner_name, cents)",
    "create index flow_recipient on flow (transaction_type, recipient_code, cents)",
    "create index need_place on need (population_status, place_pcode, people)",
    "create index indicator on indicator_value (value_kind, indicator, quantity)",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A database, and what it does with each question."""

    name: str
    answers: dict[str, Callable[[], object]]


def main() -> None:
    """Grow the data, ask every database every question, print the table."""
    arguments = argparse.ArgumentParser(description="Measure the answers to a dashboard's questions.")
    arguments.add_argument("folder", type=Path, help="a folder of IATI files")
    arguments.add_argument("--activities", type=int, default=1_000_000)
    arguments.add_argument("--runs", type=int, default=30)
    arguments.add_argument(
        "--postgresql", help="a connection string of a database to fill and ask", default=""
    )
    arguments.add_argument("--work", type=Path, help="keep the grown data here, and use what is there")
    given = arguments.parse_args()
    with _work(given.work) as work:
        if not (work / "flow.parquet").exists():
            grow(given.folder, given.activities, work)
        count = {name: pq.read_metadata(work / f"{name}.parquet").num_rows for name in TABLES}
        print(", ".join(f"{name}: {rows:,} rows" for name, rows in count.items()))
        asked = [_measures(work), _sqlite(work)]
        print("| database | question | median ms | p95 ms |\n|---|---|---|---|")
        for database in asked:
            report(database.name, times(database, given.runs))
        if given.postgresql:
            report("PostgreSQL", _postgresql(work, given.postgresql, given.runs))


def grow(folder: Path, activities: int, work: Path) -> None:
    """The flows of the files, copied until there are so many activities; needs and results of the same size."""
    currencies = frozenset(codes_of("iso", "currency"))
    read = newest(
        [a for file in sorted(folder.glob("*.xml")) for a in read_activities(file, file.stem, currencies)]
    )
    currency = BookCurrency("USD", Rates(), "european_central_bank")
    flows = [row for table, row in money_rows(read, currency, (4, 1)) if table == "flow"]
    db = duckdb.connect(config={"threads": "2"})
    db.register("one", to_arrow("flow", flows))
    found = db.execute("select count(distinct activity_id) from one").fetchone()
    copies = -(-activities // (found[0] if found else 1))
    objective = "'objective-' || coalesce(substr(sector_dac3, 1, 1), '0')"
    _write(
        db,
        work,
        "flow",
        f"""select one.* replace (activity_id || '-' || n as activity_id, {objective} as objective,
        cast(amount_book * (100 + n) / 100 as decimal(38, 2)) as amount_book)
        from range({copies}) r(n), one""",
    )
    statuses = ", ".join(f"'{s}'" for s in STATUSES)
    _write(
        db,
        work,
        "need",
        f"""select c || lpad(cast(p as varchar), 4, '0') as place_pcode, date '2026-01-01' as as_of,
        s as population_status, 1000 + (p * 37 + length(s)) % 9973 as people, people as people_low,
        people as people_high, '[]' as people_bounds, 'reported' as people_status, false as is_total,
        'grown' as source, 'row ' || p as record
        from (select distinct recipient_code as c from one where recipient_kind = 'country' order by c limit 20),
        range({PLACES // 20}) r(p), unnest([{statuses}]) u(s)""",
    )
    _write(
        db,
        work,
        "indicator_value",
        f"""select 'indicator-' || i as indicator, 'main' as definition_id, k as value_kind, 'total' as cell,
        true as is_total, date '2025-12-31' as to_day, 'number' as unit, 'up' as direction,
        case k when 'baseline' then i % 50 when 'target' then 100 + i % 900 else (i * 7919) % 1300 end as q,
        q as indicator_quantity, q as indicator_quantity_low, q as indicator_quantity_high,
        '[]' as indicator_quantity_bounds, 'reported' as indicator_quantity_status, 'grown' as source,
        'row ' || i as record from range({INDICATORS}) r(i), unnest(['baseline', 'target', 'actual']) u(k)""",
    )


def _write(db: duckdb.DuckDBPyConnection, work: Path, table: str, query: str) -> None:
    """Rows as the declared table, each column of its declared type, missing ones null."""
    db.execute(f"create or replace view grown as {query}")
    given = {row[0] for row in db.execute("describe grown").fetchall()}
    db.register("declared", table_type(table).schema().empty_table())
    types = {row[0]: row[1] for row in db.execute("describe declared").fetchall()}
    columns = ", ".join(
        f"cast({_column(name) if name in given else 'null'} as {kind}) as {_column(name)}"
        for name, kind in types.items()
    )
    order = ", ".join(map(_column, table_type(table).sorted_by))
    db.execute(
        f"copy (select {columns} from grown order by {order}) to '{work / table}.parquet' (compression zstd)"
    )


def _column(name: str) -> str:
    return f'"{name}"'


def _measures(work: Path) -> Asked:
    engine = DuckDb(tables=work)
    for name in TABLES:
        engine.open_parquet(name)
    nothing = {n: table_type(n).schema().empty_table() for n in table_names() if n not in TABLES}
    settings = {"currency": "USD", "own_org_refs": [], "regions": [], "country_iso2": ""}
    measures = Measures(engine_measures(), Database(nothing, settings, engine), Places({}), "USD")
    need, progress = (
        measures.database.sql(measures.declared[m]) for m in ("people_in_need", "indicator_progress")
    )

    def needs() -> object:
        paid = {s.keys[0]: s.value for s in measures.breakdown(Request("disbursed"), "recipient")}
        people = engine.run(f"select place, sum(low) from ({need}) group by place").rows
        return [(place, count, paid.get(place[:2])) for place, count in people]

    return Asked(
        "measures on DuckDB, from Parquet",
        dict(
            zip(
                QUESTIONS,
                (
                    lambda: measures.breakdown(
                        Request("committed"), "objective", "fiscal_year", "reporting_org"
                    ),
                    lambda: measures.breakdown(Request("disbursed"), "partner")[:20],
                    needs,
                    lambda: engine.run(f"select indicator, low from ({progress})").rows,
                ),
                strict=True,
            )
        ),
    )


def _sqlite(work: Path) -> Asked:
    path = work / "questions.sqlite"
    if not path.exists():
        db = sqlite3.connect(path)
        db.execute("pragma journal_mode = off")
        for table, (columns, query) in PLAIN.items():
            db.execute(f"create table {table} ({columns})")
            places = ", ".join("?" * (columns.count(",") + 1))
            for rows in _plain_rows(work, query):
                db.executemany(f"insert into {table} values ({places})", rows)
        for index in INDEXES:
            db.execute(index)
        db.execute("analyze")
        db.commit()
        db.close()
    db = sqlite3.connect(path)
    return Asked(
        "SQLite", {q: lambda text=text: db.execute(text).fetchall() for q, text in QUESTIONS.items()}
    )


def _postgresql(work: Path, connection: str, runs: int) -> dict[str, list[float]]:
    """Each question's times as ``psql`` itself tells them, so that no driver is in them."""
    for table, (columns, query) in PLAIN.items():
        _psql(connection, f"drop table if exists {table}; create table {table} ({columns})")
        target = work / f"{table}.csv"
        _view(work).execute(f"copy ({query}) to '{target}' (header false)")
        _psql(connection, f"\\copy {table} from '{target}' csv")
        target.unlink()
    _psql(connection, *(f"{index};" for index in INDEXES), "vacuum analyze;")
    asked = [f"{text.replace(chr(10), ' ')};" for text in QUESTIONS.values()]
    script = ["\\timing on", "\\o /dev/null", *asked * (runs + 1)]
    told = re.findall(r"Time: ([0-9.]+) ms", _psql(connection, *script))
    return {q: [float(t) for t in told[n :: len(QUESTIONS)]][1:] for n, q in enumerate(QUESTIONS)}


def _psql(connection: str, *lines: str) -> str:
    command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", connection]
    return subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True).stdout


def _view(work: Path) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect(config={"threads": "2"})
    for table in TABLES:
        db.read_parquet(str(work / f"{table}.parquet")).create_view(f"{table}_file")
    return db


def _plain_rows(work: Path, query: str) -> Iterator[list[tuple[object, ...]]]:
    cursor = _view(work).execute(query)
    while rows := cursor.fetchmany(50_000):
        yield rows


def times(database: Asked, runs: int) -> dict[str, list[float]]:
    """Milliseconds of each question, asked in turn; a first round is not counted."""
    taken: dict[str, list[float]] = {question: [] for question in QUESTIONS}
    for turn in range(runs + 1):
        for question, answer in database.answers.items():
            begun = time.perf_counter()
            answer()
            if turn:
                taken[question].append((time.perf_counter() - begun) * 1000)
    return taken


def report(name: str, taken: dict[str, Iterable[float]]) -> None:
    """One line a question."""
    for question, found in taken.items():
        ordered = sorted(found)
        p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        print(f"| {name} | {question} | {statistics.median(ordered):,.1f} | {p95:,.1f} |", flush=True)


@contextmanager
def _work(kept: Path | None) -> Iterator[Path]:
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


if __name__ == "__main__":
    main()
