"""Tags and texts are taken apart the same in Python and by the compiled extension, which may be there or not."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from random import Random
from types import ModuleType

import numpy as np
import pyarrow as pa
import pytest

from pledgebook.sources.iati.columns import apart
from pledgebook.sources.iati.columns.marks import marks_of
from pledgebook.sources.iati.columns.tag import Tag

needs_extension = pytest.mark.skipif(
    apart.compiled is None, reason="the extension was not built: no C compiler, or not Python's headers"
)
NAMES = (
    "value",
    "iati-activity",
    "x:y",
    "xml:lang",
    "xmlns",
    "xmlns:x",
    "a.b",
    "_1",
    "1a",
    "-",
    "é",
    "a:",
    ":b",
    "a:b:c",
)
LONG = ("n" * 200, "n" * 201, "n" * 202, "p" * 201 + ":n", "p" * 202 + ":n", "x:" + "n" * 202)
BETWEEN = (" ", "  ", "\n", "\t", "\r\n", "", "/", "\u00a0")
VALUES = (
    "",
    " 7 ",
    "2020-01-01",
    "a&amp;b",
    "&x;",
    "a'b",
    "a<b",
    "a>b",
    "\u00a0é\u2003",
    "http://example.org/x",
    "\n",
    "=",
)
TEXTS = (
    "",
    "<",
    "</",
    "< />",
    "<a",
    " \n\t",
    "\u00a0",
    "\u2003 ",
    "\x7f",
    "é",
    " a ",
    "&",
    "a\rb",
    "&#10;",
    "/>",
    "\0",
)


def segments(random: Random, count: int) -> list[str]:
    """Start tags, end tags and texts, most of them nearly right."""
    return [segment(random) for _ in range(count)]


def segment(random: Random) -> str:
    def name() -> str:
        return (
            random.choice(LONG)
            if random.random() < 0.05
            else random.choice(NAMES[:6] if random.random() < 0.8 else NAMES)
        )

    def rare(usual: str, others: tuple[str, ...]) -> str:
        return usual if random.random() < 0.95 else random.choice(others)

    kind = random.randrange(6)
    if kind == 0:
        return random.choice(TEXTS)
    if kind == 1:
        return f"</{name()}{rare('', BETWEEN)}{rare('>', ('', '>>', '/>'))}"

    def attribute() -> str:
        quote = rare('"', ("'",))
        equals, ends = rare("=", (" =", "= ", "", "==")), rare(quote, ("", quote * 2))
        return f"{rare(' ', BETWEEN)}{name()}{equals}{quote}{random.choice(VALUES)}{ends}"

    attributes = "".join(attribute() for _ in range(random.randrange(4)))
    return f"<{name()}{attributes}{random.choice(('', ' ', '/', ' /', rare('', BETWEEN)))}{rare('>', ('', '/', '>>'))}"


def same(distinct: pa.Array) -> apart.Apart:
    expected, found = apart.in_python(distinct), apart.by_extension(distinct)
    assert (found.tags, found.names) == (expected.tags, expected.names)
    assert [type(tag) for tag in found.tags] == [type(tag) for tag in expected.tags]
    assert list(found.names) == list(expected.names)
    assert (found.to_resolve, found.special) == (expected.to_resolve, expected.special)
    assert np.array_equal(found.name, expected.name)
    assert np.array_equal(found.is_said, expected.is_said)
    same_values([tag for tag in found.tags if tag is not None])
    return found


def same_values(tags: list[Tag]) -> apart.Said:
    expected, found = apart.values_in_python(tags), apart.values_by_extension(tags)
    assert list(found.values) == list(expected.values)
    for name, (of_tag, values) in expected.values.items():
        assert np.array_equal(found.values[name][0], of_tag)
        assert found.values[name][1] == values
    assert np.array_equal(found.has, expected.has)
    return found


def same_left(tags: list[Tag], random: Random) -> None:
    said = same_values(tags)
    held = [
        frozenset(random.sample(sorted(said.values), random.randrange(len(said.values)))) for _ in range(3)
    ]
    numbers = np.array([random.randrange(3 * len(tags)) for _ in range(2000)])
    left = apart.left_in_python(tags, numbers, held, said)
    assert apart.left_by_extension(tags, numbers, held, said).equals(left)
    is_beyond = apart.beyond(tags, said, numbers, held)
    assert is_beyond.tolist() == [one != "" for one in left.to_pylist()]
    assert 0 < is_beyond.sum() < len(is_beyond)


@needs_extension
@pytest.mark.parametrize("seed", range(8))
def test_both_ways_take_whatever_is_written_apart_alike(seed: int) -> None:
    found = same(pa.array(segments(Random(seed), 3000), pa.string()))
    tags = [tag for tag in found.tags if tag is not None]
    assert len(tags) > 300
    same_left(tags, Random(seed))
    assert len([tag for tag in found.tags if tag is not None and tag.has_prefix]) > 10


@needs_extension
@pytest.mark.shared
def test_both_ways_take_real_files_apart_alike(shared: Path) -> None:
    tags = 0
    for file in sorted((shared / "data/iati/corpus").glob("*.xml")):
        with file.open("rb") as content:
            first = content.read(3_000_000)
        begin, end = (
            first.find(b"<iati-activity "),
            first.rfind(b"</iati-activity>") + len(b"</iati-activity>"),
        )
        marks = marks_of(first[begin:end])
        if marks is not None:
            tags += len(same(marks.said).tags)
    assert tags > 50_000


@needs_extension
def test_what_the_extension_is_given_is_checked() -> None:
    def taken_apart(inside: bytes, offsets: list[int], kind: type = Tag) -> object:
        numbers = np.array(offsets, np.int32)
        return apart.compiled.taken_apart(inside, numbers, kind, lambda _: None, lambda *_: None, {}, {})

    for offsets in ([0, 4], [0, -1], [2, 1], [-5, 1]):
        with pytest.raises(ValueError, match="does not lie"):
            taken_apart(b"abc", offsets)
    with pytest.raises(ValueError, match="a tag is a tuple"):
        taken_apart(b"abc", [0, 3], dict)
    with pytest.raises(ValueError, match="offsets"):
        taken_apart(b"abc", [])
    with pytest.raises(UnicodeDecodeError):
        taken_apart(b"\xff", [0, 1])
    for number in (-1, 1, 2**62):
        with pytest.raises(ValueError, match="no such"):
            apart.compiled.attributes_left([Tag("a", {})], np.array([number]), [frozenset()], {})
    with pytest.raises(ValueError, match="no such name"):
        apart.compiled.attributes_left([Tag("a", {"b": "1"})], np.array([0]), [frozenset()], {})
    for wrong in ([Tag("a", {"b": 1})], [("a",)], [None], [Tag("a", [])]):  # type: ignore[dict-item,arg-type]
        with pytest.raises(TypeError):
            apart.compiled.attribute_values(wrong)  # type: ignore[arg-type]


def test_names_beyond_the_bits_and_signs_that_json_escapes_are_told() -> None:
    names = [f"n{number:02}" for number in range(80)]
    tags = [Tag("a", {name: f'{name}"\\\b\f\n\r\t\x00\x1f\x7fé'}) for name in names]
    said, held = apart.values_of(tags), [frozenset(names[:70])]
    assert [len(bin(one)) - 3 for one in said.has.tolist()] == [*range(63), *[63] * 17]
    numbers = np.arange(80)
    assert np.flatnonzero(apart.beyond(tags, said, numbers, held)).tolist() == list(range(70, 80))
    left = apart.left_of(tags, numbers, held, said).to_pylist()
    assert left == [""] * 70 + [json.dumps(tag.attributes, ensure_ascii=False) for tag in tags[70:]]


@needs_extension
def test_what_fails_in_a_function_that_is_handed_in_is_raised() -> None:
    def fails(*_: object) -> Tag:
        raise LookupError("no")

    for written in (b"<a b='c'>", b'<a b:c="d">'):
        with pytest.raises(LookupError):
            apart.compiled.taken_apart(
                written, np.array([0, len(written)], np.int32), Tag, fails, fails, {}, {}
            )


@pytest.fixture
def hook(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", root / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_without_a_compiler_nothing_is_built_and_an_old_one_goes(
    hook: ModuleType, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "compiled.c"
    shutil.copy(root / hook.SOURCES[0], source)
    hook.built_name(source).write_bytes(b"old")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert hook.built_extension(source) is None
    assert list(tmp_path.iterdir()) == [source]


@needs_extension
def test_what_does_not_compile_leaves_nothing_behind(hook: ModuleType, tmp_path: Path) -> None:
    source = tmp_path / "compiled.c"
    source.write_text("this is no C")
    assert hook.built_extension(source) is None
    assert list(tmp_path.iterdir()) == [source]


@needs_extension
def test_the_extension_is_whole_where_it_was_built(hook: ModuleType, root: Path, tmp_path: Path) -> None:
    own = root / hook.SOURCES[0]
    given = [Path(shutil.copy(file, tmp_path)) for file in (own, *own.parent.glob("*.h"))]
    built = hook.built_extension(tmp_path / own.name)
    assert built is not None
    assert sorted(tmp_path.iterdir()) == sorted([*given, built])
