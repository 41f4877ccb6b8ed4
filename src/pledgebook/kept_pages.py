"""The pages that the last build has and that would be the same again: they are linked, neither made nor checked.

A newcomer would ask which source a page comes from. What counts is what the page shows: its key is a hash of all that
it looks up, beside the key of what every page reads. A page whose key is the same would be the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pledgebook.inputs import key_of
from pledgebook.kept import link


class KeptPages:
    """Pages of one kind, by their path within a language; ``shared`` is the key of what all of them read."""

    def __init__(
        self, last: Path | None = None, before: Mapping[str, str] | None = None, shared: str = ""
    ) -> None:
        self._last = last
        self._before = before or {}
        self._shared = shared
        self.keys: dict[str, str] = {}
        self.same: frozenset[str] = frozenset()

    def tell(self, shown: Mapping[str, str]) -> None:
        """What each page shows now, as a hash: from here on it is known which are the ``same``."""
        self.keys = {path: key_of(self._shared, key) for path, key in shown.items()}
        self.same = frozenset(path for path, key in self.keys.items() if self._before.get(path) == key)

    def take(self, site: Path, path: str, names: Iterable[str]) -> None:
        """Link the files of a page in one language, whose folder is ``path``, from the last build."""
        assert self._last is not None
        for name in names:
            link(self._last / "site" / path / name, site / path / name)
