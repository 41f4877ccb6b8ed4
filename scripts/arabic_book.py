"""A copy of the Iraq book with Arabic as its third language, to look at and to test right-to-left pages with.

    python scripts/arabic_book.py FOLDER [latn|arab]
    pledgebook build FOLDER

The words are those of ``tests/arabic_book``: the home page, the objectives' names, the places. What is not there is
shown in another language and said so, as in any book that is not whole in a further language.
"""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

ROOT = Path(__file__).resolve().parent.parent
WORDS = ROOT / "tests" / "arabic_book"


def arabic_book(folder: Path, digits: str = "latn") -> Path:
    """The folder, with the book in it."""
    shutil.copytree(ROOT / "books" / "iraq", folder, ignore=shutil.ignore_patterns("_build"))
    shutil.copyfile(WORDS / "home.md", folder / "pages" / "home" / "ar.md")
    said: dict[str, Any] = YAML(typ="safe").load((WORDS / "words.yml").read_text(encoding="utf-8"))
    names = said.pop("names")
    for file, words in said.items():
        _add(folder / file, words, names if file == "pledgebook.yml" else {}, digits)
    return folder


def _add(path: Path, words: dict[str, str], names: dict[str, str], digits: str) -> None:
    yaml = YAML()
    yaml.width = 1000
    content = yaml.load(path.read_text(encoding="utf-8"))
    for key, text in words.items():
        content[key]["ar"] = text
    if names:
        content["languages"].append("ar")
        content["numerals"] = CommentedMap(ar=digits)
        french = _french_names(path.parent)
        for name, text in names.items():
            content["names"][name] = CommentedMap(en=name, fr=french.get(name, name), ar=text)
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(content, file)


def _french_names(book: Path) -> dict[str, str]:
    """What the book itself names in French: its places and its envelopes, by their English names."""
    found = {}
    for file, column in (("sources/cod_ab/places.csv", "name"), ("ledgers/pledges.csv", "label")):
        with (book / file).open(encoding="utf-8", newline="") as rows:
            found |= {row[f"{column}_en"]: row[f"{column}_fr"] for row in csv.DictReader(rows)}
    return found


if __name__ == "__main__":
    arabic_book(Path(sys.argv[1]), *sys.argv[2:3])
