"""Sitemap, robots, feeds and what search engines read: valid, in every language, and no claim of truth too many."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import etree, html
from test_head import ADDRESS, site_of

from book_copies import edit, iraq_built, silent, small_book, small_built, write
from pledgebook.build import build
from pledgebook.pages import machines

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FIGURE = "home/pledge-promise"
CHANGES = f"""changes:
  - about: {FIGURE}
    day: 2022-03-01
    reason: {{en: The announcement was read again., fr: L’annonce a été relue.}}
  - about: rounds
    day: 2022-05-02
    reason: {{en: A round was added., fr: Un cycle a été ajouté.}}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book with an address, an earlier release, and two recorded changes."""
    book = small_book(tmp_path_factory.mktemp("machines"))
    edit(book, "pledgebook.yml", "\nthreshold", f"\nsite: {{address: {ADDRESS}}}\nthreshold")
    write(book, "CHANGES.yml", CHANGES)
    with (small_built() / "_build/latest/site/data/claims.csv").open(encoding="utf-8", newline="") as file:
        claims = list(csv.DictReader(file))
    old = {"en": "over €900", "fr": "plus de 900 €"}
    (book / "releases/2021-12").mkdir(parents=True)
    with (book / "releases/2021-12/claims.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, claims[0])
        writer.writeheader()
        writer.writerows({**c, "words": old[c["language"]]} if c["figure"] == FIGURE else c for c in claims)
    build(book, silent)
    return site_of(book)


def feed(site: Path, language: str, name: str) -> etree._Element:
    return etree.parse(str(site / language / name)).getroot()


def stands(site: Path, address: str) -> bool:
    file, _, fragment = unquote(address.removeprefix(f"{ADDRESS}/")).partition("#")
    page = site / file
    if not fragment or not page.is_file():
        return page.is_file()
    return bool(html.parse(str(page)).getroot().xpath("//*[@id=$id]", id=fragment))


@pytest.mark.parametrize(
    ("language", "reason"), [("en", "A round was added."), ("fr", "Un cycle a été ajouté.")]
)
def test_the_feed_of_changes_has_the_newest_first_and_leads_to_what_changed(
    site: Path, language: str, reason: str
) -> None:
    entries = feed(site, language, "changes.atom").findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}updated") for e in entries] == ["2022-05-02T00:00:00Z", "2022-03-01T00:00:00Z"]
    assert entries[0].findtext(f"{ATOM}summary") == reason
    for entry in entries:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.get("href", "").startswith(ADDRESS)
        assert stands(site, link.get("href", ""))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The announcement was read again. It said “over €900” and now says “more than €1,000”."),
        (
            "fr",
            "L’annonce a été relue. On lisait «\u00a0plus de 900 €\u00a0»\u202f; on lit maintenant «\u00a0",
        ),
    ],
)
def test_a_correction_tells_what_the_release_said_and_what_is_said_now(
    site: Path, language: str, told: str
) -> None:
    (entry,) = feed(site, language, "corrections.atom").findall(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}summary") or "").startswith(told)


@pytest.mark.parametrize("built", [iraq_built, small_built])
def test_a_feed_without_an_address_still_has_ids_that_are_whole_and_links_that_lead_somewhere(
    built: Any,
) -> None:
    site = site_of(built())
    for language in ("en", "fr"):
        for name in ("changes.atom", "corrections.atom"):
            root = feed(site, language, name)
            assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
            required = ("id", "title", "updated", "author")
            assert all(root.find(f"{ATOM}{tag}") is not None for tag in required)
            for link in root.findall(f"{ATOM}link"):
                assert (site / language / link.get("href", "")).is_file()


def test_no_two_feeds_or_entries_share_an_id_and_a_second_build_gives_the_same(site: Path) -> None:
    ids = [x.text or "" for f in site.rglob("*.atom") for x in etree.parse(str(f)).iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == 4 + 2 * 2 + 2
    assert all(i.startswith("urn:uuid:") for i in ids)
    before = {p.name: p.read_bytes() for p in sorted(site.rglob("*.atom"))}
    book = site.resolve().parents[2]
    build(book, silent)
    assert before == {p.name: p.read_bytes() for p in sorted(site_of(book).rglob("*.atom"))}


def test_the_sitemap_has_every_page_with_its_twins_and_robots_names_it(site: Path) -> None:
    root = etree.parse(str(site / "sitemap.xml")).getroot()
    listed = {}
    for one in root.findall(f"{MAP}url"):
        links = one.findall("{http://www.w3.org/1999/xhtml}link")
        listed[one.findtext(f"{MAP}loc")] = {x.get("hreflang"): x.get("href") for x in links}
    pages = {p.relative_to(site).as_posix() for p in site.rglob("index.html")} - {"index.html"}
    assert {unquote(str(a).removeprefix(f"{ADDRESS}/")) for a in listed} == pages
    for address, languages in listed.items():
        assert set(languages) == {"en", "fr", "x-default"}
        assert address in languages.values()
        assert all(stands(site, str(a)) for a in languages.values())
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in (site / "robots.txt").read_text().splitlines()


def test_more_pages_than_a_sitemap_may_hold_go_into_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "MOST_IN_A_SITEMAP", 10)
    book = small_book(tmp_path)
    edit(book, "pledgebook.yml", "\nthreshold", f"\nsite: {{address: {ADDRESS}}}\nthreshold")
    build(book, silent)
    site = site_of(book)
    files = sorted(site.glob("sitemap*.xml"))
    counts = [len(etree.parse(str(f)).getroot()) for f in files]
    assert max(counts) <= 10
    assert sum(counts) == len(list(site.rglob("index.html"))) - 1
    named = [x for x in (site / "robots.txt").read_text().splitlines() if x.startswith("Sitemap: ")]
    assert sorted(named) == [f"Sitemap: {ADDRESS}/{f.name}" for f in files]


def test_a_site_without_an_address_has_no_sitemap_and_lets_robots_in() -> None:
    site = site_of(small_built())
    assert not list(site.glob("sitemap*"))
    assert (site / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"


def data_of(site: Path, page: str) -> list[dict[str, Any]]:
    found = html.parse(str(site / page)).getroot().xpath("//script[@type='application/ld+json']")
    return [one for script in found for one in json.loads(script.text)["@graph"]]


@pytest.mark.parametrize(
    ("language", "names"),
    [("en", {"Holds", "Does not hold", "Undecided"}), ("fr", {"Se vérifie", "Ne se vérifie pas", "Indécis"})],
)
def test_only_a_tested_figure_that_somebody_else_claims_is_reviewed(language: str, names: set[str]) -> None:
    site = site_of(iraq_built())
    with (site / "data/claims.csv").open(encoding="utf-8", newline="") as file:
        claims = [r for r in csv.DictReader(file) if (r["language"], r["page"]) == (language, "as-published")]
    tested = [c for c in claims if c["truth"] in ("holds", "does_not_hold", "undecided")]
    assert len(claims) > len(tested) > 0, "the page must have what is restated too, or this proves nothing"
    reviews = data_of(site, f"{language}/as-published/index.html")
    assert {r["itemReviewed"]["name"] for r in reviews} == {c["words"] for c in tested}
    assert {r["reviewRating"]["alternateName"] for r in reviews} <= names
    for page in sorted((site / language).rglob("index.html")):
        if page.parent.name != "as-published":
            kinds = {one["@type"] for one in data_of(site, page.relative_to(site).as_posix())}
            assert "ClaimReview" not in kinds


def test_the_data_page_is_a_dataset_whose_files_are_there() -> None:
    site = site_of(iraq_built())
    for language in ("en", "fr"):
        (dataset,) = data_of(site, f"{language}/data/index.html")
        assert dataset["@type"] == "Dataset"
        assert len(dataset["distribution"]) > 20
        for one in dataset["distribution"]:
            assert (site / language / "data" / one["contentUrl"]).is_file()


def test_words_of_a_book_cannot_end_the_script_that_describes_it(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "pledgebook.yml", "A strategy for Xanadu, 2019–2021", "A </script><b>strategy</b>")
    build(book, silent)
    (dataset,) = data_of(site_of(book), "en/data/index.html")
    assert dataset["name"] == "A </script><b>strategy</b>"
