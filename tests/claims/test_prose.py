"""Figures are found where they stand, and only where a reader sees a link; nothing of a text is run as HTML."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from markupsafe import escape

from book_copies import edit, said, silent, small_book, write
from pledgebook.book.load import Prose
from pledgebook.build import build
from pledgebook.claims.prose import figure_name, figures_in, readable, where, without_figures
from pledgebook.errors import CheckError, Where
from pledgebook.pages.prose_html import prose_html

F = "[850](measure:strength?ceiling=a)"


def text_of(text: str) -> Prose:
    return Prose(Path("en.md"), "en", text)


def places(text: str) -> list[tuple[str, int, int]]:
    return [(f.words, f.where.line, f.where.column) for f in figures_in(text_of(text))]


def shown(text: str) -> str:
    """The text as HTML, each figure as ⟨words⟩."""
    return str(prose_html(text_of(text), lambda link, _: f"⟨{link.words}⟩", lambda address: address, "Table"))


POSITIONS = {
    "in the first column": (F, (1, 1)),
    "behind letters of more than one byte": (f"Été à l’Œuvre – 中文 {F}", (1, 20)),
    "behind letters outside the basic plane": (f"😀😀 {F}", (1, 4)),
    "on a third line": (f"one\n\ntwo {F}", (3, 5)),
    "behind lines that end as on Windows": (f"one\r\n\r\ntwo {F}", (3, 5)),
    "in a quotation": (f"> said {F}", (1, 8)),
    "in a list": (f"1. one\n2. {F}", (2, 4)),
    "in a table": (f"| a | b |\n|---|---|\n| x | {F} |", (3, 7)),
    "behind code": (f"`[1](measure:x)` {F}", (1, 18)),
}


@pytest.mark.parametrize(("text", "place"), POSITIONS.values(), ids=POSITIONS.keys())
def test_a_figure_stands_at_its_line_and_column(text: str, place: tuple[int, int]) -> None:
    assert places(text) == [("850", *place)]


def test_a_file_that_ends_its_lines_as_on_windows_is_placed_as_any_other(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "pages/home/en.md", "[€160]", "[€171]")
    before = said(book)
    path = book / "pages/home/en.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert said(book) == before != []


def test_a_byte_order_mark_moves_nothing(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    text = "[€171](measure:committed?period=strategy)\n"
    write(book, "pages/home/en.md", text)
    before = said(book)
    write(book, "pages/home/en.md", "\ufeff" + text)
    assert said(book) == before
    assert "HED001 pages/home/en.md:1:1" in before


NO_FIGURES = {
    "a fence": f"```\n{F}\n```",
    "a fence of tildes": f"~~~\n{F}\n~~~",
    "a fence that is never closed": f"```\n{F}",
    "a longer fence with a shorter one inside": f"````\n```\n{F}\n````",
    "an indented fence": f"  ```\n  {F}\n  ```",
    "a fence in a list": f"- a\n  ```\n  {F}\n  ```",
    "indented code": f"a\n\n    {F}\n",
    "code in a line": f"a `{F}` b",
    "code between two backticks": f"a ``{F} ` `` b",
    "an escaped bracket": f"\\{F}",
    "words over two paragraphs": "[8\n\n50](measure:strength)",
    "a space before the target": "[850] (measure:strength)",
    "another scheme": "[850](mesure:strength)",
}


@pytest.mark.parametrize("text", NO_FIGURES.values(), ids=NO_FIGURES.keys())
def test_what_a_reader_does_not_see_as_a_link_is_no_figure(text: str) -> None:
    assert places(text) == []
    assert "⟨" not in shown(text)


def test_a_figure_beside_code_is_still_one() -> None:
    assert places(f"a ` b {F} c") == [("850", 1, 7)]
    assert places(f"```\n{F}\n```\n{F}") == [("850", 4, 1)]


def test_a_figure_may_span_a_line_and_its_words_are_one_line() -> None:
    assert places("over [more than\n  1.2 million](measure:x) people") == [("more than 1.2 million", 1, 6)]
    assert places("over [more than\r\n1.2 million](measure:x) people") == [("more than 1.2 million", 1, 6)]
    assert places("> over [more than\n> 1.2 million](measure:x)") == [("more than 1.2 million", 1, 8)]


def test_a_no_break_space_is_kept_as_its_language_writes_it() -> None:
    assert figures_in(text_of("[1\u202f200\u00a0%](measure:x)"))[0].words == "1\u202f200\u00a0%"


def test_a_target_is_read_with_its_parameters() -> None:
    (link,) = figures_in(text_of("[x](indicator:women?value=target&cell=a%20b&test=>=85)"))
    assert (link.scheme, link.name) == ("indicator", "women")
    assert link.parameters == {"value": "target", "cell": "a b", "test": ">=85"}
    assert link.repeated == ()


def test_a_parameter_given_twice_is_remembered() -> None:
    assert figures_in(text_of("[x](measure:a?p=1&q=2&p=3)"))[0].repeated == ("p",)


def test_the_same_target_twice_has_two_names_and_the_test_is_no_part_of_it() -> None:
    names = [
        f.id for f in figures_in(text_of("[a](measure:m?x=1) [b](measure:m?x=1&test=>2) [c](measure:m?x=2)"))
    ]
    assert names == ["m-1", "m-1-2", "m-2"]


def test_a_name_does_not_depend_on_the_order_of_the_parameters() -> None:
    assert figure_name("measure", "m", {"b": "2", "a": "1"}) == figure_name(
        "measure", "m", {"a": "1", "b": "2"}
    )


def test_the_section_is_the_last_heading_above() -> None:
    text = f"{F}\n\n# One\n\n{F}\n\n```\n# Code\n```\n\n{F}\n\n## Two #\n{F}"
    assert [f.section for f in figures_in(text_of(text))] == ["", "One", "One", "Two"]


BLANKED = {
    "a figure": (f"a {F} b", "850"),
    "a target": ("see [the law](../law-2020/3.pdf)", "2020"),
    "code": ("a `12` b", "12"),
    "a fence": ("```\n12\n```", "12"),
    "the number of a list": ("12. one\n13. two", "12"),
    "the number of a list with a bracket": ("1) one\n2) two", "2)"),
    "the number of an inner list": ("- 7. one", "7"),
}


@pytest.mark.parametrize(("text", "gone"), BLANKED.values(), ids=BLANKED.keys())
def test_what_is_no_prose_is_blanked_and_the_rest_stays_where_it_was(text: str, gone: str) -> None:
    left = without_figures(text_of(text))
    assert gone not in left
    assert len(left) == len(text)
    assert [n for n, c in enumerate(left) if c == "\n"] == [n for n, c in enumerate(text) if c == "\n"]
    assert all(a in (b, " ", "\ufffc") for a, b in zip(left, text, strict=True))


KEPT = {
    "a number that begins a line of a paragraph": ("There are\n850. Then", "850"),
    "a comment, which the page shows": ("<!-- 12 -->", "12"),
    "braces behind a heading, which the page shows": ("# A {#a12 34}", "34"),
    "the words of a plain link": ("[12 people](../people/)", "12"),
    "an escaped bracket": ("\\[850](measure:x)", "850"),
}


@pytest.mark.parametrize(("text", "kept"), KEPT.values(), ids=KEPT.keys())
def test_what_a_reader_sees_is_not_blanked(text: str, kept: str) -> None:
    assert kept in without_figures(text_of(text))
    assert kept in shown(text)


def test_the_readable_text_keeps_the_words_of_a_figure() -> None:
    assert readable(text_of(f"for {F} years")).split() == ["for", "[850", "years"]


def test_a_place_is_counted_from_one() -> None:
    assert where(text_of("a\nbc"), 3) == Where(Path("en.md"), 2, 2)


HOSTILE = {
    "a script": "<script>alert(1)</script>",
    "a block with a script": "<div>\n<script>alert(1)</script>\n</div>",
    "an image that fails": '<img src=x onerror="alert(1)">',
    "a comment": "<!-- --><script>alert(1)</script>",
    "an address that is a script": "[click](javascript:alert(1))",
    "the same in other letters": "[click](JaVaScRiPt:alert(1))",
    "the same as entities": "[click](java&#115;cript&colon;alert(1))",
    "the same behind a tab": "[click](java&Tab;script:alert(1))",
    "a reference": "[click]\n\n[click]: javascript:alert(1)",
    "an automatic link": "<javascript:alert(1)>",
    "a page in an address": "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "an old script": "[click](vbscript:msgbox(1))",
    "an attribute through the address": '[click](x"onmouseover="alert(1))',
    "an attribute through the title": '[click](x "a\\" onmouseover=\\"alert(1)")',
    "an image's address": "![x](javascript:alert(1))",
    "a table's cell": "| a |\n|---|\n| <script>alert(1)</script> |",
    "the words of a figure": "[<b onclick=alert(1)>850</b>](measure:x)",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_script_gets_through_a_text(text: str) -> None:
    page = str(
        prose_html(text_of(text), lambda link, _: str(escape(link.words)), lambda address: address, "Table")
    )
    tree = html.fragment_fromstring(page, create_parent="main")
    assert not tree.xpath("//script | //*[starts-with(name(@*), 'on')] | //iframe | //object")
    for element in tree.iter():
        assert not [name for name in element.attrib if str(name).startswith("on")]
    for address in tree.xpath("//@href | //@src"):
        scheme = str(address).partition(":")[0].strip().lower()
        assert scheme not in ("javascript", "vbscript", "data"), address


def test_html_in_the_prose_of_a_book_is_text_on_its_page(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "pages/home/en.md", "## Money", "<script>alert('x')</script>\n\n<b>bold</b>\n\n## Money")
    build(book, silent)
    page = html.document_fromstring((book / "_build/latest/site/en/index.html").read_bytes())
    assert "<script>alert('x')</script>" in page.text_content()
    assert not [s for s in page.xpath("//script") if "alert" in (s.text or "")]
    assert not page.xpath("//b[text()='bold']")


def test_words_of_a_figure_are_escaped_on_every_page_and_in_its_proof(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "pages/home/en.md", "[some]", "[some<img src=x>]")
    build(book, silent)
    for page in (book / "_build/latest/site/en").rglob("*.html"):
        tree = html.document_fromstring(page.read_bytes())
        assert not tree.xpath("//img[@src='x']"), page
    assert b"some&lt;img src=x&gt;" in (book / "_build/latest/site/en/figures/index.html").read_bytes()


LEADING_NOWHERE = {
    "a page that is not there": "[x](nowhere/)",
    "a figure with a title, which is no figure": '[x](measure:committed "all")',
    "a figure by reference": "[x][y]\n\n[y]: measure:committed",
    "a scheme that nobody follows": "[x](ftp://example.org/)",
    "another host by two strokes": "[x](//example.org/)",
    "an image from another host": "![x](https://example.org/x.png)",
}


@pytest.mark.parametrize("text", LEADING_NOWHERE.values(), ids=LEADING_NOWHERE.keys())
def test_an_address_that_leads_nowhere_or_loads_from_elsewhere_stops_the_build(
    tmp_path: Path, text: str
) -> None:
    book = small_book(tmp_path)
    edit(book, "pages/home/en.md", "## Money", f"{text}\n\n## Money")
    with pytest.raises(CheckError) as stopped:
        build(book, silent)
    assert {p.code for p in stopped.value.problems} == {"PUB001"}


def test_links_of_the_book_and_of_the_world_lead_on(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    text = "[a](objectives/shelter/) [b](https://example.org/x) [c](mailto:a@example.org)"
    edit(book, "pages/home/en.md", "## Money", f"{text}\n\n## Money")
    build(book, silent)
    page = html.document_fromstring((book / "_build/latest/site/en/index.html").read_bytes())
    assert {"https://example.org/x", "mailto:a@example.org"} <= set(page.xpath("//main//@href"))
