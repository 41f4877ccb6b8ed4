"""Passes over bytes give the same in Python and by the compiled extension, which may be there or not."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pytest

from pledgebook.sources.iati import cut
from pledgebook.sources.iati.columns import column, marks, records, tidy
from pledgebook.sources.iati.columns.extension import passes
from pledgebook.sources.iati.columns.marks import Marks

needs_extension = pytest.mark.skipif(
    passes is None, reason="the extension was not built: no C compiler, or not Python's headers"
)
PLAIN = [*b'<a>|</a>|<b/>|<c d="e"/>|\n ||text | a\n\nb|&amp;'.split(b"|"), "é\u2003日🙂".encode()]
NEARLY = [*b"<|>|<>|</>|</|<!-- -->|<?x?>|<!|<a|/>|\r\t".split(b"|"), b"x" * 70]
NO_TEXT = [
    *(bytes((one,)) for one in b"\0\x01\x1f\x7f\xff\x80\xc3"),
    *map(bytes.fromhex, ("c080", "e280", "eda080", "ee8080", "efbfbd", "efbfbe", "efbfbf", "e08080", "c1bf")),
    *map(bytes.fromhex, ("dfbf", "f0808080", "f09f99", "f0908080", "f48fbfbf", "f4908080", "f5808080")),
]
"""Bytes that are no character, or none that XML allows, and their neighbours that are."""
BLANKS = "\t\n\x0b\x0c\r\x1c\x1f \x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000"
NEITHER = "\u200b\u2060\u180e\ufeff\u1681\u3001\u2030\u2010\x7f\x01aé日🙂"


def same(content: bytes) -> Marks | None:
    expected, found = marks.in_python(content), marks.by_extension(content)
    assert (expected is None) == (found is None), content[:200]
    if expected is None or found is None:
        return None
    assert found.said.equals(expected.said)
    found.said.validate(full=True)
    for name in ("begins", "lines", "is_closing", "is_empty", "tag", "text"):
        own, theirs = getattr(found, name), getattr(expected, name)
        assert own.dtype == theirs.dtype
        assert np.array_equal(own, theirs), name
    return found


@needs_extension
@pytest.mark.parametrize("seed", range(4))
def test_both_ways_mark_whatever_bytes_there_are_alike(seed: int) -> None:
    random, plain = Random(seed), 0
    for _ in range(3000):
        parts = [random.choice(PLAIN) for _ in range(random.randrange(12))]
        for _ in range(random.choice((0, 0, 1, 2))):
            parts.insert(random.randrange(len(parts) + 1), random.choice((*NEARLY, *NO_TEXT)))
        plain += same(b"".join(parts)) is not None
    assert 500 < plain < 2900


@needs_extension
@pytest.mark.parametrize("one", NO_TEXT)
def test_both_ways_know_the_same_characters(one: bytes) -> None:
    for content in (b"<a>" + one, b"<a>" + one + b"x<b>", b"<a " + one + b">", one + b"<a>"):
        same(content)


@needs_extension
def test_both_ways_number_many_distinct_tags_alike() -> None:
    found = same(b"".join(b"<a%d>\n%d" % (number % 5000, number % 7001) for number in range(20_000)))
    assert found is not None
    assert len(found.said) == 12_001


@needs_extension
@pytest.mark.shared
def test_both_ways_mark_and_tidy_real_files_alike(shared: Path) -> None:
    tags = 0
    for file in sorted((shared / "data/iati/corpus").glob("*.xml")):
        with file.open("rb") as content:
            first = content.read(3_000_000)
        begin, end = first.find(b"<iati-activity "), first.rfind(b"</iati-activity>")
        found = same(first[begin:end])
        if found is not None:
            tags += len(found.tag)
            is_said = np.arange(len(found.said)) % 5 > 0
            assert tidy.by_extension(found.said, is_said).equals(tidy.in_python(found.said, is_said))
    assert tags > 300_000


@needs_extension
@pytest.mark.parametrize("seed", range(4))
def test_both_ways_draw_blanks_together_as_python_does(seed: int) -> None:
    random = Random(seed)
    texts = [
        "".join(
            random.choice(BLANKS if random.random() < 0.5 else NEITHER) for _ in range(random.randrange(9))
        )
        for _ in range(3000)
    ]
    is_said = np.array([random.random() < 0.8 for _ in texts])
    drawn = tidy.by_extension(pa.array(texts, pa.string()), is_said)
    drawn.validate(full=True)
    expected = [" ".join(text.split()) if said else None for text, said in zip(texts, is_said, strict=True)]
    assert drawn.to_pylist() == [*expected, None]
    assert drawn.equals(tidy.in_python(pa.array(texts, pa.string()), is_said))
    sliced = pa.array(texts, pa.string())[:0]
    assert tidy.by_extension(sliced, is_said[:0]).to_pylist() == [None]


@needs_extension
@pytest.mark.parametrize("seed", range(3))
def test_both_ways_cut_a_file_alike(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random, pieces = Random(seed), 0
    marks_within = (
        b"<!-- ",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<?x",
        b"?>",
        b"a!b?",
        b"\n",
        b"<",
        b"!",
        b"?",
        b"--",
    )
    monkeypatch.setattr(cut, "BLOCK", 50)
    for _ in range(300):
        parts = [b"</iati-activity>" if random.random() < 0.6 else b"\n<b>" for _ in range(30)]
        parts += [random.choice(marks_within) for _ in range(random.randrange(6))]
        content = b"".join(random.sample(parts, len(parts)))
        monkeypatch.setattr(cut, "passes", None)
        expected = list(cut.cuts(b"", BytesIO(content)))
        monkeypatch.setattr(cut, "passes", passes)
        assert list(cut.cuts(b"", BytesIO(content))) == expected
        pieces += len(expected)
    assert pieces > 3000


@needs_extension
def test_both_ways_say_lines_alike() -> None:
    lines = np.array([1, 9, 10, 65_535, 0, 2**40, 2**63 - 1])
    for some in (lines, lines[::2], lines[:0]):
        assert records.by_extension(some).equals(records.in_python(some))


@needs_extension
@pytest.mark.parametrize("seed", range(8))
def test_both_ways_make_columns_of_texts_alike(seed: int) -> None:
    random = Random(seed)
    texts = pa.array([random.choice((None, "a", "é🙂", "x" * 40)) for _ in range(9)], pa.string())
    for kind in (np.int32, np.int64):
        numbers = np.array([random.randrange(9) for _ in range(random.randrange(40))], kind)
        made = column.by_extension(texts, numbers)
        made.validate(full=True)
        expected = column.in_python(texts, numbers)
        assert made.equals(expected)
        assert made.null_count == expected.null_count


@needs_extension
def test_what_the_passes_are_given_is_checked() -> None:
    for number in (-1, 3):
        with pytest.raises(IndexError, match="no such text"):
            column.by_extension(pa.array(["a", "b", None]), np.array([number]))
    for offsets in ([0, 4], [2, 1], [-5, 1], []):
        with pytest.raises(ValueError, match="does not lie"):
            passes.column(b"abc", np.array(offsets, np.int32), np.array([0]))

    def drawn(offsets: list[int], flags: bytes = b"\1\1") -> object:
        return passes.drawn_together(b"abc", np.array(offsets, np.int32), flags)

    for offsets in ([0, 4], [0, -1], [2, 1], [-5, 1]):
        with pytest.raises(ValueError, match="does not lie"):
            drawn(offsets)
    with pytest.raises(ValueError, match="flags"):
        drawn([0, 1, 2, 3])
    with pytest.raises(ValueError, match="offsets"):
        drawn([])
    for begin in (-1, 4):
        with pytest.raises(ValueError, match="places"):
            passes.pieces(b"abc", begin)
    with pytest.raises(ValueError, match="negative"):
        passes.records(np.array([-1]))
