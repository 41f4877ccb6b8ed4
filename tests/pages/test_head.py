"""What a page says to machines and owners: its languages, its address, its policy, a problem with it."""

from __future__ import annotations

import gzip
from collections import defaultdict
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from lxml import html

from book_copies import edit, iraq_built, problems, silent, small_book
from pledgebook.build import build
from pledgebook.pages.policy import FIRST_SHEET, page_policy

ADDRESS = "https://strategy.example.org/xanadu"


def site_of(book: Path) -> Path:
    return book / "_build/latest/site"


@cache
def pages_of(site: Path) -> dict[str, Any]:
    """Each page of a site, by its file."""
    files = sorted(site.rglob("*.html"))
    return {p.relative_to(site).as_posix(): html.parse(str(p)).getroot() for p in files}


@pytest.fixture(scope="module")
def addressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book that says where it is published, built."""
    book = small_book(tmp_path_factory.mktemp("addressed"))
    edit(book, "pledgebook.yml", "\nthreshold", f"\nsite: {{address: {ADDRESS}/}}\nthreshold")
    build(book, silent)
    return site_of(book)


@pytest.fixture(scope="module", params=["relative", "addressed"])
def site(request: pytest.FixtureRequest) -> Path:
    """A site without an address of its own, and one with."""
    return site_of(iraq_built()) if request.param == "relative" else request.getfixturevalue("addressed")


def file_of(page: str, address: str) -> str:
    """The file of the site that an address on a page leads to."""
    if address.startswith(ADDRESS):
        return unquote(address.removeprefix(f"{ADDRESS}/"))
    return normpath(join(dirname(page), unquote(address)))


def test_the_languages_of_a_page_name_each_other_and_a_page_for_everybody_else(site: Path) -> None:
    said = {
        name: {x.get("hreflang"): file_of(name, x.get("href")) for x in page.xpath("//link[@rel='alternate']")
               if x.get("hreflang")}
        for name, page in pages_of(site).items()
    }  # fmt: skip
    assert len(said) > 10
    for name, languages in said.items():
        assert set(languages) == {"en", "fr", "x-default"}, name
        assert name in languages.values(), f"{name} does not name itself"
        for other in languages.values():
            assert said[other] == languages, f"{name} and {other} do not agree"


def test_only_a_site_with_an_address_says_that_a_page_is_the_original(site: Path) -> None:
    for name, page in pages_of(site).items():
        said = page.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
        expected = [] if "iraq" in str(site) or name == "index.html" else [f"{ADDRESS}/{name}"] * 2
        assert said == expected, name


def test_every_page_carries_the_policy_before_anything_that_it_rules(site: Path) -> None:
    for name, page in pages_of(site).items():
        first, policy = page.xpath("//head/*")[:2]
        assert first.get("charset") == "utf-8", name
        assert policy.get("http-equiv") == "Content-Security-Policy", name
        assert policy.get("content") == page_policy("".join(page.xpath("//style/text()"))), name


def test_a_page_carries_the_style_of_its_first_screen_and_one_of_thousands_fetches_it(site: Path) -> None:
    first = (site / FIRST_SHEET).read_text(encoding="utf-8")
    for name, page in pages_of(site).items():
        sheets = [file_of(name, link.get("href")) for link in page.xpath("//link[@rel='stylesheet']")]
        is_of_thousands = name.split("/")[1:2] == ["projects"] and name.count("/") == 3
        expected = ([], [FIRST_SHEET, "theme/site.css"]) if is_of_thousands else ([first], ["theme/site.css"])
        assert (page.xpath("//style/text()"), sheets) == expected, name


def test_titles_and_descriptions_are_there_and_no_two_pages_of_a_language_share_a_title(site: Path) -> None:
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, page in pages_of(site).items():
        if name != "index.html":
            assert page.xpath("string(//meta[@name='description']/@content)").strip(), name
            seen[name.split("/")[0], page.findtext(".//title")].append(name)
    shared = {title: names for title, names in seen.items() if len(names) > 1}
    assert all("/projects/" in name for names in shared.values() for name in names), shared


def messages(site: Path, page: str) -> list[tuple[str, str, str]]:
    """Who is written to, subject and body of each message that a page offers."""
    found = pages_of(site)[page].xpath("//a[starts-with(@href, 'mailto:')]/@href")
    parts = [(urlsplit(a).path, parse_qs(urlsplit(a).query)) for a in found]
    return [(to, query["subject"][0], query["body"][0]) for to, query in parts]


@pytest.mark.parametrize(
    ("language", "question", "label"),
    [
        ("en", "What is wrong", "Permanent address: "),
        ("fr", "Quelle est l’erreur", "Adresse permanente : "),
    ],
)
def test_a_problem_is_a_message_in_the_pages_language_that_knows_the_figure_and_its_address(
    addressed: Path, language: str, question: str, label: str
) -> None:
    page = pages_of(addressed)[f"{language}/figures/index.html"]
    records = {record.get("id"): record for record in page.find_class("record")}
    about_figures = messages(addressed, f"{language}/figures/index.html")[:-1]
    assert len(about_figures) == len(records) > 3
    for (to, subject, body), (slug, record) in zip(about_figures, records.items(), strict=True):
        words = record.find("summary/h3").text_content()
        assert to == "problems@example.org"
        assert words.replace("\u00a0", " ").replace("\u202f", " ") in subject
        assert body.startswith(question)
        assert f"{label}{ADDRESS}/{language}/figures/index.html#{slug}" in body.split("\r\n")


def test_every_page_offers_to_report_a_problem_with_itself(site: Path) -> None:
    for name in pages_of(site):
        if name != "index.html":
            assert messages(site, name)[-1][2].rstrip().endswith(name), name


def test_a_book_that_names_nobody_says_so_and_gives_the_address_to_name(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "pledgebook.yml", "problem_address: problems@example.org\n", "")
    build(book, silent)
    for name, page in pages_of(site_of(book)).items():
        assert page.xpath("//a[starts-with(@href, 'mailto:')]") == [], name
        foot = "".join(block.text_content() for block in page.find_class("page-foot"))
        assert name == "index.html" or name in foot


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\nthreshold", "\nsite: {address: strategy.example.org}\nthreshold"),
        ("\nthreshold", "\nsite: {address: 'https://example.org/?a=b'}\nthreshold"),
        ("problems@example.org", "the front desk"),
        ("problems@example.org", "a@example.org?bcc=b@example.org"),
    ],
)
def test_an_address_that_cannot_be_one_is_a_mistake_at_its_line(tmp_path: Path, old: str, new: str) -> None:
    book = small_book(tmp_path)
    line = edit(book, "pledgebook.yml", old, new)
    (found,) = problems(book)
    assert found.code == "BOOK006"
    assert found.where.line in (line, line + 1)


def test_a_figure_opens_in_place_to_all_that_is_known_of_it() -> None:
    expected = {
        "en": ["Verdict", "Value in the data", "As of", "Source", "Measure", "Method", "Why", "Rows",
               "Permanent address", "Something wrong?"],
        "fr": ["Verdict", "Valeur dans les données", "En date du", "Source", "Mesure", "Méthode", "Pourquoi",
               "Lignes", "Adresse permanente", "Une erreur\u202f?"],
    }  # fmt: skip
    for name, page in pages_of(site_of(iraq_built())).items():
        for proof in page.find_class("pop"):
            rows = [row[0].text_content() for row in proof.find_class("pop-row")]
            known = set(expected[name[:2]])
            assert set(rows) <= known, name
            assert known - set(rows) <= set(expected[name[:2]][1:4]), (name, rows)
            rest = proof.find_class("pop-row")
            links = [a for row in rest for a in row.iter("a")]
            assert any(a.get("href").endswith(".csv") for a in links), name
            assert any("/figures/index.html#" in a.get("href") for a in links), name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_home_page_and_what_it_loads_are_light(language: str) -> None:
    site = site_of(iraq_built())
    page = site / language / "index.html"
    loads = (
        html.parse(str(page)).getroot().xpath("//link[@rel='stylesheet']/@href | //script/@src | //img/@src")
    )
    files = [page, *(page.parent / load for load in loads)]
    assert sum(len(gzip.compress(f.read_bytes())) for f in files) < 25_000


@pytest.mark.parametrize("language", ["en", "fr"])
def test_home_stays_under_100_kb_with_its_sheet(language: str) -> None:
    site = site_of(iraq_built())
    files = (site / language / "index.html", site / "theme/site.css")
    assert sum(file.stat().st_size for file in files) < 100_000
