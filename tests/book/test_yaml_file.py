"""YAML with lines: every mistake of a file in one reading, each where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import Field

from pledgebook.book.models import Code, Declaration, Words
from pledgebook.book.yaml_file import read_declaration, read_yaml
from pledgebook.errors import Problem


class Inner(Declaration):
    """A part of a declaration."""

    size: int = 0
    source: str = Field(default="", alias="from")


class Outer(Declaration):
    """A declaration with one of each kind of key."""

    title: Words
    count: int
    parts: tuple[Inner, ...] = ()
    named: dict[str, Inner] = Field(default_factory=dict)
    codes: tuple[Code, ...] = ()
    id: str = ""


GOOD = "title: {en: a, fr: b}\ncount: 3\n"


def read(tmp_path: Path, text: str | bytes, **known: object) -> tuple[Outer | None, list[str]]:
    """The declaration, and its problems as ``CODE line:column``."""
    path = tmp_path / "file.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    declaration, _, problems = read_declaration(path, Outer, known)
    return declaration, [short(p) for p in problems]


def short(problem: Problem) -> str:
    return f"{problem.code} {problem.where.line}:{problem.where.column}"


def test_a_good_file_is_its_declaration(tmp_path: Path) -> None:
    declaration, problems = read(
        tmp_path, GOOD + "parts: [{size: 1, from: a}]\ncodes: [589, yes, true, 2020-12-31]\n"
    )
    assert problems == []
    assert declaration is not None
    assert (declaration.title["fr"], declaration.parts[0].source) == ("b", "a")
    assert declaration.codes == ("589", "yes", "true", "2020-12-31")


WRONG = {
    "an unknown key": (GOOD + "cuont: 3\n", ["BOOK004 3:1"]),
    "a missing key": ("title: {en: a, fr: b}\n", ["BOOK003 1:1"]),
    "a wrong kind of value": ("title: {en: a, fr: b}\ncount: many\n", ["BOOK006 2:1"]),
    "an unknown key of an item": (GOOD + "parts:\n  - size: 1\n  - sise: 2\n", ["BOOK004 5:5"]),
    "a wrong value of an item": (GOOD + "parts:\n  - size: 1\n  - size: x\n", ["BOOK006 5:5"]),
    "an unknown key under a name": (GOOD + "named:\n  a: {size: 1}\n  b: {form: x}\n", ["BOOK004 5:7"]),
    "a list where keys belong": (GOOD + "named: [a]\n", ["BOOK006 3:1"]),
    "text where a list belongs": (GOOD + "parts: a\n", ["BOOK006 3:1"]),
    "a key that is a number": (GOOD + "12: x\n", ["BOOK004 3:1"]),
    "a key that is nothing": (GOOD + "null: x\n", ["BOOK004 3:1"]),
    "a text in one language": ("title: {en: a}\ncount: 3\n", ["LNG001 1:1"]),
    "a text in an unknown language": ("title: {en: a, fr: b, de: c}\ncount: 3\n", ["BOOK006 1:1"]),
    "a text that is none": ("title: a\ncount: 3\n", ["BOOK006 1:1"]),
    "a text that is a number": ("title: {en: 1, fr: b}\ncount: 3\n", ["BOOK006 1:1"]),
    "all of them together": (
        "title: {en: a}\ncuont: 3\nparts:\n  - size: x\n  - sise: 1\n",
        ["BOOK003 1:1", "BOOK004 2:1", "BOOK004 5:5", "BOOK006 4:5", "LNG001 1:1"],
    ),
    "a key given twice": ("count: 1\ncount: 2\n", ["BOOK005 2:1"]),
    "a bracket that is not closed": (GOOD + "parts: [\n", ["BOOK002 4:1"]),
    "a tab": ("title:\n\ten: a\n", ["BOOK002 2:1"]),
    "two documents": (GOOD + "---\ncount: 1\n", ["BOOK002 3:1"]),
    "a letter that YAML does not allow": (GOOD + "a: \x07\n", ["BOOK002 3:4"]),
    "no mapping": ("- a\n", ["BOOK002 1:0"]),
    "a word": ("hello\n", ["BOOK002 1:0"]),
    "bytes of another encoding": (GOOD.encode() + b"# caf\xe9\n", ["BOOK012 3:0"]),
}


@pytest.mark.parametrize(("text", "problems"), WRONG.values(), ids=WRONG.keys())
def test_each_mistake_is_said_where_it_stands(tmp_path: Path, text: str | bytes, problems: list[str]) -> None:
    declaration, found = read(tmp_path, text)
    assert declaration is None
    assert sorted(found) == problems


def test_an_empty_file_misses_what_it_must_say(tmp_path: Path) -> None:
    assert read(tmp_path, "")[1] == ["BOOK003 1:1", "BOOK003 1:1"]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    _, problems = read_yaml(tmp_path / "gone.yml")
    assert [short(p) for p in problems] == ["BOOK001 0:0"]


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + GOOD)[1] == []


def test_what_the_path_says_cannot_be_said_again(tmp_path: Path) -> None:
    declaration, found = read(tmp_path, GOOD + "id: other\n", id="folder")
    assert declaration is None
    assert found == ["BOOK004 3:1"]
    good, _ = read(tmp_path, GOOD, id="folder")
    assert good is not None
    assert good.id == "folder"


GUESSES = {
    "cuont: 3": ("count", "codes, count, named, parts, title"),
    "parts: [{sise: 3}]": ("size", "from, size"),
    "named: {a: {form: x}}": ("from", "from, size"),
    "named: {a: {source: x}}": (None, "from, size"),
}


@pytest.mark.parametrize(("line", "guess"), GUESSES.items())
def test_a_typo_is_told_the_nearest_key_and_all_that_are_allowed(
    tmp_path: Path, line: str, guess: tuple[str | None, str]
) -> None:
    path = tmp_path / "file.yml"
    path.write_text(GOOD + line, encoding="utf-8")
    _, _, problems = read_declaration(path, Outer, {"id": "x"})
    (found,) = (p for p in problems if p.code == "BOOK004")
    assert ("Did you mean" in found.what["en"]) == (guess[0] is not None)
    assert guess[0] is None or f"“{guess[0]}”?" in found.what["en"]
    assert f": {guess[1]}." in found.next["en"]


def test_a_wrong_value_is_shown_shortened_and_its_reason_speaks_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "file.yml"
    path.write_text(f"title: {{en: a, fr: b}}\ncount: {'x' * 200}\n", encoding="utf-8")
    (found,) = read_declaration(path, Outer)[2]
    assert "xxx…" in found.what["en"]
    assert len(found.what["en"]) < 150
    assert found.what["en"].endswith("a whole number is expected.")
    assert found.what["fr"].endswith("un nombre entier est attendu.")
