"""Arabic: numbers in the book's digits wherever the engine writes them, nouns in the number that counts them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from pledgebook.pages.charts import About, Dot, progress_path
from pledgebook.pages.view import own_texts
from pledgebook.tables.schema import DESCRIPTIONS, table_names, table_type
from pledgebook.text import further_texts, texts_of

AFTER = re.compile(r"(?<!عددها )\{n\} ([ء-ي]+)")
"""The word behind a number."""
NO_NOUNS = {"من", "منها", "أخرى"}
"""Words behind a number that do not change with it."""
FORMS = ("one", "two", "few")


def test_a_number_in_a_text_is_in_the_digits_that_the_book_chose() -> None:
    assert "بقيمة ٠." in own_texts("ar", "ar-u-nu-arab")["means_zero"]["ar"]
    assert "بقيمة 0." in own_texts("ar", "ar")["means_zero"]["ar"]
    assert own_texts("ar", "ar-u-nu-arab")["means_zero"]["en"] == own_texts("en", "en")["means_zero"]["en"]


def test_the_years_of_an_axis_are_written_as_the_page_writes_years() -> None:
    dots = [Dot(date(year, 6, 1), Decimal(year), "x") for year in (2016, 2018)]
    about = About("c", "t", "d", "n", lambda year: f"the year {year}")
    assert "the year 2017" in progress_path(about, None, [], dots, str)
    assert "the year" not in progress_path(About("c", "t", "d", "n"), None, [], dots, str)


def test_a_noun_behind_a_number_has_the_forms_of_one_two_and_few() -> None:
    texts = {
        k: t
        for file in ("sentences.yml", "projects.yml")
        for k, t in texts_of("pledgebook.pages", file).items()
    }
    counted = {k for k, t in texts.items() if "ar" in t and {*AFTER.findall(t["ar"])} - NO_NOUNS}
    stems = {re.sub(r"_(zero|one|two|few|many)$", "", key) for key in counted}
    assert len(stems) > 10
    assert [f"{stem}_{form}" for stem in stems for form in FORMS if f"{stem}_{form}" not in texts] == []


def test_every_table_with_counts_or_amounts_is_described_in_arabic_and_nothing_else_is() -> None:
    counted = {
        t: [c.name for c in table_type(t).columns.values() if c.type == "quantity"] for t in table_names()
    }
    asked = {t for t, columns in counted.items() if columns} | {
        f"{t}.{c}" for t in counted for c in counted[t]
    }
    assert asked == set(further_texts("ar", DESCRIPTIONS))
    assert table_type("arrival").row["ar"].endswith("في تاريخ معيّن.")
    assert table_type("arrival").columns["people"].meaning["ar"] == "الأشخاص"
