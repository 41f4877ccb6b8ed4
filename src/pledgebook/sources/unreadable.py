"""The one way in which a reader says that a file as a whole is not what its declaration calls it."""

from __future__ import annotations

from pledgebook.text import Text


class UnreadableError(Exception):
    """The file cannot be read; ``why`` ends the sentence of SRC009."""

    def __init__(self, why: Text) -> None:
        super().__init__(why["en"])
        self.why = why
