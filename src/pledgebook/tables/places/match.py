"""Which place a source means: by code of the right edition, then by name within its parent, then nobody guesses.

A newcomer would trust a code by itself. The same code names another place in another edition, so a code is looked up
in the edition its source declares, and where the source also gives a name, both must mean the same place. What is
merely similar is a proposal in a question, never an answer; the answer is a line of the book's crosswalk.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from pledgebook.text import Text, texts_of

NAMES = ("name_en", "name_fr", "name_ar", "name_published")


@dataclass(frozen=True, slots=True)
class Written:
    """A place as a source writes it."""

    code: str = ""
    name: str = ""
    within: str = ""
    level: int | None = None
    vintage: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.code, self.name, self.within) if part)


@dataclass(frozen=True, slots=True)
class Question:
    """Why no place is meant for certain; ``code`` is the kind of issue, ``about`` the place around where it is that."""

    code: str
    why: Text
    about: str = ""


@dataclass(slots=True)
class PlaceIndex:
    """All places of a book, by code and edition, and by folded name."""

    editions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    parents: dict[str, str] = field(default_factory=dict)
    levels: dict[str, int | None] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    labels: dict[str, str] = field(default_factory=dict)
    codes_once: dict[tuple[str, str], str] = field(default_factory=dict)
    spellings: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def match(self, written: Written) -> str | Question:
        """The p-code of the place that is meant, or what has to be asked."""
        by_code = self._by_code(written) if written.code else None
        by_name = self._by_name(written) if written.name else None
        if isinstance(by_code, str) and isinstance(by_name, str) and by_code != by_name:
            said = {"code": written.code, "of_code": self._label(by_code), "name": written.name}
            return _question("place-code-and-name-differ", **said, of_name=self._label(by_name))
        found = [m for m in (by_code, by_name) if isinstance(m, str)]
        if "" in found:
            return _question("place-not-in-the-list", written=written)
        if found:
            return found[0]
        return by_name or by_code or _question("place-not-given")

    def _by_code(self, written: Written) -> str | Question:
        answered = self.codes_once.get((written.vintage, written.code))
        if answered is not None:
            return answered
        editions = self.editions.get(written.code, set())
        if written.vintage and written.vintage not in editions:
            return _question("place-code-of-another-edition", code=written.code, vintage=written.vintage)
        if not written.vintage and len(editions) > 1:
            return _question(
                "place-code-in-editions", code=written.code, editions=", ".join(sorted(editions))
            )
        return written.code if editions else _question("place-code-not-known", code=written.code)

    def _by_name(self, written: Written) -> str | Question:
        around = self._around(written)
        if isinstance(around, Question):
            return around
        folded = fold(written.name)
        spelt = self._spelt(folded, around, written.level)
        if spelt is not None:
            return spelt
        named = self._fitting(self.names.get(folded, set()), around, written.level)
        if len(named) == 1:
            return named[0]
        if named:
            places = ", ".join(f"{c} ({self._label(self.parents.get(c, ''))})" for c in named)
            return _question("place-name-of-several", name=written.name, places=places)
        return self._asked(written, around)

    def _spelt(self, folded: str, around: str, level: int | None) -> str | None:
        """The crosswalk's answer, empty where it says that there is no such place; None where it says nothing."""
        lines = self.spellings.get(folded, ())
        exact = [code for within, code in lines if within in ("", around)]
        above = None if level is None else level - 1
        open_ones = {
            code for within, code in lines if not around and self.levels.get(within) in (None, above)
        }
        return exact[0] if exact else open_ones.pop() if len(open_ones) == 1 else None

    def _around(self, written: Written) -> str | Question:
        """The code of the place that contains the one that is meant; empty where the source does not say."""
        if not written.within:
            return ""
        if written.within in self.editions:
            return written.within
        level = None if written.level is None else written.level - 1
        found = self._by_name(Written(name=written.within, level=level))
        return replace(found, about=written.within) if isinstance(found, Question) else found

    def _fitting(self, codes: Iterable[str], around: str, level: int | None) -> list[str]:
        return sorted(
            c
            for c in codes
            if (not around or self.parents.get(c) == around)
            and (level is None or self.levels[c] in (level, None))
        )

    def _asked(self, written: Written, around: str) -> Question:
        near: dict[str, str] = {}
        for name, codes in self.names.items():
            for code in self._fitting(codes, around, written.level):
                near.setdefault(name, code)
        close = get_close_matches(fold(written.name), near, n=3, cutoff=0.6)
        listed = ", ".join(dict.fromkeys(self._label(near[name]) for name in close)) or "—"
        inside = f" ({self._label(around)})" if around else ""
        return _question("place-name-not-known", name=written.name + inside, near=listed)

    def _label(self, code: str) -> str:
        return f"{self.labels[code]} {code}" if code in self.labels else code


def fold(name: str) -> str:
    """A name without what spelling leaves free: case, accents, hyphens, blanks, apostrophes. An article stays.

    >>> fold("Salah al-Din") == fold("SALAH AL DIN"), fold("Al-Ka'im"), fold("Dahuk") == fold("Duhok")
    (True, 'alkaim', False)
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in letters if c.isalnum())


def place_index(
    places: Iterable[Mapping[str, object]], crosswalk: Iterable[Mapping[str, str]] = ()
) -> PlaceIndex:
    """The places of a book and the answers of its crosswalk."""
    index = PlaceIndex()
    for row in places:
        code = str(row["place_pcode"])
        index.editions[code].add(str(row.get("vintage") or ""))
        index.parents[code] = str(row.get("parent_pcode") or "")
        level = row.get("place_level")
        index.levels[code] = level if isinstance(level, int) else None
        for name in (str(row[column]) for column in NAMES if row.get(column)):
            index.labels.setdefault(code, name)
            index.names[fold(name)].add(code)
    for line in crosswalk:
        if line["vintage"]:
            index.codes_once[line["vintage"], line["written"]] = line["place_pcode"]
        else:
            index.spellings[fold(line["written"])].append((line["within_pcode"], line["place_pcode"]))
    return index


def _question(kind: str, /, **values: object) -> Question:
    return Question(kind, texts_of("pledgebook.tables.places", "questions.yml")[kind].fill(**values))
