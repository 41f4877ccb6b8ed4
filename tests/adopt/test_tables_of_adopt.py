"""The tables of words beside the stage are whole."""

from __future__ import annotations

from pledgebook.adopt.tables import FILES, rows_of
from pledgebook.book.load import engine_measures


def test_every_row_has_both_languages_and_a_name_of_its_own() -> None:
    for file in FILES:
        ids = [row["id"] for row in rows_of(file)]
        assert len(ids) == len(set(ids)), file
        for row in rows_of(file):
            assert isinstance(row["en"], list), row
            assert isinstance(row["fr"], list), row


def test_every_hint_is_at_a_measure_of_the_engine_whose_unit_fits() -> None:
    fits = {"count": ("people", "count", "indicator"), "money": ("book_currency", "USD"),
            "percent": ("percent", "indicator"), "date": ("count",)}  # fmt: skip
    for row in rows_of("cues"):
        measure = engine_measures()[row["measure"]]
        assert measure.unit in fits[row["kind"]], row
        assert row["en"], row
        assert row["fr"], row
