"""Whether the colours that a book chooses can be read, in light and in dark."""

from __future__ import annotations

from collections.abc import Iterator

from pledgebook.book.models import LANGUAGES
from pledgebook.book.theme import read_theme
from pledgebook.catalogue import problem
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.figures import write_number
from pledgebook.text import Text
from pledgebook.theme import SCHEMES, weak_pairs

_NAMES = {"light": Text(en="light", fr="clair"), "dark": Text(en="dark", fr="sombre")}


def colours_stand_apart(evidence: Evidence) -> Iterator[Finding]:
    """PUB004: each pair of colours with less contrast than WCAG asks for, at the line of the colour that was chosen."""
    theme, file, _ = read_theme(evidence.book.root)
    if file is None:
        return
    for scheme in SCHEMES:
        colours, chosen = theme.colours(scheme), theme.chosen[scheme]
        for pair, ratio in weak_pairs(colours):
            token = pair.colour if pair.colour in chosen else pair.ground
            yield Finding(
                problem(
                    "PUB004",
                    file.where([scheme, token]),
                    scheme=_NAMES[scheme],
                    colour=pair.colour,
                    value=colours[pair.colour],
                    ground=pair.ground,
                    behind=colours[pair.ground],
                    ratio=Text(**{lang: write_number(ratio, lang) for lang in LANGUAGES}),
                    least=Text(**{lang: write_number(pair.least, lang) for lang in LANGUAGES}),
                    criterion=pair.criterion,
                )
            )
