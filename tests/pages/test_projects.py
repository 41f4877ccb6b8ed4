"""The list of projects: whole in plain pages, the same in the file that is searched, fast for twenty thousand."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from book_copies import SMALL, small_built
from many_projects import site_of
from pledgebook.build import compile_book
from pledgebook.pages import projects
from pledgebook.pages.content import Content
from pledgebook.pages.project_index import FILE
from pledgebook.pages.projects import list_of_objective, list_pages, ordered, rows_of
from pledgebook.pages.view import View

MANY = 430


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_of(tmp_path_factory.mktemp("many"), MANY)


def index(site: Path, language: str) -> dict[str, Any]:
    text = (site / language / "projects" / FILE).read_text(encoding="utf-8")
    handed = re.fullmatch(
        r"document\.dispatchEvent\(new CustomEvent\('projects', \{detail: (.*)\}\)\);\n", text
    )
    assert handed is not None
    return dict(json.loads(handed[1]))


def page(site: Path, path: str) -> Any:
    return html.parse(str(site / path / "index.html")).getroot()


def listed(site: Path, *paths: str) -> list[str]:
    """The projects on pages of the list, by the addresses of their own pages."""
    found = []
    for path in paths:
        links = page(site, path).xpath("//table[@id='table-projects']/tbody/tr/th//a/@href")
        found += [link.split("/")[-2] for link in links]
    return found


def test_the_plain_pages_hold_every_project_once_in_the_order_of_the_file(site: Path) -> None:
    for language in ("en", "fr"):
        pages = [f"{language}/projects", f"{language}/projects/_list/2", f"{language}/projects/_list/3"]
        assert [len(listed(site, one)) for one in pages] == [200, 200, MANY + 2 - 400]
        assert listed(site, *pages) == index(site, language)["path"]
    assert set(index(site, "en")["path"]) == {
        p.parent.name for p in (site / "en/projects").glob("XX*/index.html")
    }


def test_the_pages_of_a_list_lead_to_each_other_and_say_which_they_are(site: Path) -> None:
    second = page(site, "fr/projects/_list/2")
    assert second.xpath("string(//h1)") == "Projets – page 2 sur 3"
    pages = second.find_class("pages")[0]
    assert pages.xpath(".//a[@aria-current]/text()") == ["2"]
    assert len(pages.xpath(".//a")) == 3


def test_each_objective_and_each_year_of_beginning_has_a_plain_list(site: Path) -> None:
    links = page(site, "en/projects").xpath("//nav[@aria-labelledby='shorter']//a")
    assert [a.text for a in links][:2] == ["Projects: Not aligned", "Projects: Shelter"]
    assert listed(site, f"en/{list_of_objective('shelter')}")
    year = listed(site, "en/projects/_list/year-2014")
    own = [n for n in range(1, MANY + 1) if 2012 + n % 9 == 2014]
    assert sorted(year) == [f"XX-AID-M{n:05}" for n in own]


def test_a_row_of_the_file_says_what_the_plain_row_says(site: Path) -> None:
    for language in ("en", "fr"):
        found = index(site, language)
        rows = page(site, f"{language}/projects").xpath("//table[@id='table-projects']/tbody/tr")
        for i, row in enumerate(rows):
            cells = [" ".join(cell.text_content().split()) for cell in row]
            texts = [
                c[0] if isinstance(c, list) else c
                for c in (found[k][i] for k in ("title", "committed", "share"))
            ]
            said = [t if t else {"en": "not reported", "fr": "non déclaré"}[language] for t in texts]
            assert [" ".join(t.split()) for t in said] == [cells[0], *cells[4:]]
            names = [found["partner"]["names"][n] for n in found["partner"]["of"][i]]
            assert (
                ", ".join(names) or {"en": "Partner not named", "fr": "Partenaire non nommé"}[language]
            ) == cells[1]
            assert found["period"]["names"][found["period"]["of"][i]] == cells[3]


def test_every_code_of_a_filter_is_the_same_in_both_languages_and_has_its_projects(site: Path) -> None:
    english, french = index(site, "en"), index(site, "fr")
    for name in ("objective", "partner", "sector", "place", "year", "marker"):
        assert english[name]["codes"] == french[name]["codes"]
        assert english[name]["of"] == french[name]["of"]
        options = page(site, "fr/projects").xpath(f"//select[@name='{name}']/option/@value")
        assert sorted(options[1:]) == french[name]["codes"]
    marked = english["marker"]["codes"].index("gender-1")
    names = [p for p, of in zip(english["path"], english["marker"]["of"], strict=True) if marked in of]
    assert sorted(names) == [f"XX-AID-M{n:05}" for n in range(5, MANY + 1, 5)]


def test_a_partner_named_in_another_language_is_marked_in_the_choices_too(site: Path) -> None:
    partners = {
        x: page(site, f"{x}/projects").xpath("//select[@name='partner']/option[@value!='']")
        for x in ("en", "fr")
    }
    assert {option.get("lang") for option in partners["en"]} == {None}
    assert {option.get("lang") for option in partners["fr"]} == {"en"}


def test_the_file_is_small_enough_for_a_phone(site: Path) -> None:
    content = (site / "en/projects" / FILE).read_bytes()
    assert len(content) < 150 * (MANY + 2)
    assert len(gzip.compress(content)) < 25 * (MANY + 2)


def test_a_short_list_has_the_form_and_one_page() -> None:
    site = small_built() / "_build/latest/site"
    tree = page(site, "en/projects")
    assert tree.xpath("//form[@role='search']")
    assert not tree.find_class("pages")
    assert not (site / "en/projects/_list").exists()
    assert index(site, "fr")["path"] == listed(site, "fr/projects")


def test_what_is_said_of_all_projects_is_worked_out_once_and_not_on_each_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = compile_book(SMALL, lambda stage, made: None)
    view = View(
        Content(done.book, done.snapshots, done.rows, done.measures, done.verdicts, done.findings), "en"
    )
    found, lead = [], projects._lead
    monkeypatch.setattr(projects, "_lead", lambda *of_all: found.append(of_all) or lead(*of_all))
    monkeypatch.setattr(projects, "ON_A_PAGE", 1)
    every = ordered(view)
    pages = list(list_pages(view, every, rows_of(view, every)))
    assert len([page for page in pages if page.description == lead(view, every)]) == len(every) > 1
    assert len(found) == 1
