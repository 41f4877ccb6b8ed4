"""The first sentence of a page is computed from what the page shows, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from book_copies import book_of_nothing, edit, lock, silent, small_book
from pledgebook.build import build

LAW = (
    "law,plan,2020-05-04,2020-05-04,The housing law,La loi sur le logement,,,,,,,done,shelter,announcement\n"
)


def site_of(book: Path) -> Path:
    build(book, silent)
    return book / "_build/latest/site"


def lead_of(site: Path, page: str) -> str:
    html = (site / page / "index.html").read_text(encoding="utf-8")
    found = re.search(r'class="standfirst">(.*?)</p>', html, re.S)
    assert found
    return " ".join(re.sub(r"</?span[^>]*>", "", found[1]).split())


def test_milestones_are_counted_by_what_became_of_them(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    more = "".join(
        LAW.replace("law,", f"{name},", 1).replace("done", state)
        for name, state in (("road", "under_way"), ("well", "no_data"), ("dam", "no_data"))
    )
    edit(book, "ledgers/milestones.csv", LAW, LAW + more)
    site = site_of(book)
    assert lead_of(site, "en/milestones") == (
        "Of 4 acts and commitments, 1 is done, 1 is under way, and nobody has said what came of 2."
    )
    assert lead_of(site, "fr/milestones") == (
        "Sur 4 actes et engagements, 1 est accompli, 1 est en cours et personne n’a dit ce qu’il est advenu de 2."
    )


def test_a_book_without_milestones_says_so(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "ledgers/milestones.csv", LAW, "")
    edit(book, "objectives/shelter/objective.yml", "milestones: [law]\n", "")
    for language, words in (("en", "[in May 2020](milestone:law)"), ("fr", "[en mai 2020](milestone:law)")):
        edit(book, f"objectives/shelter/{language}.md", words, "–")
    assert lead_of(site_of(book), "en/milestones") == "This book names no act and no commitment."


def test_an_objective_begins_with_its_money_and_how_its_figures_stand(tmp_path: Path) -> None:
    site = site_of(small_book(tmp_path))
    said = lead_of(site, "en/objectives/shelter")
    assert said == (
        "EUR 60 was committed to XX in 2019–2021, and EUR 22 was paid. "
        "Of 3 figures, 1 holds and 2 are restated and not tested."
    )
    assert 'id="committed-chart"' in (site / "en/objectives/shelter/index.html").read_text(encoding="utf-8")
    assert lead_of(site, "en/objectives").startswith("1 objective: 1 has reported money. ")
    assert lead_of(site, "fr/objectives").startswith("1 objectif : 1 a de l’argent déclaré. ")


def test_an_objective_that_no_rule_gives_money_says_so_and_draws_none(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    rules = book / "objectives/money.yml"
    rules.write_text(
        re.sub(r"(?s)rules:.*", "rules: []\n", rules.read_text(encoding="utf-8")), encoding="utf-8"
    )
    for language in ("en", "fr"):
        prose = book / f"objectives/shelter/{language}.md"
        prose.write_text(
            re.sub(r"\[€?60,?\.?01[^]]*\]\([^)]*\)", "–", prose.read_text(encoding="utf-8")), encoding="utf-8"
        )
    site = site_of(book)
    assert lead_of(site, "en/objectives/shelter").startswith("No money is reported for this objective.")
    assert lead_of(site, "en/objectives").startswith("1 objective: no money is reported.")
    assert 'id="committed-chart"' not in (site / "en/objectives/shelter/index.html").read_text(
        encoding="utf-8"
    )


def test_before_anything_is_known_each_page_says_so_in_a_sentence_of_its_own(tmp_path: Path) -> None:
    site = site_of(book_of_nothing(tmp_path))
    assert lead_of(site, "en/projects") == "No project is reported."
    assert lead_of(site, "fr/projects") == "Aucun projet n’est déclaré."
    said = {
        page: lead_of(site, f"en/{page}") for page in ("money", "needs", "people", "milestones", "figures")
    }
    assert said == {
        "money": "No commitment and no payment to XX is reported for 2019–2021.",
        "needs": "No displaced people and no returns are reported.",
        "people": "No ceiling and no strength is in this book.",
        "milestones": "This book names no act and no commitment.",
        "figures": "No figure stands in this book’s prose.",
    }
    home = " ".join(
        re.sub(r"</?span[^>]*>", "", (site / "fr/index.html").read_text(encoding="utf-8")).split()
    )
    assert "Aucun versement pour le pays (XX) n’est déclaré pour 2019-2021." in home
    assert "Il ne cite aucune page publiée par d’autres." in home
    assert "Aucun décompte de personnes ne figure dans les textes de ce livre." in home
    assert "Aucune subvention régionale sans part pour le pays (XX) n’est déclarée." in home
    money = (site / "en/money/index.html").read_text(encoding="utf-8")
    assert "value--zero" not in money
    assert 'class="many"' not in money


def test_a_sentence_around_a_value_that_is_missing_names_what_is_missing(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    activities = book / "sources/activities/activities.xml"
    text = activities.read_text(encoding="utf-8")
    activities.write_text(
        text.replace('<transaction-type code="3"', '<transaction-type code="4"'), encoding="utf-8"
    )
    lock(book)
    site = site_of(book)
    assert lead_of(site, "en/money").endswith(" by the shares that are reported; payments are not reported.")
    assert "not reported was" not in (site / "en/money/index.html").read_text(encoding="utf-8")
    assert lead_of(site, "fr/needs").endswith("les retours ne sont pas déclarés.")
