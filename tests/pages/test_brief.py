"""The brief of an objective, read back with another library: its words, its tags, its language, its pages."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from book_copies import IRAQ, copy_of, edit, silent, small_book
from pledgebook.build import Compiled, build
from pledgebook.pages.brief import FILE, brief_of
from pledgebook.pages.brief.press import PAGES
from pledgebook.pages.content import Content
from pledgebook.pages.view import View

SITE = Path("_build") / "latest" / "site"
LANGUAGES = ("en", "fr")


@pytest.fixture(scope="module")
def iraq(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Compiled]:
    book = copy_of(IRAQ, tmp_path_factory.mktemp("briefs"))
    return book, build(book, silent)


def briefs(book: Path) -> dict[tuple[str, str], Path]:
    """Each brief of a built book by language and objective."""
    return {(p.parts[-4], p.parts[-2]): p for p in sorted((book / SITE).glob(f"*/objectives/*/{FILE}"))}


def words(path: Path) -> str:
    """All that the brief says, each run of spaces as one; a no-break space is kept."""
    return re.sub(r"[ \n]+", " ", " ".join(page.extract_text() for page in PdfReader(path).pages))


def test_each_objective_has_a_brief_in_each_language_and_its_page_leads_there(
    iraq: tuple[Path, Compiled],
) -> None:
    book, compiled = iraq
    assert set(briefs(book)) == {(lang, o) for lang in LANGUAGES for o in compiled.book.objectives}
    for path in briefs(book).values():
        assert 'href="brief.pdf"' in (path.parent / "index.html").read_text(encoding="utf-8")


def test_a_brief_is_tagged_has_its_title_and_language_and_no_more_than_two_pages(
    iraq: tuple[Path, Compiled],
) -> None:
    book, compiled = iraq
    for (language, objective), path in briefs(book).items():
        reader = PdfReader(path)
        root = reader.trailer["/Root"]
        assert root["/Lang"] == language
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata
        assert reader.metadata.title == compiled.book.objectives[objective].declaration.title[language]
        assert reader.metadata.creation_date_raw == "D:20261123000000Z"
        assert 1 <= len(reader.pages) <= PAGES
        assert b"pdfuaid" in reader.xmp_metadata.stream.get_data()  # type: ignore[union-attr]


def test_a_brief_answers_the_six_questions_with_the_data_s_own_figures(iraq: tuple[Path, Compiled]) -> None:
    said = words(briefs(iraq[0])["en", "humanitarian"])
    for heading in (
        *("What was promised", "What was paid", "What changed", "What does not hold"),
        *("How old are the data", "Sources"),
    ):
        assert heading in said
    paid = next(
        v
        for v in iraq[1].verdicts
        if v.claim.id == "objectives/humanitarian/committed-humanitarian-strategy-iq"
    )
    assert paid.answer.value.interval.exact == Decimal("62883374.17")  # type: ignore[union-attr]
    assert "$62,883,374.17" in said


def test_what_does_not_hold_is_named_with_its_reason(iraq: tuple[Path, Compiled]) -> None:
    failing = [
        v for v in iraq[1].verdicts if v.claim.language == "en" and v.truth not in ("holds", "restated")
    ]
    failing = [v for v in failing if v.claim.page.startswith("objectives/")]
    assert failing
    for verdict in failing:
        said = words(briefs(iraq[0])["en", verdict.claim.page.removeprefix("objectives/")])
        assert verdict.claim.link.words in said
        assert re.sub(r"\s+", " ", verdict.reason["en"])[:60] in said


def test_sources_carry_the_hash_of_the_file_that_was_read(iraq: tuple[Path, Compiled]) -> None:
    said = words(briefs(iraq[0])["en", "humanitarian"]).replace(" ", "")
    (taken,) = [s for s in iraq[1].snapshots if s.declaration.id == "gac_iati"]
    assert taken.path
    assert hashlib.sha256(taken.path.read_bytes()).hexdigest() in said


def test_french_is_written_as_french_is(iraq: tuple[Path, Compiled]) -> None:
    for (language, _), path in briefs(iraq[0]).items():
        if language == "fr":
            said = words(path)
            assert re.findall(r"\S [;!?»%]|« |\d [$]", said) == []
            assert "'" not in said
    assert "62 883 374,17 $" in words(briefs(iraq[0])["fr", "humanitarian"]).replace("\u202f", " ").replace(
        "\u00a0", " "
    )


def test_the_same_book_gives_the_same_bytes_and_a_second_build_sets_no_brief(
    iraq: tuple[Path, Compiled], tmp_path: Path
) -> None:
    before = {key: path.read_bytes() for key, path in briefs(iraq[0]).items()}
    told: dict[str, dict[str, int]] = {}
    build(iraq[0], told.__setitem__)
    assert told["pages"]["briefs"] == 0
    assert {key: path.read_bytes() for key, path in briefs(iraq[0]).items()} == before
    build(iraq[0], told.__setitem__, is_fresh=True)
    assert told["pages"]["briefs"] == len(before)
    assert {key: path.read_bytes() for key, path in briefs(iraq[0]).items()} == before


def test_only_the_brief_whose_words_changed_is_set_again(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    objective = next((book / "objectives").glob("*/objective.yml"))
    text = objective.read_text(encoding="utf-8")
    edit(book, str(objective.relative_to(book)), "fr: ", "fr: Voici ")
    assert objective.read_text(encoding="utf-8") != text
    told: dict[str, dict[str, int]] = {}
    build(book, told.__setitem__)
    assert told["pages"]["briefs"] == 1


def test_a_table_that_is_cut_says_how_many_are_left_out_and_where_they_are(
    iraq: tuple[Path, Compiled],
) -> None:
    made = iraq[1]
    content = Content(made.book, made.snapshots, made.rows, made.measures, made.verdicts, made.findings)
    objective = made.book.objectives["humanitarian"]
    for language, says in (("en", "more stand"), ("fr", "autres figurent")):
        view = View(content, language)
        whole, cut = brief_of(view, objective, 1000), brief_of(view, objective, 3)
        section = next(n for n, part in enumerate(whole["sections"]) if len(part["rows"]) > 4)
        left = len(whole["sections"][section]["rows"]) - 3
        (after,) = cut["sections"][section]["after"]
        assert after[0]["text"].startswith(f"{left} ")
        assert says in after[0]["text"]
        assert whole["sections"][section]["after"] == []


def test_words_of_another_language_are_set_apart(iraq: tuple[Path, Compiled]) -> None:
    from pledgebook.pages.brief.content import runs_of
    from pledgebook.text import in_another

    assert runs_of("عدد " + in_another("people", "en") + ".") == [
        {"language": "", "text": "عدد "},
        {"language": "en", "text": "people"},
        {"language": "", "text": "."},
    ]
