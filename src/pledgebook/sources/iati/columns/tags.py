"""The tags of some pieces of a file, with numbers for what they say; pieces that are not certain to be XML are dropped.

Each check gives by piece whether it fails it, and ``drop`` takes those pieces out, so that the next check stands on
firm ground. Together they are what makes a document well-formed: tags and texts as XML writes them, every end tag that
of the element that is open, one root. A newcomer would get wrong that failing is no fault: the XML parser decides.

Source: https://www.w3.org/TR/xml/#sec-well-formed
"""

from __future__ import annotations

import numpy as np

from pledgebook.sources.iati.columns.apart import taken_apart
from pledgebook.sources.iati.columns.marks import Flags, Marks, Places
from pledgebook.sources.iati.columns.nested import levels, unmatched
from pledgebook.sources.iati.columns.texts import meant_texts

ROOT = "iati-activity"
_DEEPEST = 60
_ONE_TEXT = ("narrative", "value")
"""What a table takes the whole text of: with elements in it, it is read as a tree."""


class Tags:
    """By tag: its piece, whether it opens an element, and numbers for itself, its name, the text behind it.

    ``line`` counts the lines that end in its piece before it does. ``said`` are the distinct tags as written and texts
    as meant, ``tags`` what was made of those that are start tags, ``names`` what the numbers of names mean; -1 is none.
    ``before`` and ``after`` say how many elements of its piece are open before and behind each tag; ``special`` are the
    tags that have a prefix or declare one.
    """

    def __init__(self, marks: Marks, bounds: Places) -> None:
        self.unfit = np.zeros(len(bounds), np.bool_)
        self.piece, self.line, self.before, self.after = levels(marks, bounds)
        self.opens, self.is_empty = ~marks.is_closing, marks.is_empty
        self.tag, self.text = marks.tag, marks.text
        apart = taken_apart(marks.said)
        self.tags, self.names, self.is_said = apart.tags, apart.names, apart.is_said
        self.special = apart.special
        self.name = apart.name.take(self.tag)
        self.said, self._is_bad = meant_texts(marks.said, apart.to_resolve, self.is_said)

    def drop(self, unfit: Flags) -> None:
        """Take the tags of pieces out."""
        if not unfit.any():
            return
        self.unfit |= unfit
        kept = ~unfit[self.piece]
        for name in ("piece", "opens", "is_empty", "line", "tag", "text", "name", "before", "after"):
            setattr(self, name, getattr(self, name)[kept])

    def badly_written(self) -> Flags:
        """Pieces with a tag, a text or a reference that is not as XML writes them."""
        bad_text: Flags = self._is_bad.take(self.text)
        wrong: Flags = (self.name < 0) | bad_text
        return self._pieces(wrong) | self._behind(bad_text)

    def badly_nested(self) -> Flags:
        """Pieces that are not one activity and what stands in it."""
        before, after = self.before, self.after
        is_root = self.opens & (before == 0)
        is_other = is_root & (self.is_empty | (self.name != self._number(ROOT)))
        wrong = (before < 0) | (after < 0) | (before > _DEEPEST) | is_other
        last = np.flatnonzero(np.append(self.piece[1:] != self.piece[:-1], True))
        wrong[last] |= after[last] != 0
        roots = np.bincount(self.piece[is_root], minlength=len(self.unfit))
        has_other_roots: Flags = (roots != 1) & ~self.unfit
        return self._pieces(wrong) | has_other_roots

    def not_closed_as_opened(self) -> Flags:
        """Pieces with an end tag of another name than the element that is open."""
        return self._pieces(unmatched(self.opens, self.is_empty, self.before, self.after, self.name))

    def mixed(self) -> Flags:
        """Pieces in which a text stands beside an element, or behind the last activity."""
        holds = self.opens & ~self.is_empty
        holds[:-1] &= self.opens[1:]
        one_text = np.isin(self.name, [self._number(name) for name in _ONE_TEXT])
        beside = self.is_said.take(self.text) & (holds | self.is_empty | ~self.opens)
        return self._pieces(beside | (holds & one_text)) | self._behind(beside)

    def _number(self, name: str) -> int:
        return self.names.get(name, -2)

    def _pieces(self, wrong: Flags) -> Flags:
        unfit = np.zeros(len(self.unfit), np.bool_)
        unfit[self.piece[wrong]] = True
        return unfit

    def _behind(self, wrong: Flags) -> Flags:
        """The pieces that begin with what stands behind such a tag, where it is the last of another piece."""
        unfit = np.zeros(len(self.unfit), np.bool_)
        last = np.append(self.piece[1:] != self.piece[:-1], False)
        unfit[self.piece[1:][(wrong & last)[:-1]]] = True
        return unfit
