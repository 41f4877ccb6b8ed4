"""A project's page says all that its publisher does, in the publisher's own words, and what each number rests on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from book_copies import edit, lock, silent, small_book
from pledgebook.build import build

NAME = "XX-AID-9"
RICH = """<iati-activity default-currency="EUR" humanitarian="0" last-updated-datetime="2021-05-03T00:00:00Z">
<iati-identifier>XX-AID-9</iati-identifier><reporting-org ref="XX-AID" type="10"/>
<title><narrative xml:lang="EN">Wells &amp; pumps</narrative></title>
<description type="1"><narrative xml:lang="EN">Water for the hills.</narrative>
<narrative xml:lang="FR">De l’eau pour les collines.</narrative></description>
<description type="3"><narrative xml:lang="ES">Familias de las colinas.</narrative></description>
<participating-org ref="XX-NGO" role="4" type="22"><narrative xml:lang="EN">Well diggers</narrative></participating-org>
<participating-org ref="XX-AID" role="1"><narrative xml:lang="EN">The aid office</narrative></participating-org>
<activity-status code="2"/><activity-date iso-date="2020-01-01" type="1"/>
<activity-date iso-date="2020-02-01" type="2"/>
<recipient-country code="XX" percentage="100"/>
<location><name><narrative xml:lang="EN">Hilltop</narrative></name><point><pos>10.5 20.5</pos></point>
<exactness code="2"/></location>
<sector code="14030" percentage="100" vocabulary="1"/>
<policy-marker code="2" significance="0" vocabulary="1"/>
<budget type="1"><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>
<value currency="EUR" value-date="2020-01-01">500</value></budget>
<transaction><transaction-type code="2"/><transaction-date iso-date="2020-03-01"/>
<value currency="EUR" value-date="2020-03-01">400</value></transaction>
<transaction><transaction-type code="2"/><transaction-date iso-date="2021-03-01"/>
<value currency="EUR" value-date="2021-03-01">100</value></transaction>
<transaction><transaction-type code="3"/><transaction-date iso-date="2021-06-01"/>
<value currency="EUR" value-date="2021-06-01">50</value></transaction>
{more}
<document-link format="text/html" url="https://example.org/plan [1].html">
<title><narrative>The plan</narrative></title>
</document-link>
<document-link format="text/html" url="javascript:alert(1)">
<title><narrative>Not a link</narrative></title>
</document-link><related-activity ref="XX-AID-1" type="1"/><related-activity ref="ZZ-1" type="3"/>
<result type="1"><title><narrative>Water flows</narrative></title>
<description><narrative>In words.</narrative></description>
<indicator measure="2"><title><narrative>Wells that work</narrative></title><baseline year="2019" value="0"/>
<period><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/><target value="80"/>
<actual value="52.5"/></period></indicator>
<indicator measure="5"><title><narrative>How it tastes</narrative></title><period><period-start iso-date="2020-01-01"/>
<period-end iso-date="2020-12-31"/><actual value="fresh"/></period></indicator>
<indicator measure="1"><title><narrative>Nobody counted</narrative></title></indicator></result>
</iati-activity>
"""


def site_with(folder: Path, more: str = "") -> Path:
    """The site of the small book with one more project, of which everything is published."""
    book = small_book(folder)
    rich = RICH.replace("{more}", more)
    edit(book, "sources/activities/activities.xml", "</iati-activities>", rich + "</iati-activities>")
    lock(book)
    edit(book, "sources/activities/source.yml", "expected_rows: 2", "expected_rows: 3")
    for page in book.glob("pages/home/*.md"):  # what it says of all the money is no longer true
        before = page.read_text(encoding="utf-8").split("measure:committed")[0]
        page.write_text(before.rpartition("\n\n")[0] + "\n", encoding="utf-8")
    build(book, silent)
    return book / "_build/latest/site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_with(tmp_path_factory.mktemp("rich"))


def page(site: Path, language: str, name: str = NAME) -> Any:
    return html.parse(str(site / language / "projects" / name / "index.html")).getroot()


def words(element: Any) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").replace("\u202f", " ").split())


def table(site: Path, name: str, language: str = "en", project: str = NAME) -> list[list[str]]:
    twin = json.loads((site / language / "projects" / project / "index.json").read_text(encoding="utf-8"))
    return [[one["text"].replace("\u00a0", " ") for one in row] for row in twin["tables"][name]["rows"]]


def test_the_first_screen_says_how_much_to_whom_for_what_and_how_old_it_is(site: Path) -> None:
    lead = words(page(site, "en").find_class("standfirst")[0])
    assert lead == (
        "EUR 500 was committed and EUR 50 paid. All that was committed is for XX. The partner is Well diggers. "
        "It counts toward no objective of the strategy. Last updated by its publisher on 3 May 2021."
    )
    french = words(page(site, "fr").find_class("standfirst")[0])
    assert french == (
        "Les engagements s’élèvent à 500 EUR, les versements à 50 EUR. Tous les engagements sont pour le pays (XX). "
        "Le partenaire : Well diggers. Il ne compte pour aucun objectif de la stratégie. "
        "Dernière mise à jour par l’éditeur : 3 mai 2021."
    )


def test_money_stands_by_year_and_stage_with_bars_on_one_scale(site: Path) -> None:
    assert table(site, "years") == [["2020", "EUR 400", ""], ["2021", "EUR 100", "EUR 50"]]
    bars = page(site, "en").xpath("//section[@id='years']//*[local-name()='rect']/@width")
    assert bars == ["100", "25", "12"]
    assert (
        words(page(site, "en").get_element_by_id("table-years-caption"))
        == "Most was committed in 2020: EUR 400"
    )


def test_a_text_is_shown_in_the_pages_language_or_as_published_and_marked(site: Path) -> None:
    english, french = ([words(p) for p in page(site, x).xpath("//section[@id='description']//p[@class='published']")]
                       for x in ("en", "fr"))  # fmt: skip
    assert english == ["Water for the hills.", "Familias de las colinas."]
    assert french == ["De l’eau pour les collines.", "Familias de las colinas."]
    for language, note in (("en", "Published in Spanish only."), ("fr", "Publié uniquement en espagnol.")):
        description = page(site, language).get_element_by_id("description")
        assert description.xpath(".//p[@lang='es']")
        assert note in words(description)


def test_results_have_numbers_words_and_what_nobody_reported_apart(site: Path) -> None:
    rows = table(site, "result-1")
    assert rows[0] == ["Wells that work", "0%", "2020", "80%", "52.5%", "–"]
    assert [row[4] for row in rows[1:]] == ["fresh", ""]
    shown = page(site, "en").get_element_by_id("table-result-1")
    assert len(shown.find_class("value--zero")) == 1
    assert "not reported" in words(shown.xpath(".//tr")[-1])
    assert "In words." in words(page(site, "en").get_element_by_id("result-1"))


def test_a_document_is_a_link_that_names_its_host_and_what_is_no_address_is_none(site: Path) -> None:
    documents = page(site, "en").get_element_by_id("documents")
    assert documents.xpath(".//a/@href") == ["https://example.org/plan%20%5B1%5D.html"]
    assert [row[:2] for row in table(site, "documents")] == [
        ["The plan", "example.org"],
        ["Not a link", "javascript:alert(1)"],
    ]


def test_not_screened_is_told_apart_from_not_targeted(site: Path) -> None:
    assert table(site, "markers") == [
        ["Gender equality", "Not screened"],
        ["Aid to environment", "Not targeted"],
    ]


def test_related_activities_are_linked_where_the_book_has_them(site: Path) -> None:
    related = page(site, "en").get_element_by_id("related")
    assert related.xpath(".//a/@href") == ["../../../en/projects/XX-AID-1/index.html"]
    assert table(site, "related") == [["XX-AID-1", "Parent"], ["ZZ-1", "Sibling"]]


def test_how_it_counts_names_the_objective_its_rule_and_what_is_left_out(site: Path) -> None:
    assert table(site, "counting", project="XX-AID-1")[0][:2] == ["Shelter", "The share is coded to housing."]
    counting = words(page(site, "en").get_element_by_id("counting"))
    assert "3 shares of its transactions are left out: no objective’s rule matches" in counting


def test_what_a_publisher_leaves_unsaid_is_one_sentence_and_no_empty_table(site: Path) -> None:
    unsaid = {
        "en": "Not published for this project: a description, results, documents,",
        "fr": "Non publié pour ce projet : une description, des résultats, des documents,",
    }
    for language, said in unsaid.items():
        found = page(site, language, "XX-AID-2")
        assert said in words(found.find(".//main"))
        assert not found.find_class("table-empty")
        assert not found.xpath("//section[@id='results']")


def test_a_long_table_is_folded_and_whole_in_its_twin(tmp_path: Path) -> None:
    one = ('<transaction><transaction-type code="3"/><transaction-date iso-date="2021-07-01"/>'
           '<value currency="EUR" value-date="2021-07-01">1</value></transaction>')  # fmt: skip
    site = site_with(tmp_path, one * 30)
    folded = page(site, "en").xpath("//section[@id='transactions']//details")[0]
    assert words(folded.find("summary")) == "Show all 33 rows: Transactions"
    assert len(folded.xpath(".//tbody/tr")) == len(table(site, "transactions")) == 33


def test_the_first_sentence_parts_no_number_from_its_unit(tmp_path: Path) -> None:
    large = (
        '<transaction><transaction-type code="2"/><transaction-date iso-date="2020-03-01"/>'
        '<value currency="EUR" value-date="2020-03-01">19500000</value></transaction>'
    )
    built = site_with(tmp_path, large)
    for language, amount in (("en", "19.5\u00a0million"), ("fr", "19,5\u00a0millions")):
        assert amount in page(built, language).xpath("string(//p[@class='standfirst'])")
