"""The prose of the Iraq book: both languages say the same, nothing is copied, nobody is named, every figure stands."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from pledgebook.book.load import Book, Prose, load_book
from pledgebook.build import Compiled, compile_book
from pledgebook.claims.prose import figures_in
from pledgebook.text import Text

BOOK = Path(__file__).resolve().parents[2] / "books/iraq"
FOLDERS = sorted(p.parent.relative_to(BOOK) for p in BOOK.glob("*/*/en.md"))
COPIED_FROM = 8
"""As many words in a row as the published page has them are its sentence, not ours."""

PAGE_LINK = re.compile(r"\]\((?P<to>[^):]+)\)")
NAMES = {
    "Canadian Armed Forces", "Global Affairs Canada", "House of Commons", "International Aid Transparency Initiative",
    "International Committee of the Red Cross", "NATO Mission Iraq", "Operation IMPACT", "Red Crescent",
    "Red Cross", "Security Council", "United Nations", "United Nations Development Programme", "World Bank",
    "World Food Programme",
}  # fmt: skip
"""Every name of two words and more that the English prose may hold; a person's would be one more."""

FIRST_WORDS = {"For", "From", "In", "The", "Under", "What"}
"""Words that begin a sentence and are no part of the name behind them."""

OFFICE_AND_NAME = re.compile(
    r"\b(?:Mrs?\.?|Ms\.?|Dr\.?|Hon\.|M\.|Mme|"
    r"(?i:minister|ministre|general|général|ambassador|ambassadeur|adviser|advisor|conseiller|conseillère))"
    r" [A-ZÉ][a-zéè]+ [A-ZÉ][a-zéè]+"
)


@cache
def book() -> Book:
    return load_book(BOOK)


@cache
def compiled() -> Compiled:
    return compile_book(BOOK, lambda *_: None)


def text(folder: Path, language: str) -> str:
    return (BOOK / folder / f"{language}.md").read_text(encoding="utf-8")


def prose(folder: Path, language: str) -> Prose:
    return Prose(BOOK / folder / f"{language}.md", language, text(folder, language))


def declared_texts() -> list[Text]:
    """Every text of the book's own declarations that a reader sees, but for those of sources."""
    of_book = book().declaration
    found = [of_book.name, of_book.summary, of_book.disclaimer, *(d.name for d in of_book.departments)]
    found += [rule.why for rule in book().money_rules]
    for objective in book().objectives.values():
        declared = objective.declaration
        found += [declared.title, declared.short, *([declared.outcomes] if declared.outcomes else [])]
    for page in book().pages.values():
        found += [page.declaration.title, page.declaration.description]
        found += [e.why for e in page.declaration.expects if e.why]
    return found


def words_of(prose_or_page: str) -> list[str]:
    return re.findall(r"\w+(?:[.,]\d+)*", prose_or_page.casefold())


def runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + COPIED_FROM]) for i in range(len(words) - COPIED_FROM + 1)}


def without_targets(markdown: str) -> str:
    return re.sub(r"\]\([^)]*\)", "", markdown).replace("[", "")


def test_every_page_and_objective_has_both_languages() -> None:
    assert {f.parts[0] for f in FOLDERS} == {"pages", "objectives"}
    for folder in FOLDERS:
        for language in book().languages:
            assert text(folder, language).strip(), (folder, language)


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_both_languages_carry_the_same_figures_in_the_same_order(folder: Path) -> None:
    english, french = (
        [(f.scheme, f.name, f.parameters) for f in figures_in(prose(folder, language))]
        for language in ("en", "fr")
    )
    assert english == french


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_both_languages_have_the_same_sections_and_page_links(folder: Path) -> None:
    english, french = text(folder, "en"), text(folder, "fr")
    assert english.count("\n## ") == french.count("\n## ")
    assert [m["to"] for m in PAGE_LINK.finditer(english)] == [m["to"] for m in PAGE_LINK.finditer(french)]


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_headings_start_below_the_title_that_the_template_writes(folder: Path) -> None:
    for language in ("en", "fr"):
        levels = re.findall(r"^(#+) ", text(folder, language), re.MULTILINE)
        assert levels
        assert set(levels) == {"##"}


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_links_between_pages_lead_to_pages_of_the_book(folder: Path) -> None:
    home = folder == Path("pages/home")
    here = PurePosixPath("/") if home else PurePosixPath("/", *folder.parts[folder.parts[0] == "pages" :])
    known = {PurePosixPath("/", p) for p in book().pages if p != "home"}
    known |= {PurePosixPath("/objectives", o) for o in book().objectives}
    for found in PAGE_LINK.finditer(text(folder, "en")):
        target = here
        for step in found["to"].rstrip("/").split("/"):
            target = target.parent if step == ".." else target / step
        assert target in known, found["to"]


@pytest.mark.shared
def test_no_sentence_of_the_published_page_is_copied(shared: Path) -> None:
    published = runs(words_of((shared / "strategy/published-page.en.txt").read_text(encoding="utf-8")))
    assert len(published) > 400
    ours = [without_targets(text(folder, "en")) for folder in FOLDERS] + [t["en"] for t in declared_texts()]
    for ours_here in ours:
        assert not runs(words_of(ours_here)) & published


def test_the_disclaimer_says_in_both_languages_that_no_government_speaks_here() -> None:
    disclaimer = book().declaration.disclaimer
    assert "independent demonstration" in disclaimer["en"]
    assert "not a site of any government" in disclaimer["en"]
    assert "démonstration indépendante" in disclaimer["fr"]
    assert "site d’aucun gouvernement" in disclaimer["fr"]


def test_no_person_is_named() -> None:
    assert OFFICE_AND_NAME.search("said Minister Jane Doe")
    assert OFFICE_AND_NAME.search("la ministre Jeanne Doe")
    for language in ("en", "fr"):
        for folder in FOLDERS:
            assert not OFFICE_AND_NAME.search(without_targets(text(folder, language))), folder


def test_every_name_in_the_english_prose_is_an_organisation_or_an_operation() -> None:
    named = re.compile(r"\b[A-Z]\w+(?: (?:of (?:the )?)?[A-Z]\w+)+")
    found = set()
    for folder in FOLDERS:
        sentences = re.sub(r"^#.*$", ". ", without_targets(text(folder, "en")), flags=re.MULTILINE)
        for match in named.finditer(" ".join(sentences.split())):
            words = match[0].split(" ")
            name = words[1:] if words[0] in FIRST_WORDS else words
            found |= {" ".join(name)} if len(name) > 1 else set()
    assert found == NAMES


def test_french_uses_its_own_spaces_and_apostrophes() -> None:
    wrong = re.compile(r"[A-Za-zéèê]'[A-Za-zéèê]|[\w)\]] [:;!?»%$]|« |\d \d{3}|\d (?:millions?|milliards?)\b")
    assert wrong.search("l'Iraq")
    assert wrong.search("19 %")
    assert wrong.search("1 200")
    assert wrong.search("oui ; non")
    texts = [without_targets(text(folder, "fr")) for folder in FOLDERS]
    for french in [*texts, *(t["fr"] for t in declared_texts())]:
        assert not wrong.search(french), wrong.findall(french)


def test_only_the_page_that_quotes_others_holds_errors_and_all_of_them_are_expected() -> None:
    errors = {(f.page, f.problem.code, f.figure) for f in compiled().findings if f.severity == "error"}
    expected = book().pages["as-published"].declaration.expects
    assert errors == {("as-published", e.check, e.figure) for e in expected}


def test_the_home_page_counts_iraqs_money_in_the_strategys_years() -> None:
    shown = {v.claim.link.id: v.truth for v in compiled().verdicts if v.claim.page == "home"}
    assert shown["committed-strategy-iq"] == "holds"
    assert shown["committed-without-share-strategy"] == "holds"
    assert shown["pledge-page-envelope"] == "restated"


def test_every_money_rule_chooses_some_money_and_what_none_chooses_is_small() -> None:
    flows = compiled().rows["flow"]
    used = {flow["objective_rule"] for flow in flows}
    assert used == {rule.id for rule in book().money_rules} | {""}
    fund = {f["objective"] for f in flows if f["activity_id"] == "CA-3-P007642001"}
    assert fund == {"stabilisation"}
    assert all(f["is_humanitarian"] for f in flows if f["activity_id"] == "CA-3-P007642001")
