"""A file as small trees: nothing lost between them, every line known, every fault told."""

from __future__ import annotations

import time
import tracemalloc
from io import BytesIO, RawIOBase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.sources.iati import cut, opening
from pledgebook.sources.iati.stream import Fault, Piece, pieces


def names_and_lines(content: bytes) -> list[tuple[str | None, int]]:
    found = []
    for piece in pieces(BytesIO(content)):
        assert isinstance(piece, Piece), piece
        found.append((piece.element.findtext("n"), piece.first_line + piece.element.sourceline - 1))
    return found


def fault_of(content: bytes) -> tuple[int, Fault]:
    *before, last = pieces(BytesIO(content))
    assert isinstance(last, Fault)
    return len(before), last


A = b"<iati-activity><n>A</n></iati-activity>"
B = b"<iati-activity>\n<n>B</n></iati-activity>"


def test_every_activity_knows_its_line() -> None:
    content = (
        b'<?xml version="1.0"?>\n<!-- made by\nhand -->\n<iati-activities\n version="2.03">\n' + A + b"\n" + B
    )
    assert names_and_lines(content + b"\n</iati-activities>\n") == [("A", 6), ("B", 7)]


def test_lines_are_right_after_line_65535() -> None:
    content = b"<iati-activities>" + b"\n" * 70_000 + A + b"\n" + B + b"</iati-activities>"
    assert names_and_lines(content) == [("A", 70_001), ("B", 70_002)]


@pytest.mark.parametrize(
    "hidden",
    [
        b"<!-- </iati-activity> -->",
        b"<![CDATA[</iati-activity>]]>",
        b"<!-- <iati-activity><n>no</n></iati-activity> <![CDATA[ -->",
        b"<![CDATA[ <!-- </iati-activity> ]]>",
    ],
)
def test_a_closing_tag_in_a_comment_or_cdata_closes_nothing(hidden: bytes) -> None:
    inside = b"<iati-activity><n>A</n><d>" + hidden + b"</d></iati-activity>"
    assert names_and_lines(b"<iati-activities>" + inside + A + b"</iati-activities>") == [("A", 1), ("A", 1)]


def test_an_activity_that_is_commented_out_is_not_there() -> None:
    content = b"<iati-activities><!-- " + A + b" -->" + B + b"</iati-activities>"
    assert [name for name, _ in names_and_lines(content)] == ["B"]


def test_a_closing_tag_with_a_blank_in_it_loses_no_activity() -> None:
    first = A.replace(b"</iati-activity>", b"</iati-activity >")
    assert names_and_lines(b"<iati-activities>" + first + A + b"</iati-activities>") == [("A", 1), ("A", 1)]


def test_a_tag_cut_by_the_end_of_a_block_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"<iati-activities>" + A * 30 + b"</iati-activities>"
    for block in range(80, 120):
        monkeypatch.setattr(cut, "BLOCK", block)
        monkeypatch.setattr(opening, "BLOCK", block)
        assert len(names_and_lines(content)) == 30


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_the_declared_encoding_is_read(encoding: str) -> None:
    declared = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "latin-1": "ISO-8859-1", "cp1252": "windows-1252"}
    text = (
        f'<?xml version="1.0" encoding="{declared[encoding]}"?>'
        "<iati-activities><iati-activity><n>é</n></iati-activity></iati-activities>"
    )
    assert names_and_lines(text.encode(encoding)) == [("é", 1)]


@pytest.mark.parametrize(
    "content",
    [
        b'<i:iati-activities xmlns:i="x"><i:iati-activity><i:n>A</i:n></i:iati-activity></i:iati-activities>',
        b'<iati-activities xmlns="x">' + A + b"</iati-activities>",
        b"<package><iati-activities>" + A + b"</iati-activities></package>",
        b'<!DOCTYPE iati-activities SYSTEM "http://localhost/none.dtd"><iati-activities>'
        + A
        + b"</iati-activities>",
    ],
)
def test_unusual_wrappings_lose_no_activity(content: bytes) -> None:
    assert [name for name, _ in names_and_lines(content)] == ["A"]


def test_a_file_without_activities_is_empty_and_not_a_fault() -> None:
    assert names_and_lines(b"<iati-activities/>") == []
    assert names_and_lines(b"<iati-activities></iati-activities>") == []


def test_a_truncated_file_gives_what_stands_before_and_the_line_of_the_cut() -> None:
    count, fault = fault_of(b"<iati-activities>\n" + A + b"\n<iati-activity>\n<n>B</n>\n<val")
    assert (count, fault.code, fault.line) == (1, "not-well-formed", 5)


def test_a_file_cut_between_two_activities_is_a_fault_too() -> None:
    count, fault = fault_of(b"<iati-activities>\n" + A + b"\n" + B + b"\n")
    assert (count, fault.code, fault.line) == (2, "not-well-formed", 5)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty-file"), (b"   ", "empty-file"), (b"not XML", "not-xml"), (b"PK\x03\x04", "not-xml")],
)
def test_what_is_no_xml_is_a_fault_at_line_1(content: bytes, code: str) -> None:
    assert (fault_of(content)[1].line, fault_of(content)[1].code) == (1, code)


def test_a_file_of_organisations_is_no_file_of_activities() -> None:
    assert fault_of(b"<iati-organisations/>") == (0, Fault("not-activities", 1, "iati-organisations"))


LAUGHS = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"lol") for n in range(10))


@pytest.mark.parametrize("entities", [LAUGHS, b'<!ENTITY a9 SYSTEM "file:///etc/hostname">'])
def test_a_file_that_declares_entities_is_refused_unread(entities: bytes) -> None:
    document = b"<!DOCTYPE iati-activities [" + entities + b"]><iati-activities>\n"
    count, fault = fault_of(document + b"<iati-activity><n>&a9;</n></iati-activity></iati-activities>")
    assert (count, fault.code) == (0, "entities-declared")
    assert "a9" in fault.value


def test_an_activity_without_end_is_refused_and_what_follows_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut, "LARGEST_PIECE", 3_000_000)
    endless = b"\n<iati-activity>" + b"<n>x</n>\n" * 600_000 + b"</iati-activity>\n"
    content = b"<iati-activities>\n" + A + endless + B + b"</iati-activities>"
    first, fault, last = pieces(BytesIO(content))
    assert fault == Fault("piece-too-large", 3, "3000000", element="n")
    assert isinstance(first, Piece)
    assert isinstance(last, Piece)
    assert (last.element.findtext("n"), last.first_line) == ("B", content.count(b"\n", 0, content.find(B)))


def test_an_endless_comment_hides_what_stands_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut, "LARGEST_PIECE", 2_000_000)
    hidden = b"<!--" + A * 120_000 + b"-->"
    content = b"<iati-activities>" + hidden + A + b"\n" + B + b"</iati-activities>"
    fault, last = pieces(BytesIO(content))
    assert isinstance(fault, Fault)
    assert isinstance(last, Piece)
    assert (fault.code, last.element.findtext("n")) == ("piece-too-large", "B")


def test_many_hidden_closing_tags_cost_no_more_than_their_bytes() -> None:
    hidden = b"<!-- " + b"</iati-activity> <!" * 200_000 + b"-->"
    inside = b"<iati-activity><n>A</n>" + hidden + b"</iati-activity>"
    started = time.perf_counter()
    assert names_and_lines(b"<iati-activities>" + inside + b"</iati-activities>") == [("A", 1)]
    assert time.perf_counter() - started < 5


class Endless(RawIOBase):
    """So many activities that memory would tell if they were kept."""

    def __init__(self, blocks: int) -> None:
        self._blocks = blocks
        self._is_first = True

    def read(self, size: int = -1) -> bytes:
        if self._is_first:
            self._is_first = False
            return b"<iati-activities>"
        self._blocks -= 1
        if self._blocks < 0:
            return b""
        return b"</iati-activities>" if self._blocks == 0 else A * 1000


@given(
    st.lists(
        st.sampled_from(
            [A, B, b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?p", b"?>", b"\n", b"</iati-activity>", b"x<"]
        )
    ),
    st.integers(1, 40),
)
def test_the_pieces_are_all_the_bytes_once_however_they_are_blocked(parts: list[bytes], block: int) -> None:
    content = b"".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cut, "BLOCK", block)
        found = list(cut.cuts(b"", BytesIO(content)))
    assert b"".join(piece.content for piece in found) == content
    assert sum(piece.lines for piece in found) == content.count(b"\n")
    assert [piece.content for piece in found] == [piece.content for piece in cut.cuts(content, BytesIO())]


def test_memory_does_not_grow_with_the_file() -> None:
    def peak(blocks: int) -> int:
        tracemalloc.start()
        assert sum(1 for _ in pieces(Endless(blocks))) == (blocks - 1) * 1000  # type: ignore[arg-type]
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(40) < 2 * peak(4)
