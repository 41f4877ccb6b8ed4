"""The help of the commands in the reader's language: ``PLEDGEBOOK_LANG``, else that of the locale, else English.

A newcomer would get wrong that the commands themselves stay English in the code. What is printed passes through one
formatter, which has each text in every language from ``cli_help.yml``, Click's own words included.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache
from textwrap import shorten

import click

from pledgebook.text import Text, texts_of

LANGUAGES = ("en", "fr")
VARIABLE = "PLEDGEBOOK_LANG"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first of these that is set says the language, as POSIX has it."""
_EXTRA = re.compile(r"^(?P<said>.*?)(?:  \[(?P<extra>[^\]]*)\])?$", re.DOTALL)


def spoken() -> str:
    """The language that a reader's surroundings ask for."""
    asked = os.environ.get(VARIABLE, "")
    if asked in LANGUAGES:
        return asked
    locale = next((found for name in _LOCALE if (found := os.environ.get(name))), "")
    return locale[:2] if locale[:2] in LANGUAGES else "en"


def said(text: str) -> str:
    """A text of a command as the reader's language has it; as it is where nobody wrote it."""
    found = _texts().get(" ".join(text.split()))
    return text if found is None else found[spoken()]


class Formatter(click.HelpFormatter):
    """Writes help in the reader's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """``Usage: pledgebook check [OPTIONS] BOOK``."""
        super().write_usage(prog, args, prefix or said("Usage:") + " ")

    def write_heading(self, heading: str) -> None:
        """``Options:``; the colon is the language's."""
        colon = "\u00a0:" if spoken() == "fr" else ":"
        self.write(f"{'':>{self.current_indent}}{said(heading)}{colon}\n")

    def write_text(self, text: str) -> None:
        """What a command does."""
        super().write_text(said(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options and commands, each with what it is for."""
        super().write_dl([(name, _with_extra(words)) for name, words in rows], col_max, col_spacing)


class Context(click.Context):
    """The context of a command whose help is in the reader's language."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help is in the reader's language."""

    context_class = Context

    def get_short_help_str(self, limit: int = 45) -> str:
        """Its line in the list of commands."""
        return _shortened(self.help, limit)


class Group(click.Group):
    """A group of such commands."""

    context_class = Context
    command_class = Command

    def get_short_help_str(self, limit: int = 45) -> str:
        """Its line in the list of commands."""
        return _shortened(self.help, limit)


def _shortened(text: str | None, limit: int) -> str:
    """The first sentence, as much of it as a line takes."""
    return shorten(said(text or "").removesuffix("."), limit, placeholder="…")


def _with_extra(words: str) -> str:
    """A help text, and what Click puts behind it in brackets."""
    match = _EXTRA.match(words)
    if match is None or match["extra"] is None:
        return said(words)
    parts = [part.partition(": ") for part in match["extra"].split("; ")]
    extra = "; ".join(said(name) + (said(": ") + value if colon else "") for name, colon, value in parts)
    return f"{said(match['said'])}  [{extra}]"


@cache
def _texts() -> dict[str, Text]:
    return {
        " ".join(text["en"].split()): text for text in texts_of("pledgebook", "cli_help.yml").values()
    } | {": ": Text(en=": ", fr="\u00a0: ")}
