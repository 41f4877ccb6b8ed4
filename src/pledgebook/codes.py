"""Code lists: whether a code exists, and its name in a language.

A newcomer would get wrong that a withdrawn code is still a known one: old data uses it, and it was right
when it was written. ``Code.is_active`` tells them apart. Codes are text: ``01`` and ``1`` differ.

Source: ``codelists/README.md`` names the authority of each list.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from pledgebook.text import Text


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list; ``category`` is the code above it, where there is one."""

    code: str
    name: Text
    is_active: bool
    category: str | None


def known(authority: str, name: str, code: str) -> bool:
    """Whether the list has the code, withdrawn or not.

    >>> known("iso", "currency", "IQD"), known("iso", "currency", "XXX"), known("dac", "sector", "15164")
    (True, False, True)
    """
    return code in codes_of(authority, name)


def name_of(authority: str, name: str, code: str, language: str) -> str | None:
    """The code's name in the language, ``None`` where the list lacks the code.

    >>> name_of("iati", "transaction_type", "3", "fr")
    'Décaissement'
    >>> name_of("dac", "sector", "72010", "en")
    'Material relief assistance and services'

    Raises ``KeyError`` for a language the lists do not speak: no other language's words stand in.
    """
    entry = codes_of(authority, name).get(code)
    return None if entry is None else entry.name[language]


@cache
def codes_of(authority: str, name: str) -> Mapping[str, Code]:
    """Every entry of a list by its code, in the order of the codes.

    >>> codes_of("dac", "sector")["15250"].category
    '152'
    >>> codes_of("iati", "flow_type")["20"].is_active
    False

    Raises ``KeyError`` naming the lists that exist when there is none of that name.
    """
    if (authority, name) not in lists():
        existing = ", ".join(f"{a}/{n}" for a, n in lists())
        raise KeyError(f"no code list {authority}/{name}; there are {existing}")
    text = _folder().joinpath(authority, f"{name}.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["code"]: _entry(row) for row in csv.DictReader(text.splitlines())})


@cache
def lists() -> tuple[tuple[str, str], ...]:
    """Each list there is, as authority and name, sorted."""
    return tuple(
        sorted(
            (authority.name, file.name.removesuffix(".csv"))
            for authority in _folder().iterdir()
            if authority.is_dir()
            for file in authority.iterdir()
            if file.name.endswith(".csv")
        )
    )


def _folder() -> Traversable:
    return resources.files("pledgebook").joinpath("codelists")


def _entry(row: dict[str, str]) -> Code:
    names = Text(en=row["name_en"], fr=row["name_fr"])
    return Code(row["code"], names, row["status"] == "active", row.get("category") or None)
