"""The templates, and a macro called from Python where a text is woven together with figures."""

from __future__ import annotations

from functools import cache
from typing import Any, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined


class Speaks(Protocol):
    """What the templates need to speak a language."""

    language: str

    def t(self, key: str, **values: object) -> str:
        """A text of the interface."""


@cache
def environment() -> Environment:
    """The templates; everything is escaped unless it was made by the engine itself."""
    return Environment(
        loader=PackageLoader("pledgebook.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def macro(view: Speaks, name: str, *arguments: Any) -> str:
    """A macro of ``macros.html`` as text."""
    module = environment().get_template("macros.html").make_module({"t": view.t})
    return str(getattr(module, name)(*arguments))
