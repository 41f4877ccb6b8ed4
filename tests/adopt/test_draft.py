"""The draft that is written: a book that loads, whole or not at all."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pages_adopted import adopted
from test_figures_of_a_page import HTML, MARKDOWN

from pledgebook.adopt import adopt, files_of
from pledgebook.book.load import Prose, load_book
from pledgebook.claims.prose import figures_in
from pledgebook.cli import main
from pledgebook.errors import BookError, SourceError


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def checked(folder: Path) -> list[tuple[str, str]]:
    result = run("check", folder, "--format", "json")
    return [(f["code"], f["what"]["en"]) for f in json.loads(result.stdout)["findings"]]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "plan.html"
    path.write_text(HTML, encoding="utf-8")
    return path


def test_each_unbound_figure_of_a_draft_is_one_finding_of_check(page: Path, tmp_path: Path) -> None:
    result = run("adopt", page, "--out", tmp_path / "draft")
    assert result.exit_code == 0, result.output
    assert "5 numbers found" in result.output
    found = checked(tmp_path / "draft")
    assert [code for code, _ in found] == ["ADO001"] * 5
    assert "“US$39.6\u00a0million” is not bound to a measure yet (question 3)." in [what for _, what in found]


def test_a_draft_in_french_speaks_french(tmp_path: Path) -> None:
    page = tmp_path / "plan.md"
    page.write_text(MARKDOWN, encoding="utf-8")
    result = run("adopt", page, "--lang", "fr", "--out", tmp_path / "draft")
    assert "Nombres trouvés" in result.output
    book = load_book(tmp_path / "draft")
    assert book.declaration.name["fr"] == "Un plan pour Xanadu"
    assert book.languages == ("fr",)
    questions = (tmp_path / "draft/questions.md").read_text(encoding="utf-8")
    assert questions.startswith("# Questions à trancher\n")
    assert "`displaced_people` (Personnes déplacées à l’intérieur du pays)" in questions


def test_a_proposal_is_told_and_no_link_uses_it(page: Path, tmp_path: Path) -> None:
    text = "In 2020 some 500 people were displaced."
    files = files_of(adopted(tmp_path, text))
    assert "displaced_people" in files["claims.csv"]
    assert "displaced_people" in files["questions.md"]
    prose = Prose(tmp_path, "en", files["pages/page/en.md"])
    assert [(f.words, f.name, f.parameters) for f in figures_in(prose)] == [
        ("some 500", "", {"question": "1"})
    ]


def test_the_register_has_a_row_for_each_quantity_time_and_vague_word(tmp_path: Path) -> None:
    text = "In 2020, more than 1,400 people came to the region. Many stayed for two years."
    rows = list(csv.DictReader(files_of(adopted(tmp_path, text))["claims.csv"].splitlines()))
    assert [(r["sort"], r["words"], r["question"]) for r in rows] == [
        ("time", "2020", ""), ("quantity", "more than 1,400", "1"), ("vague", "Many", ""),
        ("quantity", "two years", ""),
    ]  # fmt: skip
    figure = rows[1]
    assert (figure["interval"], figure["low"], figure["high"]) == (">1400", "1400", "")
    assert (figure["from_day"], figure["to_day"]) == ("2020-01-01", "2020-12-31")
    assert (figure["scope"], figure["where"]) == ("the region", "page.en.txt:1:10")


def test_the_frame_takes_its_period_and_currency_from_the_page_or_asks(tmp_path: Path) -> None:
    files = files_of(adopted(tmp_path, "From 2016 to 2022 it gave €5 million; in March 2023 it ended."))
    book = files["pledgebook.yml"]
    assert "currency: EUR  # question" in book
    assert "  from: 2016-01-01\n  to: 2022-12-31\n" in book
    assert "as_of: 2023-03-31  # question" in book
    unknown = files_of(adopted(tmp_path, "It gave $5 million and €3 million."))["pledgebook.yml"]
    assert "currency: XDR  # question" in unknown


def test_text_that_looks_like_markdown_stays_text(tmp_path: Path) -> None:
    text = "<p># 5 *stars* [x](measure:envelope) `850` and \\12</p><p>2019. It was - and 40 | 50</p>"
    draft = adopted(tmp_path, text, kind="html")
    prose = Prose(tmp_path, "en", files_of(draft)["pages/page/en.md"])
    assert [f.words for f in figures_in(prose)] == ["5", "850", "12", "40", "50"]
    assert all(f.parameters.keys() == {"question"} for f in figures_in(prose))
    assert "\n2019\\. It was" in prose.text


def test_a_folder_with_something_in_it_is_never_touched(page: Path, tmp_path: Path) -> None:
    (tmp_path / "draft").mkdir()
    (tmp_path / "draft" / "mine.txt").write_text("mine")
    result = run("adopt", page, "--out", tmp_path / "draft")
    assert (result.exit_code, "ADO003" in result.output) == (2, True)
    assert [p.name for p in (tmp_path / "draft").iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_taken(page: Path, tmp_path: Path) -> None:
    (tmp_path / "draft").mkdir()
    adopt(page, "en", (), tmp_path / "draft")
    assert (tmp_path / "draft" / "pledgebook.yml").is_file()


def test_nothing_is_left_half_written(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []

    def fails_on_the_third(path: Path, *_: object, **__: object) -> int:
        written.append(path)
        if len(written) == 3:
            raise OSError("the disk is full")
        return 0

    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(Path, "write_text", fails_on_the_third)
    with pytest.raises(OSError, match="full"):
        adopt(page, "en", (), tmp_path / "draft")
    assert len(written) == 3
    assert sorted(tmp_path.iterdir()) == before


def test_a_page_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "page.txt"
    broken.write_bytes(b"In 2019 a caf\xe9")
    with pytest.raises(SourceError, match="ADO002"):
        adopt(broken, "en", (), tmp_path / "draft")
    broken.write_bytes(b"\n \n")
    with pytest.raises(SourceError, match="ADO004"):
        adopt(broken, "en", (), tmp_path / "draft")
    assert not (tmp_path / "draft").exists()


def test_an_html_page_may_say_its_own_encoding(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes('<meta charset="iso-8859-1"><p>En 2019, 500 élèves</p>'.encode("latin-1"))
    draft = adopt(page, "fr", (), tmp_path / "draft")
    assert [m.unit for m in draft.quantities] == ["élèves"]


def test_the_other_page_must_be_another_language_and_there(page: Path, tmp_path: Path) -> None:
    for written in ("en=" + str(page), "fr=nowhere.html", "de=" + str(page), "fr"):
        result = run("adopt", page, "--also", written, "--out", tmp_path / "draft")
        assert result.exit_code == 2
        assert not (tmp_path / "draft").exists()


def test_two_languages_are_one_book(page: Path, tmp_path: Path) -> None:
    other = tmp_path / "plan.fr.md"
    other.write_text(MARKDOWN, encoding="utf-8")
    result = run("adopt", page, "--also", f"fr={other}", "--out", tmp_path / "draft")
    assert result.exit_code == 0, result.output
    book = load_book(tmp_path / "draft")
    assert set(book.pages["plan"].prose) == {"en", "fr"}
    assert re.search(r"LNG00[23]", result.output)


def test_a_draft_is_the_same_bytes_each_time(page: Path, tmp_path: Path) -> None:
    first, second = (adopt(page, "en", (), tmp_path / name) for name in ("one", "two"))
    assert files_of(first) == files_of(second)


def test_a_folder_that_is_a_file_is_refused(page: Path) -> None:
    with pytest.raises(BookError, match="ADO003"):
        adopt(page, "en", (), page)
