"""The last look at a site before it goes out finds what would break the way from a figure to its source."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from lxml import html

from book_copies import iraq_built, small_built
from pledgebook.errors import BuildError
from pledgebook.pages import check
from pledgebook.pages.check import _ways, check_pages

GOOD = '<html><body><h1>A</h1><h2 id="part">B</h2>{}</body></html>'


def _site(folder: Path, body: str) -> Path:
    (folder / "en/money").mkdir(parents=True)
    (folder / "en/index.html").write_text(GOOD.format(body), encoding="utf-8")
    (folder / "en/money/index.html").write_text(GOOD.format(""), encoding="utf-8")
    (folder / "data.csv").write_text("a\n", encoding="utf-8")
    (folder.parent / "outside.html").write_text(GOOD.format(""), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "address",
    [
        "money/index.html",
        "money/index.html#part",
        "#part",
        "../data.csv",
        "https://example.org/x",
        "mailto:a@example.org",
    ],
)
def test_a_link_to_what_is_there_is_fine(tmp_path: Path, address: str) -> None:
    check_pages(_site(tmp_path / "site", f'<a href="{address}">x</a>'))


@pytest.mark.parametrize(
    "address",
    ["mony/index.html", "money/index.html#none", "#none", "../../outside.html", "money/", "/data.csv"],
)
def test_a_link_to_nothing_or_out_of_the_site_is_named_with_its_page(tmp_path: Path, address: str) -> None:
    with pytest.raises(BuildError) as caught:
        check_pages(_site(tmp_path / "site", f'<a href="{address}">x</a>'))
    (found,) = caught.value.problems
    assert found.code == "PUB001"
    assert address in found.what["fr"]
    assert "en/index.html" in found.what["en"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<img src="../data.csv">', "PUB002"),
        ('<svg role="img"></svg>', "PUB002"),
        ("<h4>Skipped</h4>", "PUB003"),
    ],
)
def test_what_a_reader_could_not_follow_is_found(tmp_path: Path, body: str, code: str) -> None:
    with pytest.raises(BuildError) as caught:
        check_pages(_site(tmp_path / "site", body))
    assert [p.code for p in caught.value.problems] == [code]


@pytest.mark.parametrize("book", [small_built, iraq_built])
def test_what_is_found_in_the_text_of_a_page_is_what_a_parser_finds(book: Callable[[], Path]) -> None:
    site = book() / "_build/latest/site"
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        text, tree = check._text(str(page)), html.document_fromstring(page.read_bytes())
        assert check._ways(text) == {name: tree.xpath(f"//@{name}") for name in ("href", "src", "id")}
        headings = [(int(x.tag[1]), x.text_content()) for x in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        found = check._HEADING.findall(text)
        assert [(int(level), unescape(check._ANY_TAG.sub("", words))) for level, words in found] == headings
        few = [(x.tag, x.get("alt"), x.get("rel")) for x in tree.iter("link", "img", "svg")]
        read = [(tag, dict(check._ATTRIBUTE.findall(rest))) for tag, rest in check._FEW.findall(text)]
        assert [(tag, x.get("alt"), x.get("rel")) for tag, x in read] == few


def test_an_attribute_is_found_behind_any_sign_that_may_stand_before_it() -> None:
    page = '<a\nhref="a"\tid="b">x href=c</a> <img\r\nsrc="d&amp;e">\f<i data-id="f">'
    assert _ways(page) == {"href": ["a"], "src": ["d&e"], "id": ["b"]}
