"""A proposal as the text of a ``source.yml``, with what is asked as comments above what it is asked of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pledgebook.tables.proposing.propose import Proposal, say


def as_source(proposal: Proposal, language: str) -> str:
    """The whole file. What only a person knows is named and left open, so that it does not load unanswered."""
    look = proposal.look
    ask = say("to_answer")[language]
    lines = [f"# {line}" for line in (text[language] for text in proposal.asked)]
    lines += [
        f'title: {{en: "{ask}", fr: "{ask}"}}',
        f'publisher: {{id: "{ask}", en: "{ask}", fr: "{ask}"}}',
        f'address: "{ask}"',
        f'licence: "{ask}"',
        "retrieved:  # the day on which the file was taken",
        "evidence: record",
        f"reader: {look.reader}",
        f"file: {_scalar(look.path.name)}",
    ]
    if look.form.separator != ",":
        lines.append(f"separator: {_scalar(look.form.separator)}")
    if look.form.encoding != "utf-8":
        lines.append(f"encoding: {look.form.encoding}")
    if look.sheet:
        lines.append(f"sheet: {_scalar(look.sheet)}")
    if look.head != 1:
        lines.append(f"head: {look.head if isinstance(look.head, int) else list(look.head)}")
    lines.append(f"table: {proposal.table}")
    lines += [f"only: {_flow(proposal.only)}"] if proposal.only else []
    lines += [f"except: {_flow(proposal.left_out)}"] if proposal.left_out else []
    lines += ["columns:"] + [f"  {name}: {_flow(column)}" for name, column in proposal.columns.items()]
    if proposal.each_row:
        lines.append("each_row:")
        lines += [f"  - {_flow({'if_given': _given(c), 'columns': c})}" for c in proposal.each_row]
    if proposal.ignored:
        lines += ["ignored_columns:"] + [f"  - {_scalar(h)}" for h in proposal.ignored]
    return "\n".join(lines) + "\n"


def _given(columns: Mapping[str, Any]) -> str:
    return str(columns["people"]["from"])


def _flow(value: object) -> str:
    """A value in YAML's flow style.

    >>> _flow({"from": "A b", "map": {"": "all"}, "level": 1})
    '{from: "A b", map: {"": "all"}, level: 1}'
    """
    match value:
        case dict():
            inside = ", ".join(f"{_key(str(k))}: {_flow(v)}" for k, v in value.items())
            return "{" + inside + "}"
        case list():
            return "[" + ", ".join(_flow(v) for v in value) + "]"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case _:
            return _scalar(str(value))


def _key(name: str) -> str:
    return (
        name
        if name.isidentifier() and name.lower() not in ("true", "false", "null", "yes", "no")
        else _scalar(name)
    )


def _scalar(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
