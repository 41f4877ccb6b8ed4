"""Any text in any format is adopted without a crash, in time, and every figure becomes a link."""

from __future__ import annotations

import tempfile
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.adopt import Draft, adopt_pages, files_of, read_page
from pledgebook.book.load import Prose, load_book
from pledgebook.claims.prose import figures_in
from pledgebook.errors import SourceError

WRITTEN = """five 1,200 12 % $ € million milliards over up to jusqu’à plus de from 19% to 24% à one in sur cinq [ ] ( )
    ](measure:a) ` \\ * _ # - 1. 2) ! & &amp; &#49; &nbsp; < > <p> </p> <li> <td> <tr> <table> <form> <sup>3</sup>
    <h2> <br> | --- : . ; These include: 2019 June 2016 2016-2022 years ans people personnes people’s half of Many
    A Canadian is resolution [1] ~~~ ``` http://a.b/5 <!-- --> <script> <main> doubled"""
SPACES = ["\n", "\n\n", " ", "\t", "\u00a0", "\u202f", "\ufeff", "\u0085", "\u2028"]
PARTS = st.sampled_from([*WRITTEN.split(), *SPACES])
TEXTS = st.one_of(
    st.text(max_size=150),
    st.lists(PARTS, max_size=30).map(" ".join),
    st.lists(PARTS, max_size=30).map("".join),
)


def adopted(text: str, kind: str, language: str) -> Draft | None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / f"page.{kind}"
        page.write_bytes(text.encode("utf-8", "ignore"))
        try:
            return adopt_pages([read_page(page, language)])
        except SourceError:
            return None


@settings(max_examples=300, deadline=timedelta(seconds=20))
@given(TEXTS, st.sampled_from(["html", "md", "txt"]), st.sampled_from(["en", "fr"]))
def test_every_figure_of_any_text_becomes_a_link(text: str, kind: str, language: str) -> None:
    draft = adopted(text, kind, language)
    if draft is None:
        return
    files = files_of(draft)
    links = figures_in(Prose(Path("en.md"), language, files[f"pages/page/{language}.md"]))
    wanted = [link.value for m in draft.mentions[0] for link in m.links]
    assert [link.parameters.get("value", "") for link in links] == wanted


@settings(max_examples=60, deadline=timedelta(seconds=20))
@given(TEXTS.filter(str.strip))
def test_the_declarations_of_any_draft_load(text: str) -> None:
    draft = adopted(text + "\n\nEnd.", "txt", "en")
    assert draft is not None
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files_of(draft).items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_text(content, encoding="utf-8")
        assert load_book(Path(folder)).languages == ("en",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("5 people, " * 2_000, "txt"),
        ("1" * 50_000, "txt"),
        ("a:\n\n" * 5_000, "txt"),
        ("<!--" * 5_000 + " 5 people " + "<" * 5_000, "html"),
        ("&amp;" * 20_000 + " 5 people", "html"),
        ("<table>" + "<tr>" + "<td>5</td>" * 2_000, "html"),
        ("<div>" * 5_000 + "5 people", "html"),
        ("[" * 10_000, "md"),
        ("> " * 2_000 + "5", "md"),
        ("1" * 100_000, "txt"),
        ("5" + "\u0301" * 100_000, "txt"),
        ("5\u0301" * 4_000, "txt"),
        ("\u202e5 people\u202c " * 3_000, "txt"),
        ("more than half a million and a half or " * 1_000, "txt"),
        ("officers are " * 5_000 + "deployed", "txt"),
        ("<div>" * 100_000 + "5 people", "html"),
    ],
)
def test_a_hostile_page_takes_no_longer_than_its_length(text: str, kind: str) -> None:
    started = time.process_time()
    adopted(text, kind, "en")
    assert time.process_time() - started < 20
