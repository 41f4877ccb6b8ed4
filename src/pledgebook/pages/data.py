"""Data: downloads with a dictionary, methods, sources with their licences and hashes, the way to data quality."""

from __future__ import annotations

from typing import Any

from pledgebook.pages.content import PageOut
from pledgebook.pages.view import View
from pledgebook.tables.schema import table_type


def data_page(view: View) -> PageOut:
    """One page: tables, measures, sources."""
    filled = [name for name, rows in sorted(view.content.rows.items()) if rows]
    issues = len(view.content.rows["issue"])
    lead = view.t(
        "data_lead",
        tables=view.count("data_tables", len(filled)),
        sources=view.count("data_sources", len(view.content.snapshots)),
        issues=view.count("data_issues", issues) if issues else view.t("data_issues_none"),
    )
    return PageOut(
        "data",
        "data.html",
        view.t("page_data"),
        lead,
        {
            "lead": lead,
            "contents": _contents(view, len(filled)),
            "tables": [_table(view, name) for name in filled],
            "measures": [_measure(view, name) for name in sorted(view.measures.declared)],
            "sources": [_source(view, s) for s in view.content.snapshots],
            "quality": view.count("quality_link", len(view.content.rows["issue"])),
            "quality_href": view.link("data", "data/quality"),
            "dictionary": view.data("data", "dictionary.csv"),
            "datapackage": view.data("data", "datapackage.json"),
            "dcat": view.data("data", "catalog.jsonld"),
            "measures_csv": view.data("data", "measures.csv"),
            "findings_json": view.data("data", "findings.json"),
        },
        ((view.t("page_data"), ""),),
    )


def _contents(view: View, tables: int) -> list[dict[str, str]]:
    counted = {
        "tables": tables,
        "measures": len(view.measures.declared),
        "sources": len(view.content.snapshots),
        "issues": len(view.content.rows["issue"]),
    }
    return [
        {"id": key, "label": view.t(key), "count": view.number(n) if n else ""} for key, n in counted.items()
    ]


def _table(view: View, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "row": view.say(table_type(name).row),
        "count": view.count("rows_counted", len(view.content.rows[name])),
        "csv": view.data("data", f"tables/{name}.csv"),
        "parquet": view.data("data", f"tables/{name}.parquet"),
    }


def _measure(view: View, name: str) -> dict[str, Any]:
    measure = view.measures.declared[name]
    return {
        "id": f"measure-{name}",
        "name": name,
        "label": view.say(measure.label),
        "definition": view.say(measure.definition),
        "kind": view.t(f"kind_of_measure_{measure.kind}"),
        "cautions": [view.say(c) for c in measure.cautions],
        "sql": "" if measure.kind in ("ratio", "rank") else view.measures.database.sql(measure),
        "csv": "" if measure.kind in ("ratio", "rank") else view.data("data", f"measures/{name}.csv"),
    }


def _source(view: View, taken: Any) -> dict[str, Any]:
    source = taken.declaration
    due = ""
    if source.periodicity:
        due = view.t("periodicity", days=view.number(source.periodicity), lag=view.number(source.lag or 0))
    return {
        "id": f"source-{source.id}",
        "title": view.say(source.title),
        "publisher": view.say(source.publisher.name),
        "address": source.address,
        "licence": source.licence,
        "retrieved": view.day(source.retrieved),
        "evidence": view.t(f"evidence_{source.evidence}"),
        "due": due,
        "sha256": taken.sha256,
        "note": view.say(source.note) if source.note else "",
    }
