"""The templates, and a macro called from Python where a text is woven together with figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.runtime import Context

from pledgebook.pages.drawn_table import draw_table


class Speaks(Protocol):
    """What the templates need to speak a language."""

    language: str

    def t(self, key: str, **values: object) -> str:
        """A text of the interface."""


class Drawn(str):
    """A part of a page as HTML that remembers the columns and rows of each table in it, by the table's word."""

    tables: Mapping[str, tuple[Any, Any]]

    def __new__(cls, html: str, tables: Mapping[str, tuple[Any, Any]]) -> Drawn:
        self = super().__new__(cls, html)
        self.tables = tables
        return self


def together(parts: Iterable[str]) -> Drawn:
    """Parts of a page one after the other."""
    parts = list(parts)
    return Drawn("\n".join(parts), {k: t for p in parts if isinstance(p, Drawn) for k, t in p.tables.items()})


class _Context(Context):
    """Calls as they stand: no function of ours asks for the context, and each page makes some hundred calls."""

    def call(self, obj: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """What the function gives; what Jinja adds for functions that ask for the context is left out."""
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return obj(*args, **kwargs)


class _Templates(Environment):
    """Templates are given dictionaries: their keys are looked for first, as nearly every dot in a template is one."""

    context_class = _Context

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a dictionary, else what Jinja finds."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@cache
def environment() -> Environment:
    """The templates; everything is escaped unless it was made by the engine itself."""
    made = _Templates(
        loader=PackageLoader("pledgebook.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.globals["draw_table"] = draw_table
    return made


def macro(view: Speaks, name: str, *arguments: Any) -> Drawn:
    """A macro of ``macros.html`` as text, with the tables in it."""
    module = environment().get_template("macros.html").make_module({"t": view.t})
    if name == "data_table":
        _, columns, rows, word = arguments
        tables = {str(word).removeprefix("table-"): (columns, rows)}
    else:
        tables = {k: t for a in arguments if isinstance(a, Drawn) for k, t in a.tables.items()}
    return Drawn(str(getattr(module, name)(*arguments)), tables)
