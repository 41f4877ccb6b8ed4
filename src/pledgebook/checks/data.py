"""What the data say by themselves: sources, money, places and totals, ceilings and strengths."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pledgebook.book.models import LANGUAGES
from pledgebook.catalogue import problem
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.checks.names import ceiling_of, envelope
from pledgebook.checks.places import ledger_line
from pledgebook.checks.quantities import in_words, is_above
from pledgebook.claims.shares import whole_numbers
from pledgebook.disclosure import recoverable
from pledgebook.errors import Where
from pledgebook.figures import write_date
from pledgebook.interval import Interval
from pledgebook.measures.sums import add
from pledgebook.sources.snapshot import lock_problems
from pledgebook.tables.exclusion import OUTGOING
from pledgebook.tables.rows import cells_of
from pledgebook.tables.schema import is_whole
from pledgebook.text import Text
from pledgebook.value import Known


def sources_as_locked(evidence: Evidence) -> Iterator[Finding]:
    """SRC: every file is the one that was locked and as long as it should be."""
    for found in lock_problems(evidence.book, evidence.snapshots, dict(evidence.counts)):
        yield Finding(found)


def declarations(evidence: Evidence) -> Iterator[Finding]:
    """BOOK and SRC: what was found wrong while the tables and claims were built."""
    for found in evidence.problems:
        yield Finding(found)


def withheld_stays_withheld(evidence: Evidence) -> Iterator[Finding]:
    """SDC001: no withheld count can be worked out from what is released."""
    threshold = evidence.book.declaration.threshold
    for found in recoverable(evidence.rows, evidence.relations, threshold):
        where = Where(evidence.book.root)
        yield Finding(problem("SDC001", where, table=found.cell.table))


def records_not_used(evidence: Evidence) -> Iterator[Finding]:
    """MON001: what could not be used in a file that the book carries, at its line."""
    files = {s.declaration.id: s.path for s in evidence.snapshots if s.path}
    for row in evidence.rows["issue"]:
        path = files.get(row["source"])
        if path is None:
            continue
        number = str(row["record"]).rpartition(" ")[2]
        where = Where(path, int(number) if number.isdigit() else 0)
        message = Text(en=row["message_en"], fr=row["message_fr"])
        yield Finding(problem("MON001", where, activity=row["activity_id"] or row["source"], message=message))


def no_money_lost(evidence: Evidence) -> Iterator[Finding]:
    """MON002: per type and currency, the flows add up to the transactions exactly."""
    sums: dict[tuple[Any, Any], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for table in ("transaction", "flow"):
        for kind, currency, amount in cells_of(
            evidence.rows[table], "transaction_type", "currency", "amount"
        ):
            if amount is not None:
                sums[kind, currency][table] += amount
    for (kind, currency), total in sorted(sums.items(), key=str):
        if total["flow"] != total["transaction"]:
            values = {
                "type": kind,
                "currency": currency,
                "flows": total["flow"],
                "transactions": total["transaction"],
            }
            yield Finding(problem("MON002", Where(evidence.book.root), **values))


def counted_twice_along_a_chain(evidence: Evidence) -> Iterator[Finding]:
    """MON004: of money found in a partner's books, the partner's own spending is not in the totals as well."""
    counting = set(evidence.book.own_org_refs)
    spending = {
        activity
        for activity, kind, reporter in cells_of(
            evidence.rows["flow"], "activity_id", "transaction_type", "reporting_org_ref"
        )
        if kind in OUTGOING and (not counting or reporter in counting)
    }
    told = set()
    for row in evidence.rows["followed_transaction"]:
        pair = (row["activity_id"], row["found_activity_id"])
        if row["side"] == "outgoing" and set(pair) <= spending and pair not in told:
            told.add(pair)
            values = {"activity": pair[0], "found": pair[1], "partner": row["partner_org_ref"]}
            yield Finding(problem("MON004", evidence.book.money_file.where(["followed"]), **values))


def parts_of_envelopes(evidence: Evidence) -> Iterator[Finding]:
    """MON003: the parts of an envelope are not more than what is stated for the whole, currency by currency.

    Parts in another currency can only make the sum larger, so that leaving them out never accuses wrongly.
    """
    whole = {row["pledge_id"]: row for row in evidence.rows["pledge"]}
    home = evidence.book.declaration.currency
    parts: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in whole.values():
        around = whole.get(row["part_of"])
        if (
            around is not None
            and row["edition"] == around["edition"]
            and row["currency"] == around["currency"]
        ):
            parts[row["part_of"]].append(row)
    for line, rows in sorted(parts.items()):
        total, stated = add(r["amount"] for r in rows), whole[line]["amount"]
        if len(_cost_bases(whole[line], *rows)) < _TWO and is_above(total, stated):
            unit = whole[line]["currency"] or home
            values = {"parts": in_words(total, unit, home), "whole": in_words(stated, unit, home)}
            found = problem(
                "MON003", ledger_line(evidence, whole[line]), line=envelope(whole[line]), **values
            )
            yield Finding(found, records=(line, *(str(r["pledge_id"]) for r in rows)))


_TWO = 2


def _cost_bases(*rows: Mapping[str, Any]) -> set[str]:
    return {row["cost_basis"] for row in rows if row["cost_basis"]}


def cost_bases_apart(evidence: Evidence) -> Iterator[Finding]:
    """MON005: the parts of an envelope, and the whole, are on one cost basis, or they do not add up to anything."""
    whole = {row["pledge_id"]: row for row in evidence.rows["pledge"]}
    parts: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in whole.values():
        parts[row["part_of"]].append(row)
    for line, rows in parts.items():
        if line in whole and len(_cost_bases(whole[line], *rows)) == _TWO:
            found = problem("MON005", ledger_line(evidence, whole[line]), line=envelope(whole[line]))
            yield Finding(found, records=(line, *(str(r["pledge_id"]) for r in rows)))


def geography_shares(evidence: Evidence) -> Iterator[Finding]:
    """MON006: the shares of an envelope that are stated for its places add up to 100."""
    names = {row["pledge_id"]: envelope(row) for row in evidence.rows["pledge"]}
    parts: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in evidence.rows["pledge"]:
        if row["part_of"] and isinstance(row["share_percent"], Known):
            parts[row["part_of"], row["concept"]].append(row)
    for (line, _), rows in sorted(parts.items()):
        total = add(r["share_percent"] for r in rows)
        is_off = isinstance(total, Known) and not Interval.exactly(Decimal(100)).is_inside(total.interval)
        if len({r["geography"] for r in rows}) == len(rows) > 1 and is_off:
            values = {"line": names.get(line, line), "sum": in_words(total, "percent")}
            records = (line, *(str(r["pledge_id"]) for r in rows))
            yield Finding(problem("MON006", ledger_line(evidence, rows[0]), **values), records=records)


_STAGES = ("announced", "approved", "spent")


def stages_in_order(evidence: Evidence) -> Iterator[Finding]:
    """MON007: of the same money no more is approved than was announced, and no more spent than approved."""
    same = ("edition", "department", "geography", "concept", "from_day", "to_day", "cost_basis", "currency")
    groups: dict[tuple[Any, ...], dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for row in evidence.rows["pledge"]:
        if row["stage"] in _STAGES:
            groups[tuple(row[k] for k in same)][row["stage"]] = row
    for stages in groups.values():
        known = [stages[stage] for stage in _STAGES if stage in stages]
        for before, after in itertools.pairwise(known):
            if is_above(after["amount"], before["amount"]):
                values = {"line": envelope(after), "before": envelope(before)}
                records = (str(after["pledge_id"]), str(before["pledge_id"]))
                yield Finding(problem("MON007", ledger_line(evidence, after), **values), records=records)


def published_shares(evidence: Evidence) -> Iterator[Finding]:
    """CON012: a share in the ledger that no whole number of the line it is a share of is."""
    lines = {row["arrival_id"]: row for row in evidence.rows["arrival"]}
    for row in evidence.rows["arrival"]:
        share, whole = row["share_percent"], lines.get(row["share_of"], {}).get("people")
        if not isinstance(share, Known) or not isinstance(whole, Known):
            continue
        if whole_numbers(share.interval, whole.interval) is None:
            values = {"words": in_words(share, "percent"), "whole": in_words(whole, "count")}
            yield Finding(problem("CON012", ledger_line(evidence, row), **values))


def strength_within_ceiling(evidence: Evidence) -> Iterator[Finding]:
    """PPL001: on no day are more people deployed than the ceiling allows."""
    ceilings = {row["ceiling_id"]: row for row in evidence.rows["ceiling"]}
    for row in evidence.rows["deployment"]:
        ceiling = ceilings.get(row["ceiling_id"])
        if ceiling is None:
            continue
        people, allowed = row["people"], ceiling["people"]
        if is_above(people, allowed):
            values = {"people": in_words(people, "count"), "allowed": in_words(allowed, "count")}
            values["day"] = said_day(row["from_day"])
            found = problem("PPL001", ledger_line(evidence, row), ceiling=ceiling_of(ceiling), **values)
            yield Finding(found, records=(str(row["deployment_id"]), str(row["ceiling_id"])))


def nested_ceilings(evidence: Evidence) -> Iterator[Finding]:
    """PPL002: a ceiling inside another is not larger than it."""
    ceilings = {row["ceiling_id"]: row for row in evidence.rows["ceiling"]}
    for row in ceilings.values():
        parent = ceilings.get(row["parent"])
        if parent is not None and is_above(row["people"], parent["people"]):
            values = {"ceiling": ceiling_of(row), "parent": ceiling_of(parent)}
            records = (str(row["ceiling_id"]), str(row["parent"]))
            yield Finding(problem("PPL002", ledger_line(evidence, row), **values), records=records)


def totals_against_places(evidence: Evidence) -> Iterator[Finding]:
    """RES002: what the reported places add to, beside the publisher's own total of that day."""
    places = {row["place_pcode"]: row["parent_pcode"] for row in evidence.rows["place"]}
    for table in ("displacement", "need"):
        days: dict[tuple[Any, Any], list[Mapping[str, Any]]] = defaultdict(list)
        for row in evidence.rows[table]:
            if is_whole(row):
                days[row["as_of"], row["population_status"]].append(row)
        for (day, _), rows in sorted(days.items(), key=str):
            wholes = [r for r in rows if r["is_total"] and isinstance(r["people"], Known)]
            parts = [r for r in rows if not r["is_total"] and isinstance(r["people"], Known)]
            parts = [
                r for r in parts if any(places.get(r["place_pcode"]) == w["place_pcode"] for w in wholes)
            ]
            if len(wholes) != 1 or not parts:
                continue
            total, found = wholes[0]["people"], add(r["people"] for r in parts)
            if isinstance(found, Known) and not found.interval.is_inside(total.interval):
                where = Where(evidence.book.root / "sources" / str(wholes[0]["source"]))
                values = {"sum": in_words(found, "count"), "total": in_words(total, "count")}
                values |= {"as_of": said_day(day), "known": Text(en=str(len(parts)), fr=str(len(parts)))}
                yield Finding(problem("RES002", where, **values))


def said_day(day: date | None) -> Text:
    """A day in words, also where nobody says which."""
    if day is None:
        return Text(en="an unstated day", fr="jour non précisé")
    return Text(**{language: write_date(day, language) for language in LANGUAGES})
