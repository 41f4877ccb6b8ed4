"""Each fault planted in a copy of a book gives its finding, at its place, and nothing else of the kind.

A place is given as a snippet of the broken file: the finding stands where the snippet begins. Files that are
read line by line (CSV, XML) have no column.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from book_copies import (
    IRAQ,
    compiled,
    copy_of,
    edit,
    figure_in,
    findings,
    lock,
    place_of,
    placed,
    problems,
    said,
    silent,
    small_book,
    small_built,
    write,
)
from pledgebook.book.models import OWN_PAGES
from pledgebook.build import build
from pledgebook.errors import CheckError

HOME, FRENCH = "pages/home/en.md", "pages/home/fr.md"
ROUNDS, ROUNDS_CSV = "sources/rounds/source.yml", "sources/rounds/rounds.csv"
BOOK, PAGE, RULES = "pledgebook.yml", "pages/home/page.yml", "objectives/money.yml"
SHELTER = "objectives/shelter/objective.yml"
XML = "sources/activities/activities.xml"
TESTED = (
    "BOOK",
    "SRC",
    "NUM",
    "HED",
    "AGE",
    "MON",
    "RES",
    "PPL",
    "PUB",
    "CON001",
    "LNG001",
    "LNG002",
    "LNG003",
)
"""The families of checks planted here; others have their own tests."""


class Fault(NamedTuple):
    """A replacement in a file, and the findings that it must give, each as code, file and snippet."""

    file: str
    old: str
    new: str
    expected: tuple[tuple[str, str, str], ...]


def fault(file: str, old: str, new: str, *expected: tuple[str, str, str]) -> Fault:
    return Fault(file, old, new, expected)


def spine(found: list[str]) -> list[str]:
    return sorted(one for one in found if one.startswith(TESTED))


PROSE_FAULTS = {
    "a changed figure": fault(
        HOME, "[€160]", "[€171]", ("HED001", HOME, "[€171]"), ("LNG003", FRENCH, "[160\u00a0€]")
    ),
    "a figure changed in one language": fault(
        FRENCH, "[environ 96", "[environ 80", ("HED001", FRENCH, "[environ 80"), ("LNG003", FRENCH, "[environ 80")
    ),
    "a figure hedged otherwise in one language": fault(
        FRENCH, "[environ 96", "[plus de 96", ("LNG003", FRENCH, "[plus de 96")
    ),
    "a figure that one language leaves out": fault(
        FRENCH, "[plus de 1\u202f000\u00a0€](pledge:promise)", "une somme", ("LNG002", HOME, "[more than")
    ),
    "a number without a link": fault(
        HOME, "## Money", "## Money\n\nThere were 12 more.", ("NUM001", HOME, "12 more")
    ),
    "a number behind letters of more than one byte": fault(
        FRENCH, "## L’argent", "## L’argent\n\nÀ l’été, 12 de plus.", ("NUM001", FRENCH, "12 de plus")
    ),
    "a number in a comment, which the page shows as text": fault(
        HOME, "## Money", "## Money\n\n<!-- 12 more -->", ("NUM001", HOME, "12 more")
    ),
    "a number that begins a line and no list": fault(
        HOME, "it had promised", "it had promised\n12. That is", ("NUM001", HOME, "12. That is")
    ),
    "a reference to no measure": fault(
        HOME, "(pledge:promise)", "(measure:promise)",
        ("BOOK007", HOME, "[more than"), ("LNG002", HOME, "[more than"), ("LNG002", FRENCH, "[plus de"),
    ),
    "a reference to no line": fault(
        HOME, "(pledge:promise)", "(pledge:promised)",
        ("BOOK007", HOME, "[more than"), ("LNG002", HOME, "[more than"), ("LNG002", FRENCH, "[plus de"),
    ),
    "a span on a stock": fault(
        HOME, "place=XX&at=2020-12-31", "place=XX&period=2020",
        ("BOOK009", HOME, "[approx"), ("LNG002", HOME, "[approx"), ("LNG002", FRENCH, "[environ"),
    ),
    "a day on a flow": fault(
        HOME, "(measure:committed?period=strategy)", "(measure:committed?at=2020-12-31)",
        ("BOOK009", HOME, "[€160]"), ("LNG002", HOME, "[€160]"), ("LNG002", FRENCH, "[160\u00a0€]"),
    ),
    "a day that no calendar has": fault(
        HOME, "place=XX&at=2020-12-31", "place=XX&at=2020-02-30",
        ("BOOK009", HOME, "[approx"), ("LNG002", HOME, "[approx"), ("LNG002", FRENCH, "[environ"),
    ),
    "half a span": fault(
        HOME, "(measure:committed?period=strategy)", "(measure:committed?from=2020)",
        ("BOOK009", HOME, "[€160]"), ("LNG002", HOME, "[€160]"), ("LNG002", FRENCH, "[160\u00a0€]"),
    ),
    "a span that ends before it begins": fault(
        HOME, "(measure:committed?period=strategy)", "(measure:committed?from=2021&to=2020)",
        ("BOOK009", HOME, "[€160]"), ("LNG002", HOME, "[€160]"), ("LNG002", FRENCH, "[160\u00a0€]"),
    ),
    "a day and a span together": fault(
        "objectives/shelter/en.md", "recipient=XX&period=strategy", "recipient=XX&period=strategy&from=2020&to=2021",
        ("BOOK009", "objectives/shelter/en.md", "[€60.01]"), ("LNG002", "objectives/shelter/en.md", "[€60.01]"),
        ("LNG002", "objectives/shelter/fr.md", "[60,01\u00a0€]"),
    ),
    "a parameter given twice": fault(HOME, "place=XX&at", "place=XX&place=XX&at", ("BOOK005", HOME, "[approx")),
    "a test that is none": fault(HOME, "test=<10", "test=few", ("BOOK011", HOME, "[some]")),
    "years that contradict their dates": fault(
        HOME, "## Money", "## Money\n\nFive years (2019–2026).", ("CON001", HOME, "Five years (2019")
    ),
    "an expected finding that does not occur": fault(
        PAGE, "\ndesc", "\nexpects: [{check: HED001, figure: pledge-promise}]\ndesc",
        ("BOOK010", PAGE, "{check: HED001"),
    ),
}  # fmt: skip
DECLARED_FAULTS = {
    "an undeclared column": fault(ROUNDS, "[remark]", "[]", ("SRC007", ROUNDS_CSV, "place,day")),
    "a missing column": fault(
        ROUNDS, "from: day}", "from: date}", ("SRC006", ROUNDS, "as_of: {"), ("SRC007", ROUNDS_CSV, "place,day")
    ),
    "a column of no table": fault(ROUNDS, "  round: {", "  wave: {", ("BOOK007", ROUNDS, "wave: {")),
    "a column that a row needs": fault(
        ROUNDS, "  population_status: {value: displaced}\n", "", ("BOOK003", ROUNDS, "columns:\n  place")
    ),
    "a table that is none": fault(
        ROUNDS, "table: displacement", "table: displacements", ("BOOK007", ROUNDS, "table: displacements")
    ),
    "a missing source": fault(ROUNDS, "file: rounds.csv", "file: gone.csv", ("SRC001", ROUNDS, "file: gone.csv")),
    "a ledger cell that cannot be read": fault(
        "ledgers/arrivals.csv", ",1301,", ",many,", ("BOOK008", "ledgers/arrivals.csv", "large-2021")
    ),
    "a ledger cell that is needed": fault(
        "ledgers/arrivals.csv", "large-2021,arrivals,", "large-2021,,",
        ("BOOK008", "ledgers/arrivals.csv", "large-2021"),
    ),
    "a ledger row that is too short": fault(
        "ledgers/ceilings.csv", ",20,announcement", ",20", ("BOOK008", "ledgers/ceilings.csv", "guard,,")
    ),
    "a ledger row of no source": fault(
        "ledgers/pledges.csv", ",announcement,", ",nobody,", ("BOOK007", "ledgers/pledges.csv", "promise,first")
    ),
    "a column of no ledger": fault(
        "ledgers/pledges.csv", ",concept,", ",konzept,", ("BOOK007", "ledgers/pledges.csv", "pledge_id,")
    ),
    "a ledger column given twice": fault(
        "ledgers/deployments.csv", "from_day,to_day", "from_day,from_day",
        ("BOOK005", "ledgers/deployments.csv", "deployment_id,"),
    ),
    "a line of a ledger that stands twice": fault(
        "ledgers/arrivals.csv", "large-2021,", "all-2021,", ("BOOK005", "ledgers/arrivals.csv", "all-2021,arrivals,l")
    ),
    "a strength under no ceiling": fault(
        "ledgers/deployments.csv", ",guard,", ",gard,", ("BOOK007", "ledgers/deployments.csv", "guard-2020")
    ),
    "a share of no line": fault(
        "ledgers/arrivals.csv", "1301,all-2021", "1301,all-2020", ("BOOK007", "ledgers/arrivals.csv", "large-2021")
    ),
    "a ceiling inside no other": fault(
        "ledgers/ceilings.csv", "guard,,", "guard,army,", ("BOOK007", "ledgers/ceilings.csv", "guard,army")
    ),
    "a ceiling inside itself": fault(
        "ledgers/ceilings.csv", "guard,,", "guard,guard,", ("BOOK016", "ledgers/ceilings.csv", "guard,guard")
    ),
    "an envelope of no department": fault(
        "ledgers/pledges.csv", "2019-01-01,,,,2019", "2019-01-01,,,navy,2019",
        ("BOOK007", "ledgers/pledges.csv", "promise,first"),
    ),
    "an envelope that replaces no edition": fault(
        "ledgers/pledges.csv", "2019-01-01,,,,2019", "2019-01-01,zeroth,,,2019",
        ("BOOK007", "ledgers/pledges.csv", "promise,first"),
    ),
    "a milestone of no objective": fault(
        "ledgers/milestones.csv", "done,shelter", "done,roof", ("BOOK007", "ledgers/milestones.csv", "law,plan")
    ),
    "a headline that no ledger has": fault(
        BOOK, "headline_pledge: promise", "headline_pledge: promises", ("BOOK007", BOOK, "headline_pledge")
    ),
    "an objective’s indicator that is none": fault(
        SHELTER, "[schooling]", "[schooling, reading]", ("BOOK007", SHELTER, "reading]")
    ),
    "an objective’s milestone that is none": fault(
        SHELTER, "[law]", "[law, order]", ("BOOK007", SHELTER, "order]")
    ),
    "a ceiling of no instrument": fault(
        "ledgers/ceilings.csv", "guard,,guard", "guard,,navy", ("BOOK007", "ledgers/ceilings.csv", "guard,,navy")
    ),
    "an indicator’s value of no kind": fault(
        "ledgers/indicator_values.csv", "actual,children", "achieved,children",
        ("BOOK007", "ledgers/indicator_values.csv", "schooling,enrolled,Children enrolled.,Enfants inscrits.,ach"),
    ),
    "a second word for an indicator’s level": fault(
        "ledgers/indicators.csv", ",output,", ",product,", ("BOOK008", "ledgers/indicators.csv", "schooling,enrolled")
    ),
    "a declaration of no indicator": fault(
        "ledgers/indicators.csv", "schooling,", "reading,", ("BOOK007", "ledgers/indicators.csv", "reading,enrolled")
    ),
    "days the wrong way round": fault(
        "ledgers/ceilings.csv", "2019-01-01,2021-12-31", "2021-12-31,2019-01-01",
        ("BOOK008", "ledgers/ceilings.csv", "guard,,guard"),
    ),
    "a scope in one language": fault(
        "ledgers/ceilings.csv", "La garde", "", ("BOOK003", "ledgers/ceilings.csv", "guard,,guard")
    ),
    "a row without a title": fault(
        "ledgers/milestones.csv", "The housing law,La loi sur le logement", ",",
        ("BOOK003", "ledgers/milestones.csv", "law,plan"), ("BOOK003", "ledgers/milestones.csv", "law,plan"),
    ),
    "fewer than no people": fault(
        "ledgers/deployments.csv", ",12,", ",-12,", ("BOOK008", "ledgers/deployments.csv", "guard-2020")
    ),
    "half a person": fault(
        "ledgers/deployments.csv", ",12,", ",12.5,", ("BOOK008", "ledgers/deployments.csv", "guard-2020")
    ),
    "a department declared twice": fault(
        BOOK, "departments:\n", "departments:\n  - {id: aid, name: {en: A, fr: B}}\n", ("BOOK005", BOOK, "id: aid\n")
    ),
    "a claimant that is nobody": fault(BOOK, "claimants: [aid]", "claimants: [me]", ("BOOK007", BOOK, "me]")),
    "a country of more than two letters": fault(
        BOOK, "country_iso2: XX", "country_iso2: XXX", ("BOOK006", BOOK, "country_iso2")
    ),
    "a root that is no place": fault(BOOK, "root_pcode: XX", "root_pcode: YY", ("BOOK007", BOOK, "root_pcode")),
    "a tile that is no place": fault(
        BOOK, "root_pcode: XX", "root_pcode: XX\n  tiles: {YY: [0, 0]}", ("BOOK007", BOOK, "YY: [0")
    ),
    "an address for problems that is none": fault(
        BOOK, "problems@example.org", "nobody", ("BOOK006", BOOK, "problem_address")
    ),
    "a threshold that is no number": fault(BOOK, "threshold: 10", "threshold: true", ("BOOK006", BOOK, "threshold")),
    "an address of a source that is a script": fault(
        ROUNDS, "https://example.org/rounds", "javascript:alert(1)", ("BOOK006", ROUNDS, "address:")
    ),
    "a file outside the source’s folder": fault(
        ROUNDS, "file: rounds.csv", "file: ../places/places.csv", ("BOOK006", ROUNDS, "file: ..")
    ),
    "a file of the machine": fault(ROUNDS, "file: rounds.csv", "file: /etc/passwd", ("BOOK006", ROUNDS, "file: /")),
    "headings that skip a level": fault(HOME, "## Money", "#### Money", ("PUB003", HOME, "#### Money")),
    "a day in YAML that no calendar has": fault(
        ROUNDS, "licence:", "retrieved: 2020-02-31\nlicence:", ("BOOK002", ROUNDS, "2020-02-31")
    ),
    "a strength above its ceiling": fault(
        "ledgers/deployments.csv", ",12,", ",21,", ("PPL001", "ledgers/deployments.csv", "guard-2020")
    ),
    "a table that cannot be sensitive": fault(
        BOOK, "[displacement,", "[displacements,", ("BOOK007", BOOK, "displacements,")
    ),
    "an objective that is none": fault(
        RULES, "objective: shelter", "objective: roof", ("BOOK007", RULES, "objective: roof")
    ),
    "an owner that is none": fault(SHELTER, "owner: aid", "owner: army", ("BOOK007", SHELTER, "owner: army")),
    "a typo in a key": fault(
        BOOK, "threshold: 10", "treshold: 10", ("BOOK003", BOOK, "# An invented"), ("BOOK004", BOOK, "treshold")
    ),
    "a typo in a key under a column": fault(
        ROUNDS, "as_of: {from: day}", "as_of: {form: day}",
        ("BOOK004", ROUNDS, "form: day"),
    ),
    "a key that the folder already says": fault(
        SHELTER, "owner: aid", "id: roof\nowner: aid", ("BOOK004", SHELTER, "id: roof")
    ),
    "broken YAML": fault(PAGE, "{en: Home,", "{en: Home: X,", ("BOOK002", PAGE, ": X,")),
    "a duplicate key": fault(SHELTER, "owner: aid", "owner: aid\nowner: gone", ("BOOK005", SHELTER, "owner: gone")),
    "a title in one language": fault(PAGE, ", fr: Accueil", "", ("LNG001", PAGE, "title: {")),
    "a title that is empty in one language": fault(
        PAGE, "fr: Accueil", "fr: ' '", ("LNG001", PAGE, "title: {")
    ),
    "a language that the engine does not speak": fault(
        BOOK, "languages: [en, fr]", "languages: [en, de]", ("BOOK006", BOOK, "languages:")
    ),
    "a currency that is none": fault(BOOK, "currency: EUR", "currency: EURO", ("BOOK006", BOOK, "currency: EURO")),
    "a period that ends before it begins": fault(
        BOOK, "to: 2021-12-31", "to: 2018-12-31", ("BOOK006", BOOK, "period:")
    ),
    "a day that is none": fault(BOOK, "as_of: 2022-06-01", "as_of: soon", ("BOOK006", BOOK, "as_of: soon")),
}  # fmt: skip
LINK = "## Money\n\nSee [the rest]({})."
LINK_FAULTS = {
    "a script": "javascript:alert(1)",
    "data": "data:text/html;base64,AAAA",
    "a scheme nobody follows": "ftp://example.org/file",
    "another host without a scheme": "//example.org/page",
    "a host that is none": "http://[example",
    "a page that is not there": "mony",
    "a page of a page that is not there": "money/more",
    "a way out of the site": "../../../etc/passwd",
    "the home page by its folder": "home",
    "a figure that is not there": "figures#home--promises",
    "nothing": "",
    "a file of the machine": "file:///etc/passwd",
    "a figure of no such scheme": "measures:committed",
}
FOLLOWED_LINKS = (
    "https://example.org/page", "mailto:problems@example.org", "money", "/money", "/money#table-by-year", "./money/",
    "objectives/shelter", "figures#home--pledge-promise", "/", "data/index.html", "#",
)  # fmt: skip
FAULTS = PROSE_FAULTS | DECLARED_FAULTS


def test_the_small_book_has_no_fault(tmp_path: Path) -> None:
    assert spine(said(small_book(tmp_path))) == []


@pytest.mark.parametrize("planted", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_gives_its_finding_at_its_place_and_no_other(tmp_path: Path, planted: Fault) -> None:
    book = small_book(tmp_path)
    edit(book, planted.file, planted.old, planted.new)
    expected = [
        f"{code} {place_of(book, file, snippet, not file.endswith('.csv'))}"
        for code, file, snippet in planted.expected
    ]
    assert spine(said(book)) == sorted(expected)


@pytest.mark.parametrize("address", LINK_FAULTS.values(), ids=LINK_FAULTS.keys())
def test_a_link_that_leads_nowhere_is_found_in_the_text_and_not_in_the_site(
    tmp_path: Path, address: str
) -> None:
    book = small_book(tmp_path)
    edit(book, HOME, "## Money", LINK.format(address))
    assert [f for f in said(book) if f.startswith("PUB")] == [
        f"PUB001 {place_of(book, HOME, f']({address})')}"
    ]


@pytest.mark.parametrize("address", FOLLOWED_LINKS)
def test_a_link_to_what_is_there_is_no_finding(tmp_path: Path, address: str) -> None:
    book = small_book(tmp_path)
    edit(book, HOME, "## Money", LINK.format(address))
    assert [f for f in said(book) if f.startswith("PUB")] == []


def test_a_place_on_a_page_is_looked_for_once_the_site_is_written_and_told_in_the_text(
    tmp_path: Path,
) -> None:
    book = small_book(tmp_path)
    for file in (HOME, FRENCH):
        heading = "## Money" if file == HOME else "## L’argent"
        edit(book, file, heading, heading + "\n\n[*](money#nowhere) [*](objectives/shelter#none)")
    with pytest.raises(CheckError) as caught:
        build(book, silent)
    assert {placed(book, p) for p in caught.value.problems} == {
        f"PUB001 {place_of(book, file, f']({address})')}"
        for file in (HOME, FRENCH)
        for address in ("money#nowhere", "objectives/shelter#none")
    }


def test_a_link_with_a_place_leads_to_the_place(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    for file, heading in ((HOME, "## Money"), (FRENCH, "## L’argent")):
        edit(book, file, heading, heading + "\n\n[*](figures#home--pledge-promise)")
    build(book, silent)
    page = (book / "_build/latest/site/fr/index.html").read_text(encoding="utf-8")
    assert 'href="../fr/figures/index.html#home--pledge-promise"' in page


def test_a_word_of_a_ledger_without_a_name_is_shown_as_written_and_told_at_its_line(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, BOOK, "group_large", "group_big")
    edit(book, "ledgers/milestones.csv", "law,plan,", "law,vote,")
    edit(book, "ledgers/milestones.csv", ",done,shelter", ",stalled,shelter")
    edit(book, "ledgers/indicator_values.csv", ",girls,", ",pupils,")
    told = [placed(book, f.problem) for f in findings(book) if f.problem.code == "BOOK013"]
    assert told == [
        f"BOOK013 {place_of(book, 'ledgers/arrivals.csv', 'large-2021', False)}",
        f"BOOK013 {place_of(book, 'ledgers/indicator_values.csv', 'actual,pupils', False)}",
        *[f"BOOK013 {place_of(book, 'ledgers/milestones.csv', 'law,vote', False)}"] * 2,
    ]
    build(book, silent)
    for page, word in (
        ("people", "large"),
        ("milestones", "stalled"),
        ("milestones", "vote"),
        ("results", "pupils"),
    ):
        for language in ("en", "fr"):
            site = book / "_build/latest/site" / language / page / "index.html"
            assert word in site.read_text(encoding="utf-8")


def test_the_name_that_a_book_gives_a_word_needs_every_language(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(
        book,
        BOOK,
        "group_large: {en: The large camp, fr: Le grand camp}",
        "group_large: {en: The large camp}",
    )
    assert said(book) == [f"LNG001 {place_of(book, BOOK, 'group_large')}"]


@pytest.mark.parametrize(
    "name", ["money", "figures", "data", "objectives", "Money", "my page", "a.b", "é", "-x"]
)
def test_a_page_cannot_take_the_address_of_another_or_one_that_is_none(tmp_path: Path, name: str) -> None:
    book = small_book(tmp_path)
    write(book, f"pages/{name}/page.yml", "title: {en: A, fr: B}\ndescription: {en: A., fr: B.}\n")
    for language in ("en", "fr"):
        write(book, f"pages/{name}/{language}.md", "Text.\n")
    assert said(book) == [f"BOOK014 pages/{name}/page.yml:1"]


MEASURE = (
    "label: {en: A, fr: B}\ndefinition: {en: A, fr: B}\nunit: people\nkind: flow\ngrain: [stage]\n"
    "reads: [arrival]\n"
)
SQL = "select stage, as_of as day, people as value, source, record\nfrom arrival\n"
WRONG_SQL = {
    "a typo": (SQL.replace("from", "form"), 2),
    "a column that the kind needs": (SQL.replace("as_of as day, ", ""), 1),
    "a table that is not there": (SQL.replace("arrival", "arrivals"), 2),
    "a file of the machine": ("select * from read_csv('/etc/passwd')", 1),
    "a number that is none": (SQL.replace("people as", "cast(stage as integer) as"), 1),
}


@pytest.mark.parametrize(("sql", "line"), WRONG_SQL.values(), ids=WRONG_SQL.keys())
def test_a_measure_that_cannot_be_run_is_told_at_its_line_and_reads_no_file(
    tmp_path: Path, sql: str, line: int
) -> None:
    book = small_book(tmp_path)
    write(book, "measures/mine/measure.yml", MEASURE)
    write(book, "measures/mine/measure.sql", sql)
    assert said(book) == [f"BOOK017 measures/mine/measure.sql:{line}"]


def test_a_measure_of_the_book_that_can_be_run_is_one_of_its_measures(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    write(book, "measures/mine/measure.yml", MEASURE)
    write(book, "measures/mine/measure.sql", SQL)
    assert said(book) == []


@pytest.mark.parametrize(
    ("amount", "currency", "is_wrong"), [(">1000", "XYZ", True), (">1000", "", True), ("", "", False)]
)
def test_an_amount_needs_a_currency_that_is_one(
    tmp_path: Path, amount: str, currency: str, is_wrong: bool
) -> None:
    book = small_book(tmp_path)
    edit(book, "ledgers/pledges.csv", ">1000,EUR", f"{amount},{currency}")
    assert (
        f"BOOK008 {place_of(book, 'ledgers/pledges.csv', 'promise,first', False)}" in said(book)
    ) is is_wrong


def test_a_ledger_that_nobody_reads_is_not_passed_over(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    (book / "ledgers/pledges.csv").rename(book / "ledgers/pledge.csv")
    assert said(book) == ["BOOK007 ledgers/pledge.csv"]


def test_a_parameter_of_no_source_is_found(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    value = "{from: 2020-01-01, value: 5, decision: {en: A, fr: B}, source: nobody}"
    write(book, "parameters/limit.yml", f"label: {{en: A, fr: B}}\nunit: people\nvalues:\n  - {value}\n")
    assert said(book) == [f"BOOK007 {place_of(book, 'parameters/limit.yml', 'source: nobody')}"]


def test_every_address_that_the_site_uses_is_refused_to_a_page_of_the_book() -> None:
    site = small_built() / "_build/latest/site/en"
    assert {path.name for path in site.iterdir() if path.is_dir()} == set(OWN_PAGES)


def test_files_that_are_gone_are_told_with_the_mistakes_of_the_declarations(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    (book / ROUNDS_CSV).unlink()
    edit(book, BOOK, "as_of: 2022-06-01", "as_of: soon")
    assert said(book) == [
        f"BOOK006 {place_of(book, BOOK, 'as_of: soon')}",
        f"SRC001 {place_of(book, ROUNDS, 'file: rounds')}",
    ]


AGAIN = {
    HOME: " [€160.01](measure:committed?period=strategy).",
    FRENCH: " [160,01\u00a0€](measure:committed?period=strategy).",
}


def test_two_figures_of_one_target_are_told_that_their_addresses_depend_on_their_order(
    tmp_path: Path,
) -> None:
    book = small_book(tmp_path)
    for file, text in AGAIN.items():
        write(book, file, (book / file).read_text(encoding="utf-8") + text + "\n")
    told = [placed(book, f.problem) for f in findings(book) if f.problem.code == "BOOK015"]
    assert told == [f"BOOK015 {place_of(book, file, text.strip()[:8])}" for file, text in AGAIN.items()]


def test_a_figure_keeps_the_name_its_author_gave_it_when_another_is_written_before_it(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    for file, text in AGAIN.items():
        before = text.replace("strategy)", "strategy&id=Exactly)")
        write(book, file, before + "\n\n" + (book / file).read_text(encoding="utf-8"))
    names = {v.claim.id: v.claim.link.words for v in compiled(book).verdicts if v.claim.language == "en"}
    assert names["home/exactly"] == "€160.01"
    assert names["home/committed-strategy"] == "€160"
    assert not [f for f in findings(book) if f.problem.code == "BOOK015"]


YAML_FAULTS = {
    "title: {en: a: b}": "fermée|deux-points",
    "\ttitle: x": "tabulation",
    "title: 'x": "guillemet",
    'title: "\\q"': "barre oblique",
    "title: [a, b": "crochet",
    "title: {en: a": "accolade",
    "title: *x": "astérisque",
    "title: @x": "guillemets",
    "title\norder: 1": "deux-points",
    "a:\n   b: 1\n  c: 2": "retrait",
    "order: 1\n---\norder: 2": "second document",
    "order: 2020-02-31": "calendrier",
    "order: 2020-13-01": "n’existe pas",
    "order: \x07": "caractère",
    "order: " + "[" * 3000: "crochets",
    "<<: 1": "ponctuation",
    "order: |x\n  b": "ponctuation",
}


@pytest.mark.parametrize(("text", "said_in_french"), YAML_FAULTS.items())
def test_broken_yaml_is_told_in_our_own_words_with_its_line(
    tmp_path: Path, text: str, said_in_french: str
) -> None:
    book = small_book(tmp_path)
    write(book, PAGE, text + "\n")
    (found,) = problems(book)
    assert found.code == "BOOK002"
    assert found.where.file == book / PAGE
    assert found.where.line or "[[[" in text
    assert re.search(said_in_french, found.what["fr"])
    assert not re.search(
        "expected|found|while|token|stream|scalar|range", found.what["en"].replace("is expected", "")
    )


def test_a_key_that_stands_twice_is_named(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, SHELTER, "owner: aid", "owner: aid\nowner: gone")
    (found,) = problems(book)
    assert found.what == {
        "en": "The same key stands twice: owner.",
        "fr": "La même clé figure deux fois\u00a0: owner.",
    }


def test_all_mistakes_of_a_book_are_reported_together(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    for name in ("a typo in a key under a column", "a title in one language", "a day that is none"):
        edit(book, *DECLARED_FAULTS[name][:3])
    edit(book, SHELTER, "owner: aid", "owner: aid\nowner: gone")
    (book / "objectives/shelter/fr.md").unlink()
    (book / "sources/places/source.yml").unlink()
    assert spine(said(book)) == [
        f"BOOK001 {'sources/places/source.yml'}",
        f"BOOK004 {place_of(book, ROUNDS, 'form: day')}",
        f"BOOK005 {place_of(book, SHELTER, 'owner: gone')}",
        f"BOOK006 {place_of(book, BOOK, 'as_of: soon')}",
        "LNG001 objectives/shelter/fr.md",
        f"LNG001 {place_of(book, PAGE, 'title: {')}",
    ]


def test_all_findings_of_tables_and_texts_are_reported_together(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    names = (
        "an undeclared column", "a ledger cell that cannot be read", "a ledger row of no source",
        "a number without a link", "a changed figure", "an expected finding that does not occur",
        "a table that cannot be sensitive",
    )  # fmt: skip
    planted = [FAULTS[name] for name in names]
    for one in planted:
        edit(book, one.file, one.old, one.new)
    expected = {
        f"{code} {place_of(book, file, snippet, not file.endswith('.csv'))}"
        for one in planted
        for code, file, snippet in one.expected
    }
    assert expected <= set(said(book))


def test_every_source_that_is_gone_is_named(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    (book / ROUNDS_CSV).unlink()
    (book / XML).unlink()
    assert said(book) == [
        f"SRC001 {place_of(book, 'sources/activities/source.yml', 'file: act')}",
        f"SRC001 {place_of(book, ROUNDS, 'file: rounds')}",
    ]


def test_a_typo_is_told_what_was_meant_in_both_languages(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, BOOK, "threshold: 10", "treshold: 10")
    (found,) = (p for p in problems(book) if p.code == "BOOK004")
    assert "Did you mean “threshold”?" in found.what["en"]
    assert "Vouliez-vous dire «\u00a0threshold\u00a0»\u202f?" in found.what["fr"]


def test_a_typo_under_a_column_is_told_the_word_of_the_file_not_of_the_model(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, ROUNDS, "as_of: {from: day}", "as_of: {form: day}")
    (found,) = problems(book)
    assert "Did you mean “from”?" in found.what["en"]
    assert "header" not in found.next["en"]


def test_a_source_cut_in_half_is_not_the_one_locked_and_too_short(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    content = (book / ROUNDS_CSV).read_bytes()
    (book / ROUNDS_CSV).write_bytes(content[: len(content) // 2])
    assert [f for f in said(book) if f.startswith("SRC")] == [
        f"SRC003 {place_of(book, ROUNDS, 'file: rounds')}",
        f"SRC004 {place_of(book, ROUNDS, 'expected_rows')}",
    ]


def test_an_xml_file_cut_in_half_is_said_at_the_line_where_it_ends(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    text = (book / XML).read_text(encoding="utf-8")
    kept = text[: text.index("XX-AID-2") + 20]
    (book / XML).write_text(kept, encoding="utf-8")
    found = [placed(book, f.problem) for f in findings(book)]
    assert f"SRC003 {place_of(book, 'sources/activities/source.yml', 'file: act')}" in found
    assert f"SRC004 {place_of(book, 'sources/activities/source.yml', 'expected_rows')}" in found
    broken = [f for f in found if f.startswith(f"MON001 {XML}:")]
    assert [int(f.rpartition(":")[2]) for f in broken] == [kept.count("\n") + 1]


def test_one_wrong_source_does_not_hide_another(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "sources/places/source.yml", "from: pcode", "from: code")
    edit(book, ROUNDS, "from: day}", "from: date}")
    assert {
        f"SRC006 {place_of(book, 'sources/places/source.yml', 'place_pcode:')}",
        f"SRC006 {place_of(book, ROUNDS, 'as_of:')}",
    } <= set(said(book))


def test_a_source_that_could_not_be_read_is_not_called_too_short_as_well(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "sources/places/source.yml", "from: level", "from: lvl")
    assert not [f for f in said(book) if f.startswith("SRC004")]


XML_FAULTS = {
    "shares of 130": ('code="FR" percentage="40"', 'code="FR" percentage="70"', 9, "130"),
    "a currency that is none": ('currency="USD"', 'currency="XXX"', 20, "XXX"),
    "a share that is no number": ('code="XX" percentage="60"', 'code="XX" percentage="abc"', 9, "abc"),
    "an amount that is no number": (">100.01<", ">a lot<", 15, "a lot"),
    "a day that no calendar has": ('iso-date="2020-03-01"', 'iso-date="2020-02-31"', 14, "2020-02-31"),
}
"""What is replaced, by what, the line of the element that it is about, and what the finding names.

Shares are about their own elements, what they add up to about the first of them; amounts and currencies about
their ``value``.
"""


@pytest.mark.parametrize(("old", "new", "line", "named"), XML_FAULTS.values(), ids=XML_FAULTS.keys())
def test_a_fault_in_the_xml_is_said_at_its_line_in_both_languages(
    tmp_path: Path, old: str, new: str, line: int, named: str
) -> None:
    book = small_book(tmp_path)
    edit(book, XML, old, new)
    lock(book)
    here = [f.problem for f in findings(book) if str(f.problem.where) == f"{book / XML}:{line}"]
    told = [one for one in here if named in one.what["en"]]
    assert told
    for one in told:
        assert one.code == "MON001"
        assert named in one.what["fr"]
        assert one.what["en"] != one.what["fr"]
        assert one.what["en"].startswith("XX-AID-1 ")


def test_no_mistake_is_told_in_english_to_a_french_reader(tmp_path: Path) -> None:
    for number, planted in enumerate(FAULTS.values()):
        book = small_book(tmp_path, str(number))
        edit(book, planted.file, planted.old, planted.new)
        for one in problems(book):
            assert one.what["en"] != one.what["fr"], one
            english = {"expected", "needs", "takes", "the", "column", "give", "neither", "either", "missing"}
            assert not english & set(one.what["fr"].lower().replace(":", " ").split()), one.what["fr"]


def test_a_file_that_is_not_utf8_is_said_at_the_line_of_its_first_wrong_byte(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    for file in (FRENCH, "pledgebook.yml", "sources/places/places.csv", "ledgers/pledges.csv"):
        path = book / file
        path.write_bytes(path.read_bytes() + "\né\n".encode("latin-1"))
    lines = {f: (book / f).read_bytes().count(b"\n") for f in (FRENCH, "pledgebook.yml")}
    assert said(book) == [
        f"BOOK012 {FRENCH}:{lines[FRENCH]}",
        f"BOOK012 pledgebook.yml:{lines['pledgebook.yml']}",
    ]
    for file in (FRENCH, "pledgebook.yml"):
        (book / file).write_bytes((book / file).read_bytes()[:-3])
    found = said(book)
    assert "SRC008 sources/places/places.csv:7" in found
    assert "BOOK012 ledgers/pledges.csv:4" in found


def test_an_expected_finding_does_not_stop_and_is_marked(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, HOME, "[€160]", "[€171]")
    edit(book, FRENCH, "[160\u00a0€]", "[171\u00a0€]")
    edit(book, PAGE, "\ndesc", "\nexpects: [{check: HED001, figure: committed-strategy}]\ndesc")
    assert spine(said(book)) == []
    expected = [f for f in findings(book) if f.is_expected]
    assert [(f.problem.code, f.language, f.stops) for f in expected] == [
        ("HED001", "en", False),
        ("HED001", "fr", False),
    ]


def test_an_expectation_of_one_page_does_not_cover_another(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "objectives/shelter/en.md", "[€60.01]", "[€70.01]")
    edit(book, "objectives/shelter/fr.md", "[60,01", "[70,01")
    figure = "committed-shelter-strategy-xx"
    edit(book, PAGE, "\ndesc", f"\nexpects: [{{check: HED001, figure: {figure}}}]\ndesc")
    codes = [one.split()[0] for one in spine(said(book))]
    assert codes == ["BOOK010", "HED001", "HED001"]


IRAQ_HOME = "pages/home/en.md"


def new_in(book: Path, before: set[str]) -> set[str]:
    """What stops a copy of the Iraq book and did not before."""
    return set(spine(said(book))) - before


@pytest.fixture(scope="module")
def iraq_before() -> set[str]:
    """What stops the Iraq book as it is."""
    from book_copies import iraq_compiled

    return set(spine([placed(IRAQ, f.problem) for f in iraq_compiled().findings if f.stops]))


def test_the_iraq_book_as_it_is_has_no_fault(iraq_before: set[str]) -> None:
    assert iraq_before == set()


def test_faults_planted_in_the_iraq_book_are_found_together(tmp_path: Path, iraq_before: set[str]) -> None:
    book = copy_of(IRAQ, tmp_path)
    words, line, column = figure_in(book, IRAQ_HOME, "measure:activities")
    edit(book, IRAQ_HOME, f"[{words}](measure:activities)", "[17](measure:activities)")
    rounds = book / "sources/dtm_r123/governorates.csv"
    rounds.write_bytes(rounds.read_bytes()[: rounds.stat().st_size // 2])
    text = (book / IRAQ_HOME).read_text(encoding="utf-8")
    write(book, IRAQ_HOME, f"{text}\nThere were 37 more.\n")
    last = text.count("\n") + 2
    edit(book, "pages/home/page.yml", "title:", "expects: [{check: NUM001, figure: none}]\ntitle:")
    cell = edit(book, "ledgers/arrivals.csv", ",807,", ",some,")
    declared = "sources/dtm_rounds/source.yml"
    edit(book, declared, "ignored_columns: [", "ignored_columns: [nothing, ")
    (book / "sources/dtm_rounds/rounds.csv").write_text(
        (book / "sources/dtm_rounds/rounds.csv")
        .read_text(encoding="utf-8")
        .replace("households", "families"),
        encoding="utf-8",
    )
    assert {
        f"HED001 {IRAQ_HOME}:{line}:{column}",
        f"SRC003 {place_of(book, 'sources/dtm_r123/source.yml', 'file: ')}",
        f"SRC004 {place_of(book, 'sources/dtm_r123/source.yml', 'expected_rows')}",
        f"NUM001 {IRAQ_HOME}:{last}:12",
        f"BOOK010 {place_of(book, 'pages/home/page.yml', '{check: NUM001')}",
        f"BOOK008 ledgers/arrivals.csv:{cell}",
        "SRC007 sources/dtm_rounds/rounds.csv:1",
    } <= new_in(book, iraq_before)


def test_mistakes_in_the_declarations_of_the_iraq_book_are_found_together(tmp_path: Path) -> None:
    book = copy_of(IRAQ, tmp_path)
    typo = edit(book, "pledgebook.yml", "\nthreshold:", "\ntreshold:") + 1
    broken = edit(book, "objectives/governance/objective.yml", "owner: gac", "owner: [gac") + 1
    (book / "pages/method/fr.md").unlink()
    found = set(spine(said(book)))
    assert {f"BOOK004 pledgebook.yml:{typo}:1", "LNG001 pages/method/fr.md"} <= found
    assert any(f.startswith(f"BOOK002 objectives/governance/objective.yml:{broken}:") for f in found)


def test_faults_in_the_xml_of_the_iraq_book_are_said_at_their_lines(tmp_path: Path) -> None:
    book = copy_of(IRAQ, tmp_path)
    file = "sources/gac_iati/activities.xml"
    country = edit(book, file, 'code="IQ" percentage="100"', 'code="IQ" percentage="130"')
    abc = edit(book, file, '<sector code="11120" percentage="10"', '<sector code="11120" percentage="abc"')
    found = [f.problem for f in compiled(book).findings if f.problem.code == "MON001"]
    told = {(p.where.line, word) for p in found for word in ("130", "abc") if word in p.what["en"]}
    assert told == {(country, "130"), (abc, "abc")}
